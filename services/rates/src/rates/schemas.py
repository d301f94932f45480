"""Requests and responses of the API."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AliasPath, Field

import web
from money import Money
from rates.matching import UnpricedReason, Work
from rates.prices import Treatment
from rates.rules import NewRule, Scope

FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2200, 12, 31)


def _within_calendar(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"must lie between {FIRST_DAY} and {LAST_DAY}")
    return day


def _moment(moment: datetime) -> datetime:
    _within_calendar(moment.date())
    return moment


Day = Annotated[web.Day, AfterValidator(_within_calendar)]
Moment = Annotated[web.Instant, AfterValidator(_moment)]


class HourlyRate(web.RequestModel):
    """Money per hour. Zero is a rate too; what has no rate is unpriced, not free."""

    amount: Annotated[
        web.Amount,
        Field(
            ge=0,
            max_digits=13,
            decimal_places=4,
            json_schema_extra={"pattern": r"^[0-9]{1,9}(\.[0-9]{1,4})?$"},
        ),
    ]
    """Per hour, without tax: a string of digits with up to four decimals, whatever decimals the currency has."""
    currency: web.CurrencyCode
    """Code of ISO 4217. Invoices of the work are in this currency."""


class CreateRateRequest(web.RequestModel):
    """A rate. It holds for whatever it does not name; one that names nothing is the account's default."""

    project_id: UUID | None = None
    """Project of timer whose work costs this (weight 16); null: any."""
    organization_id: UUID | None = None
    """Customer of timer, an organization, whose work costs this (weight 8); null: any."""
    agent_id: UUID | None = None
    """Agent of timer whose work costs this (weight 4); null: any."""
    service_type_id: UUID | None = None
    """Service type of timer whose work costs this (weight 1); null: any."""
    hourly_rate: HourlyRate
    """What an hour costs. It never changes: end the rate and create the next one."""
    valid_from: Day
    """First day on which it holds, compared with the `work_date` of time entries. May lie in the past: time that is not
    billed yet is priced again. Not before 1970-01-01."""
    valid_to: Day | None = None
    """Last day on which it holds, included; null: until further notice. Not before `valid_from`, nor after 2200-12-31."""

    def rule(self) -> NewRule:
        """The rule that the caller wants."""
        scope = Scope(self.project_id, self.organization_id, self.agent_id, self.service_type_id)
        rate = Money(self.hourly_rate.amount, self.hourly_rate.currency)
        return NewRule(scope, rate, self.valid_from, self.valid_to)


class EndRateRequest(web.RequestModel):
    """The only thing of a rate that can change: its last day."""

    valid_to: Day | None
    """Last day on which it holds, included; null: until further notice. Not before `valid_from`, nor after 2200-12-31."""


class RateFilterRequest(web.FilterModel):
    """Which rates are asked for."""

    project_id: UUID | None = None
    """Only rates that name this project."""
    organization_id: UUID | None = None
    """Only rates that name this customer."""
    agent_id: UUID | None = None
    """Only rates that name this agent."""
    service_type_id: UUID | None = None
    """Only rates that name this service type."""
    on: Day | None = None
    """Only rates that hold on this day."""
    known_at: Moment | None = None
    """Time (RFC 3339) whose knowledge is asked for; absent: what is known now."""

    @property
    def scope(self) -> Scope:
        """What the rates are to name."""
        return Scope(self.project_id, self.organization_id, self.agent_id, self.service_type_id)


