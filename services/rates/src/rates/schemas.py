"""Requests and responses of the API."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AliasPath, AwareDatetime, Field

import web
from money import Money
from rates.matching import UnpricedReason
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
Moment = Annotated[AwareDatetime, AfterValidator(_moment)]


class HourlyRate(web.RequestModel):
    """Money per hour. Zero is a rate too; what has no rate is unpriced, not free."""

    amount: Annotated[web.Amount, Field(ge=0, max_digits=13, decimal_places=4)]
    currency: web.CurrencyCode


class CreateRateRequest(web.RequestModel):
    """A rule. What it leaves out it holds for; one that names nothing is the account's default."""

    project_id: UUID | None = None
    organization_id: UUID | None = None
    agent_id: UUID | None = None
    service_type_id: UUID | None = None
    hourly_rate: HourlyRate
    valid_from: Day
    valid_to: Day | None = Field(None, description="The last day; none: until further notice")

    def rule(self) -> NewRule:
        """The rule that the caller wants."""
        scope = Scope(self.project_id, self.organization_id, self.agent_id, self.service_type_id)
        rate = Money(self.hourly_rate.amount, self.hourly_rate.currency)
        return NewRule(scope, rate, self.valid_from, self.valid_to)


class EndRateRequest(web.RequestModel):
    """The only thing of a rule that can change: its last day."""

    valid_to: Day | None


class RateResponse(web.ResponseModel):
    """A rule; `weight` is how specific it is, `superseded_at` when it ceased to be our knowledge."""

    id: UUID = Field(validation_alias="rule_id")
    version: int
    project_id: UUID | None = Field(validation_alias=AliasPath("scope", "project_id"))
    organization_id: UUID | None = Field(validation_alias=AliasPath("scope", "organization_id"))
    agent_id: UUID | None = Field(validation_alias=AliasPath("scope", "agent_id"))
    service_type_id: UUID | None = Field(validation_alias=AliasPath("scope", "service_type_id"))
    weight: int
    hourly_rate: web.Money
    valid_from: date
    valid_to: date | None
    recorded_at: datetime
    superseded_at: datetime | None


class CandidateResponse(web.ResponseModel):
    """A rule that covers the work: whether it gives the price, and why."""

    rate: RateResponse = Field(validation_alias="rule")
    won: bool
    why: str


class PriceVersionResponse(web.ResponseModel):
    """A price as it was published to the other services."""

    price_version: int
    entry_version: int
    seconds: int
    rate_id: UUID | None = Field(validation_alias="rule_id")
    hourly_rate: web.Money | None
    unpriced_reason: UnpricedReason | None
    priced_at: datetime


class PriceResponse(web.ResponseModel):
    """The price of an entry: the rate that gives it or the reason why there is none, and how it came about.

    `repricing`: rates have changed, and the newest price version does not follow them yet. `billed_price_version`: the
    one of the `history` that the invoice names, which is the price for ever.
    """

    entry_id: UUID = Field(validation_alias=AliasPath("entry", "entry_id"))
    entry_version: int = Field(validation_alias=AliasPath("entry", "version"))
    work_date: date = Field(validation_alias=AliasPath("entry", "work", "work_date"))
    seconds: int = Field(validation_alias=AliasPath("entry", "seconds"))
    billable: bool = Field(validation_alias=AliasPath("entry", "work", "billable"))
    billed_at: datetime | None = Field(validation_alias=AliasPath("entry", "billed_at"))
    billed_price_version: int | None = Field(
        validation_alias=AliasPath("entry", "billed_price_version")
    )
    rate: RateResponse | None = Field(validation_alias="rule")
    unpriced_reason: UnpricedReason | None
    repricing: bool
    candidates: list[CandidateResponse]
    history: list[PriceVersionResponse]


class RevenueResponse(web.ResponseModel):
    """Expected revenue of an organization in one currency, billed or not.

    `rate_seconds` is the exact sum of seconds × hourly rate. `amount` is what one invoice of the period charges before
    tax when nothing else is chosen: time on one work item of a project at one rate is a line, and each line is rounded once.
    """

    organization_id: UUID
    entries: int
    seconds: int
    rate_seconds: Decimal
    amount: web.Money


class UnpricedTimeResponse(web.ResponseModel):
    """Time without a price and why: no revenue is expected of it until that is mended."""

    reason: UnpricedReason
    entries: int
    seconds: int


class CostsAndRevenueResponse(web.ResponseModel):
    """What a period is expected to earn."""

    first_day: date | None
    last_day: date | None
    revenue: list[RevenueResponse]
    unpriced: list[UnpricedTimeResponse]
