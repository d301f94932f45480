"""What may pass is tried again and given back; what overruns is not."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from database import enter_account
from libs.messaging.tests.conftest import Ask, Effects
from libs.messaging.tests.things import (
    Happened,
    hears,
    note,
    records,
)
from messaging.dispatch import Dispatch


async def test_a_conflict_in_the_database_is_tried_again_in_place(
    engine: AsyncEngine, effects: Effects
) -> None:
    tries: list[int] = []

    async def contended(session: AsyncSession, fact: Happened) -> None:
        tries.append(fact.number)
        await note(session, fact)
        if len(tries) < 3:
            await session.execute(text("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$"))

    await Dispatch(hears(contended), engine, enter_account).take(records(1))

    assert tries == [1, 1, 1]
    assert await effects() == [1]


async def test_what_may_pass_is_given_back_and_never_becomes_a_dead_letter(
    engine: AsyncEngine, ask: Ask, effects: Effects
) -> None:
    well = asyncio.Event()

    async def away(session: AsyncSession, fact: Happened) -> None:
        if fact.number == 2 and not well.is_set():
            await session.execute(text("DO $$ BEGIN RAISE SQLSTATE '57P01'; END $$"))
        await note(session, fact)

    dispatch, heard = Dispatch(hears(away), engine, enter_account), records(1, 2, 3)
    with pytest.raises(DBAPIError):
        await dispatch.take(heard)
    assert await effects() == [1]
    assert await ask("SELECT count(*) FROM dead_letter") == [(0,)]

    well.set()
    await dispatch.take(heard)
    assert await effects() == [1, 2, 3]


async def test_a_lost_connection_in_a_handler_loses_no_message(
    engine: AsyncEngine, ask: Ask, effects: Effects
) -> None:
    killed: list[int] = []

    async def unlucky(session: AsyncSession, fact: Happened) -> None:
        await note(session, fact)
        if fact.number == 2 and len(killed) < 2:
            pid = (await session.execute(text("SELECT pg_backend_pid()"))).scalar_one()
            killed.append(pid)
            await ask("SELECT pg_terminate_backend(:pid)", pid=pid)

    await Dispatch(hears(unlucky), engine, enter_account).take(records(1, 2, 3))

    assert len(killed) == 2
    assert await effects() == [1, 2, 3]
    assert await ask("SELECT count(*) FROM dead_letter") == [(0,)]


async def test_a_handler_that_overruns_its_limit_becomes_a_dead_letter_and_the_next_goes_on(
    engine: AsyncEngine, ask: Ask, effects: Effects
) -> None:
    async def slow(session: AsyncSession, fact: Happened) -> None:
        await note(session, fact)
        if fact.number == 1:
            await session.execute(text("SELECT pg_sleep(60)"))

    await Dispatch(hears(slow, timeout=0.1), engine, enter_account).take(records(1, 2))

    assert await effects() == [2]
    assert await ask("SELECT error_class, attempts FROM dead_letter") == [
        ("HandlerTimeoutError", 3)
    ]


async def test_a_file_that_a_handler_misses_is_its_bug_and_not_an_outage(
    engine: AsyncEngine, ask: Ask
) -> None:
    async def careless(session: AsyncSession, fact: Happened) -> None:
        raise FileNotFoundError(2, "No such file", "template.typ")

    await Dispatch(hears(careless), engine, enter_account).take(records(1))

    assert await ask("SELECT error_class FROM dead_letter") == [("FileNotFoundError",)]
