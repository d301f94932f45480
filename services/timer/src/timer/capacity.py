"""How long people can work: their weeks, less public holidays and absences."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from domain_errors import InvalidInputError
from timer.absence import HALVES_OF_DAY, DaysAway

DAYS_OF_WEEK = 7
LONGEST_PERIOD_DAYS = 366
Week = tuple[int, ...]
"""Seconds of work on each weekday, from Monday."""
USUAL_WEEK: Week = (8 * 3600,) * 5 + (0, 0)
"""Of an account that has chosen no other."""


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """An agent's week from this day on, until the next one's first day."""

    first_day: date
    week: Week


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from the first to the last, both included."""

    first: date
    last: date

    def __len__(self) -> int:
        return (self.last - self.first).days + 1

    def must_be_in_order(self) -> None:
        """Raises `InvalidInputError` for an end before the start."""
        if self.last < self.first:
            raise InvalidInputError("last_day", "must not be before first_day")

    def must_be_possible(self) -> None:
        """Raises `InvalidInputError` for an end before the start and for more than a year."""
        self.must_be_in_order()
        if len(self) > LONGEST_PERIOD_DAYS:
            raise InvalidInputError(
                "last_day", f"at most {LONGEST_PERIOD_DAYS} days are shown at once"
            )


@dataclass(frozen=True, slots=True)
class Capacity:
    """Seconds that an agent can work, on each day of a period."""

    agent_id: UUID
    days: tuple[int, ...]

    @property
    def seconds(self) -> int:
        """In all."""
        return sum(self.days)


def capacity(
    period: Period,
    usual: Week,
    own: Sequence[WorkingHours],
    holidays: Collection[date],
    away: Iterable[DaysAway],
) -> tuple[int, ...]:
    """Seconds of work on each day of a period.

    `usual` holds before the first of the agent's `own` working hours, which are sorted by day. On a public holiday nobody
    works; of half a day away half of the seconds are left.
    """
    seconds = _worked(period, usual, own)
    for day in holidays:
        if period.first <= day <= period.last:
            seconds[(day - period.first).days] = 0
    for number, halves in _halves_away(period, away).items():
        seconds[number] = seconds[number] * max(HALVES_OF_DAY - halves, 0) // HALVES_OF_DAY
    return tuple(seconds)


def week_on(day: date, usual: Week, own: Sequence[WorkingHours]) -> Week:
    """The week that holds on a day; `own` are sorted by day."""
    number = bisect_right(own, day, key=lambda hours: hours.first_day)
    return own[number - 1].week if number else usual


def _worked(period: Period, usual: Week, own: Sequence[WorkingHours]) -> list[int]:
    """Stretch by stretch, so that years of many agents cost next to nothing."""
    starts = [hours.first_day for hours in own if period.first < hours.first_day <= period.last]
    after = period.last + timedelta(days=1)
    seconds: list[int] = []
    for start, end in zip((period.first, *starts), (*starts, after), strict=True):
        seconds += _repeated(week_on(start, usual, own), start, (end - start).days)
    return seconds


def _repeated(week: Week, start: date, days: int) -> Week:
    turned = week[start.weekday() :] + week[: start.weekday()]
    return (turned * (days // DAYS_OF_WEEK + 1))[:days]


def _halves_away(period: Period, away: Iterable[DaysAway]) -> dict[int, int]:
    """How many halves of which days, by their numbers in the period."""
    halves: dict[int, int] = {}
    for absence in away:
        day = max(absence.first_day, period.first)
        while day <= min(absence.last_day, period.last):
            number = (day - period.first).days
            halves[number] = halves.get(number, 0) + absence.halves_on(day)
            day += timedelta(days=1)
    return halves
