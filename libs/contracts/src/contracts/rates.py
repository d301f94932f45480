"""What the rates service says: the price of every entry."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from contracts.event import Event
from contracts.money import Money


class TimePriced(Event):
    """An entry has a price per hour. A later `price_version` replaces it until the entry is billed."""

    type: ClassVar[str] = "rates.time-priced.v1"
    topic: ClassVar[str] = "rates.prices"
    key_field: ClassVar[str] = "entry_id"

    entry_id: UUID
    entry_version: int = Field(ge=1, description="The version of the entry that was priced")
    price_version: int = Field(ge=1)
    seconds: int = Field(gt=0, le=86_400)
    hourly_rate: Money
    rule_id: UUID
    priced_at: datetime


class TimeUnpriced(Event):
    """An entry has no price, and why; it is never billed at zero by accident."""

    type: ClassVar[str] = "rates.time-unpriced.v1"
    topic: ClassVar[str] = "rates.prices"
    key_field: ClassVar[str] = "entry_id"

    entry_id: UUID
    entry_version: int = Field(ge=1)
    price_version: int = Field(ge=1)
    reason: Literal["no-rate", "no-organization", "not-billable"]
    detail: str = ""
