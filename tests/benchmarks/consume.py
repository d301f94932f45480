"""How much of the bare limit our dispatch keeps: consume, insert a row, remember the event, commit the offset.

aiokafka and asyncpg by themselves with one statement per batch are the limit; then our dispatch, fed by aiokafka, with a
handler of sets and with a handler of single events; and the whole worker through FastStream with the handler of sets.
"""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

import asyncpg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from database import connect, new_id
from messaging import Subscription, in_sets
from messaging.broker import to_record
from messaging.dispatch import Dispatch
from messaging.envelope import headers_for
from messaging.worker import Worker
from testkit import Urls, fresh_database, kafka_bootstrap
from testkit.topics import create_topics, delete_topics
from tests.benchmarks.processor_time import seconds_so_far
from tests.benchmarks.row import Row
from tests.benchmarks.servers import Servers

_Consumer: Any = AIOKafkaConsumer
_Producer: Any = AIOKafkaProducer
MESSAGES, BATCH = 20_000, 1000
ACCOUNT = UUID("00000000-0000-7000-8000-00000000000a")
_NOTE = text("INSERT INTO effects (account_id, key, number) VALUES (:account, :key, :number)")
_BARE = """
WITH fresh AS (
    INSERT INTO inbox_messages (consumer, event_id) SELECT 'bare', unnest($1::uuid[])
    ON CONFLICT DO NOTHING RETURNING event_id
)
INSERT INTO effects (account_id, key, number)
SELECT $2, key, number FROM unnest($1::uuid[], $3::text[], $4::int[]) AS received(event_id, key, number)
JOIN fresh USING (event_id)
"""

_NOTE_ALL = text("""
INSERT INTO effects (account_id, key, number)
SELECT :account, key, number
FROM unnest(CAST(:keys AS text[]), CAST(:numbers AS int[])) AS received (key, number)
""")


class Measured(BaseModel):
    """About 600 bytes on the wire."""

    type: ClassVar[str] = "benchmark.measured.v1"
    topic: ClassVar[str] = "benchmark.measured"

    account_id: UUID
    thing: str
    number: int
    padding: str

    @property
    def key(self) -> str:
        """The aggregate's id."""
        return self.thing


async def insert_effect(session: AsyncSession, event: Measured) -> None:
    """One statement per message, as a plain handler does."""
    await session.execute(
        _NOTE, {"account": event.account_id, "key": event.thing, "number": event.number}
    )


async def insert_effects(session: AsyncSession, events: Sequence[Measured]) -> None:
    """One statement for all, as a handler of sets does."""
    await session.execute(
        _NOTE_ALL,
        {
            "account": events[0].account_id,
            "keys": [event.thing for event in events],
            "numbers": [event.number for event in events],
        },
    )


@dataclass(frozen=True)
class Consumed:
    """Messages of a second, and microseconds of processor for each, here and in PostgreSQL."""

    per_second: float
    processor_us: float


