"""Requests and responses of the API about budgets."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, Field

import web
from money import Money, pad
from rates.domain.budgets import (
    DEFAULT_THRESHOLDS,
    MOST_THRESHOLDS,
    BudgetKind,
    BudgetPeriod,
    BudgetUse,
    CostUse,
    Measure,
    MoneyUse,
    NewBudget,
)
from rates.queries.budgets import BudgetFilter, ShownBudget
from rates.schemas.rules import Day

_MOST_SECONDS = 2_000_000_000
_MOST_PERCENT = 1000


def _apart(thresholds: list[int]) -> list[int]:
    if len(set(thresholds)) < len(thresholds):
        raise ValueError("the same percent twice")
    return sorted(thresholds)


Percent = Annotated[int, Field(ge=1, le=_MOST_PERCENT)]
Thresholds = Annotated[list[Percent], Field(max_length=MOST_THRESHOLDS), AfterValidator(_apart)]


class BudgetMoney(web.RequestModel):
    """Money that may be used, more than zero."""

    amount: Annotated[
        web.Amount,
        Field(
            gt=0,
            max_digits=13,
            decimal_places=4,
            json_schema_extra={"pattern": r"^[0-9]{1,9}(\.[0-9]{1,4})?$"},
        ),
    ]
    """Without tax: a string of digits with up to four decimals."""
    currency: web.CurrencyCode
    """Code of ISO 4217. Only what is priced in it counts against the budget: nothing is ever converted."""


class SetBudgetRequest(web.RequestModel):
    """What a customer may use, in hours, in money or both."""

    organization_id: UUID
    """Customer of timer, an organization. What is done for those that were merged into it counts too."""
    budget_seconds: Annotated[int, Field(gt=0, le=_MOST_SECONDS)] | None = None
    """Hours, in seconds; null: no budget of hours. Hours or money must be given."""
    budget_money: BudgetMoney | None = None
    """Money, without tax; null: no budget of money."""
    period: BudgetPeriod = "total"
    """Whether it is for all days on which it holds together (`total`), or for each `month` anew."""
    thresholds: Thresholds = Field(default_factory=lambda: list(DEFAULT_THRESHOLDS))
    """Percents of which people are told, up to ten; empty: of none."""
    valid_from: Day
    """First day of work that counts. Budgets of one customer never hold on the same day."""
    valid_to: Day | None = None
    """Last day of work that counts, included; null: until further notice. Not before `valid_from`."""

    def budget(self, budget_id: UUID) -> NewBudget:
        """The budget that the caller wants."""
        money = self.budget_money
        return NewBudget(
            budget_id,
            self.organization_id,
            self.budget_seconds,
            Money(money.amount, money.currency) if money else None,
            self.period,
            tuple(self.thresholds),
            self.valid_from,
            self.valid_to,
        )


class SetThresholdsRequest(web.RequestModel):
    """Of which percents of a project's budget people are told."""

    thresholds: Thresholds
    """Percents, up to ten; empty: of none. 80 and 100 % of a project's hours are told by timer in any case."""


class BudgetPeriodRequest(web.FilterModel):
    """Which month of budgets by month."""

    month: Day | None = None
    """Any day of the month that budgets by month are shown for; absent: this month, in UTC."""

    def days(self, now: datetime) -> tuple[date, date]:
        """A day of the month, and today."""
        today = now.astimezone(UTC).date()
        return self.month or today, today


class BudgetsRequest(BudgetPeriodRequest):
    """Which budgets are asked for."""

    kind: BudgetKind | None = None
    """Only those of a `project`, or of an `organization`."""
    organization_id: UUID | None = None
    """Only those of this customer and of its projects."""

    @property
    def filter(self) -> BudgetFilter:
        """The same for the query."""
        return BudgetFilter(self.kind, self.organization_id)


