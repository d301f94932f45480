"""Budgets of projects and customers: what is used up, what is planned, what it will be in the end, what was reached."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal
from uuid import UUID

from domain_errors import ConflictError, InvalidInputError
from money import Money
from rates.domain.planned_agreements import ChargedSums
from rates.domain.planned_time import PlannedSums
from rates.domain.revenue import Period

BudgetKind = Literal["project", "organization"]
BudgetPeriod = Literal["total", "month"]
Measure = Literal["hours", "money"]
DEFAULT_THRESHOLDS = (50, 80, 100)
MOST_THRESHOLDS = 10
WHOLE = date(1900, 1, 1)
"""Stands for the first day of the only period of a budget that is not by month; no work is that old."""
TOLD_BY_TIMER: Collection[int] = (80, 100)
"""Percents of a project's hours that `timer` tells, which counts them for itself: nobody is told twice."""


class BudgetVersionRequiredError(ConflictError):
    """The budget is there already, so who replaces it says which version they read."""


class ProjectBudgetError(ConflictError):
    """The budget is that of a project, which `timer` has; only its thresholds are set here."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What may be used for a project, or by a customer, in all or each month; neither hours nor money: nothing was agreed.

    A project's comes from timer and has its id. `first_day`, `last_day`: when it holds; None is open.
    """

    budget_id: UUID
    kind: BudgetKind
    version: int
    project_id: UUID | None
    organization_id: UUID | None
    name: str | None
    seconds: int | None
    money: Money | None
    period: BudgetPeriod
    thresholds: tuple[int, ...]
    first_day: date | None = None
    last_day: date | None = None
    customer_ids: tuple[UUID, ...] = ()
    """All ids of the customer whose budget it is; of a project it is empty."""

    def within(self, day: date) -> "BudgetWindow":
        """The days that are counted for it, in the month of this day if it is by month."""
        first, last = self.first_day, self.last_day
        if self.period == "month":
            month = day.replace(day=1)
            end = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            first, last = max(first or month, month), min(last or end, end)
            if last < first:  # a month in which it does not hold
                first = last = WHOLE
            return BudgetWindow(self, month, Period(first, last))
        return BudgetWindow(self, None, Period(first, last))


@dataclass(frozen=True, slots=True)
class NewBudget:
    """What somebody wants a customer's budget to be."""

    budget_id: UUID
    organization_id: UUID
    seconds: int | None
    money: Money | None
    period: BudgetPeriod
    thresholds: tuple[int, ...]
    first_day: date
    last_day: date | None

    def __post_init__(self) -> None:
        if self.seconds is None and self.money is None:
            raise InvalidInputError("budget_seconds", "hours or money must be given")
        if self.last_day is not None and self.last_day < self.first_day:
            raise InvalidInputError("valid_to", "must not be before valid_from")


@dataclass(frozen=True, slots=True)
class BudgetWindow:
    """A budget in one of its periods; `month`: its first day, None for the whole."""

    budget: Budget
    month: date | None
    period: Period

    def has(self, day: date) -> bool:
        """Whether the day is counted."""
        first, last = self.period.first_day, self.period.last_day
        return (first is None or first <= day) and (last is None or day <= last)

    @property
    def edges(self) -> Iterator[date]:
        """Days on which it begins and after which it is over."""
        if self.period.first_day is not None:
            yield self.period.first_day
        if self.period.last_day is not None and self.period.last_day < date.max:
            yield self.period.last_day + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MoneyUse:
    """What a budget's time, and what agreements charge for it, is worth in one currency. Amounts are rounded as lines of
    invoices are.

    `approved` is what of `to_invoice` an invoice of all approved time would charge, with what of agreements can be billed.
    `charges`, `planned_charges`: what agreements charge of what is logged and planned.
    """

    currency: str
    billed: Decimal
    approved: Decimal
    to_invoice: Decimal
    planned: Decimal
    charges: Decimal = Decimal(0)
    planned_charges: Decimal = Decimal(0)

    @property
    def logged(self) -> Decimal:
        """Of all time that was recorded, billed or not."""
        return self.billed + self.to_invoice

    @property
    def not_approved(self) -> Decimal:
        """The rest of what is to be invoiced, so that all states add up."""
        return self.to_invoice - self.approved

    @property
    def forecast(self) -> Decimal:
        """At completion."""
        return self.logged + self.planned


@dataclass(frozen=True, slots=True)
class HoursUse:
    """Seconds of a budget: also what is not billable takes time."""

    billed: int
    approved: int
    logged: int
    planned: int

    @property
    def forecast(self) -> int:
        """At completion."""
        return self.logged + self.planned


@dataclass(frozen=True, slots=True)
class CostUse:
    """What the time costs the account in one currency, and what the planned time will."""

    currency: str
    logged: Decimal
    planned: Decimal

    @property
    def forecast(self) -> Decimal:
        """At completion."""
        return self.logged + self.planned


