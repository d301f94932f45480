"""What is in Kafka, read from the first offset to the last."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import aiokafka
from aiokafka.admin import AIOKafkaAdminClient

from contracts.topics import TOPICS

consumer_client: Callable[..., Any] = aiokafka.AIOKafkaConsumer  # aiokafka has no types
admin_client: Callable[..., Any] = AIOKafkaAdminClient


@dataclass(frozen=True)
class StoredEvent:
    """A record as it lies in a topic."""

    topic: str
    partition: int
    offset: int
    key: str
    id: str
    type: str
    account: str
    body: bytes


def first_occurrences(events: Iterable[StoredEvent]) -> Iterator[StoredEvent]:
    """Without the repetitions that at-least-once delivery allows."""
    seen = set[str]()
    for event in events:
        if event.id not in seen:
            seen.add(event.id)
            yield event


def dump(bootstrap: str) -> list[StoredEvent]:
    """Every event of every topic of ours, in the order of each partition; dead letters' topics as well."""
    return asyncio.run(_dump(bootstrap))


async def _dump(bootstrap: str) -> list[StoredEvent]:
    consumer = consumer_client(bootstrap_servers=bootstrap, enable_auto_commit=False)
    await consumer.start()
    try:
        numbers = {topic.name: topic.partitions for topic in TOPICS}
        numbers |= {f"{group}.dlq": 1 for group in _groups()}
        partitions = [
            aiokafka.TopicPartition(name, number)
            for name, count in numbers.items()
            for number in range(count)
        ]
        consumer.assign(partitions)
        await consumer.seek_to_beginning(*partitions)
        ends = await consumer.end_offsets(partitions)
        stored: list[StoredEvent] = []
        while any([await consumer.position(p) < ends[p] for p in partitions]):
            for batch in (await consumer.getmany(timeout_ms=500)).values():
                stored += map(_event, batch)
        return sorted(stored, key=lambda e: (e.topic, e.partition, e.offset))
    finally:
        await consumer.stop()


def _event(record: Any) -> StoredEvent:
    headers = {name: value.decode(errors="replace") for name, value in record.headers if value}
    return StoredEvent(
        record.topic,
        record.partition,
        record.offset,
        (record.key or b"").decode(),
        headers.get("ce_id", ""),
        headers.get("ce_type", ""),
        headers.get("ce_account", ""),
        record.value or b"",
    )


async def lag(bootstrap: str) -> dict[str, int]:
    """How many events each consumer group has before it, of the topics that it reads."""
    admin, consumer = (
        admin_client(bootstrap_servers=bootstrap),
        consumer_client(bootstrap_servers=bootstrap),
    )
    await admin.start()
    await consumer.start()
    try:
        return {group: await _lag(admin, consumer, group) for group in sorted(_groups())}
    finally:
        await consumer.stop()
        await admin.close()


async def _lag(admin: Any, consumer: Any, group: str) -> int:
    partitions = [
        aiokafka.TopicPartition(topic.name, number)
        for topic in TOPICS
        if group in topic.consumers
        for number in range(topic.partitions)
    ]
    committed = await admin.list_consumer_group_offsets(group)
    ends = await consumer.end_offsets(partitions)
    return sum(ends[p] - (committed[p].offset if p in committed else 0) for p in partitions)


def _groups() -> set[str]:
    return {group for topic in TOPICS for group in topic.consumers}
