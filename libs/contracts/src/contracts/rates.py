"""Events of the rates service: the price of every entry, what agreements charge, and budgets that run out."""

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from contracts.event import Event, PayloadModel
from contracts.values import Currency, EntrySeconds, Money, SecondsRange


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
    hourly_rate: Decimal = Field(
        ge=0,
        description="Without tax; what is included or prepaid is charged by the agreement instead",
    )
    rule_id: UUID | None = Field(
        description="The rate that decided; None: an agreement or a person did"
    )
    multiplier_id: UUID | None = Field(
        default=None, description="The rule of a time of day or week that changed the rate"
    )
    charge_id: UUID | None = Field(
        default=None,
        description="What the agreement charges for what is included or prepaid, and whose month the rest exceeds",
    )


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


class AgreementChargeChanged(Event):
    """Something that an agreement charges apart from plain hours, as it now is: it is billed once, as a line of its own.

    Its amount may change until it is billed.
    """

    type: ClassVar[str] = "rates.agreement-charge-changed.v1"
    topic: ClassVar[str] = "rates.agreement-charges"
    key_field: ClassVar[str] = "charge_id"

    charge_id: UUID
    agreement_id: UUID
    organization_id: UUID = Field(description="The customer who pays")
    kind: Literal["fee", "true-up", "block", "milestone"] = Field(
        description="Of a month; what a month misses of its minimum; bought up front; of a fixed price"
    )
    name: str = Field(description="As a line of an invoice says it")
    first_day: date = Field(description="Of the month or the time that it is for")
    last_day: date | None = Field(default=None, description="Included; None: without end")
    amount: Decimal = Field(ge=0, description="Without tax")
    currency: Currency
    in_advance: bool = Field(description="Billed before the time that it is for")
    billable_from: date | None = Field(
        description="The first day on which it may be billed; None: not yet known"
    )
    cancelled: bool = Field(default=False, description="It is not to be billed after all")
    included_seconds: int | None = Field(
        default=None, ge=0, description="What it covers, with what was rolled over; None: no hours"
    )
    rolled_over_seconds: int = Field(default=0, ge=0, description="What of it is of months before")
    used_seconds: int = Field(default=0, ge=0, description="What is drawn of it, after rounding")
    overage_seconds: int = Field(default=0, ge=0, description="What exceeds it, after rounding")


class BudgetReached(Event):
    """So much of a budget is used up or, by the plan, will be; once for each budget, period, measure and percent.

    What `timer` tells itself, 80 and 100 % of a project's hours (`timer.project-budget-reached.v1`), is not told here.
    """

    type: ClassVar[str] = "rates.budget-reached.v1"
    topic: ClassVar[str] = "rates.budgets"
    key_field: ClassVar[str] = "budget_id"

    budget_id: UUID
    subject: Literal["project", "organization"] = Field(description="Whose budget it is")
    project_id: UUID | None = Field(default=None, description="None: the budget of a customer")
    organization_id: UUID | None = Field(default=None, description="The customer, if there is one")
    name: str = Field(description="Of the project or the customer")
    measure: Literal["hours", "money"]
    forecast: bool = Field(
        description="It will be exceeded by what is logged and planned together; False: that much is logged"
    )
    percent: int = Field(gt=0)
    highest: bool = Field(
        description="False: more than that was reached at the same time, with an event of its own"
    )
    month: date | None = Field(
        default=None, description="The first day of the budget's month; None: it is not by month"
    )
    budget_seconds: int | None = Field(default=None, description="With the measure hours")
    used_seconds: int | None = Field(
        default=None, description="Logged, or with the forecast planned too"
    )
    budget_money: Money | None = Field(default=None, description="With the measure money")
    used_money: Money | None = Field(
        default=None, description="Logged, or with the forecast planned too"
    )
    reached_at: datetime


class FigureDifference(PayloadModel):
    """Figures of a customer's day that should be equal and are not."""

    kind: Literal["day-sums", "month-sums", "segments", "price"] = Field(
        description="Kept sums by day or month against the entries; segments of an entry against it;"
        " its price against the one on record"
    )
    work_date: date = Field(description="Of months the first day")
    organization_id: UUID | None = None
    seconds: int = Field(description="By the entries")
    other_seconds: int = Field(description="By what differs from them")
    amount: Money | None = Field(
        default=None, description="By the entries; None: they have no price"
    )
    other_amount: Money | None = Field(default=None, description="By what differs from them")
    entry_ids: tuple[UUID, ...] = Field(max_length=100, description="The entries, or some of them")


class FiguresDiffer(Event):
    """A comparison of an account's figures found some that should be equal and are not; once for each comparison."""

    type: ClassVar[str] = "rates.figures-differ.v1"
    topic: ClassVar[str] = "rates.reconciliations"
    key_field: ClassVar[str] = "reconciliation_id"

    reconciliation_id: UUID
    differences: tuple[FigureDifference, ...] = Field(
        max_length=50, description="Or the first of them"
    )
    total: int = Field(description="How many there are")
    found_at: datetime


class FiguresAsked(Event):
    """Rates compares its books with those of a service, which answers with a statement: first by day, then of entries.

    An entry that is on its way is no difference. So there are up to three looks: days that differ are looked at again
    entry by entry, and those entries once more; what differs in the same way both times is told.
    """

    type: ClassVar[str] = "rates.figures-asked.v1"
    topic: ClassVar[str] = "rates.reconciliations"
    key_field: ClassVar[str] = "reconciliation_id"

    reconciliation_id: UUID
    service: Literal["timer", "invoicing"] = Field(description="Who is asked")
    look: int = Field(ge=1)
    days: tuple[date, ...] = Field(
        default=(),
        max_length=100,
        description="The days of work whose entries are asked for; none: a digest of every day",
    )
    asked_at: datetime


class EntryDifference(PayloadModel):
    """An entry of which the books of two services say different things."""

    entry_id: UUID
    kind: Literal["approved", "price", "billed", "held", "buckets"] = Field(
        description="Whether and how it is approved; the price of what is open; what invoices bill of it; what agreements"
        " cover; its seconds are in no bucket, or in two"
    )
    work_date: date
    organization_id: UUID | None = None
    seconds: int = Field(description="In rates' books; 0: it is not in them")
    other_seconds: int = Field(description="In the other's; 0: it is not in them")
    amount: Money | None = Field(default=None, description="By rates; None: not compared, or none")
    other_amount: Money | None = Field(default=None, description="By the other service")


class BooksDiffer(Event):
    """A comparison found entries of which another service's books say otherwise than rates'; once for each service."""

    type: ClassVar[str] = "rates.books-differ.v1"
    topic: ClassVar[str] = "rates.reconciliations"
    key_field: ClassVar[str] = "reconciliation_id"

    reconciliation_id: UUID
    service: Literal["timer", "invoicing"]
    differences: tuple[EntryDifference, ...] = Field(
        max_length=50, description="Or the first of them"
    )
    total: int = Field(description="How many there are")
    found_at: datetime
