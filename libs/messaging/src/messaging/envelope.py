"""CloudEvents 1.0, binary mode: what the headers of a message say.

Only the headers we need must be readable. Others may be null or not UTF-8, as other people's producers send them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from messaging.event import Event, source_of
from messaging.record import Record

CONTENT_TYPE = "application/json"


class UnreadableMessageError(ValueError):
    """The record does not say who, what or which: it can only become a dead letter."""


@dataclass(frozen=True, slots=True)
class Message:
    """A record whose envelope was read."""

    record: Record
    event_id: UUID
    type: str
    account_id: UUID
    headers: Mapping[str, str]


def headers_for(fact: Event, event_id: UUID, now: datetime) -> dict[str, str]:
    """The headers that a fact is sent with, without the trace."""
    return {
        "ce_specversion": "1.0",
        "ce_id": str(event_id),
        "ce_type": fact.type,
        "ce_source": source_of(fact.type),
        "ce_time": now.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "ce_subject": fact.key,
        "ce_account": str(fact.account_id),
        "content-type": CONTENT_TYPE,
    }


def readable_headers(headers: Iterable[tuple[str, bytes | None]]) -> dict[str, str]:
    """Those headers that are text."""
    readable: dict[str, str] = {}
    for name, value in headers:
        try:
            readable[name] = (value or b"").decode() if value is not None else ""
        except UnicodeDecodeError:
            continue
    return {name: value for name, value in readable.items() if value}


def type_of(headers: Mapping[str, str]) -> str:
    """The event's type. Raises `UnreadableMessageError`."""
    if "ce_type" not in headers:
        raise UnreadableMessageError("the header ce_type is missing, null or not UTF-8")
    return headers["ce_type"]


def read(record: Record, headers: Mapping[str, str]) -> Message:
    """Read the whole envelope. Raises `UnreadableMessageError`."""
    return Message(
        record,
        event_id=_uuid(headers, "ce_id"),
        type=type_of(headers),
        account_id=_uuid(headers, "ce_account"),
        headers=headers,
    )


def _uuid(headers: Mapping[str, str], name: str) -> UUID:
    if name not in headers:
        raise UnreadableMessageError(f"the header {name} is missing, null or not UTF-8")
    try:
        return UUID(headers[name])
    except ValueError:
        raise UnreadableMessageError(f"the header {name} is not a UUID") from None
