"""What the dispatch of a batch promises, on a real database and without Kafka."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from database import act_for
from libs.messaging.tests.conftest import Ask
from libs.messaging.tests.things import (
    OURS,
    THEIRS,
    Happened,
    hears,
    note,
    record,
    records,
    without,
)
from messaging import log_context, outbox
from messaging.dispatch import Dispatch
from messaging.event_ids import new_event_id

Effects = Callable[[], Awaitable[Sequence[int]]]


def counted(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


async def test_a_batch_takes_effect_in_order_and_in_one_transaction(
    engine: AsyncEngine, ask: Ask, effects: Effects
) -> None:
    await Dispatch(hears(), engine, act_for).take(records(1, 2, 3))

    assert await effects() == [1, 2, 3]
    assert await ask("SELECT count(*), count(DISTINCT xmin::text) FROM inbox") == [(3, 1)]


async def test_a_message_delivered_again_alone_or_in_a_batch_takes_no_second_effect(
    engine: AsyncEngine, effects: Effects
) -> None:
    dispatch = Dispatch(hears(group="twice"), engine, act_for)
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
    await Dispatch(hears(), engine, act_for).take([one, one])

    assert await effects() == [1]


async def test_a_replay_of_the_topic_from_its_beginning_changes_nothing(
    engine: AsyncEngine, effects: Effects
) -> None:
    history = records(*range(40))
    await Dispatch(hears(), engine, act_for).take(history)
    await Dispatch(hears(), engine, act_for).take(history[:15])
    await Dispatch(hears(), engine, act_for).take(history[15:])

    assert await effects() == list(range(40))


async def test_two_processes_with_the_same_messages_let_them_take_effect_once(
    engine: AsyncEngine, effects: Effects
) -> None:
    history = records(*range(30))
    await asyncio.gather(
        Dispatch(hears(), engine, act_for).take(history),
        Dispatch(hears(), engine, act_for).take(list(reversed(history))),
    )

    assert sorted(await effects()) == list(range(30))


async def test_two_groups_each_let_a_message_take_effect(
    engine: AsyncEngine, effects: Effects
) -> None:
    heard = records(1)
    await Dispatch(hears(group="one"), engine, act_for).take(heard)
    await Dispatch(hears(group="two"), engine, act_for).take(heard)

    assert await effects() == [1, 1]


async def test_a_handler_works_for_the_account_of_its_message(
    engine: AsyncEngine, ask: Ask
) -> None:
    heard = [
        record(Happened(thing="x", number=n, account_id=account))
        for n, account in enumerate([OURS, OURS, THEIRS, OURS])
    ]
    await Dispatch(hears(), engine, act_for).take(heard)

    rows = await ask("SELECT account_id FROM effect ORDER BY place")
    assert [row[0] for row in rows] == [OURS, OURS, THEIRS, OURS]
    assert await ask("SELECT count(*) FROM dead_letter") == [(0,)]


async def test_the_account_is_entered_only_when_it_changes(engine: AsyncEngine) -> None:
    entered: list[UUID] = []

    async def enter(session: AsyncSession, account_id: UUID) -> None:
        entered.append(account_id)
        await act_for(session, account_id)

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
    await Dispatch(hears(), engine, act_for).take([forged])

    assert await effects() == []
    assert await ask("SELECT error_class FROM dead_letter") == [("WrongAccount",)]


async def test_a_poison_message_in_the_middle_stops_no_other(
    engine: AsyncEngine, ask: Ask, effects: Effects
) -> None:
    async def picky(session: AsyncSession, fact: Happened) -> None:
        await note(session, fact)
        if fact.number == 2:
            raise ArithmeticError("cannot do two")

    heard = records(1, 2, 3)
    dispatch = Dispatch(hears(picky, group="picky"), engine, act_for)
    await dispatch.take(heard)

    assert await effects() == [1, 3]
    assert await ask("SELECT error_class, attempts, state FROM dead_letter") == [
        ("ArithmeticError", 3, "open")
    ]
    assert await ask("SELECT status, count(*) FROM inbox GROUP BY 1 ORDER BY 1") == [
        ("dead", 1),
        ("done", 2),
    ]
    assert counted("handler_retries_total", group="picky", cause="broken") == 2
    assert counted("dead_letters_total", group="picky") == 1

    await dispatch.take(heard)
    assert await ask("SELECT count(*) FROM dead_letter") == [(1,)]


async def test_a_dead_letter_is_announced_on_the_topic_of_its_group(
    engine: AsyncEngine, ask: Ask
) -> None:
    bad = record(Happened(thing="a", number=1), value=b'{"thing": "a"}')
    await Dispatch(hears(group="billing"), engine, act_for).take([bad])

    [(topic, key, headers, payload)] = await ask("SELECT topic, key, headers, payload FROM outbox")
    assert (topic, key, payload) == ("billing.dlq", "a", b'{"thing": "a"}')
    assert headers["dead_letter_error"] == "ValidationError"
    assert headers["dead_letter_topic"] == "source.things"
    assert headers["ce_type"] == "source.happened.v1"


@pytest.mark.parametrize("value", [b"", b"{not json", b"\xff\xfe", b"[]", b'{"thing": "a"}'])
async def test_content_that_is_not_the_fact_becomes_a_dead_letter_at_once(
    engine: AsyncEngine, ask: Ask, effects: Effects, value: bytes
) -> None:
    good = records(1)
    bad = record(Happened(thing="a", number=2), value=value)
    await Dispatch(hears(), engine, act_for).take([*good, bad])

    assert await effects() == [1]
    assert await ask("SELECT error_class, attempts, value FROM dead_letter") == [
        ("ValidationError", 1, value)
    ]


@pytest.mark.parametrize(
    ("header", "value"),
    [
        *(("ce_id", value) for value in (None, b"\xff\xfe", b"", b"\0", b"7")),
        *(("ce_account", value) for value in (None, b"\xff\xfe", b"\0")),
        *(("ce_type", value) for value in (None, b"\xff\xfe", b"")),
    ],
)
async def test_a_message_without_a_readable_envelope_becomes_one_dead_letter(
    engine: AsyncEngine, ask: Ask, effects: Effects, header: str, value: bytes | None
) -> None:
    bad = record(Happened(thing="a", number=1), headers={header: value})
    dispatch = Dispatch(hears(), engine, act_for)
    await dispatch.take([bad, *records(2)])
    await dispatch.take([bad])

    assert await effects() == [2]
    rows = await ask('SELECT topic, partition, "offset", error_class, event_id FROM dead_letter')
    assert rows == [(bad.topic, bad.partition, bad.offset, "Unreadable", None)]


async def test_a_message_that_lacks_its_id_becomes_a_dead_letter(
    engine: AsyncEngine, ask: Ask
) -> None:
    bad = without(record(Happened(thing="a", number=1)), "ce_id")
    await Dispatch(hears(), engine, act_for).take([bad])

    [(error,)] = await ask("SELECT error FROM dead_letter")
    assert error.startswith("the header ce_id is missing")


async def test_headers_that_we_do_not_need_may_be_null_or_not_utf8(
    engine: AsyncEngine, effects: Effects
) -> None:
    odd = record(
        Happened(thing="a", number=1), headers={"x_null": None, "x_latin1": b"\xe6\xf8\xe5"}
    )
    await Dispatch(hears(), engine, act_for).take([odd])

    assert await effects() == [1]


async def test_a_dead_letter_keeps_bytes_that_a_text_column_would_refuse(
    engine: AsyncEngine, ask: Ask
) -> None:
    fact = Happened(thing="nul\0nul", number=1)
    bad = record(fact, value=b"\0\xff", headers={"x_odd": b"\xff\0", "traceparent": b"\0"})
    await Dispatch(hears(), engine, act_for).take([bad])

    [(key, value)] = await ask("SELECT key, value FROM dead_letter")
    assert (key, value) == (b"nul\0nul", b"\0\xff")


async def test_a_dead_letter_too_large_for_a_message_is_kept_whole_and_announced_without_content(
    engine: AsyncEngine, ask: Ask
) -> None:
    bad = record(Happened(thing="a", number=1), value=b"x" * (outbox.LARGEST + 1))
    await Dispatch(hears(), engine, act_for).take([bad])

    assert await ask("SELECT octet_length(value) FROM dead_letter") == [(outbox.LARGEST + 1,)]
    [(payload, headers)] = await ask("SELECT payload, headers FROM outbox")
    assert (payload, headers["dead_letter_cut"]) == (b"", "true")


async def test_unknown_types_are_skipped_and_counted(
    engine: AsyncEngine, ask: Ask, effects: Effects
) -> None:
    strange = record(Happened(thing="a", number=1), headers={"ce_type": b"source.unheard-of.v9"})
    await Dispatch(hears(group="deaf"), engine, act_for).take([strange, *records(2)])

    assert await effects() == [2]
    assert counted("messages_unknown_total", group="deaf", type="source.unheard-of.v9") == 1
    assert await ask("SELECT count(*) FROM dead_letter") == [(0,)]
    assert await ask("SELECT count(*) FROM inbox") == [(1,)]


async def test_a_conflict_in_the_database_is_tried_again_in_place(
    engine: AsyncEngine, effects: Effects
) -> None:
    tries: list[int] = []

    async def contended(session: AsyncSession, fact: Happened) -> None:
        tries.append(fact.number)
        await note(session, fact)
        if len(tries) < 3:
            await session.execute(text("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$"))

    await Dispatch(hears(contended), engine, act_for).take(records(1))

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

    dispatch, heard = Dispatch(hears(away), engine, act_for), records(1, 2, 3)
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

    await Dispatch(hears(unlucky), engine, act_for).take(records(1, 2, 3))

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

    await Dispatch(hears(slow, timeout=0.1), engine, act_for).take(records(1, 2))

    assert await effects() == [2]
    assert await ask("SELECT error_class, attempts FROM dead_letter") == [("Overran", 3)]


async def test_a_file_that_a_handler_misses_is_its_bug_and_not_an_outage(
    engine: AsyncEngine, ask: Ask
) -> None:
    async def careless(session: AsyncSession, fact: Happened) -> None:
        raise FileNotFoundError(2, "No such file", "template.typ")

    await Dispatch(hears(careless), engine, act_for).take(records(1))

    assert await ask("SELECT error_class FROM dead_letter") == [("FileNotFoundError",)]


async def test_what_a_handler_says_is_written_with_its_effect_or_not_at_all(
    engine: AsyncEngine, ask: Ask
) -> None:
    async def says(session: AsyncSession, fact: Happened) -> None:
        await outbox.publish(session, Happened(thing="said", number=fact.number))
        if fact.number == 2:
            raise ArithmeticError

    await Dispatch(hears(says), engine, act_for).take(records(1, 2, 3))

    said = await ask("SELECT payload FROM outbox WHERE topic = 'source.things' ORDER BY seq")
    assert [Happened.model_validate_json(row[0]).number for row in said] == [1, 3]


async def test_log_lines_of_a_handler_can_name_its_message(engine: AsyncEngine) -> None:
    seen: list[dict[str, object]] = []

    async def look(session: AsyncSession, fact: Happened) -> None:
        seen.append(dict(log_context.get()))

    event_id = new_event_id()
    heard = record(Happened(thing="a", number=1), event_id=event_id)
    await Dispatch(hears(look, group="logging"), engine, act_for).take([heard])

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
