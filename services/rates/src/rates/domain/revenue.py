"""Periods of work, what the time of some lines of invoices earns, and time that has no price."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from domain_errors import InvalidInputError
from money import Money, hourly_amount
from rates.domain.matching import UnpricedReason

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days of work, both included; None is open."""

    first_day: date | None = None
    last_day: date | None = None

    def __post_init__(self) -> None:
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise InvalidInputError("last_day", "must not be before first_day")

    @property
    def whole_months(self) -> tuple[date, date] | None:
        """The first days of its first whole month, and of that behind the last; None without any."""
        first = self.first_day or date.min
        if first.day > 1:
            first = _next_month(first)
        end = date.max if self.last_day is None else _next_month(self.last_day)
        if self.last_day and self.last_day + _ONE_DAY < end:
            end = self.last_day.replace(day=1)
        return (first, end) if first < end else None


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


@dataclass(frozen=True, slots=True)
class RevenueLine:
    """What an invoice of the period would have on one line: time on one work item of a project at one hourly rate.

    `billed_seconds` are charged of the `seconds`; `rate_seconds` is the exact Σ(billed seconds × hourly rate).
    """

    organization_id: UUID
    currency: str
    entries: int
    seconds: int
    billed_seconds: int
    rate_seconds: Decimal

    @property
    def amount(self) -> Decimal:
        """Rounded as the line of an invoice is."""
        return hourly_amount(self.rate_seconds, self.currency)


@dataclass(frozen=True, slots=True)
class Revenue:
    """What the priced billable time of an organization earns in one currency.

    `rate_seconds` is the exact sum; `amount` that of the lines, each rounded once, as invoicing does by default.
    """

    organization_id: UUID
    entries: int
    seconds: int
    billed_seconds: int
    rate_seconds: Decimal
    amount: Money


def revenue_of(lines: Iterable[RevenueLine]) -> list[Revenue]:
    """Add up lines by organization and currency, in their order."""
    sums: dict[tuple[UUID, str], list[RevenueLine]] = defaultdict(list)
    for line in lines:
        sums[line.organization_id, line.currency].append(line)
    return [
        Revenue(
            organization_id,
            sum(line.entries for line in group),
            sum(line.seconds for line in group),
            sum(line.billed_seconds for line in group),
            sum((line.rate_seconds for line in group), Decimal(0)),
            Money(sum((line.amount for line in group), Decimal(0)), currency),
        )
        for (organization_id, currency), group in sums.items()
    ]


@dataclass(frozen=True, slots=True)
class UnpricedEntry:
    """A billable time entry without a price, and why."""

    entry_id: UUID
    agent_id: UUID
    work_date: date
    seconds: int
    reason: UnpricedReason


@dataclass(frozen=True, slots=True)
class ForeignCurrencyEntry:
    """A time entry that is priced in another currency than its customer is invoiced in."""

    entry_id: UUID
    agent_id: UUID
    organization_id: UUID
    work_date: date
    seconds: int
    currency: str
    customer_currency: str
