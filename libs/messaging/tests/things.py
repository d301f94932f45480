"""A fact, a handler that leaves an effect, and records as they come from Kafka."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from prometheus_client import REGISTRY
from pydantic import BaseModel, ConfigDict
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from messaging import Record
from messaging.backoff import Backoff
from messaging.event_ids import new_event_id
from messaging.subscription import Handler, Handlers, RetryPolicy, Subscription

OURS = UUID("00000000-0000-7000-8000-00000000000a")
THEIRS = UUID("00000000-0000-7000-8000-00000000000b")

QUICK = RetryPolicy(transient=4, broken=3, between=Backoff(first=0.005, most=0.02))

_offsets = itertools.count()


class Happened(BaseModel):
    model_config = ConfigDict(frozen=True)

    type: ClassVar[str] = "source.happened.v1"
    topic: ClassVar[str] = "source.things"

    thing: str
    number: int
    account_id: UUID = OURS
    padding: str = ""

    @property
    def key(self) -> str:
        return self.thing


def counted(name: str, **labels: str) -> float:
    """The value of a metric now."""
    return REGISTRY.get_sample_value(name, labels) or 0.0


async def note(session: AsyncSession, fact: Happened) -> None:
    """The usual handler: one row, visible to the account of the transaction only."""
    await session.execute(
        text("INSERT INTO effect (account_id, key, number) VALUES (:account, :key, :number)"),
        {"account": fact.account_id, "key": fact.thing, "number": fact.number},
    )


def hears(
    handler: Handler = note, *, group: str = "reader", timeout: float = 5.0, **more: Any
) -> Subscription:
    handlers: Handlers = {Happened: handler}
    return Subscription(group, handlers, timeout=timeout, patience=QUICK, **more)


def headers_of(fact: Happened, event_id: UUID | None = None) -> dict[str, bytes | None]:
    return {
        "ce_specversion": b"1.0",
        "ce_id": str(event_id or new_event_id()).encode(),
        "ce_type": fact.type.encode(),
        "ce_source": b"/source",
        "ce_time": b"2026-01-05T10:00:00Z",
        "ce_subject": fact.key.encode(),
        "ce_account": str(fact.account_id).encode(),
        "content-type": b"application/json",
    }


def record(
    fact: Happened,
    *,
    event_id: UUID | None = None,
    value: bytes | None = None,
    headers: Mapping[str, bytes | None] | None = None,
) -> Record:
    """A record of `fact`, with other headers where given."""
    all_headers = {**headers_of(fact, event_id), **(headers or {})}
    return Record(
        topic=fact.topic,
        partition=0,
        offset=next(_offsets),
        key=fact.key.encode(),
        value=fact.model_dump_json().encode() if value is None else value,
        headers=tuple(all_headers.items()),
    )


def without(a_record: Record, header: str) -> Record:
    kept = tuple((name, value) for name, value in a_record.headers if name != header)
    return Record(
        a_record.topic, a_record.partition, a_record.offset, a_record.key, a_record.value, kept
    )


def records(*numbers: int, thing: str = "a") -> Sequence[Record]:
    return [record(Happened(thing=thing, number=n)) for n in numbers]
