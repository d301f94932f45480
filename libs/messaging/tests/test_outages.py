"""What may pass is tried again and given back; what overruns is not."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from database import is_transient
from libs.messaging.tests.conftest import Effects, Query
from libs.messaging.tests.driver import locked_effects, stallable_database
from libs.messaging.tests.factories import (
    QUICK,
    SampleEvent,
    insert_effect,
    records,
    subscribe,
)
from messaging import Record
from messaging.dispatch import Dispatch
from testkit.databases import Urls


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

    await Dispatch(subscribe(slow, timeout_seconds=0.3), engine).process(records(1, 2))

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


async def given_back(dispatch: Dispatch, received: Sequence[Record]) -> BaseException:
    """Process what must be given back to Kafka; returns the error."""
    with pytest.raises(Exception) as caught:  # noqa: PT011 whatever it is, it must be transient
        await dispatch.process(received)
    assert is_transient(caught.value), caught.value
    return caught.value


async def test_a_message_behind_a_lock_is_given_back_until_the_lock_is_free(
    urls: Urls, engine: AsyncEngine, query: Query, effects: Effects
) -> None:
    dispatch, received = Dispatch(subscribe(timeout_seconds=0.6), engine), records(1, 2)
    async with locked_effects(urls):
        for _ in range(2):
            await given_back(dispatch, received)
    assert await query("SELECT count(*) FROM dead_letters") == [(0,)]

    await dispatch.process(received)
    assert await effects() == [1, 2]


async def test_a_handler_whose_time_ends_while_it_waits_for_a_lock_is_no_overrun(
    urls: Urls, engine: AsyncEngine, query: Query
) -> None:
    async def patient(session: AsyncSession, event: SampleEvent) -> None:
        await session.execute(text("SET LOCAL lock_timeout = 0"))
        await insert_effect(session, event)

    dispatch = Dispatch(subscribe(patient, timeout_seconds=0.3), engine)
    async with locked_effects(urls):
        error = await given_back(dispatch, records(1))
    assert type(error).__name__ == "HandlerWaitedError"
    assert await query("SELECT count(*) FROM dead_letters") == [(0,)]


async def test_a_database_that_stalls_in_a_handler_makes_no_dead_letter(
    urls: Urls, query: Query, effects: Effects
) -> None:
    received = records(1)
    policy = replace(QUICK, transient_attempts=1, attempts=1)
    async with stallable_database(urls) as (database, proxy):

        async def stall(session: AsyncSession, event: SampleEvent) -> None:
            stalled.append(event.number)
            proxy.stall()
            try:
                await insert_effect(session, event)
            finally:  # ended by its limit, once the database was asked whether it answers
                proxy.flow()

        stalled: list[int] = []
        impatient = subscribe(stall, timeout_seconds=0.3, retry_policy=policy)
        await given_back(Dispatch(impatient, database.engine), received)
        await Dispatch(subscribe(retry_policy=policy), database.engine).process(received)

    assert stalled == [1]
    assert await effects() == [1]
    assert await query("SELECT count(*) FROM dead_letters") == [(0,)]


async def test_a_statement_that_was_canceled_by_its_timeout_is_given_back(
    engine: AsyncEngine, query: Query
) -> None:
    async def slow(session: AsyncSession, event: SampleEvent) -> None:
        await session.execute(text("SET LOCAL statement_timeout = 30"))
        await session.execute(text("SELECT pg_sleep(10)"))

    await given_back(Dispatch(subscribe(slow), engine), records(1))
    assert await query("SELECT count(*) FROM dead_letters") == [(0,)]


async def test_a_handler_that_is_stuck_while_the_database_answers_becomes_a_dead_letter(
    engine: AsyncEngine, query: Query
) -> None:
    async def stuck(session: AsyncSession, event: SampleEvent) -> None:
        await insert_effect(session, event)
        await asyncio.Event().wait()

    await Dispatch(subscribe(stuck, timeout_seconds=0.1), engine).process(records(1))
    assert await query("SELECT error_class FROM dead_letters") == [("HandlerTimeoutError",)]


async def test_retries_in_place_end_in_time_for_kafka(engine: AsyncEngine) -> None:
    tries: list[int] = []

    async def contended(session: AsyncSession, event: SampleEvent) -> None:
        tries.append(event.number)
        await session.execute(text("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$"))

    policy = replace(QUICK, transient_attempts=1000, transient_seconds=0.1)
    await given_back(Dispatch(subscribe(contended, retry_policy=policy), engine), records(1))
    assert 1 <= len(tries) < 100
