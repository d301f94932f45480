"""Topics on the tests' Kafka."""

from collections.abc import Iterable, Mapping
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic


async def create_topics(
    bootstrap: str,
    names: Iterable[str],
    *,
    partitions: int = 3,
    configuration: Mapping[str, str] | None = None,
) -> None:
    """Create topics with this configuration, on one broker. Raises when one exists already."""
    new: Any = NewTopic
    admin: Any = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        created = await admin.create_topics(
            [new(name, partitions, 1, topic_configs=dict(configuration or {})) for name in names]
        )
    finally:
        await admin.close()
    refused = [topic for topic in created.to_object()["topic_errors"] if topic["error_code"]]
    assert not refused, refused


async def delete_topics(bootstrap: str, names: Iterable[str]) -> None:
    """Delete topics with what lies on them."""
    admin: Any = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        await admin.delete_topics(list(names))
    finally:
        await admin.close()
