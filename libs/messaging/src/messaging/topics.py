"""Make topics exist, and know which do.

aiokafka asks for metadata in a way that lets the broker create what it does not know, with one partition, when the
broker allows that. So relay and worker look first: they ask about all topics, which creates none.
"""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import TopicAlreadyExistsError, for_code


async def ensure(
    bootstrap: str, names: Iterable[str], *, partitions: int = 12, replication: int = 1
) -> None:
    """Create the topics that do not exist yet; `….dlq` topics get one partition. Idempotent.

    Raises aiokafka's `KafkaError` when the broker is away or refuses.
    """
    async with _admin(bootstrap) as admin:
        existing = set(await admin.list_topics())
        new: Any = NewTopic
        wanted = [
            new(name, 1 if name.endswith(".dlq") else partitions, replication)
            for name in sorted(set(names) - existing)
        ]
        if wanted:
            _raise_errors((await admin.create_topics(wanted)).to_object()["topic_errors"])


async def missing(bootstrap: str, names: Iterable[str]) -> set[str]:
    """Which of these topics do not exist. Raises aiokafka's `KafkaError` when the broker is away."""
    async with _admin(bootstrap) as admin:
        return set(names) - set(await admin.list_topics())


def _raise_errors(answers: Iterable[dict[str, Any]]) -> None:
    for answer in answers:
        code = answer["error_code"]
        error = for_code(code) if code else None
        if error is not None and error is not TopicAlreadyExistsError:
            raise error(f"{answer['topic']}: {answer.get('error_message')}")


@asynccontextmanager
async def _admin(bootstrap: str) -> AsyncIterator[Any]:
    admin: Any = AIOKafkaAdminClient(bootstrap_servers=bootstrap, request_timeout_ms=15_000)
    try:
        await admin.start()
        yield admin
    finally:
        await admin.close()