class RateResponse(web.ResponseModel):
    """A rate: what an hour of the work that it names costs, on the days on which it holds.

    A rate is never overwritten. Ending it makes the next version; `known_at` in a query reads an earlier one.
    """

    id: UUID = Field(validation_alias="rule_id")
    """Its id, the same in every version."""
    version: int
    """Counts its versions from 1; what `ETag` and `If-Match` carry."""
    project_id: UUID | None = Field(validation_alias=AliasPath("scope", "project_id"))
    """Project whose work costs this; null: any."""
    organization_id: UUID | None = Field(validation_alias=AliasPath("scope", "organization_id"))
    """Customer whose work costs this; null: any."""
    agent_id: UUID | None = Field(validation_alias=AliasPath("scope", "agent_id"))
    """Agent whose work costs this; null: any."""
    service_type_id: UUID | None = Field(validation_alias=AliasPath("scope", "service_type_id"))
    """Service type whose work costs this; null: any."""
    weight: int
    """How specific it is, from 0 to 29: project 16, organization 8, agent 4, service type 1, added up. Of the rates that
    cover a piece of work on its day the one with the highest weight gives the price; there are no ties."""
    hourly_rate: web.Money
    """What an hour costs, without tax."""
    valid_from: date
    """First day of work for which it holds."""
    valid_to: date | None
    """Last day of work for which it holds, included; null: until further notice."""
    recorded_at: datetime
    """When this version was recorded."""
    superseded_at: datetime | None
    """When the next version replaced this one, or the rate was withdrawn; null: it is the newest and holds."""


class CandidateResponse(web.ResponseModel):
    """A rate that names nothing but what the work has: whether it gives the price, and why."""

    rate: RateResponse = Field(validation_alias="rule")
    """The rate."""
    won: bool
    """Whether it gives the price."""
    why: str
    """Why it won or lost, in English, for people."""


class PriceMatchRequest(web.FilterModel):
    """A piece of billable work that may not have been done yet."""

    project_id: UUID | None = None
    """Its project of timer; absent: none."""
    organization_id: UUID | None = None
    """Its customer, an organization of timer; absent: none, so it would have no price."""
    agent_id: UUID | None = None
    """The agent of timer who would do it; absent: nobody in particular, so rates that name an agent do not cover it."""
    service_type_id: UUID | None = None
    """Its service type of timer; absent: none."""
    on: Day
    """Day of the work."""

    @property
    def work(self) -> Work:
        """The work that is asked about."""
        things = self.project_id, self.organization_id, self.agent_id, self.service_type_id
        return Work(Scope(*things), self.on)


class PriceMatchResponse(web.ResponseModel):
    """What an hour of some work would cost by the rates as they are, and why."""

    rate: RateResponse | None = Field(validation_alias="rule")
    """Rate that would give the price; null: it would have none."""
    unpriced_reason: UnpricedReason | None
    """Why it would have no price: `no-rate` (no rate covers it on its day), `no-organization` (it has no customer); null: it
    would have one."""
    candidates: list[CandidateResponse]
    """Rates that cover the work, on its day or another, the most specific first; empty when it has no customer."""


class PriceVersionResponse(web.ResponseModel):
    """A price as it was published to the other services."""

    price_version: int
    """Counts the prices of the entry from 1; the highest is the newest."""
    entry_version: int
    """Version of the time entry that was priced."""
    seconds: int
    """Duration of that version of the entry, in whole seconds."""
    rate_id: UUID | None = Field(validation_alias="rule_id")
    """Rate that gave the price; null: it had none."""
    hourly_rate: web.Money | None
    """What an hour of it cost, without tax; null: it had no price."""
    unpriced_reason: UnpricedReason | None
    """Why it had no price; null: it had one."""
    priced_at: datetime
    """When it was priced."""


class SegmentResponse(web.ResponseModel):
    """Seconds of an entry that are charged alike."""

    start: int
    """The first of them; the entry's first is 0."""
    end: int
    """The one behind the last; that of the entry's last segment is its `seconds`."""
    treatment: Treatment
    """How they are charged: `hourly`, each at the hourly rate."""
    billed_seconds: int
    """What is charged of them, after rounding."""
    hourly_rate: Decimal
    """What an hour of them costs, without tax, as a string of digits."""
    rate_id: UUID | None = Field(validation_alias="rule_id")
    """Rate that decided; null: an invoice names the price, and no rate on record gave it."""


