"""Records that no producer of ours sends: each takes effect, is skipped, or becomes one dead letter."""

import json
from contextlib import suppress
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncEngine

from database import new_id
from libs.messaging.tests.conftest import Query
from libs.messaging.tests.factories import QUICK, SampleEvent, record, subscribe
from messaging.dispatch import Dispatch
from messaging.envelope import Message, Record, read, readable_headers, type_of
from messaging.errors import UnreadableMessageError
from testkit.foreign_input import fuzz, spoiled, spoiled_json

SAMPLE = record(SampleEvent(number=1))
BODY = SampleEvent(number=1).model_dump(mode="json")
VALUES = (
    st.none()
    | spoiled(SAMPLE.value or b"")
    | spoiled_json(BODY).map(lambda found: json.dumps(found).encode())
)


@st.composite
def headers(draw: st.DrawFn) -> tuple[tuple[str, bytes | None], ...]:
    """Headers of which some are spoiled, missing, null, doubled or strangers."""
    changed: list[tuple[str, bytes | None]] = []
    for name, value in SAMPLE.headers:
        kept = (name, str(new_id()).encode() if name == "ce_id" else value)
        fate = draw(
            st.sampled_from(("kept", "kept", "kept", "kept", "spoiled", "null", "gone", "twice"))
        )
        spoilt = (name, draw(spoiled(value or b"")) if fate == "spoiled" else None)
        changed += {"kept": [kept], "gone": [], "twice": [kept, kept]}.get(fate, [spoilt])
    stranger = (draw(st.text(max_size=5)), draw(st.binary(max_size=5)))
    return (*changed, stranger) if draw(st.booleans()) else tuple(changed)


@st.composite
def records(draw: st.DrawFn) -> Record:
    key = draw(st.none() | spoiled(SAMPLE.key or b""))
    return Record(SAMPLE.topic, 0, draw(st.integers(0, 2**40)), key, draw(VALUES), draw(headers()))


@fuzz(headers())
def test_an_envelope_is_read_or_unreadable(found: tuple[tuple[str, bytes | None], ...]) -> None:
    readable = readable_headers(found)
    with suppress(UnreadableMessageError):
        assert type_of(readable)
        message = read(Record("t", 0, 0, None, None, found), readable)
        assert isinstance(message, Message)
        assert isinstance(message.event_id, UUID)


@fuzz(records())
async def test_a_record_takes_effect_or_is_a_dead_letter_and_stops_nothing(
    engine: AsyncEngine, query: Query, odd: Record
) -> None:
    """The sample after it takes effect all the same."""
    number = new_id().int % 2**31
    good = record(SampleEvent(number=number))
    await Dispatch(subscribe(retry_policy=QUICK), engine).process([odd, good])
    assert await query(f"SELECT count(*) FROM effects WHERE number = {number}") == [(1,)]


@fuzz(spoiled_json(BODY))
def test_a_payload_is_an_event_or_invalid(body: Any) -> None:
    with suppress(ValueError):
        assert isinstance(SampleEvent.model_validate_json(json.dumps(body)), SampleEvent)
