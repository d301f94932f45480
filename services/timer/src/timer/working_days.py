"""Working days, Monday to Friday, counted without looking at each."""

from datetime import date, timedelta


def is_working_day(day: date) -> bool:
    """Monday to Friday."""
    return day.weekday() < 5


def working_days(first: date, last: date) -> int:
    """How many there are from the first day to the last, both included; 0 when the last comes before the first."""
    if last < first:
        return 0
    return _until(last) - _until(first - timedelta(days=1)) if first > date.min else _until(last)


def _until(day: date) -> int:
    """How many there are from the Monday 0001-01-01 to this day."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5)


def after_working_days(day: date, count: int) -> date | None:
    """The day on which so many more are over; None when nobody lives to see it."""
    start = day
    while not is_working_day(start):
        start -= timedelta(days=1)
    weeks, rest = divmod(start.weekday() + count, 5)
    shift = weeks * 7 + rest - start.weekday()
    return start + timedelta(days=shift) if shift <= (date.max - start).days else None
