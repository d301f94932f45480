"""From time on the topic to prices in rates' outbox, also of an account that is new beside a large one."""

import asyncio
from collections.abc import Iterator
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
from tests.benchmarks.row import Row
from tests.benchmarks.servers import Servers

ENTRIES, ENTRIES_OF_THE_LARGE_ACCOUNT = 10_000, 200_000
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


async def run(servers: Servers) -> list[Row]:
    """Measure an account alone, then a new one beside a large one, with a bare consumer in between."""
    servers.start(kafka=True)
    async with serve(service, Settings) as served:
        alone, bare = await _price(served, ACCOUNT)
        async with served.database.transaction(ACCOUNT) as session:
            await session.execute(FILL, {"entries": ENTRIES_OF_THE_LARGE_ACCOUNT})
        await analyze(served)
        beside, bare_beside = await _price(served, OTHER_ACCOUNT)
    what = "time on the topic to prices in the outbox"
    return [
        _row(what, alone, bare),
        _row(f"{what}, a new account beside one of 200,000 entries", beside, bare_beside),
    ]


def _row(work: str, ours: float, limit: float) -> Row:
    goal = 5_000 / 14_000
    return Row(
        work=work, ours=ours, unit="/s", limit=limit, limit_of="bare consumer", goal_ratio=goal
    )


async def _price(served: Served, account: UUID) -> tuple[float, float]:
    """What the service prices in a second, and what a bare consumer stores of the same topic."""
    driver = Driver(served, await served.as_("billing", account=account), account)
    await _set_rates(driver)
    prefix, kafka = f"bench-{new_id()}.", kafka_bootstrap()
    [subscription] = served.service.subscriptions()
    await create_topics(kafka, [prefix + topic for topic in subscription.topics], partitions=12)
    topic = prefix + TimeEntryRecorded.topic
    await _produce(kafka, topic, account)
    bare = await bare_consumer.entries_per_second(served.urls.superuser, kafka, topic, ENTRIES)
    freeze_what_stays()  # as every process of a service
    worker = Worker([subscription], served.database.engine, bootstrap=kafka, prefix=prefix)
    async with served.database.transaction(across_accounts=True) as session:
        since = await session.scalar(text("SELECT now()"))
    await worker.start()
    try:
        while True:
            await asyncio.sleep(0.5)
            async with served.database.transaction(across_accounts=True) as session:
                found = await session.execute(_SPAN, {"account": account, "since": since})
            number, seconds = found.one()
            if number >= ENTRIES:
                return ENTRIES / float(seconds), bare
    finally:
        await worker.stop()


async def _set_rates(driver: Driver) -> None:
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
