"""When a recurring invoice is made, and for which days: periods that follow each other, reckoned from the first one."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from domain_errors import InvalidInputError

RecurrenceUnit = Literal["week", "month", "quarter", "year"]
RecurrenceTiming = Literal["advance", "arrears"]
"""Whether a period is billed before it begins, or when it is over."""

_MONTHS: dict[RecurrenceUnit, int] = {"month": 1, "quarter": 3, "year": 12}
_WEEKS_A_YEAR = 52
_LAST_DAY = 31
"""As a day of the month: its last, however long it is."""


@dataclass(frozen=True)
class Period:
    """Days that one invoice bills, and the day on which it is made."""

    first_day: date
    last_day: date
    due_on: date


@dataclass(frozen=True)
class Recurrence:
    """So many weeks, months, quarters or years, from a first day on.

    `day_of_month`: made on that day, or the last of a shorter month; None: on the first day of the period in advance, on
    the day after its last in arrears. `ends_on`: no period begins after it; `times`: there are no more than these.
    """

    starts_on: date
    unit: RecurrenceUnit = "month"
    every: int = 1
    timing: RecurrenceTiming = "advance"
    day_of_month: int | None = None
    ends_on: date | None = None
    times: int | None = None

    def check(self) -> None:
        """Raise `InvalidInputError` for what no calendar can follow."""
        if self.unit == "week" and self.day_of_month is not None:
            raise InvalidInputError(
                "recurrence.day_of_month", "weeks have none: it is made on their first day"
            )
        if self.ends_on is not None and self.times is not None:
            raise InvalidInputError(
                "recurrence.times", "give a last day or a number of times, not both"
            )
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise InvalidInputError("recurrence.ends_on", "is before it starts")

    def period(self, place: int) -> Period | None:
        """The period at a place; None: it ends before."""
        first_day = self.first_day(place)
        if self.ends_before(first_day):
            return None
        return Period(first_day, self._last_day(place), self._due_on(place))

    def ends_before(self, first_day: date) -> bool:
        """Whether no period begins on this day or later."""
        if self.times is not None and first_day >= self.first_day(self.times):
            return True
        return self.ends_on is not None and first_day > self.ends_on

    def from_place(self, place: int) -> Iterator[Period]:
        """The periods from a place on, perhaps without end."""
        while found := self.period(place):
            yield found
            place += 1

    def days_before(self) -> tuple[date, date]:
        """The days of the period before the first, if there were one."""
        return self.first_day(-1), self._last_day(-1)

    def first_day(self, place: int) -> date:
        """Where the period at a place begins: reckoned from the first, so that the 31st comes back after February."""
        if self.unit == "week":
            return self.starts_on + timedelta(weeks=place * self.every)
        return _later(self.starts_on, place * self.every * _MONTHS[self.unit])

    def has_periods_of(self, other: "Recurrence") -> bool:
        """Whether the periods are the same, however they are made and wherever they end."""
        mine, theirs = ((one.starts_on, one.unit, one.every) for one in (self, other))
        return mine == theirs

    @property
    def a_month(self) -> Fraction:
        """How many of them there are in a month, on average."""
        if self.unit == "week":
            return Fraction(_WEEKS_A_YEAR, 12 * self.every)
        return Fraction(1, self.every * _MONTHS[self.unit])

    def _last_day(self, place: int) -> date:
        return self.first_day(place + 1) - timedelta(days=1)

    def _due_on(self, place: int) -> date:
        anchor = self.first_day(place if self.timing == "advance" else place + 1)
        if self.day_of_month is None:
            return anchor
        return _on(_later(anchor.replace(day=1), self._months_off()), self.day_of_month)

    def _months_off(self) -> int:
        """In which month it is made, from that of the day by which it is reckoned: the same one for all periods."""
        assert self.day_of_month
        day = self.starts_on.day
        if self.timing == "advance":
            return 0 if self.day_of_month <= day else -1
        if day == 1 and self.day_of_month == _LAST_DAY:
            return -1
        return 0 if self.day_of_month >= day - 1 else 1


def _later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return _on(date(year, month + 1, 1), day.day)


def _on(month: date, day: int) -> date:
    last = calendar.monthrange(month.year, month.month)[1]
    return month.replace(day=min(day, last))
