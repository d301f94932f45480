"""Requests and responses of the API for rules: rates and costs."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import AfterValidator, AliasPath, Field

import web
from money import Money
from rates.domain.rules import SCOPE_FIELDS, NewRule, Scope

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
KnownAt = Annotated[
    Moment | None,
    Query(description="Time (RFC 3339) whose knowledge is asked for; absent: what is known now."),
]


class HourlyRate(web.RequestModel):
    """Money per hour. Zero is an amount too; what has none is unpriced or without a cost, not free."""

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
    """Code of ISO 4217. Invoices of the work are in the currency of its rate."""


def scope_of(named: object) -> Scope:
    """What a request names of the things that a rule can name."""
    return Scope(**{name: getattr(named, name) for name in SCOPE_FIELDS})


class RuleRequest(web.RequestModel):
    """What a rate and a cost have in common. It holds for whatever it does not name."""

    project_id: UUID | None = None
    """Project of timer for whose work it holds (weight 16); null: any."""
    organization_id: UUID | None = None
    """Customer of timer, an organization, for whose work it holds (weight 8); null: any."""
    agent_id: UUID | None = None
    """Agent of timer for whose work it holds (weight 4); null: any."""
    team_id: UUID | None = None
    """Team of timer for whose work it holds (weight 2): that of people who are in it on the day of the work; null: any."""
    service_type_id: UUID | None = None
    """Service type of timer for which it holds (weight 1); null: any."""
    valid_from: Day
    """First day on which it holds, compared with the `work_date` of time entries. May lie in the past: time of before is
    valued again, but for the price of what is billed. Not before 1970-01-01."""
    valid_to: Day | None = None
    """Last day on which it holds, included; null: until further notice. Not before `valid_from`, nor after 2200-12-31."""

    def at(self, hourly: HourlyRate) -> NewRule:
        """The rule that the caller wants, at this amount."""
        money = Money(hourly.amount, hourly.currency)
        return NewRule(scope_of(self), money, self.valid_from, self.valid_to)


class CreateRateRequest(RuleRequest):
    """A rate. It holds for whatever it does not name; one that names nothing is the account's default."""

    hourly_rate: HourlyRate
    """What an hour is charged at. It never changes: end the rate and create the next one."""


class CreateCostRequest(RuleRequest):
    """A cost. It holds for whatever it does not name; one that names nothing is the account's default."""

    hourly_cost: HourlyRate
    """What an hour costs the account. It never changes: end the cost and create the next one."""


class EndRateRequest(web.RequestModel):
    """The only thing of a rate, or of a cost, that can change: its last day."""

    valid_to: Day | None
    """Last day on which it holds, included; null: until further notice. Not before `valid_from`, nor after 2200-12-31."""


class AnotherCostRequest(web.RequestModel):
    """Another amount from a day on."""

    hourly_cost: HourlyRate
    """What an hour costs the account from then on."""
    valid_from: Day
    """First day of the new amount, on which the cost must hold."""

    @property
    def hourly(self) -> Money:
        """The amount."""
        return Money(self.hourly_cost.amount, self.hourly_cost.currency)


class RuleTableRequest(web.FilterModel):
    """Which rates or costs a table has."""

    on: Day | None = None
    """Only those that hold on this day; absent: all that hold, will or did."""

    @property
    def scope(self) -> Scope:
        """It names nothing: all."""
        return Scope()


class RateFilterRequest(web.FilterModel):
    """Which rates or costs are asked for."""

    project_id: UUID | None = None
    """Only those that name this project."""
    organization_id: UUID | None = None
    """Only those that name this customer."""
    agent_id: UUID | None = None
    """Only those that name this agent."""
    team_id: UUID | None = None
    """Only those that name this team."""
    service_type_id: UUID | None = None
    """Only those that name this service type."""
    on: Day | None = None
    """Only those that hold on this day."""
    known_at: Moment | None = None
    """Time (RFC 3339) whose knowledge is asked for; absent: what is known now."""

    @property
    def scope(self) -> Scope:
        """What they are to name."""
        return scope_of(self)


class RuleResponse(web.ResponseModel):
    """What a rate and a cost have in common. Neither is ever overwritten: ending it makes the next version."""

    id: UUID = Field(validation_alias="rule_id")
    """Its id, the same in every version."""
    version: int
    """Counts its versions from 1; what `ETag` and `If-Match` carry."""
    project_id: UUID | None = Field(validation_alias=AliasPath("scope", "project_id"))
    """Project for whose work it holds; null: any."""
    organization_id: UUID | None = Field(validation_alias=AliasPath("scope", "organization_id"))
    """Customer for whose work it holds; null: any."""
    agent_id: UUID | None = Field(validation_alias=AliasPath("scope", "agent_id"))
    """Agent for whose work it holds; null: any."""
    team_id: UUID | None = Field(validation_alias=AliasPath("scope", "team_id"))
    """Team for whose work it holds; null: any."""
    service_type_id: UUID | None = Field(validation_alias=AliasPath("scope", "service_type_id"))
    """Service type for which it holds; null: any."""
    weight: int
    """How specific it is, from 0 to 31: project 16, organization 8, agent 4, team 2, service type 1, added up. Of those that
    cover a piece of work on its day the one with the highest weight wins; there are no ties."""
    valid_from: date
    """First day of work for which it holds."""
    valid_to: date | None
    """Last day of work for which it holds, included; null: until further notice."""
    recorded_at: datetime
    """When this version was recorded."""
    superseded_at: datetime | None
    """When the next version replaced this one, or it was withdrawn; null: it is the newest and holds."""


class RateResponse(RuleResponse):
    """A rate: what an hour of the work that it names is charged at, on the days on which it holds.

    A rate is never overwritten. Ending it makes the next version; `known_at` in a query reads an earlier one.
    """

    hourly_rate: web.Money
    """What an hour is charged at, without tax."""


class CostResponse(RuleResponse):
    """A cost: what an hour of the work that it names costs the account, on the days on which it holds.

    A cost is never overwritten. Ending it makes the next version; `known_at` in a query reads an earlier one.
    """

    hourly_cost: web.Money = Field(validation_alias="hourly_rate")
    """What an hour costs the account."""
