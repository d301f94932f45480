"""Publish any number of events, which the outbox takes in statements of a bounded size."""

from collections.abc import Sequence

from contracts import Event
from database import Session
from messaging import outbox

EVENTS_AT_ONCE = 5_000


async def publish_all(session: Session, events: Sequence[Event]) -> None:
    """Publish these events in their order."""
    for start in range(0, len(events), EVENTS_AT_ONCE):
        await outbox.publish(session, *events[start : start + EVENTS_AT_ONCE])
