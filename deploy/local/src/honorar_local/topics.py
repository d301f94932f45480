"""`python -m honorar_local.topics BOOTSTRAP`: creates the topics of the contracts on a one-broker cluster.

A program of its own, so that the supervisor, which lives long, need not load what this needs once.
"""

import asyncio
import sys
from collections.abc import Callable
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from contracts.topics import TOPICS, Topic

admin_client: Callable[..., Any] = AIOKafkaAdminClient  # aiokafka has no types
new_topic: Callable[..., Any] = NewTopic

DAY_MS = 24 * 3600 * 1000
DEAD_LETTER_DAYS = 30


async def create_topics(bootstrap: str) -> None:
    """Create the missing ones; existing ones stay as they are."""
    admin = admin_client(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        existing = set(await admin.list_topics())
        missing = [t for t in (*map(_topic, TOPICS), *_dead_letters()) if t.name not in existing]
        if missing:
            _check(await admin.create_topics(missing))
    finally:
        await admin.close()


def _check(response: Any) -> None:
    errors = [e for e in response.to_object()["topic_errors"] if e["error_code"]]
    if errors:
        raise SystemExit(f"Kafka refuses to create topics: {errors}")


def _topic(topic: Topic) -> Any:
    settings = {name: str(value) for name, value in topic.settings.items()}
    return new_topic(topic.name, topic.partitions, 1, topic_configs=settings)


def _dead_letters() -> list[Any]:
    """One topic per consumer group, `<group>.dlq`."""
    groups = sorted({name for topic in TOPICS for name in topic.consumers})
    retention = {"retention.ms": str(DEAD_LETTER_DAYS * DAY_MS)}
    return [new_topic(f"{group}.dlq", 1, 1, topic_configs=retention) for group in groups]


if __name__ == "__main__":
    asyncio.run(create_topics(sys.argv[1]))
