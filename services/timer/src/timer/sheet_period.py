"""The periods of timesheets: weeks, until an account chooses half-months or months."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import Literal

from timer.calendar import first_day_of_week, last_day_of_week, local_date
from timer.capacity import Period

PeriodKind = Literal["week", "half-month", "month"]
"""`week`: of ISO 8601, from Monday. `half-month`: up to the 15th, and the rest."""
_ONE_DAY = timedelta(days=1)
_MIDDLE = 15


@dataclass(frozen=True, slots=True)
class PeriodChange:
    """Timesheets are of this kind from a day on, until the next change."""

    from_day: date
    kind: PeriodKind


Periods = tuple[PeriodChange, ...]
"""The changes in the order of their days; before the first there are weeks."""


@dataclass(frozen=True, slots=True)
class PeriodRules:
    """What an account has chosen of periods: their kinds, and how many days after its end each is locked (None: never)."""

    periods: Periods = ()
    lock_after_days: int | None = None
    time_zone: str = "UTC"

    def locks(self, last_day: date, now: datetime) -> bool:
        """Whether a period that ends on this day is over for longer than the account lets it be changed."""
        if self.lock_after_days is None:
            return False
        return (local_date(now, self.time_zone) - last_day).days > self.lock_after_days


def period_of(day: date, periods: Periods) -> Period:
    """The period that a day is in. A change begins a new one, whose first is as long as is left of it then."""
    kind: PeriodKind = "week"
    begins, ends = date.min, date.max
    for change in periods:
        if change.from_day > day:
            ends = change.from_day - _ONE_DAY
            break
        kind, begins = change.kind, change.from_day
    period = _usual(kind, day)
    return Period(max(period.first, begins), min(period.last, ends))


def kind_chosen(periods: Periods) -> PeriodKind:
    """The kind of the account's periods, once all changes hold."""
    return periods[-1].kind if periods else "week"


def changed_periods(periods: Periods, kind: PeriodKind, last_used: date) -> Periods:
    """Periods of another kind, from the end of the one that `last_used` is in: until then none is another than it was.

    A change that does not hold by then is forgotten.
    """
    kept = tuple(takewhile(lambda one: one.from_day <= last_used, periods))
    if kind == kind_chosen(kept):
        return kept
    return (*kept, PeriodChange(period_of(last_used, kept).last + _ONE_DAY, kind))


def _usual(kind: PeriodKind, day: date) -> Period:
    if kind == "week":
        return Period(first_day_of_week(day), last_day_of_week(day))
    last = day.replace(day=monthrange(day.year, day.month)[1])
    if kind == "month":
        return Period(day.replace(day=1), last)
    if day.day <= _MIDDLE:
        return Period(day.replace(day=1), day.replace(day=_MIDDLE))
    return Period(day.replace(day=_MIDDLE + 1), last)