class PriceResponse(web.ResponseModel):
    """The price of an entry: the rate that gives it or the reason why there is none, and how it came about."""

    entry_id: UUID = Field(validation_alias=AliasPath("entry", "entry_id"))
    """The time entry, by its id in timer."""
    entry_version: int = Field(validation_alias=AliasPath("entry", "version"))
    """Newest version of the entry that this service knows."""
    work_date: date = Field(validation_alias=AliasPath("entry", "work", "work_date"))
    """Day of the work, local to the agent; rates are valid by it."""
    seconds: int = Field(validation_alias=AliasPath("entry", "seconds"))
    """Duration in whole seconds."""
    billable: bool = Field(validation_alias=AliasPath("entry", "work", "billable"))
    """Whether the customer is to pay for it. What is not billable has no price."""
    billed_at: datetime | None = Field(validation_alias=AliasPath("entry", "billed_at"))
    """When an invoice with it was issued. While it bills any of the entry's time no change of rates touches the price; a
    credit note that gives all of it back ends that. Null: not billed."""
    billed_price_version: int | None = Field(
        validation_alias=AliasPath("entry", "billed_price_version")
    )
    """The `price_version` of the `history` that the invoice charges, which is the price while it does; null: not billed."""
    currency: str | None = Field(validation_alias=AliasPath("entry", "currency"))
    """ISO 4217 code of its price; null: it has none."""
    segments: list[SegmentResponse] = Field(validation_alias=AliasPath("entry", "segments"))
    """The price in force: ranges of its seconds that are charged alike, which cover it without gap or overlap; empty when it
    has none. Today there is one, by the hour."""
    rate: RateResponse | None = Field(validation_alias="rule")
    """Rate that gives the price; null: it has none."""
    unpriced_reason: UnpricedReason | None
    """Why it has no price: `no-rate` (no rate covers it on its day), `no-organization` (it has no customer),
    `not-billable`; null: it has one."""
    repricing: bool
    """Whether rates have changed and the newest price of the `history` does not follow them yet; it will within seconds."""
    candidates: list[CandidateResponse]
    """Rates that cover the work, on its day or another, the most specific first; empty when it is not billable or has no
    customer."""
    history: list[PriceVersionResponse]
    """Every price it had, the oldest first."""


class RevenueResponse(web.ResponseModel):
    """Expected revenue of a customer in one currency, billed or not."""

    organization_id: UUID
    """The customer, an organization of timer."""
    entries: int
    """Number of time entries."""
    seconds: int
    """Their duration, in whole seconds."""
    rate_seconds: Decimal
    """Exact sum of seconds × hourly rate, as a string of digits."""
    amount: web.Money
    """What one invoice of the period charges for it, without tax, when nothing else is chosen: time on one work item of a
    project at one rate is a line, and each line is rounded once, half up, to the currency's decimals of ISO 4217."""


class UnpricedEntryResponse(web.ResponseModel):
    """A billable time entry that has no price, and why: it cannot be billed until that is mended."""

    entry_id: UUID
    """The time entry, by its id in timer."""
    agent_id: UUID
    """Whose time it is."""
    work_date: date
    """The day of work."""
    seconds: int
    """How long it took, in whole seconds."""
    reason: UnpricedReason
    """`no-rate` (create one that covers it) or `no-organization` (the work has no customer)."""


class RevenueTotalResponse(web.ResponseModel):
    """Expected revenue of all customers together in one currency."""

    entries: int
    """Number of time entries."""
    seconds: int
    """Their duration, in whole seconds."""
    amount: web.Money
    """Sum of the customers' amounts, without tax."""


class UnpricedTimeResponse(web.ResponseModel):
    """Time without a price and why: no revenue is expected of it until that is mended."""

    reason: UnpricedReason
    """`no-rate` (create one that covers it), `no-organization` (the work has no customer), or `not-billable`."""
    entries: int
    """Number of time entries."""
    seconds: int
    """Their duration, in whole seconds."""


class CostsAndRevenueResponse(web.ResponseModel):
    """What a period is expected to earn."""

    first_day: date | None
    """First day of work that is counted; null: from the beginning."""
    last_day: date | None
    """Last day of work that is counted, included; null: no end."""
    revenue: list[RevenueResponse]
    """Priced billable time by customer and currency."""
    totals: list[RevenueTotalResponse]
    """The same by currency; currencies are never added up."""
    unpriced: list[UnpricedTimeResponse]
    """Time without a price, by reason; empty when all has one."""
