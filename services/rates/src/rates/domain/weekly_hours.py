"""Hours of the week as a clock on the wall shows them, and when an instant is within them."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

MINUTES_OF_DAY = 24 * 60
MINUTES_OF_WEEK = 7 * MINUTES_OF_DAY
_SECOND = timedelta(seconds=1)

Minutes = tuple[tuple[int, int], ...]
"""Ranges of minutes of the week: from one, counted from Monday 0:00, up to and without another."""


def minutes_of_week(weekdays: Iterable[int], starts_at: time, ends_at: time) -> Minutes:
    """The minutes of hours that begin on some weekdays, Monday being 1.

    Those that end before they begin go on into the next day; those that end when they begin last for 24 hours.
    """
    start = _minute(starts_at)
    length = (_minute(ends_at) - start) % MINUTES_OF_DAY or MINUTES_OF_DAY
    firsts = (MINUTES_OF_DAY * (weekday - 1) + start for weekday in weekdays)
    return _joined(part for first in firsts for part in _within_week(first, first + length))


def minute_of(local: datetime) -> int:
    """The minute of the week that a clock on the wall shows."""
    return MINUTES_OF_DAY * local.weekday() + _minute(local.time())


def instants(
    minutes: Iterable[int], first: datetime, last: datetime, zone: tzinfo
) -> Iterator[datetime]:
    """When clocks of a zone show any of these minutes of the week, or are put forward or back, between two instants.

    A minute that is shown twice, or is passed over, when clocks are changed comes twice.
    """
    yield from _changes(first, last, zone)
    day, last_day = first.astimezone(zone).date(), last.astimezone(zone).date()
    wanted = sorted(set(minutes))
    while day <= last_day:
        today = range(MINUTES_OF_DAY * day.weekday(), MINUTES_OF_DAY * (day.weekday() + 1))
        for minute in (one for one in wanted if one in today):
            yield from _shown(day, minute - today.start, zone)
        day += timedelta(days=1)


def _shown(day: date, minute: int, zone: tzinfo) -> Iterator[datetime]:
    local = datetime.combine(day, time(minute // 60, minute % 60), zone)
    yield from (local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def _changes(first: datetime, last: datetime, zone: tzinfo) -> Iterator[datetime]:
    """The instant at which clocks were changed: between the two, no more than once."""
    before, after = first.astimezone(UTC), last.astimezone(UTC)
    was = before.astimezone(zone).utcoffset()
    if was == after.astimezone(zone).utcoffset():
        return
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == was:
            before = middle
        else:
            after = middle
    yield after.replace(microsecond=0)


def _minute(clock: time) -> int:
    return 60 * clock.hour + clock.minute


def _within_week(start: int, end: int) -> Iterator[tuple[int, int]]:
    yield start, min(end, MINUTES_OF_WEEK)
    if end > MINUTES_OF_WEEK:
        yield 0, end - MINUTES_OF_WEEK


def _joined(parts: Iterable[tuple[int, int]]) -> Minutes:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(parts):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)
