"""How many seconds a row means, and when it began."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from timer.importing.instants import instants
from timer.importing.lines import Line
from timer.importing.refusal import BadCellError

LONGEST = 24 * 3600
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Measured:
    """`seconds` are what we store, `span` is end - start, `key_seconds` do not depend on the zone.

    `skip` and `conflict` name why the row cannot become an entry; `warnings` what to look at.
    """

    line: Line
    started_at: datetime | None
    seconds: int
    key_seconds: int
    span: int | None
    skip: str | None = None
    conflict: str | None = None
    warnings: tuple[str, ...] = ()

    @property
    def ends_at(self) -> datetime | None:
        return self.started_at + timedelta(seconds=self.seconds) if self.started_at else None

    @property
    def source_seconds(self) -> int:
        """What the file's own duration column says; its absence counts as the span."""
        return self.line.duration.seconds if self.line.duration else self.seconds


def measure(line: Line, place: ZoneInfo) -> Measured:
    """Rules of seconds: a precise duration wins; a cut one only where end - start disagrees with it."""
    if line.duration is None and line.end is None:
        return Measured(line, None, 0, 0, None, skip="running")
    starts = instants(line.start, place) if line.start else ()
    ends = instants(line.end, place) if line.end else ()
    started_at, span, doubtful = _stretch(line, starts, ends)
    seconds = _seconds(line, span)
    warnings = _warnings(line, seconds, span, doubtful)
    missing = "nonexistent_time" if line.start and not starts else None
    if seconds is None:
        seconds, missing = _face_seconds(line) or 0, "nonexistent_time"
    return Measured(
        line, started_at, seconds, _key_seconds(line, seconds), span,
        skip="zero" if seconds == 0 else None,
        conflict=missing or ("too_long" if seconds > LONGEST else None),
        warnings=warnings,
    )  # fmt: skip


def _stretch(
    line: Line, starts: tuple[datetime, ...], ends: tuple[datetime, ...]
) -> tuple[datetime | None, int | None, bool]:
    """Start, elapsed seconds, and whether the double hour was settled without proof."""
    if not starts or not ends:
        return (starts[0] if starts else None), None, len(starts) > 1
    spans = [(start, int((end - start) / SECOND)) for start, end in product(starts, ends)]
    if line.duration is not None:
        told, slack = line.duration.seconds, line.duration.slack
        for start, span in sorted(spans, key=lambda pair: abs(pair[1] - told)):
            if abs(span - told) <= slack + 59 * line.coarse:
                return start, span, False
    start, span = next((pair for pair in spans if pair[1] >= 0), spans[0])
    return start, span, len(spans) > 1


def _seconds(line: Line, span: int | None) -> int | None:
    """None when only times are given and one of them does not exist."""
    if line.duration is None:
        if span is not None and span < 0:
            raise BadCellError("end", str(line.end), "ends before it starts")
        if span is None and line.start is None:
            raise BadCellError("start", "", "neither a duration nor a start")
        return span
    told, slack = line.duration.seconds, line.duration.slack
    return span if slack and span is not None and abs(span - told) <= slack else told


def _face_seconds(line: Line) -> int | None:
    if line.start is None or line.end is None:
        return None
    return max(0, int((line.end - line.start) / SECOND))


def _key_seconds(line: Line, seconds: int) -> int:
    """As `_seconds`, but by clock faces: another zone must not make another key."""
    face = _face_seconds(line)
    if line.duration is None:
        return seconds if face is None else face
    near = face is not None and abs(face - line.duration.seconds) <= line.duration.slack
    return face if line.duration.slack and near and face is not None else line.duration.seconds


def _warnings(line: Line, seconds: int | None, span: int | None, doubtful: bool) -> tuple[str, ...]:
    found = []
    if doubtful:
        found.append("double_hour")
    if seconds is not None and span is not None and abs(span - seconds) > 59 * line.coarse:
        found.append("span_differs")
    if line.duration is not None and line.duration.resaved:
        found.append("resaved_by_spreadsheet")
    return tuple(found)
