"""A worker for the time of a test."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncEngine

from database import enter_account
from libs.messaging.tests.conftest import Effects
from libs.messaging.tests.kafka import (
    committed,
)
from libs.messaging.tests.things import (
    Happened,
)
from messaging import Subscription
from messaging.worker import Worker

TOPIC = Happened.topic


@asynccontextmanager
async def working(
    engine: AsyncEngine, subscription: Subscription, bootstrap: str, prefix: str
) -> AsyncIterator[Worker]:
    worker = Worker(
        [subscription], engine, enter_account, bootstrap=bootstrap, prefix=prefix, grace=5
    )
    await worker.start()
    try:
        yield worker
    finally:
        await worker.stop()


async def have(effects: Effects, *numbers: int) -> bool:
    return sorted(await effects()) == sorted(numbers)


async def has_committed(bootstrap: str, prefix: str, number: int) -> bool:
    return await committed(bootstrap, prefix + "reader", prefix + TOPIC) == number
