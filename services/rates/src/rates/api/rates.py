"""`/v1/rates`: what an hour costs, for whom and when."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response
from pydantic import AfterValidator, AwareDatetime, Field

import web
from rates import commands
from rates.currencies import CURRENCIES
from rates.rules import Rule, Scope
from rates.store import rule_book

router = web.router(tags=["rates"])
Setter = Annotated[web.Caller, web.allow("billing")]
Reader = Annotated[web.Caller, web.allow("manager", "billing")]
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2200, 12, 31)


def _day(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"must lie between {FIRST_DAY} and {LAST_DAY}")
    return day


def _moment(moment: datetime) -> datetime:
    _day(moment.date())
    return moment


def _currency(code: str) -> str:
    if code not in CURRENCIES:
        raise ValueError("not a currency of ISO 4217")
    return code


Day = Annotated[date, AfterValidator(_day)]
Moment = Annotated[AwareDatetime, AfterValidator(_moment)]
KnownAt = Annotated[Moment | None, Query(description="As we thought at this time; now when absent")]


class HourlyRate(web.RequestModel):
    """Money per hour. Zero is a rate too; what has no rate is unpriced, not free."""

    amount: Annotated[web.Amount, Field(ge=0, max_digits=13, decimal_places=4)]
    currency: Annotated[str, AfterValidator(_currency)]


class RateIn(web.RequestModel):
    """A rule. What it leaves out it holds for; one that names nothing is the account's default."""

    project_id: UUID | None = None
    organization_id: UUID | None = None
    agent_id: UUID | None = None
    service_type_id: UUID | None = None
    hourly_rate: HourlyRate
    valid_from: Day
    valid_to: Day | None = Field(None, description="The last day; none: until further notice")

    def scope(self) -> Scope:
        """What the rule names."""
        return Scope(self.project_id, self.organization_id, self.agent_id, self.service_type_id)


class RateEnd(web.RequestModel):
    """The only thing of a rule that can change: its last day."""

    valid_to: Day | None


class RateOut(web.ResponseModel):
    """A rule; `weight` says how specific it is, `superseded_at` that we think so no longer."""

    id: UUID
    version: int
    project_id: UUID | None
    organization_id: UUID | None
    agent_id: UUID | None
    service_type_id: UUID | None
    weight: int
    hourly_rate: web.Money
    valid_from: date
    valid_to: date | None
    recorded_at: datetime
    superseded_at: datetime | None

    @classmethod
    def of(cls, rule: Rule) -> "RateOut":
        """Show a rule."""
        return cls(
            id=rule.rule_id,
            version=rule.version,
            project_id=rule.scope.project_id,
            organization_id=rule.scope.organization_id,
            agent_id=rule.scope.agent_id,
            service_type_id=rule.scope.service_type_id,
            weight=rule.weight,
            hourly_rate=web.Money(amount=rule.amount, currency=rule.currency),
            valid_from=rule.valid_from,
            valid_to=rule.valid_to,
            recorded_at=rule.recorded_at,
            superseded_at=rule.superseded_at,
        )


def _wanted(
    project_id: UUID | None = None,
    organization_id: UUID | None = None,
    agent_id: UUID | None = None,
    service_type_id: UUID | None = None,
    on: Annotated[date | None, Query(description="Only those that hold on this day")] = None,
    known_at: KnownAt = None,
) -> rule_book.Wanted:
    named = Scope(project_id, organization_id, agent_id, service_type_id)
    return rule_book.Wanted(named, on, known_at)


@router.post("/rates", status_code=201)
async def set_rate(
    body: RateIn, session: web.Session, caller: Setter, response: Response
) -> RateOut:
    """Set a rate. Time that it covers and that is not billed yet is re-priced within seconds."""
    if body.valid_to is not None and body.valid_to < body.valid_from:
        raise web.invalid("valid_to", "must not be before valid_from")
    money = body.hourly_rate
    new = commands.NewRate(
        body.scope(), money.amount, money.currency, body.valid_from, body.valid_to
    )
    rule = await commands.set_rate(session, caller, new)
    response.headers["Location"] = f"/v1/rates/{rule.rule_id}"
    return _shown(rule, response)


@router.get("/rates")
async def list_rates(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    wanted: Annotated[rule_book.Wanted, Depends(_wanted)],
) -> web.Page[RateOut]:
    """List rates in the order in which they were first set; filters keep those that name this very thing."""
    rules = await rule_book.page(session, caller.account_id, wanted, paging.after, paging.limit + 1)
    return web.Page[RateOut].of(rules, paging, RateOut.of, id_name="rule_id")


@router.get("/rates/{rate_id}")
async def read_rate(
    rate_id: UUID,
    session: web.Session,
    caller: Reader,
    response: Response,
    known_at: KnownAt = None,
) -> RateOut:
    """Read a rate, as it is or as it was known at another time."""
    rule = await rule_book.find(session, caller.account_id, rate_id, known_at)
    if rule is None:
        raise web.not_found("rate")
    return _shown(rule, response)


@router.patch("/rates/{rate_id}")
async def end_rate(
    rate_id: UUID,
    body: RateEnd,
    session: web.Session,
    caller: Setter,
    expected: web.IfMatch,
    response: Response,
) -> RateOut:
    """End a rate on another day, or (null) let it hold until further notice."""
    rule = await commands.end_rate(session, caller, rate_id, body.valid_to, expected)
    return _shown(rule, response)


@router.delete("/rates/{rate_id}", status_code=204)
async def withdraw_rate(
    rate_id: UUID, session: web.Session, caller: Setter, expected: web.IfMatch
) -> None:
    """Take back a rate that should never have been. Refused when time was billed at it; the record of it stays."""
    await commands.withdraw_rate(session, caller, rate_id, expected)


def _shown(rule: Rule, response: Response) -> RateOut:
    response.headers["ETag"] = web.etag(rule.version)
    return RateOut.of(rule)
