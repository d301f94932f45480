"""Events, and the records they travel in: CloudEvents 1.0 in binary mode.

Only the headers we need must be readable. Others may be null or not UTF-8, as other people's producers send them.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from typing import ClassVar, NamedTuple, Protocol, Self
from uuid import UUID

from database import parse_id
from messaging.errors import UnreadableMessageError


class Event(Protocol):
    """A frozen pydantic class: something that happened, with everything its readers need.

    `type` is the versioned name (`timer.timesheet-approved.v1`), `topic` where it is published,
    `key` the id of the aggregate whose order must hold.
    """

    type: ClassVar[str]
    topic: ClassVar[str]

    @property
    def account_id(self) -> UUID: ...

    @property
    def key(self) -> str: ...

    def model_dump_json(self) -> str: ...

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, /) -> Self: ...


class Record(NamedTuple):
    """A Kafka record without Kafka, so that the dispatch and its tests need no broker."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]


class Message(NamedTuple):
    """A record whose envelope was read; `headers` are those that are text."""

    record: Record
    event_id: UUID
    type: str
    account_id: UUID
    headers: Mapping[str, str]


def headers_for(event: Event, event_id: UUID, now: datetime) -> dict[str, str]:
    """The headers that an event is sent with, without the trace."""
    return {
        "ce_specversion": "1.0",
        "ce_id": str(event_id),
        "ce_type": event.type,
        "ce_source": "/" + event.type.split(".", 1)[0],
        "ce_time": _in_utc(now),
        "ce_subject": event.key,
        "ce_account": str(event.account_id),
        "content-type": "application/json",
    }


@lru_cache(maxsize=16)
def _in_utc(moment: datetime) -> str:
    """The time of all events that are published together."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def readable_headers(headers: Iterable[tuple[str, bytes | None]]) -> dict[str, str]:
    """Those headers that are text, and not empty; of several of one name the last."""
    try:
        readable = {name: (value or b"").decode() for name, value in headers}
    except UnicodeDecodeError:
        readable = dict(_texts(headers))
    return {name: value for name, value in readable.items() if value}


def _texts(headers: Iterable[tuple[str, bytes | None]]) -> Iterator[tuple[str, str]]:
    for name, value in headers:
        with suppress(UnicodeDecodeError):
            yield name, (value or b"").decode()


def type_of(headers: Mapping[str, str]) -> str:
    """The event's type. Raises `UnreadableMessageError`."""
    return _required(headers, "ce_type")


def read(record: Record, headers: Mapping[str, str]) -> Message:
    """Read the whole envelope. Raises `UnreadableMessageError`."""
    return Message(
        record,
        event_id=_uuid(headers, "ce_id"),
        type=type_of(headers),
        account_id=_uuid(headers, "ce_account"),
        headers=headers,
    )


def account_of(headers: Iterable[tuple[str, bytes | None]]) -> UUID:
    """The account of a message, when that is all one wants to know. Raises `UnreadableMessageError`."""
    return _uuid(readable_headers(headers), "ce_account")


def _uuid(headers: Mapping[str, str], name: str) -> UUID:
    try:
        return parse_id(_required(headers, name))
    except ValueError:
        raise UnreadableMessageError(f"the header {name} is not a UUID") from None


def _required(headers: Mapping[str, str], name: str) -> str:
    if name not in headers:
        raise UnreadableMessageError(f"the header {name} is missing, null or not UTF-8")
    return headers[name]
