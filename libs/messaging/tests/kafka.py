"""Topics of a test's own, what lies on them, and a proxy that can be shut."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient

from messaging import Record
from messaging.broker import to_record
from testkit.topics import create_topics, delete_topics

_Consumer: Any = AIOKafkaConsumer
_Producer: Any = AIOKafkaProducer


@asynccontextmanager
async def temporary_topics(
    bootstrap: str,
    *names: str,
    partitions: int = 3,
    configuration: Mapping[str, str] | None = None,
) -> AsyncIterator[None]:
    """Topics that are gone afterwards; `configuration` is for the first one."""
    await create_topics(bootstrap, names[:1], partitions=partitions, configuration=configuration)
    await create_topics(bootstrap, names[1:], partitions=partitions)
    try:
        yield
    finally:
        await delete_topics(bootstrap, names)


@asynccontextmanager
async def plain_consumer(
    bootstrap: str, *names: str, group: str | None = None
) -> AsyncIterator[Any]:
    """A consumer from the beginning that never commits by itself."""
    consumer = _Consumer(
        *names,
        bootstrap_servers=bootstrap,
        group_id=group,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        session_timeout_ms=6000,
    )
    await consumer.start()
    try:
        yield consumer
    finally:
        await consumer.stop()


async def records_on(bootstrap: str, *names: str) -> Sequence[Record]:
    """All records that lie on the topics now, in order per partition."""
    async with plain_consumer(bootstrap, *names) as consumer:
        ends = await consumer.end_offsets(consumer.assignment())
        found: list[Record] = []
        while any([await consumer.position(tp) < end for tp, end in ends.items()]):
            for batch in (await consumer.getmany(timeout_ms=500)).values():
                found += [to_record(one) for one in batch]
    return found


async def produce(
    bootstrap: str, topic: str, *records: Record, partition: int | None = None
) -> None:
    """Put records on a topic as some other producer might."""
    producer = _Producer(bootstrap_servers=bootstrap)
    await producer.start()
    try:
        for one in records:
            await producer.send_and_wait(
                topic, one.value, key=one.key, headers=list(one.headers), partition=partition
            )
    finally:
        await producer.stop()


async def committed(bootstrap: str, group: str, topic: str) -> int:
    """The sum of the group's committed offsets on the topic."""
    admin: Any = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        offsets = await admin.list_consumer_group_offsets(group)
        return sum(found.offset for at, found in offsets.items() if at.topic == topic)
    finally:
        await admin.close()


@dataclass
class Proxy:
    """A port in front of a server: shut, nobody is there; stalled, connections stand and nothing comes through."""

    target: str
    port: int = 0
    _server: asyncio.Server | None = None
    _open: set[asyncio.StreamWriter] = field(default_factory=set)
    _flows: asyncio.Event = field(default_factory=asyncio.Event)

    def stall(self) -> None:
        self._flows.clear()

    def flows(self) -> bool:
        return self._flows.is_set()

    def flow(self) -> None:
        self._flows.set()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def open(self) -> None:
        self.flow()
        self._server = await asyncio.start_server(self._pass, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def shut(self) -> None:
        if self._server is not None:
            self._server.close()
            for writer in self._open:
                writer.transport.abort()
            self._server = None

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host, port = self.target.rsplit(":", 1)
        target_reader, target_writer = await asyncio.open_connection(host, int(port))
        self._open |= {writer, target_writer}
        with contextlib.suppress(OSError):
            await asyncio.gather(
                self._copy(reader, target_writer), self._copy(target_reader, writer)
            )
        self._open -= {writer, target_writer}

    async def _copy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                await self._flows.wait()
                writer.write(data)
                await writer.drain()
        finally:
            writer.close()
