"""Which multipliers charge the seconds of an entry: it is cut where another begins to hold.

A second belongs to the window that its first instant is in, by the clock on the wall of the zone in which it was worked.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import groupby, pairwise
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rates.domain.matching import Work
from rates.domain.multipliers import KINDS, Multiplier
from rates.domain.overtime import NOTHING_EARLIER, Earlier
from rates.domain.segments import Segment
from rates.domain.weekly_hours import MINUTES_OF_DAY, MINUTES_OF_WEEK, instants, minute_of

MOST_PARTS = 60
"""A price has at most 100 segments, and agreements cut some of these once more."""

NotMultiplied = Literal["no-start", "too-many-parts"]
"""Why multipliers leave time alone that they cover: when it was is not known; they would cut it into too many parts."""

_SECOND = timedelta(seconds=1)
_MIDNIGHTS = range(0, MINUTES_OF_WEEK, MINUTES_OF_DAY)


@dataclass(frozen=True, slots=True)
class TimedWork:
    """An entry that has a price: what it is, when it was, and how much its agent had worked before it."""

    work: Work
    seconds: int
    started_at: datetime | None
    time_zone: str | None
    earlier: Earlier = NOTHING_EARLIER


@dataclass(frozen=True, slots=True)
class MultiplierBook:
    """The multipliers of an account, and its holidays."""

    multipliers: Collection[Multiplier] = ()
    holidays: frozenset[date] = frozenset()

    @property
    def counts_overtime(self) -> bool:
        """Whether it matters what else agents have worked."""
        return any(one.window.above_seconds for one in self.multipliers)

    def covering(self, work: Work) -> list[Multiplier]:
        """The multipliers that hold for a piece of work on its day, whatever its hour."""
        day = work.work_date
        return [one for one in self.multipliers if one.holds_on(day) and work.within(one.scope)]


@dataclass(frozen=True, slots=True)
class Part:
    """Seconds of an entry, from `start` up to and without `end`, that one multiplier charges, or none."""

    start: int
    end: int
    multiplier: Multiplier | None


def split(
    entry: TimedWork, base: Sequence[Segment], currency: str, book: MultiplierBook
) -> tuple[Segment, ...]:
    """The segments of an entry at the rates of its hours, given those without multipliers, in its currency.

    What a person set the price of stays at it. What is billed of a segment is shared among its parts: each has the share of
    all up to its end without that of all up to its start, so that parts add up.
    """
    parts = parts_of(entry, book, currency)
    if isinstance(parts, str):
        return tuple(base)
    return tuple(piece for segment in base for piece in _cut(segment, parts, currency))


def parts_of(
    entry: TimedWork, book: MultiplierBook, currency: str
) -> Sequence[Part] | NotMultiplied:
    """By which multiplier each second of an entry is charged, or why none charges it."""
    covering = [one for one in book.covering(entry.work) if one.applies_to(currency)]
    if not covering:
        return [Part(0, entry.seconds, None)]
    zone = entry.time_zone and _zone(entry.time_zone)
    if entry.started_at is None or not zone:
        return "no-start"
    clock = _Clock(entry, entry.started_at.astimezone(UTC), zone, book.holidays)
    parts = list(_joined(clock, covering))
    return parts if len(parts) <= MOST_PARTS else "too-many-parts"


@dataclass(frozen=True, slots=True)
class _Clock:
    """What it is at each second of an entry."""

    entry: TimedWork
    started_at: datetime
    zone: ZoneInfo
    holidays: frozenset[date]

    def winner(self, covering: Collection[Multiplier], second: int) -> Multiplier | None:
        """The multiplier that charges this second."""
        local = (self.started_at + timedelta(seconds=second)).astimezone(self.zone)
        applying = (one for one in covering if self._applies(one, second, local))
        return max(applying, key=self._precedence, default=None)

    def cuts(self, covering: Collection[Multiplier]) -> list[int]:
        """The seconds at which another may begin to charge, with the first and the end."""
        edges = {edge for one in covering for part in one.window.minutes for edge in part}
        if any(one.window.kind == "holiday" for one in covering):
            edges.update(_MIDNIGHTS)
        minutes = {edge % MINUTES_OF_WEEK for edge in edges}
        end = self.started_at + timedelta(seconds=self.entry.seconds)
        moments = instants(minutes, self.started_at, end, self.zone) if minutes else ()
        found = {-((self.started_at - moment) // _SECOND) for moment in moments}
        found |= {
            one.window.above_seconds - self._earlier(one)
            for one in covering
            if one.window.above_seconds
        }
        seconds = self.entry.seconds
        return [0, *sorted(second for second in found if 0 < second < seconds), seconds]

    def _applies(self, multiplier: Multiplier, second: int, local: datetime) -> bool:
        window = multiplier.window
        if window.above_seconds is not None:
            return self._earlier(multiplier) + second >= window.above_seconds
        if window.kind == "holiday":
            return local.date() in self.holidays
        minute = minute_of(local)
        return any(start <= minute < end for start, end in window.minutes)

    def _earlier(self, multiplier: Multiplier) -> int:
        earlier = self.entry.earlier
        of_day = multiplier.window.kind == "overtime-day"
        return earlier.day_seconds if of_day else earlier.week_seconds

    def _precedence(self, multiplier: Multiplier) -> tuple[int, int, int, bool, UUID]:
        return (
            -KINDS.index(multiplier.window.kind),
            multiplier.weight,
            multiplier.window.above_seconds or 0,
            multiplier.scope.organization_id not in self.entry.work.merged,
            multiplier.multiplier_id,
        )


def _joined(clock: _Clock, covering: Collection[Multiplier]) -> Iterator[Part]:
    """The parts between cuts; neighbours that the same multiplier charges are one."""
    between = (
        Part(start, end, clock.winner(covering, start))
        for start, end in pairwise(clock.cuts(covering))
    )
    for _, same in groupby(between, lambda one: one.multiplier and one.multiplier.multiplier_id):
        first, *more = same
        yield replace(first, end=more[-1].end) if more else first


def _cut(segment: Segment, parts: Sequence[Part], currency: str) -> Iterator[Segment]:
    if segment.rule_id is None or not segment.charged_by_hour:
        yield segment
        return
    for part in parts:
        start, end = max(part.start, segment.start), min(part.end, segment.end)
        if start < end:
            yield _multiplied(segment, replace(part, start=start, end=end), currency)


def _multiplied(segment: Segment, part: Part, currency: str) -> Segment:
    multiplier, base = part.multiplier, segment.hourly_rate
    return replace(
        segment,
        start=part.start,
        end=part.end,
        billed_seconds=_billed_up_to(segment, part.end) - _billed_up_to(segment, part.start),
        hourly_rate=multiplier.rate(base, currency) if multiplier else base,
        multiplier_id=multiplier.multiplier_id if multiplier else None,
    )


def _billed_up_to(segment: Segment, second: int) -> int:
    return segment.billed_seconds * (second - segment.start) // segment.seconds


@cache
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
