"""Events of the rates service: the price of every entry."""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from contracts.event import Event
from contracts.values import Currency, EntrySeconds, SecondsRange


class _PriceEvent(Event):
    topic: ClassVar[str] = "rates.prices"
    key_field: ClassVar[str] = "entry_id"

    entry_id: UUID
    entry_version: int = Field(ge=1, description="The version of the entry that was priced")


class PricedSegment(SecondsRange):
    """Seconds of an entry that are charged alike."""

    treatment: Literal["hourly", "included", "overage", "prepaid"] = Field(
        description="By the hour; within an agreement; beyond it; out of a prepaid balance"
    )
    billed_seconds: int = Field(ge=0, description="After rounding")
    hourly_rate: Decimal = Field(ge=0, description="Without tax")
    rule_id: UUID | None = Field(description="The rate that decided; None: the agreement did")
    agreement_month_id: UUID | None = None


class TimePriced(_PriceEvent):
    """An entry has a price. A later version replaces it until the entry is billed.

    The segments cover the entry's raw seconds from 0 without gap or overlap, in order.
    """

    type: ClassVar[str] = "rates.time-priced.v1"

    seconds: EntrySeconds
    currency: Currency
    segments: tuple[PricedSegment, ...] = Field(min_length=1, max_length=100)
    priced_at: datetime


class TimeUnpriced(_PriceEvent):
    """An entry has no price, and why; it is never billed at zero by accident."""

    type: ClassVar[str] = "rates.time-unpriced.v1"

    reason: Literal["no-rate", "no-organization", "not-billable"]
    detail: str = Field(default="", description="What is missing, for people")
