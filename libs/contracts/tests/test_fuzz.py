"""Payloads that no version of ours sends: each is an event that can be sent on, or invalid."""

import json
from typing import Any

from hypothesis import strategies as st
from pydantic import ValidationError

from contracts.stored import example
from contracts.topics import all_events
from testkit.foreign_input import fuzz, spoiled, spoiled_json

EVENTS = [(event, example(event).model_dump(mode="json")) for event in all_events()]


@st.composite
def payloads(draw: st.DrawFn) -> tuple[Any, bytes]:
    """A class of event, and something like its example."""
    event, body = draw(st.sampled_from(EVENTS))
    whole = spoiled_json(body).map(lambda found: json.dumps(found).encode())
    return event, draw(whole | spoiled(json.dumps(body).encode()))


@fuzz(payloads())
def test_a_payload_is_an_event_or_invalid(drawn: tuple[Any, bytes]) -> None:
    event, payload = drawn
    try:
        found = event.model_validate_json(payload)
    except ValidationError:
        return
    assert event.model_validate_json(found.model_dump_json()) == found
    assert found.key