@dataclass(frozen=True, slots=True)
class Reached:
    """So much of a budget is used up, or (`forecast`) will be. `goal`: seconds or money; `used`: the same."""

    window: BudgetWindow
    measure: Measure
    forecast: bool
    percent: int
    goal: Decimal
    used: Decimal
    highest: bool

    @property
    def first_day(self) -> date:
        """Of its period."""
        return self.window.month or WHOLE

    @property
    def currency(self) -> str:
        """Of the goal; empty for hours."""
        money = self.window.budget.money
        return money.currency if self.measure == "money" and money else ""


@dataclass(frozen=True, slots=True)
class BudgetUse:
    """A budget and what became of it in a period, by currency: nothing is ever converted."""

    window: BudgetWindow
    hours: HoursUse
    money: Sequence[MoneyUse]
    costs: Sequence[CostUse]
    unpriced_seconds: int
    planned_unpriced_seconds: int
    seconds_without_cost: int

    @property
    def budgeted(self) -> MoneyUse | None:
        """What counts against the budget of money: that which is in its currency."""
        money = self.window.budget.money
        if money is None:
            return None
        none = MoneyUse(money.currency, *(Decimal(0),) * 4)
        return next((one for one in self.money if one.currency == money.currency), none)

    @property
    def margin(self) -> Money | None:
        """What remains of what is logged; None without costs, and when not all is in one currency."""
        return self._margin([one.logged for one in self.money], [one.logged for one in self.costs])

    @property
    def forecast_margin(self) -> Money | None:
        """The same at completion."""
        earned = [one.forecast for one in self.money]
        return self._margin(earned, [one.forecast for one in self.costs])

    def _margin(self, earned: Sequence[Decimal], spent: Sequence[Decimal]) -> Money | None:
        currencies = {one.currency for one in self.money} | {one.currency for one in self.costs}
        if not self.costs or len(currencies) > 1:
            return None
        return Money(sum(earned, Decimal(0)) - sum(spent, Decimal(0)), currencies.pop())

    def reached(self) -> Iterator[Reached]:
        """Every threshold that is reached. A forecast reaches only the whole, and by more than that."""
        budget = self.window.budget
        if budget.seconds:
            told = TOLD_BY_TIMER if budget.kind == "project" else ()
            hours = (Decimal(self.hours.logged), Decimal(self.hours.forecast))
            yield from self._reached("hours", Decimal(budget.seconds), *hours, told)
        used = self.budgeted
        if used is not None and budget.money is not None and budget.money.amount > 0:
            goal = budget.money.amount
            yield from self._reached("money", goal, used.logged, used.forecast, ())

    def _reached(
        self,
        measure: Measure,
        goal: Decimal,
        used: Decimal,
        forecast: Decimal,
        told: Collection[int],
    ) -> Iterator[Reached]:
        passed = [one for one in self.window.budget.thresholds if used * 100 >= goal * one]
        highest = max(passed, default=None)
        for percent in passed:
            if percent not in told:
                last = percent == highest
                yield Reached(self.window, measure, False, percent, goal, used, last)
        if forecast > goal:
            yield Reached(self.window, measure, True, 100, goal, forecast, used <= goal)


NO_CHARGES = ChargedSums({}, {}, {}, {})


def use_of(
    window: BudgetWindow,
    logged: "LoggedSums",
    planned: PlannedSums,
    charged: ChargedSums = NO_CHARGES,
    *,
    with_costs: bool,
) -> BudgetUse:
    """Put together what was logged, what is planned, and what agreements charge."""
    none = Decimal(0)
    money = [
        MoneyUse(
            one,
            logged.billed.get(one, none) + charged.billed.get(one, none),
            logged.approved.get(one, none) + charged.ready.get(one, none),
            logged.to_invoice.get(one, none)
            + charged.amount.get(one, none)
            - charged.billed.get(one, none),
            planned.earned.get(one, none) + charged.planned.get(one, none),
            charged.amount.get(one, none),
            charged.planned.get(one, none),
        )
        for one in sorted(
            {*logged.billed, *logged.to_invoice, *planned.earned, *charged.amount, *charged.planned}
        )
    ]
    costs = [
        CostUse(one, logged.spent.get(one, none), planned.spent.get(one, none))
        for one in sorted({*logged.spent, *planned.spent})
    ]
    return BudgetUse(
        window,
        HoursUse(logged.billed_seconds, logged.approved_seconds, logged.seconds, planned.seconds),
        money,
        costs if with_costs else (),
        logged.unpriced_seconds,
        planned.unpriced_seconds,
        logged.seconds_without_cost + planned.seconds_without_cost if with_costs else 0,
    )


@dataclass(frozen=True, slots=True)
class LoggedSums:
    """What the time of a budget adds up to: seconds, what they earn and cost by currency, those without price or cost."""

    seconds: int
    approved_seconds: int
    billed_seconds: int
    billed: dict[str, Decimal]
    approved: dict[str, Decimal]
    to_invoice: dict[str, Decimal]
    spent: dict[str, Decimal]
    unpriced_seconds: int
    seconds_without_cost: int
