"""What may pass is tried again and given back; what overruns is not."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from libs.messaging.tests.conftest import Effects, Query
from libs.messaging.tests.factories import SampleEvent, insert_effect, records, subscribe
from messaging.dispatch import Dispatch


async def test_a_conflict_in_the_database_is_tried_again_in_place(
    engine: AsyncEngine, effects: Effects
) -> None:
    tries: list[int] = []

    async def contended(session: AsyncSession, event: SampleEvent) -> None:
        tries.append(event.number)
        await insert_effect(session, event)
        if len(tries) < 3:
            await session.execute(text("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$"))

    await Dispatch(subscribe(contended), engine).process(records(1))

    assert tries == [1, 1, 1]
    assert await effects() == [1]


async def test_a_transient_failure_is_given_back_and_never_becomes_a_dead_letter(
    engine: AsyncEngine, query: Query, effects: Effects
) -> None:
    well = asyncio.Event()

    async def away(session: AsyncSession, event: SampleEvent) -> None:
        if event.number == 2 and not well.is_set():
            await session.execute(text("DO $$ BEGIN RAISE SQLSTATE '57P01'; END $$"))
        await insert_effect(session, event)

    dispatch, received = Dispatch(subscribe(away), engine), records(1, 2, 3)
    with pytest.raises(DBAPIError):
        await dispatch.process(received)
    assert await effects() == [1]
    assert await query("SELECT count(*) FROM dead_letters") == [(0,)]

    well.set()
    await dispatch.process(received)
    assert await effects() == [1, 2, 3]


async def test_a_lost_connection_in_a_handler_loses_no_message(
    engine: AsyncEngine, query: Query, effects: Effects
) -> None:
    killed: list[int] = []

    async def unlucky(session: AsyncSession, event: SampleEvent) -> None:
        await insert_effect(session, event)
        if event.number == 2 and len(killed) < 2:
            pid = (await session.execute(text("SELECT pg_backend_pid()"))).scalar_one()
            killed.append(pid)
            await query("SELECT pg_terminate_backend(:pid)", pid=pid)

    await Dispatch(subscribe(unlucky), engine).process(records(1, 2, 3))

    assert len(killed) == 2
    assert await effects() == [1, 2, 3]
    assert await query("SELECT count(*) FROM dead_letters") == [(0,)]


async def test_a_handler_that_overruns_its_limit_becomes_a_dead_letter_and_the_next_goes_on(
    engine: AsyncEngine, query: Query, effects: Effects
) -> None:
    async def slow(session: AsyncSession, event: SampleEvent) -> None:
        await insert_effect(session, event)
        if event.number == 1:
            await session.execute(text("SELECT pg_sleep(60)"))

    await Dispatch(subscribe(slow, timeout_seconds=0.1), engine).process(records(1, 2))

    assert await effects() == [2]
    assert await query("SELECT error_class, attempts FROM dead_letters") == [
        ("HandlerTimeoutError", 3)
    ]


async def test_a_file_that_a_handler_misses_is_its_bug_and_not_an_outage(
    engine: AsyncEngine, query: Query
) -> None:
    async def careless(session: AsyncSession, event: SampleEvent) -> None:
        raise FileNotFoundError(2, "No such file", "template.typ")

    await Dispatch(subscribe(careless), engine).process(records(1))

    assert await query("SELECT error_class FROM dead_letters") == [("FileNotFoundError",)]