class Run:
    """One database, one topic, one figure after the other."""

    def __init__(self, urls: Urls, bootstrap: str, messages: int, batch: int) -> None:
        self.urls, self.bootstrap = urls, bootstrap
        self.messages, self.batch = messages, batch
        self.prefix = f"bench{secrets.token_hex(4)}."
        self.topic = self.prefix + Measured.topic
        self.singly = Subscription("reader", {Measured: insert_effect}, batch_size=batch)
        self.in_sets = Subscription("reader", {Measured: in_sets(insert_effects)}, batch_size=batch)

    async def bare(self) -> Consumed:
        """aiokafka and asyncpg, set-based, nothing else."""
        connection = await self._connect()

        async def take(records: list[Any]) -> None:
            events = [Measured.model_validate_json(record.value) for record in records]
            ids = [UUID(dict(record.headers)["ce_id"].decode()) for record in records]
            keys, numbers = [event.thing for event in events], [event.number for event in events]
            await connection.execute(_BARE, ids, ACCOUNT, keys, numbers)

        try:
            return await self._reading("bare", take)
        finally:
            await connection.close()

    async def dispatched(self, subscription: Subscription, name: str) -> Consumed:
        """Our dispatch fed by aiokafka."""
        async with self._database() as database:
            dispatch = Dispatch(subscription, database.engine)

            async def take(records: list[Any]) -> None:
                await dispatch.process([to_record(record, self.prefix) for record in records])

            return await self._reading(name, take)

    async def worked(self) -> Consumed:
        """The worker as it runs in production, from its start to the last effect."""
        async with self._database() as database:
            worker = Worker(
                [self.in_sets],
                database.engine,
                bootstrap=self.bootstrap,
                prefix=self.prefix,
            )
            connection = await self._connect()

            async def taken() -> int:
                return int(await connection.fetchval("SELECT count(*) FROM inbox_messages"))

            await worker.start()
            already, begun = await _at_least(1, taken, 0.01), await self._spent()
            await _at_least(self.messages, taken, 0.05)
            consumed = await self._consumed(self.messages - already, begun)
            await worker.stop()
            await connection.close()
            return consumed

    async def fill(self) -> None:
        """Put the messages on the topic."""
        await create_topics(self.bootstrap, [self.topic], partitions=4)
        producer = _Producer(bootstrap_servers=self.bootstrap, linger_ms=5, compression_type="zstd")
        await producer.start()
        now = datetime.now(UTC)
        for number in range(self.messages):
            event = Measured(
                account_id=ACCOUNT, thing=f"t{number % 500}", number=number, padding="x" * 480
            )
            headers = headers_for(event, new_id(), now).items()
            await producer.send(
                self.topic,
                event.model_dump_json().encode(),
                key=event.key.encode(),
                headers=[(name, value.encode()) for name, value in headers],
            )
        await producer.stop()

    async def clean(self) -> None:
        """Remove the topic."""
        await delete_topics(self.bootstrap, [self.topic])

    async def _reading(self, group: str, take: Callable[[list[Any]], Awaitable[None]]) -> Consumed:
        consumer = _Consumer(
            self.topic,
            bootstrap_servers=self.bootstrap,
            group_id=self.prefix + group,
            auto_offset_reset="earliest",
            enable_auto_commit=False,
            fetch_max_wait_ms=50,
        )
        await consumer.start()
        taken, begun = 0, await self._spent()
        while taken < self.messages:
            found = await consumer.getmany(timeout_ms=1000, max_records=self.batch)
            records = [record for part in found.values() for record in part]
            if records:
                await take(records)
                await consumer.commit()
            taken += len(records)
        consumed = await self._consumed(self.messages, begun)
        await consumer.stop()
        await self._empty()
        return consumed

    async def _spent(self) -> tuple[float, float]:
        """Seconds that have passed, and those of the processor."""
        return time.perf_counter(), await seconds_so_far(self.urls.superuser)

    async def _consumed(self, messages: int, begun: tuple[float, float]) -> Consumed:
        passed, spent = (
            now - before for now, before in zip(await self._spent(), begun, strict=True)
        )
        return Consumed(messages / passed, spent * 1e6 / messages)

    async def _connect(self) -> Any:
        """For the account, and for messaging's tables."""
        connection = await asyncpg.connect(self.urls.app)
        await connection.execute(
            "SELECT set_config('honorar.account', $1, false),"
            " set_config('honorar.across_accounts', 'on', false)",
            str(ACCOUNT),
        )
        return connection

    async def _empty(self) -> None:
        owner = await asyncpg.connect(self.urls.owner)
        await owner.execute("TRUNCATE inbox_messages, effects")
        await owner.close()

    @asynccontextmanager
    async def _database(self) -> AsyncIterator[Any]:
        database = connect(self.urls.app)
        try:
            yield database
        finally:
            await database.dispose()


async def _at_least(number: int, count: Callable[[], Awaitable[int]], every: float) -> int:
    """Asked seldom, for an answer takes as much of the processor as some messages."""
    while True:
        metric = await count()
        if metric >= number:
            return metric
        await asyncio.sleep(every)


async def run(servers: Servers) -> Sequence[Row]:
    """Put messages on a topic, and consume them in each way."""
    servers.start(kafka=True)
    migrations = Path(__file__).parents[2] / "libs" / "messaging" / "tests" / "migrations"
    async with fresh_database("messaging", migrations) as urls:
        run = Run(urls, kafka_bootstrap(), MESSAGES, BATCH)
        await run.fill()
        try:
            bare = await run.bare()
            ours = {
                "consume: our dispatch, in sets": await run.dispatched(run.in_sets, "sets"),
                "consume: our dispatch, singly": await run.dispatched(run.singly, "singly"),
                "consume: the whole worker, in sets": await run.worked(),
            }
        finally:
            await run.clean()
    return [
        row
        for work, goal in zip(ours, (0.5, None, 0.5), strict=True)
        for row in _rows(work, ours[work], bare, goal)
    ]


def _rows(work: str, ours: Consumed, bare: Consumed, goal: float | None) -> Sequence[Row]:
    of = "bare consumer, one statement a batch"
    return (
        Row(
            work=work,
            ours=ours.per_second,
            unit="/s",
            limit=bare.per_second,
            limit_of=of,
            goal_ratio=goal,
        ),
        Row(
            work=f"{work}: processor time of each",
            ours=ours.processor_us,
            unit="µs",
            limit=bare.processor_us,
            limit_of=of,
            goal_ratio=goal and 1 / goal,
        ),
    )
