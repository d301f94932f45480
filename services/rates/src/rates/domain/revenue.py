"""Periods of work, and time that has no price, or one in a foreign currency."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from domain_errors import InvalidInputError
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
