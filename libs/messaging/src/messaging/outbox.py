"""Say a fact: a row in the business transaction, which the relay sends after the commit."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from messaging.envelope import headers_for
from messaging.event import Event
from messaging.event_ids import new_event_id
from messaging.tracing import current_trace

LARGEST = 512 * 1024
"""Most bytes of a payload. A message that Kafka refuses would hold up its topic for ever, so it is refused here."""

# The rows get their seq in the order of the arrays, in one round trip.
_INSERT = text("""
INSERT INTO outbox (event_id, topic, key, type, account_id, headers, payload)
SELECT event_id, topic, key, type, account_id, CAST(headers AS jsonb), payload
FROM unnest(
    CAST(:event_ids AS uuid[]), CAST(:topics AS text[]), CAST(:keys AS text[]), CAST(:types AS text[]),
    CAST(:account_ids AS uuid[]), CAST(:headers AS text[]), CAST(:payloads AS bytea[])
) WITH ORDINALITY AS said(event_id, topic, key, type, account_id, headers, payload, place)
ORDER BY place
""")


class PayloadTooLargeError(ValueError):
    """The fact does not fit in a message; nothing of it was written."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One row of the outbox. `headers` are sent as they are."""

    event_id: UUID
    topic: str
    key: str
    type: str
    account_id: UUID | None
    headers: Mapping[str, str]
    payload: bytes


async def publish(session: AsyncSession, *facts: Event) -> None:
    """Write facts to the outbox in the caller's transaction, one INSERT for all.

    Events of one key are sent in the order of their inserts; that is the order of the commits when the caller
    holds the aggregate's row lock. Raises `PayloadTooLargeError` above 512 KiB.
    """
    now, trace = datetime.now(UTC), current_trace()
    await put(session, [_outgoing(fact, now, trace) for fact in facts])


async def put(session: AsyncSession, rows: Sequence[Outgoing]) -> None:
    """Write finished rows; `publish` is the way for facts."""
    if not rows:
        return
    await session.execute(
        _INSERT,
        {
            "event_ids": [row.event_id for row in rows],
            "topics": [row.topic for row in rows],
            "keys": [row.key for row in rows],
            "types": [row.type for row in rows],
            "account_ids": [row.account_id for row in rows],
            "headers": [json.dumps(row.headers) for row in rows],
            "payloads": [row.payload for row in rows],
        },
    )


def _outgoing(fact: Event, now: datetime, trace: Mapping[str, str]) -> Outgoing:
    payload = fact.model_dump_json().encode()
    if len(payload) > LARGEST:
        raise PayloadTooLargeError(
            f"{fact.type} of {fact.key} has {len(payload)} bytes; at most {LARGEST} fit in a message"
        )
    event_id = new_event_id()
    headers = {**headers_for(fact, event_id, now), **trace}
    return Outgoing(event_id, fact.topic, fact.key, fact.type, fact.account_id, headers, payload)
