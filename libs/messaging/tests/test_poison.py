"""What can never take effect becomes a dead letter and stops nothing else."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from libs.messaging.tests.conftest import Effects, Query
from libs.messaging.tests.driver import metric
from libs.messaging.tests.factories import (
    SampleEvent,
    insert_effect,
    record,
    records,
    subscribe,
    without,
)
from messaging import outbox
from messaging.dispatch import Dispatch


async def test_a_poison_message_in_the_middle_stops_no_other(
    engine: AsyncEngine, query: Query, effects: Effects
) -> None:
    async def picky(session: AsyncSession, event: SampleEvent) -> None:
        await insert_effect(session, event)
        if event.number == 2:
            raise ArithmeticError("cannot do two")

    received = records(1, 2, 3)
    dispatch = Dispatch(subscribe(picky, group="picky"), engine)
    await dispatch.process(received)

    assert await effects() == [1, 3]
    assert await query("SELECT error_class, attempts, state FROM dead_letters") == [
        ("ArithmeticError", 3, "open")
    ]
    assert await query("SELECT status, count(*) FROM inbox_messages GROUP BY 1 ORDER BY 1") == [
        ("dead", 1),
        ("done", 2),
    ]
    assert metric("handler_retries_total", group="picky", cause="broken") == 2
    assert metric("dead_letters_total", group="picky") == 1

    await dispatch.process(received)
    assert await query("SELECT count(*) FROM dead_letters") == [(1,)]


async def test_a_dead_letter_is_announced_on_the_topic_of_its_group(
    engine: AsyncEngine, query: Query
) -> None:
    bad = record(SampleEvent(number=1), value=b'{"name": "a"}')
    await Dispatch(subscribe(group="billing"), engine).process([bad])

    [(topic, key, headers, payload)] = await query(
        "SELECT topic, key, headers, payload FROM outbox_messages"
    )
    assert (topic, key, payload) == ("billing.dlq", "a", b'{"name": "a"}')
    assert headers["dead_letter_error"] == "ValidationError"
    assert headers["dead_letter_topic"] == "source.samples"
    assert headers["ce_type"] == "source.sample-happened.v1"


@pytest.mark.parametrize("value", [b"", b"{not json", b"\xff\xfe", b"[]", b'{"name": "a"}'])
async def test_content_that_is_not_the_event_becomes_a_dead_letter_at_once(
    engine: AsyncEngine, query: Query, effects: Effects, value: bytes
) -> None:
    good = records(1)
    bad = record(SampleEvent(number=2), value=value)
    await Dispatch(subscribe(), engine).process([*good, bad])

    assert await effects() == [1]
    assert await query("SELECT error_class, attempts, value FROM dead_letters") == [
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
    engine: AsyncEngine, query: Query, effects: Effects, header: str, value: bytes | None
) -> None:
    bad = record(SampleEvent(number=1), headers={header: value})
    dispatch = Dispatch(subscribe(), engine)
    await dispatch.process([bad, *records(2)])
    await dispatch.process([bad])

    assert await effects() == [2]
    rows = await query('SELECT topic, partition, "offset", error_class, event_id FROM dead_letters')
    assert rows == [(bad.topic, bad.partition, bad.offset, "UnreadableMessageError", None)]


async def test_a_message_that_lacks_its_id_becomes_a_dead_letter(
    engine: AsyncEngine, query: Query
) -> None:
    bad = without(record(SampleEvent(number=1)), "ce_id")
    await Dispatch(subscribe(), engine).process([bad])

    [(error,)] = await query("SELECT error FROM dead_letters")
    assert error.startswith("the header ce_id is missing")


async def test_headers_that_we_do_not_need_may_be_null_or_not_utf8(
    engine: AsyncEngine, effects: Effects
) -> None:
    odd = record(SampleEvent(number=1), headers={"x_null": None, "x_latin1": b"\xe6\xf8\xe5"})
    await Dispatch(subscribe(), engine).process([odd])

    assert await effects() == [1]


async def test_a_dead_letter_keeps_bytes_that_a_text_column_would_refuse(
    engine: AsyncEngine, query: Query
) -> None:
    event = SampleEvent(name="nul\0nul", number=1)
    bad = record(event, value=b"\0\xff", headers={"x_odd": b"\xff\0", "traceparent": b"\0"})
    await Dispatch(subscribe(), engine).process([bad])

    [(key, value)] = await query("SELECT key, value FROM dead_letters")
    assert (key, value) == (b"nul\0nul", b"\0\xff")


async def test_a_dead_letter_too_large_for_a_message_is_kept_whole_and_announced_without_content(
    engine: AsyncEngine, query: Query
) -> None:
    bad = record(SampleEvent(number=1), value=b"x" * (outbox.MAX_PAYLOAD_BYTES + 1))
    await Dispatch(subscribe(), engine).process([bad])

    assert await query("SELECT octet_length(value) FROM dead_letters") == [
        (outbox.MAX_PAYLOAD_BYTES + 1,)
    ]
    [(payload, headers)] = await query("SELECT payload, headers FROM outbox_messages")
    assert (payload, headers["dead_letter_cut"]) == (b"", "true")


async def test_unknown_types_are_skipped_and_counted(
    engine: AsyncEngine, query: Query, effects: Effects
) -> None:
    strange = record(SampleEvent(number=1), headers={"ce_type": b"source.unheard-of.v9"})
    await Dispatch(subscribe(group="deaf"), engine).process([strange, *records(2)])

    assert await effects() == [2]
    assert metric("messages_unknown_total", group="deaf", type="source.unheard-of.v9") == 1
    assert await query("SELECT count(*) FROM dead_letters") == [(0,)]
    assert await query("SELECT count(*) FROM inbox_messages") == [(1,)]
