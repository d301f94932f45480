"""Statements of a service's books, by which rates finds out whether all services say the same of each entry."""

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from contracts.event import Event, PayloadModel, Version
from contracts.values import Currency, EntrySeconds


class Statement(Event):
    """What a service's books said at one moment, for one question of rates; `version` is the number of the look."""

    key_field: ClassVar[str] = "reconciliation_id"

    reconciliation_id: UUID
    look: int = Field(ge=1, description="The look of the comparison that it answers")
    part: int = Field(ge=1, description="The number of this part, from 1")
    parts: int = Field(ge=1, description="How many parts there are; all are of one moment")
    stated_at: datetime


class StatedDay(PayloadModel):
    """What the entries of a day of work come to."""

    day: date
    entries: int = Field(ge=1)
    seconds: int = Field(ge=0, description="Raw")
    digest: str = Field(
        description="Sum over the entries of the first 8 bytes, as a signed number, of the SHA-256 of what is stated of an"
        " entry: the values of its fields as text in their order, nothing for null, with | between them"
    )


class DaysStatement(Statement):
    """All days with entries, in order. The parts cover all days without gap or overlap, each for itself."""

    first_day: date | None = Field(
        description="The part has all days from this one on; None: from the first"
    )
    last_day: date | None = Field(description="Up to this one; None: up to the last")
    days: tuple[StatedDay, ...] = Field(max_length=400)


class EntriesStatement(Statement):
    """The entries of the days that were asked for, by day and id."""

    more: bool = Field(description="There are more behind the last of the last part, too many")


class StatedTime(PayloadModel):
    """An approved entry, as timer and invoicing know it alike."""

    entry_id: UUID
    version: Version
    seconds: EntrySeconds
    billable: bool
    organization_id: UUID | None = Field(description="The customer whom timer names")


class StatedApproval(StatedTime):
    """An approved entry in timer's books. Its fields up to here are what its digest is of."""

    day: date = Field(description="Of work; not in the digest")


class StatedCharges(StatedTime):
    """An approved entry in invoicing's books, with what is charged of it; all but `day` is in its digest.

    What is open of it has a price: nothing is said of that when it is not billable, not priced, or all billed or written
    off.
    """

    price_version: int | None = Field(description="Of the price of what is open")
    currency: Currency | None = Field(description="Of `rate_seconds`")
    price: str | None = Field(description="Digest of the currency and segments of that price")
    covered_seconds: int = Field(
        description="What agreements cover of an entry with a price: held, or on the lines of their charges"
    )
    billed: str | None = Field(
        description="Digest of the ranges that issued invoices bill, with line, price and rate; None: none"
    )
    billed_seconds: int = Field(description="Raw")
    written_off_seconds: int = Field(default=0, description="Raw")
    rate_seconds: Decimal = Field(
        ge=0,
        description="Σ(charged seconds × hourly rate) of its lines on issued invoices, or else of its price",
    )
    unaccounted_seconds: int = Field(
        description="Its seconds without those that are unpriced, held, ready, drafted, billed and written off:"
        " 0"
    )
    day: date = Field(description="Of work; not in the digest")
