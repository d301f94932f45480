"""Saying, relaying and looking at what was sent."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from database import Database
from libs.messaging.tests.conftest import Ask
from libs.messaging.tests.things import OURS, Happened
from messaging import Record, outbox
from messaging.relay import Relay

TOPIC = Happened.topic


class Other(Happened):
    type = "source.other.v1"
    topic = "source.others"


@asynccontextmanager
async def relaying(relay: Relay) -> AsyncIterator[Relay]:
    running = asyncio.create_task(relay.run())
    try:
        yield relay
    finally:
        await relay.stop()
        await running


async def say(db: Database, *facts: Happened) -> None:
    async with db.transaction(OURS) as session:
        await outbox.publish(session, *facts)


async def unsent(ask: Ask) -> int:
    [(count,)] = await ask("SELECT count(*) FROM outbox WHERE published_at IS NULL")
    return int(count)


def facts_of(records: Sequence[Record]) -> list[Happened]:
    return [Happened.model_validate_json(one.value or b"") for one in records]


async def all_sent(ask: Ask) -> bool:
    return await unsent(ask) == 0


async def sent_more_than(ask: Ask, number: int) -> bool:
    [(count,)] = await ask("SELECT count(*) FROM outbox WHERE published_at IS NOT NULL")
    return int(count) > number