class BudgetHoursResponse(web.ResponseModel):
    """The hours of a budget, in whole seconds, whether they are billable or not."""

    billed_seconds: int
    """On issued invoices."""
    approved_seconds: int
    """Approved, and on no issued invoice yet."""
    logged_seconds: int
    """Recorded in all, billed or not."""
    planned_seconds: int
    """What remains on open tasks."""
    forecast_seconds: int
    """At completion: logged and planned together."""
    billed_percent: int | None
    """Billed, in percent of the budget, rounded down; null: no budget of hours."""
    approved_percent: int | None
    """Billed and approved together, in percent of the budget."""
    used_percent: int | None
    """Logged, in percent of the budget."""
    forecast_percent: int | None
    """The same at completion."""


class BudgetMoneyResponse(web.ResponseModel):
    """What the time of a budget earns by the hour, and what agreements charge, in one currency, without tax. Each line is
    rounded once, as on an invoice. Time that an agreement includes or that is prepaid earns nothing by the hour: the
    agreement's charge pays it, which counts as `GET /costs-and-revenue` counts it. A project's are the charges of agreements
    that cover just that project."""

    billed: web.Money
    """On issued invoices."""
    approved: web.Money
    """Approved, with what agreements charge and can be billed now, and on no issued invoice yet."""
    not_approved: web.Money
    """Recorded, and not approved yet, with what agreements charge for the month and cannot be billed yet."""
    logged: web.Money
    """Recorded in all: billed, approved and not approved."""
    charges: web.Money
    """What of it agreements charge: months that have begun, blocks, milestones that were reached."""
    planned: web.Money
    """What remains on open tasks, at the rates that are valid on the planned days, without what agreements cover of it, and
    `planned_charges`. Plans are not rounded, and no supplement of evenings, weekends, holidays or overtime is in them:
    nobody knows their entries."""
    planned_charges: web.Money
    """What of it agreements charge: months to come within the budget's days, or else until the agreement ends, or else as
    long as something is planned; milestones that are not reached. Less than zero where planned time makes up for what a
    month would miss of its minimum."""
    forecast: web.Money
    """At completion: logged and planned together."""
    billed_percent: int | None
    """Billed, in percent of the budget, rounded down; null where there is no budget in this currency."""
    approved_percent: int | None
    """Billed and approved together, in percent of the budget."""
    used_percent: int | None
    """Logged, in percent of the budget."""
    forecast_percent: int | None
    """The same at completion."""


class BudgetCostResponse(web.ResponseModel):
    """What the time of a budget costs the account in one currency, billable or not."""

    logged: web.Money
    """Of all that was recorded."""
    planned: web.Money
    """Of what remains on open tasks."""
    forecast: web.Money
    """At completion: both together."""


class BudgetCostsResponse(web.ResponseModel):
    """What the time of a budget costs the account, and what remains of what it earns."""

    sums: list[BudgetCostResponse]
    """By currency."""
    margin: web.Money | None
    """What is logged less what it costs. Null without costs, and when not all is in one currency."""
    forecast_margin: web.Money | None
    """The same at completion."""
    seconds_without_cost: int
    """Time, logged or planned, that no cost covers: the margin is too high by what it would cost."""


class ReachedThresholdResponse(web.ResponseModel):
    """A threshold that was reached: people are told of it once."""

    measure: Measure
    """Of `hours` or `money`."""
    forecast: bool
    """Whether the forecast exceeded the budget; else so much was logged."""
    percent: int
    """Of the budget as it was then."""
    reached_at: datetime
    """When that was noticed."""


