"""How many seconds a row means, and when its work began.

Elapsed time is computed between instants, never between clock faces.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from timer.importing.dates import instants
from timer.importing.errors import CellError
from timer.importing.numbers import Duration
from timer.time_span import LONGEST_SECONDS

_SECOND = timedelta(seconds=1)
_MINUTE_SLACK = 59  # of a clock without seconds


@dataclass(frozen=True, slots=True)
class WrittenTime:
    """A row's time as written: clock faces without a zone. `coarse`: one of the two has no seconds.

    `exact_start` and `exact_end` are the instants, where the file writes the difference to UTC too.
    """

    work_date: date
    start: datetime | None
    end: datetime | None
    coarse: bool
    duration: Duration | None
    exact_start: datetime | None = None
    exact_end: datetime | None = None

    @property
    def face_seconds(self) -> int | None:
        """End - start by the clock faces; None when one is missing."""
        if self.start is None or self.end is None:
            return None
        return max(0, int((self.end - self.start) / _SECOND))


@dataclass(frozen=True, slots=True)
class WorkedTime:
    """What a row's time means.

    `seconds` are what we store, `span` is end - start, `key_seconds` do not depend on the zone. `skip` and `conflict`
    name why the row cannot become an entry, `warnings` what to look at.
    """

    written: WrittenTime
    started_at: datetime | None
    seconds: int
    key_seconds: int
    span: int | None
    skip: str | None = None
    conflict: str | None = None
    warnings: tuple[str, ...] = ()

    @property
    def ended_at(self) -> datetime | None:
        return self.started_at + timedelta(seconds=self.seconds) if self.started_at else None

    @property
    def source_seconds(self) -> int:
        """By the file's own duration column; its absence counts as `seconds`."""
        return self.written.duration.seconds if self.written.duration else self.seconds


def measure(written: WrittenTime, place: ZoneInfo) -> WorkedTime:
    """A duration with seconds wins; a coarser one only where end - start contradicts it. Raises CellError."""
    if written.duration is None and written.end is None:
        return WorkedTime(written, None, 0, 0, None, skip="running")
    starts = _instants(written.start, written.exact_start, place)
    ends = _instants(written.end, written.exact_end, place)
    started_at, span, doubtful = _span(written, starts, ends)
    seconds = _seconds(written, span)
    warnings = _warnings(written, seconds, span, doubtful)
    nonexistent = seconds is None or (written.start is not None and not starts)
    if seconds is None:
        seconds = written.face_seconds or 0
    return WorkedTime(
        written, started_at, seconds, _key_seconds(written, seconds), span,
        skip="zero" if seconds == 0 else None,
        conflict=_conflict(seconds, nonexistent=nonexistent),
        warnings=warnings,
    )  # fmt: skip


def _instants(
    local: datetime | None, exact: datetime | None, place: ZoneInfo
) -> tuple[datetime, ...]:
    if exact is not None:
        return (exact,)
    return instants(local, place) if local else ()


def _span(
    written: WrittenTime, starts: tuple[datetime, ...], ends: tuple[datetime, ...]
) -> tuple[datetime | None, int | None, bool]:
    """Start, elapsed seconds, and whether the double hour was settled without proof."""
    if not starts or not ends:
        return (starts[0] if starts else None), None, len(starts) > 1
    spans = [(start, int((end - start) / _SECOND)) for start, end in product(starts, ends)]
    if written.duration is not None:
        duration, slack = written.duration.seconds, written.duration.slack
        for start, span in sorted(spans, key=lambda pair: abs(pair[1] - duration)):
            if abs(span - duration) <= slack + _MINUTE_SLACK * written.coarse:
                return start, span, False
    start, span = next((pair for pair in spans if pair[1] >= 0), spans[0])
    return start, span, len(spans) > 1


def _seconds(written: WrittenTime, span: int | None) -> int | None:
    """None when only times are given and one of them does not exist."""
    if written.duration is None:
        if span is not None and span < 0:
            raise CellError("end", str(written.end), "ends before it starts")
        if span is None and written.start is None:
            raise CellError("start", "", "neither a duration nor a start")
        return span
    return _within_slack(written.duration, span)


def _key_seconds(written: WrittenTime, seconds: int) -> int:
    """As `_seconds`, but by clock faces: another zone must not make another key."""
    face = written.face_seconds
    if written.duration is None:
        return seconds if face is None else face
    return _within_slack(written.duration, face)


def _within_slack(duration: Duration, span: int | None) -> int:
    """The span where the duration was cut and the cut explains the difference, else the duration."""
    if duration.slack and span is not None and abs(span - duration.seconds) <= duration.slack:
        return span
    return duration.seconds


def _conflict(seconds: int, *, nonexistent: bool) -> str | None:
    if nonexistent:
        return "nonexistent_time"
    return "too_long" if seconds > LONGEST_SECONDS else None


def _warnings(
    written: WrittenTime, seconds: int | None, span: int | None, doubtful: bool
) -> tuple[str, ...]:
    found = []
    if doubtful:
        found.append("double_hour")
    precision = _MINUTE_SLACK * written.coarse
    if seconds is not None and span is not None and abs(span - seconds) > precision:
        found.append("span_differs")
    if written.duration is not None and written.duration.resaved:
        found.append("resaved_by_spreadsheet")
    return tuple(found)
