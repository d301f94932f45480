"""What the dispatch of a batch promises, on a real database and without Kafka."""

import asyncio
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from database import enter_account
from libs.messaging.tests.conftest import Ask, Effects
from libs.messaging.tests.things import (
    OURS,
    THEIRS,
    Happened,
    counted,
    hears,
    record,
    records,
)
from messaging import log_context, outbox
from messaging.dispatch import Dispatch
from messaging.event_ids import new_event_id


async def test_a_batch_takes_effect_in_order_and_in_one_transaction(
    engine: AsyncEngine, ask: Ask, effects: Effects
) -> None:
    await Dispatch(hears(), engine, enter_account).take(records(1, 2, 3))

    assert await effects() == [1, 2, 3]
    assert await ask("SELECT count(*), count(DISTINCT xmin::text) FROM inbox") == [(3, 1)]


async def test_a_message_delivered_again_alone_or_in_a_batch_takes_no_second_effect(
    engine: AsyncEngine, effects: Effects
) -> None:
    dispatch = Dispatch(hears(group="twice"), engine, enter_account)
    one, two, three = records(1, 2, 3)
    await dispatch.take([one, two])
    await dispatch.take([one])
    await dispatch.take([two, three, one])

    assert await effects() == [1, 2, 3]
    assert counted("inbox_duplicates_total", group="twice") == 3


async def test_the_same_message_twice_in_one_batch_takes_effect_once(
    engine: AsyncEngine, effects: Effects
) -> None:
    [one] = records(1)
    await Dispatch(hears(), engine, enter_account).take([one, one])

    assert await effects() == [1]


async def test_a_replay_of_the_topic_from_its_beginning_changes_nothing(
    engine: AsyncEngine, effects: Effects
) -> None:
    history = records(*range(40))
    await Dispatch(hears(), engine, enter_account).take(history)
    await Dispatch(hears(), engine, enter_account).take(history[:15])
    await Dispatch(hears(), engine, enter_account).take(history[15:])

    assert await effects() == list(range(40))


async def test_two_processes_with_the_same_messages_let_them_take_effect_once(
    engine: AsyncEngine, effects: Effects
) -> None:
    history = records(*range(30))
    await asyncio.gather(
        Dispatch(hears(), engine, enter_account).take(history),
        Dispatch(hears(), engine, enter_account).take(list(reversed(history))),
    )

    assert sorted(await effects()) == list(range(30))


async def test_two_groups_each_let_a_message_take_effect(
    engine: AsyncEngine, effects: Effects
) -> None:
    heard = records(1)
    await Dispatch(hears(group="one"), engine, enter_account).take(heard)
    await Dispatch(hears(group="two"), engine, enter_account).take(heard)

    assert await effects() == [1, 1]


async def test_a_handler_works_for_the_account_of_its_message(
    engine: AsyncEngine, ask: Ask
) -> None:
    heard = [
        record(Happened(thing="x", number=n, account_id=account))
        for n, account in enumerate([OURS, OURS, THEIRS, OURS])
    ]
    await Dispatch(hears(), engine, enter_account).take(heard)

    rows = await ask("SELECT account_id FROM effect ORDER BY place")
    assert [row[0] for row in rows] == [OURS, OURS, THEIRS, OURS]
    assert await ask("SELECT count(*) FROM dead_letter") == [(0,)]


async def test_the_account_is_entered_only_when_it_changes(engine: AsyncEngine) -> None:
    entered: list[UUID] = []

    async def enter(session: AsyncSession, account_id: UUID) -> None:
        entered.append(account_id)
        await enter_account(session, account_id)

    accounts = [OURS, OURS, THEIRS, THEIRS, OURS]
    heard = [
        record(Happened(thing="x", number=n, account_id=account))
        for n, account in enumerate(accounts)
    ]
    await Dispatch(hears(), engine, enter).take(heard)

    assert entered == [OURS, THEIRS, OURS]


async def test_a_message_whose_fact_names_another_account_than_its_header_has_no_effect(
    engine: AsyncEngine, ask: Ask, effects: Effects
) -> None:
    forged = record(Happened(thing="a", number=1), headers={"ce_account": str(THEIRS).encode()})
    await Dispatch(hears(), engine, enter_account).take([forged])

    assert await effects() == []
    assert await ask("SELECT error_class FROM dead_letter") == [("AccountMismatchError",)]


async def test_what_a_handler_says_is_written_with_its_effect_or_not_at_all(
    engine: AsyncEngine, ask: Ask
) -> None:
    async def says(session: AsyncSession, fact: Happened) -> None:
        await outbox.publish(session, Happened(thing="said", number=fact.number))
        if fact.number == 2:
            raise ArithmeticError

    await Dispatch(hears(says), engine, enter_account).take(records(1, 2, 3))

    said = await ask("SELECT payload FROM outbox WHERE topic = 'source.things' ORDER BY seq")
    assert [Happened.model_validate_json(row[0]).number for row in said] == [1, 3]


async def test_log_lines_of_a_handler_can_name_its_message(engine: AsyncEngine) -> None:
    seen: list[dict[str, object]] = []

    async def look(session: AsyncSession, fact: Happened) -> None:
        seen.append(dict(log_context.get()))

    event_id = new_event_id()
    heard = record(Happened(thing="a", number=1), event_id=event_id)
    await Dispatch(hears(look, group="logging"), engine, enter_account).take([heard])

    assert seen == [
        {
            "event_id": str(event_id),
            "type": "source.happened.v1",
            "topic": "source.things",
            "partition": 0,
            "offset": heard.offset,
            "consumer": "logging",
        }
    ]
    assert log_context.get() == {}