class BudgetResponse(web.ResponseModel):
    """What may be used for a project or by a customer, what is used up, and what it will be in the end."""

    id: UUID
    """A project's budget has the id of the project."""
    kind: BudgetKind
    """Whether it is that of a `project`, which timer has, or of an `organization`, which is set here."""
    version: int
    """What `ETag` and `If-Match` carry: of a customer's budget, or of a project's thresholds (0: never chosen)."""
    project_id: UUID | None
    """The project; null for a customer's budget."""
    organization_id: UUID | None
    """The customer; null: an internal project."""
    name: str | None
    """Of the project or the customer; null when it was made a moment ago."""
    budget_seconds: int | None
    """Hours that may be used, in seconds; null: no such budget."""
    budget_money: web.Money | None
    """Money that may be used, without tax; null: no such budget."""
    period: BudgetPeriod
    """Whether it is for all time (`total`), or for each `month` anew."""
    month: date | None
    """First day of the month that is shown; null: it is not by month."""
    valid_from: date | None
    """First day on which it holds; null for a project."""
    valid_to: date | None
    """Last day on which it holds, included; null: until further notice."""
    thresholds: list[int]
    """Percents of which people are told."""
    hours: BudgetHoursResponse
    """Its hours."""
    money: list[BudgetMoneyResponse]
    """What they earn, by currency; currencies are never added up."""
    costs: BudgetCostsResponse | None
    """What they cost the account. Only owners and managers see it: null for everybody else."""
    unpriced_seconds: int
    """Billable time that was logged and has no price: it is in no sum of money."""
    planned_unpriced_seconds: int
    """Billable time that is planned and for which no rate is valid on its days."""
    reached: list[ReachedThresholdResponse]
    """Thresholds that were reached in this period, oldest first."""

    @classmethod
    def of(cls, shown: ShownBudget, *, with_costs: bool) -> Self:
        """A budget as callers see it."""
        use, window = shown.use, shown.use.window
        budget = window.budget
        return cls(
            id=budget.budget_id,
            kind=budget.kind,
            version=budget.version,
            project_id=budget.project_id,
            organization_id=budget.organization_id,
            name=budget.name,
            budget_seconds=budget.seconds,
            budget_money=_money(budget.money.amount, budget.money.currency)
            if budget.money
            else None,
            period=budget.period,
            month=window.month,
            valid_from=budget.first_day,
            valid_to=budget.last_day,
            thresholds=list(budget.thresholds),
            hours=_hours(use),
            money=[_earned(one, budget.money) for one in use.money],
            costs=_costs(use) if with_costs else None,
            unpriced_seconds=use.unpriced_seconds,
            planned_unpriced_seconds=use.planned_unpriced_seconds,
            reached=[ReachedThresholdResponse.model_validate(one) for one in shown.reached],
        )


def _money(amount: Decimal, currency: str) -> web.Money:
    return web.Money.model_validate(Money(pad(amount, currency), currency))


def _percent(part: Decimal | int, whole: Decimal | int | None) -> int | None:
    return int(part * 100 // whole) if whole else None


def _hours(use: BudgetUse) -> BudgetHoursResponse:
    hours, whole = use.hours, use.window.budget.seconds
    return BudgetHoursResponse(
        billed_seconds=hours.billed,
        approved_seconds=hours.approved,
        logged_seconds=hours.logged,
        planned_seconds=hours.planned,
        forecast_seconds=hours.forecast,
        billed_percent=_percent(hours.billed, whole),
        approved_percent=_percent(hours.billed + hours.approved, whole),
        used_percent=_percent(hours.logged, whole),
        forecast_percent=_percent(hours.forecast, whole),
    )


def _earned(one: MoneyUse, budget: Money | None) -> BudgetMoneyResponse:
    whole = budget.amount if budget and budget.currency == one.currency else None
    return BudgetMoneyResponse(
        billed=_money(one.billed, one.currency),
        approved=_money(one.approved, one.currency),
        not_approved=_money(one.not_approved, one.currency),
        logged=_money(one.logged, one.currency),
        charges=_money(one.charges, one.currency),
        planned=_money(one.planned, one.currency),
        planned_charges=_money(one.planned_charges, one.currency),
        forecast=_money(one.forecast, one.currency),
        billed_percent=_percent(one.billed, whole),
        approved_percent=_percent(one.billed + one.approved, whole),
        used_percent=_percent(one.logged, whole),
        forecast_percent=_percent(one.forecast, whole),
    )


def _costs(use: BudgetUse) -> BudgetCostsResponse:
    margins = (use.margin, use.forecast_margin)
    margin, forecast = (one and _money(one.amount, one.currency) for one in margins)
    return BudgetCostsResponse(
        sums=[_spent(one) for one in use.costs],
        margin=margin,
        forecast_margin=forecast,
        seconds_without_cost=use.seconds_without_cost,
    )


def _spent(one: CostUse) -> BudgetCostResponse:
    return BudgetCostResponse(
        logged=_money(one.logged, one.currency),
        planned=_money(one.planned, one.currency),
        forecast=_money(one.forecast, one.currency),
    )
