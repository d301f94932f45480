"""Publish events: rows in the business transaction, which the relay sends after the commit."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy.ext.asyncio import AsyncSession

from background.tracing import current_trace
from database import Statement, new_id
from messaging.envelope import Event, headers_for
from messaging.errors import PayloadTooLargeError

MAX_PAYLOAD_BYTES = 512 * 1024
"""A message that Kafka refuses would hold up its topic for ever, so it is refused when it is published."""

_EVENTS_AT_ONCE = 5_000
"""So that a statement stays of a bounded size, however much an import publishes."""

# The rows get their seq in the order of the arrays, in one round trip.
INSERT_SQL = """
INSERT INTO outbox_messages (event_id, topic, key, type, account_id, headers, payload)
SELECT event_id, topic, key, type, account_id, CAST(headers AS jsonb), payload
FROM unnest(
    CAST(:event_ids AS uuid[]), CAST(:topics AS text[]), CAST(:keys AS text[]), CAST(:types AS text[]),
    CAST(:account_ids AS uuid[]), CAST(:headers AS text[]), CAST(:payloads AS bytea[])
) WITH ORDINALITY AS published(event_id, topic, key, type, account_id, headers, payload, place)
ORDER BY place
"""
"""Publishes `values_of` a few events; to stand in the WITH of a statement that writes what they tell of."""
_INSERT = Statement(INSERT_SQL)


class OutgoingMessage(NamedTuple):
    """A message to be sent as it is, headers included."""

    event_id: UUID
    topic: str
    key: str
    type: str
    account_id: UUID | None
    headers: Mapping[str, str]
    payload: bytes


async def publish(session: AsyncSession, *events: Event) -> None:
    """Write events to the outbox in the caller's transaction, one INSERT for up to 5,000.

    Events of one key are sent in the order of their inserts; that is the order of the commits when the caller
    holds the aggregate's row lock. Raises `PayloadTooLargeError` above 512 KiB.
    """
    for start in range(0, len(events), _EVENTS_AT_ONCE):
        await _INSERT.all(session, values_of(*events[start : start + _EVENTS_AT_ONCE]))


def values_of(*events: Event, trace: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The parameters of `INSERT_SQL`. `trace`: headers of another process's. Raises `PayloadTooLargeError`."""
    now, headers = datetime.now(UTC), current_trace() if trace is None else trace
    return _values([_message(event, now, headers) for event in events])


def trace_headers() -> dict[str, str]:
    """Those by which what another process makes of events is traced as part of this."""
    return current_trace()


async def insert(session: AsyncSession, messages: Sequence[OutgoingMessage]) -> None:
    """Write finished messages; `publish` is the way for events."""
    if messages:
        await _INSERT.all(session, _values(messages))


def _values(messages: Sequence[OutgoingMessage]) -> dict[str, Any]:
    return {
        "event_ids": [message.event_id for message in messages],
        "topics": [message.topic for message in messages],
        "keys": [message.key for message in messages],
        "types": [message.type for message in messages],
        "account_ids": [message.account_id for message in messages],
        "headers": [to_json(message.headers).decode() for message in messages],
        "payloads": [message.payload for message in messages],
    }


def _message(event: Event, now: datetime, trace: Mapping[str, str]) -> OutgoingMessage:
    payload = event.model_dump_json().encode()
    if len(payload) > MAX_PAYLOAD_BYTES:
        raise PayloadTooLargeError(
            f"{event.type} of {event.key} has {len(payload)} bytes;"
            f" at most {MAX_PAYLOAD_BYTES} fit in a message"
        )
    event_id = new_id()
    return OutgoingMessage(
        event_id=event_id,
        topic=event.topic,
        key=event.key,
        type=event.type,
        account_id=event.account_id,
        headers={**headers_for(event, event_id, now), **trace},
        payload=payload,
    )
