"""From time on the topic to prices in rates' outbox, also of an account that is new beside a large one."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

import asyncpg
from aiokafka import AIOKafkaProducer
from sqlalchemy import text

from contracts.timer import TimeEntryRecorded
from database import new_id
from messaging.worker import Worker
from rates.main import service
from rates.settings import Settings
from service_runtime.process import freeze_what_stays
from services.rates.tests.driver import Driver
from services.rates.tests.factories import recorded
from testkit import ACCOUNT, OTHER_ACCOUNT, Served, record, serve
from testkit.servers import kafka_bootstrap
from testkit.topics import create_topics
from tests.benchmarks import bare_consumer
from tests.benchmarks.bare_consumer import Consumed, Topic
from tests.benchmarks.processor_time import seconds_so_far
from tests.benchmarks.row import Row
from tests.benchmarks.servers import Servers

ENTRIES, ENTRIES_OF_THE_LARGE_ACCOUNT = 20_000, 200_000
LEAN, SAME = "bare consumer", "bare consumer into the same tables"
CUSTOMERS, PROJECTS, AGENTS, KINDS = (
    [UUID(int=number * 1000 + one) for one in range(20)] for number in range(1, 5)
)

# Plans of a database that lives know the large account and nothing of a new one.
FILL = text("""
INSERT INTO time_entries (entry_id, version, live, organization_id, agent_id, work_date, seconds, billable)
SELECT gen_random_uuid(), 1, true, gen_random_uuid(), gen_random_uuid(), date '2026-03-01' + number % 28, 3000, true
FROM generate_series(1, :entries) AS number
""")
_SPAN = text("""
SELECT (SELECT count(*) FROM outbox_messages WHERE account_id = :account),
    extract(epoch FROM (SELECT max(created_at) FROM outbox_messages WHERE account_id = :account)
        - (SELECT min(received_at) FROM inbox_messages WHERE received_at >= :since))
""")


@dataclass(frozen=True)
class Measured:
    """What the service prices, and what consumers store that do nothing else."""

    ours: Consumed
    lean: Consumed
    same_tables: Consumed

    def rows(self, work: str) -> list[Row]:
        """The rate that is asked for, and the shares of what the machine can do."""
        per_second, lean, rows = (
            one.per_second for one in (self.ours, self.lean, self.same_tables)
        )
        return [
            Row(work=work, ours=per_second, unit="/s", limit=lean, limit_of=LEAN, goal=5_000),
            Row(work=work, ours=per_second, unit="/s", limit=rows, limit_of=SAME, goal_ratio=0.5),
            Row(
                work=f"{work}: processor time of each",
                ours=self.ours.processor_us,
                unit="µs",
                limit=self.same_tables.processor_us,
                limit_of=SAME,
                goal_ratio=2,
            ),
        ]


async def run(servers: Servers) -> list[Row]:
    """Measure an account alone, then a new one beside a large one, with bare consumers in between."""
    servers.start(kafka=True)
    async with serve(service, Settings) as served:
        alone = await _measure(served, ACCOUNT)
        async with served.database.transaction(ACCOUNT) as session:
            await session.execute(FILL, {"entries": ENTRIES_OF_THE_LARGE_ACCOUNT})
        await analyze(served)
        beside = await _measure(served, OTHER_ACCOUNT)
    what = "time on the topic to prices in the outbox"
    return alone.rows(what) + beside.rows(f"{what}, a new account beside one of 200,000 entries")


async def _measure(served: Served, account: UUID) -> Measured:
    driver = Driver(served, await served.as_("billing", account=account), account)
    await set_rates(driver)
    prefix, kafka = f"bench-{new_id()}.", kafka_bootstrap()
    [subscription] = served.service.subscriptions()
    await create_topics(kafka, [prefix + topic for topic in subscription.topics], partitions=12)
    topic = Topic(kafka, prefix + TimeEntryRecorded.topic, ENTRIES)
    await _produce(kafka, topic.name, account)
    lean = await bare_consumer.into_own_tables(served.urls, topic)
    same_tables = await bare_consumer.into_tables_of_rates(served.urls, topic)
    worker = Worker([subscription], served.database.engine, bootstrap=kafka, prefix=prefix)
    return Measured(await _priced(served, account, worker), lean, same_tables)


async def _priced(served: Served, account: UUID, worker: Worker) -> Consumed:
    """Processor time counts from when the first prices are there, for the worker's start takes some."""
    freeze_what_stays()  # as every process of a service
    async with served.database.transaction(across_accounts=True) as session:
        values = {"account": account, "since": await session.scalar(text("SELECT now()"))}
    await worker.start()
    try:
        first, _ = await _at_least(served, 1, values, 0.02)
        begun = await seconds_so_far(served.urls.superuser)
        number, seconds = await _at_least(served, ENTRIES, values, 0.5)
        spent = await seconds_so_far(served.urls.superuser) - begun
    finally:
        await worker.stop()
    return Consumed(number / seconds, spent * 1e6 / max(1, number - first))


async def _at_least(
    served: Served, wanted: int, values: dict[str, Any], pause: float
) -> tuple[int, float]:
    """How many prices there are when there are so many, and the seconds since the first entry came."""
    while True:
        async with served.database.transaction(across_accounts=True) as session:
            number, seconds = (await session.execute(_SPAN, values)).one()
        if number >= wanted:
            return number, float(seconds)
        await asyncio.sleep(pause)


async def set_rates(driver: Driver) -> None:
    """A default, and rates for customers, projects, and kinds of work by agent."""
    await driver.create_rate("1000")
    for number in range(10):
        await driver.create_rate("1100", organization_id=CUSTOMERS[number])
        await driver.create_rate("1200", project_id=PROJECTS[number])
        named = {"agent_id": AGENTS[number], "service_type_id": KINDS[number]}
        await driver.create_rate("1300", **named)


async def _produce(kafka: str, topic: str, account: UUID) -> None:
    make: Any = AIOKafkaProducer
    producer = make(bootstrap_servers=kafka, acks="all", linger_ms=20)
    await producer.start()
    try:
        sent = []
        for event in _time(account):
            wire = record(event)
            headers = [(name, value or b"") for name, value in wire.headers]
            sent.append(await producer.send(topic, wire.value, key=wire.key, headers=headers))
        await asyncio.gather(*sent)
    finally:
        await producer.stop()


def _time(account: UUID) -> Iterator[TimeEntryRecorded]:
    chance = Random(9)
    for number in range(ENTRIES):
        yield recorded(
            account_id=account,
            entry_id=new_id(),
            agent_id=chance.choice(AGENTS),
            organization_id=chance.choice(CUSTOMERS),
            project_id=chance.choice(PROJECTS),
            service_type_id=chance.choice(KINDS),
            work_date=date(2026, 1, 1) + timedelta(days=number % 300),
            seconds=chance.randint(60, 20_000),
        )


async def analyze(served: Served) -> None:
    """Let statistics know what the tables hold."""
    connection = await asyncpg.connect(served.urls.superuser)
    await connection.execute("ANALYZE")
    await connection.close()
