"""What can never take effect becomes a dead letter and stops nothing else."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from database import enter_account
from libs.messaging.tests.conftest import Ask, Effects
from libs.messaging.tests.things import (
    Happened,
    counted,
    hears,
    note,
    record,
    records,
    without,
)
from messaging import outbox
from messaging.dispatch import Dispatch


async def test_a_poison_message_in_the_middle_stops_no_other(
    engine: AsyncEngine, ask: Ask, effects: Effects
) -> None:
    async def picky(session: AsyncSession, fact: Happened) -> None:
        await note(session, fact)
        if fact.number == 2:
            raise ArithmeticError("cannot do two")

    heard = records(1, 2, 3)
    dispatch = Dispatch(hears(picky, group="picky"), engine, enter_account)
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
    await Dispatch(hears(group="billing"), engine, enter_account).take([bad])

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
    await Dispatch(hears(), engine, enter_account).take([*good, bad])

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
    dispatch = Dispatch(hears(), engine, enter_account)
    await dispatch.take([bad, *records(2)])
    await dispatch.take([bad])

    assert await effects() == [2]
    rows = await ask('SELECT topic, partition, "offset", error_class, event_id FROM dead_letter')
    assert rows == [(bad.topic, bad.partition, bad.offset, "UnreadableMessageError", None)]


async def test_a_message_that_lacks_its_id_becomes_a_dead_letter(
    engine: AsyncEngine, ask: Ask
) -> None:
    bad = without(record(Happened(thing="a", number=1)), "ce_id")
    await Dispatch(hears(), engine, enter_account).take([bad])

    [(error,)] = await ask("SELECT error FROM dead_letter")
    assert error.startswith("the header ce_id is missing")


async def test_headers_that_we_do_not_need_may_be_null_or_not_utf8(
    engine: AsyncEngine, effects: Effects
) -> None:
    odd = record(
        Happened(thing="a", number=1), headers={"x_null": None, "x_latin1": b"\xe6\xf8\xe5"}
    )
    await Dispatch(hears(), engine, enter_account).take([odd])

    assert await effects() == [1]


async def test_a_dead_letter_keeps_bytes_that_a_text_column_would_refuse(
    engine: AsyncEngine, ask: Ask
) -> None:
    fact = Happened(thing="nul\0nul", number=1)
    bad = record(fact, value=b"\0\xff", headers={"x_odd": b"\xff\0", "traceparent": b"\0"})
    await Dispatch(hears(), engine, enter_account).take([bad])

    [(key, value)] = await ask("SELECT key, value FROM dead_letter")
    assert (key, value) == (b"nul\0nul", b"\0\xff")


async def test_a_dead_letter_too_large_for_a_message_is_kept_whole_and_announced_without_content(
    engine: AsyncEngine, ask: Ask
) -> None:
    bad = record(Happened(thing="a", number=1), value=b"x" * (outbox.LARGEST + 1))
    await Dispatch(hears(), engine, enter_account).take([bad])

    assert await ask("SELECT octet_length(value) FROM dead_letter") == [(outbox.LARGEST + 1,)]
    [(payload, headers)] = await ask("SELECT payload, headers FROM outbox")
    assert (payload, headers["dead_letter_cut"]) == (b"", "true")


async def test_unknown_types_are_skipped_and_counted(
    engine: AsyncEngine, ask: Ask, effects: Effects
) -> None:
    strange = record(Happened(thing="a", number=1), headers={"ce_type": b"source.unheard-of.v9"})
    await Dispatch(hears(group="deaf"), engine, enter_account).take([strange, *records(2)])

    assert await effects() == [2]
    assert counted("messages_unknown_total", group="deaf", type="source.unheard-of.v9") == 1
    assert await ask("SELECT count(*) FROM dead_letter") == [(0,)]
    assert await ask("SELECT count(*) FROM inbox") == [(1,)]
