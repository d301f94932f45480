"""A sample event, handlers with an effect in the table `effects`, and records as they come from Kafka."""

import itertools
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from background import Backoff
from database import new_id
from messaging import Handler, Handlers, Record, RetryPolicy, Subscription
from messaging.envelope import headers_for

OURS = UUID("00000000-0000-7000-8000-00000000000a")
THEIRS = UUID("00000000-0000-7000-8000-00000000000b")

QUICK = RetryPolicy(transient_attempts=4, attempts=3, backoff=Backoff(first=0.005, most=0.02))
NO_WAIT = Backoff(first=0, most=0)

_offsets = itertools.count()


class SampleEvent(BaseModel):
    model_config = ConfigDict(frozen=True)

    type: ClassVar[str] = "source.sample-happened.v1"
    topic: ClassVar[str] = "source.samples"

    name: str = "a"
    number: int
    account_id: UUID = OURS
    padding: str = ""

    @property
    def key(self) -> str:
        return self.name


class OtherEvent(SampleEvent):
    type = "source.other-happened.v1"
    topic = "source.others"


TOPIC = SampleEvent.topic


async def insert_effect(session: AsyncSession, event: SampleEvent) -> None:
    """The usual handler: one row, for the account of the event, which must be that of the transaction."""
    await session.execute(
        text("INSERT INTO effects (account_id, key, number) VALUES (:account, :key, :number)"),
        {"account": event.account_id, "key": event.name, "number": event.number},
    )


def subscribe(
    handler: Handler = insert_effect, *, group: str = "reader", **options: Any
) -> Subscription:
    handlers: Handlers = {SampleEvent: handler}
    options = {"timeout_seconds": 60.0, "retry_policy": QUICK, **options}
    return Subscription(group, handlers, **options)


def record(
    event: SampleEvent,
    *,
    event_id: UUID | None = None,
    value: bytes | None = None,
    headers: Mapping[str, bytes | None] | None = None,
) -> Record:
    """A record of `event`, with other headers where given."""
    usual = headers_for(event, event_id or new_id(), datetime.now(UTC))
    all_headers = {name: text.encode() for name, text in usual.items()} | dict(headers or {})
    return Record(
        topic=event.topic,
        partition=0,
        offset=next(_offsets),
        key=event.key.encode(),
        value=event.model_dump_json().encode() if value is None else value,
        headers=tuple(all_headers.items()),
    )


def without(a_record: Record, header: str) -> Record:
    kept = tuple((name, value) for name, value in a_record.headers if name != header)
    return a_record._replace(headers=kept)


def records(*numbers: int, name: str = "a") -> Sequence[Record]:
    return [record(SampleEvent(name=name, number=number)) for number in numbers]


def events_in(found: Sequence[Record]) -> list[SampleEvent]:
    return [SampleEvent.model_validate_json(one.value or b"") for one in found]
