"""Dates, whose format is decided once per file and never guessed; times of day; and the instants they mean."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from timer.calendar import DAY_RANGE, TIME_ZONES, is_possible_day
from timer.importing.errors import DateFormatError, UnknownDateFormatError, UnknownTimeZoneError

ISO, DOTS, MONTH_FIRST, DAY_FIRST = "YYYY-MM-DD", "DD.MM.YYYY", "MM/DD/YYYY", "DD/MM/YYYY"
_PATTERNS = {
    ISO: re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    DOTS: re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})"),
    MONTH_FIRST: re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})"),
    DAY_FIRST: re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})"),
}
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([AaPp])\.?[Mm]\.?)?")
_MOMENT = re.compile(
    r"(?P<day>[\d./-]{6,10})[T\s](?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AaPp]\.?[Mm]\.?)?)(?:\.\d{1,9})?"
    r"(?P<offset>Z|[+-]\d{2}:?\d{2})?"
)
_SERIAL_NUMBER = re.compile(r"\d{4,5}([.,]\d+)?|0[.,]\d{3,}")
_NEAR = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class WrittenMoment:
    """A date, a time of day and a difference to UTC as a file has them; `""` for what it lacks."""

    day: str
    clock: str = ""
    offset: str = ""


def split_moment(text: str) -> WrittenMoment:
    """`2026-10-25 02:30:00`, `2026-10-25T02:30:00+01:00`; what has another shape is taken for a date."""
    match = _MOMENT.fullmatch(text)
    return (
        WrittenMoment(match["day"], match["clock"], match["offset"] or "")
        if match
        else WrittenMoment(text)
    )


def offset(text: str) -> timedelta:
    """`Z`, `+02:00` or `-0330`, as it was matched. Raises ValueError."""
    if text == "Z":
        return timedelta(0)
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > 14 or minutes > 59:
        raise ValueError("not a difference to UTC")
    size = timedelta(hours=hours, minutes=minutes)
    return -size if text[0] == "-" else size


def day(text: str, date_format: str) -> date:
    """Raises ValueError with the reason why the cell is no date."""
    match = _PATTERNS[date_format].fullmatch(text)
    if not match:
        raise ValueError(_spreadsheet_damage(text) or f"not a date as {date_format}")
    try:
        found = date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        raise ValueError(f"no such day, read as {date_format}") from None
    if not is_possible_day(found):
        raise ValueError(DAY_RANGE)
    return found


def clock(text: str) -> time:
    """A time of day, 24-hour or AM/PM: 12 AM is 0 h, 12 PM is 12 h. Raises ValueError."""
    match = _CLOCK.fullmatch(text)
    if not match:
        raise ValueError(_spreadsheet_damage(text) or "not a time of day")
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[4]:
        if not 1 <= hour <= 12:
            raise ValueError("not a time of day: AM and PM go with 1 to 12")
        hour = hour % 12 + (12 if match[4] in "Pp" else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError("not a time of day")
    return time(hour, minute, second)


def has_seconds(clock_text: str) -> bool:
    return clock_text.count(":") > 1


def _spreadsheet_damage(text: str) -> str | None:
    if _SERIAL_NUMBER.fullmatch(text):
        return "looks like a spreadsheet's serial number; export again and do not re-save the file"
    if text.startswith("'"):
        return "starts with a spreadsheet's apostrophe; export again and do not re-save the file"
    return None


def zone(name: str) -> ZoneInfo:
    """Raises UnknownTimeZoneError."""
    if name not in TIME_ZONES:
        raise UnknownTimeZoneError(f"{name!r} is not an IANA time zone", "time_zone")
    return ZoneInfo(name)


@lru_cache(maxsize=4096)
def instants(local: datetime, place: ZoneInfo) -> tuple[datetime, ...]:
    """None in spring's missing hour, two in autumn's double hour (earlier first), else one."""
    found = []
    for fold in (0, 1):
        instant = local.replace(tzinfo=place, fold=fold).astimezone(UTC)
        if instant.astimezone(place).replace(tzinfo=None) == local and instant not in found:
            found.append(instant)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class WrittenSpan:
    """The cells of one row that may prove a date format; `seconds` is its duration, when readable."""

    start_date: str
    end_date: str
    start_time: str
    end_time: str
    seconds: int | None


def date_format(rows: Iterable[WrittenSpan], given: str | None) -> str:
    """The one format of the file. Raises FileError for slashes that can be read both ways."""
    if given is not None:
        if given not in _PATTERNS:
            raise UnknownDateFormatError(f"known: {', '.join(_PATTERNS)}", "date_format")
        return given
    evidence = _Evidence()
    for row in rows:
        evidence.add(row)
    return evidence.verdict()


@dataclass(slots=True)
class _Evidence:
    """How many cells have each shape; for slashes, which order a part above 12 or the duration proves."""

    shapes: Counter[str] = field(default_factory=Counter)
    by_part: Counter[str] = field(default_factory=Counter)
    by_duration: Counter[str] = field(default_factory=Counter)

    def add(self, row: WrittenSpan) -> None:
        cells = [cell for cell in (row.start_date, row.end_date) if cell]
        self.shapes.update(shape for cell in cells if (shape := _shape(cell)))
        slashed = [cell for cell in cells if _shape(cell) == DAY_FIRST]
        self.by_part.update({proof for cell in slashed if (proof := _proof_by_part(cell))})
        if proof := _proof_by_duration(row):
            self.by_duration[proof] += 1

    def verdict(self) -> str:
        if not self.shapes:
            return ISO
        (shape, most), *others = self.shapes.most_common()
        if others and others[0][1] * 2 > most:
            raise DateFormatError("the file mixes ways of writing dates", "date_format")
        return shape if shape != DAY_FIRST else self._slashed()

    def _slashed(self) -> str:
        for votes in (self.by_part, self.by_duration):
            fewer, more = sorted((votes[DAY_FIRST], votes[MONTH_FIRST]))
            # One impossible date is that row's error, not a reason to doubt all the others.
            if more > fewer and (fewer == 0 or (fewer == 1 and more > 1)):
                return max((DAY_FIRST, MONTH_FIRST), key=lambda order: votes[order])
        raise DateFormatError("MM/DD/YYYY or DD/MM/YYYY? The file does not tell", "date_format")


def _shape(cell: str) -> str | None:
    return next((form for form in (ISO, DOTS, DAY_FIRST) if _PATTERNS[form].fullmatch(cell)), None)


def _proof_by_part(cell: str) -> str | None:
    first, second, _ = (int(part) for part in cell.split("/"))
    if first > 12 >= second:
        return DAY_FIRST
    return MONTH_FIRST if second > 12 >= first else None


def _proof_by_duration(row: WrittenSpan) -> str | None:
    if row.start_date == row.end_date or row.seconds is None:
        return None
    fits = [order for order in (DAY_FIRST, MONTH_FIRST) if _fits(row, order, row.seconds)]
    return fits[0] if len(fits) == 1 else None


def _fits(row: WrittenSpan, order: str, seconds: int) -> bool:
    try:
        start = datetime.combine(day(row.start_date, order), clock(row.start_time))
        end = datetime.combine(day(row.end_date, order), clock(row.end_time))
    except ValueError:
        return False
    return end >= start and abs(end - start - timedelta(seconds=seconds)) <= _NEAR
