"""What the time of a period is expected to earn, and what of it has no price."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from domain_errors import InvalidInputError
from money import Money, hourly_amount
from rates.matching import UnpricedReason


@dataclass(frozen=True, slots=True)
class Period:
    """Days of work, both included; None is open."""

    first_day: date | None = None
    last_day: date | None = None

    def __post_init__(self) -> None:
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise InvalidInputError("last_day", "must not be before first_day")


@dataclass(frozen=True, slots=True)
class RevenueLine:
    """What an invoice of the period would have on one line: time on one work item of a project at one hourly rate.

    `rate_seconds` is the exact Σ(seconds × hourly rate).
    """

    organization_id: UUID
    currency: str
    entries: int
    seconds: int
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
class RevenueTotal:
    """What all customers together earn in one currency."""

    entries: int
    seconds: int
    amount: Money


def totals_of(revenue: Iterable[Revenue]) -> list[RevenueTotal]:
    """Add up customers by currency."""
    sums: dict[str, list[Revenue]] = defaultdict(list)
    for one in revenue:
        sums[one.amount.currency].append(one)
    return [
        RevenueTotal(
            sum(one.entries for one in group),
            sum(one.seconds for one in group),
            Money(sum((one.amount.amount for one in group), Decimal(0)), currency),
        )
        for currency, group in sorted(sums.items())
    ]


@dataclass(frozen=True, slots=True)
class UnpricedTime:
    """Time without a price, by reason."""

    reason: UnpricedReason
    entries: int
    seconds: int
