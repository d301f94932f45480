"""Events of the rates service: the price of every entry."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from contracts.event import Event
from contracts.values import EntrySeconds, Money


class _PriceEvent(Event):
    topic: ClassVar[str] = "rates.prices"
    key_field: ClassVar[str] = "entry_id"

    entry_id: UUID
    entry_version: int = Field(ge=1, description="The version of the entry that was priced")
    price_version: int = Field(
        ge=1, description="Grows with every price of the entry; consumers keep the newest"
    )


class TimePriced(_PriceEvent):
    """An entry has a price per hour. A later `price_version` replaces it until the entry is billed."""

    type: ClassVar[str] = "rates.time-priced.v1"

    seconds: EntrySeconds
    hourly_rate: Money
    rule_id: UUID = Field(description="The rate that decided")
    priced_at: datetime


class TimeUnpriced(_PriceEvent):
    """An entry has no price, and why; it is never billed at zero by accident."""

    type: ClassVar[str] = "rates.time-unpriced.v1"

    reason: Literal["no-rate", "no-organization", "not-billable"]
    detail: str = Field(default="", description="What is missing, for people")
