"""A stretch of time: when it began, how long it lasted, and on which local date."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from timer.refusal import RefusedError

LONGEST = 24 * 3600


@dataclass(frozen=True, slots=True)
class Stretch:
    """`seconds` are elapsed time, 1 to 86,400. `started_at` is None for "2 h on Tuesday"."""

    work_date: date
    started_at: datetime | None
    seconds: int
    time_zone: str

    @property
    def ended_at(self) -> datetime | None:
        return self.started_at + timedelta(seconds=self.seconds) if self.started_at else None

    @property
    def untimed(self) -> "Stretch":
        """The same seconds on the same date, without a place in the day."""
        return Stretch(self.work_date, None, self.seconds, self.time_zone)


def local_date(at: datetime, time_zone: str) -> date:
    """The date on the wall where the work is done."""
    return at.astimezone(ZoneInfo(time_zone)).date()


def whole_second(at: datetime) -> datetime:
    """Timers begin and end on whole seconds, so that one may end exactly where the next begins."""
    return at.replace(microsecond=0)


def elapsed(started_at: datetime, at: datetime) -> int:
    """Seconds between two instants. A timer forgotten for more than a day asks when work ended."""
    seconds = int((at - started_at).total_seconds())
    if seconds > LONGEST:
        raise RefusedError(
            "timer-too-long", "This timer ran for more than 24 hours: say when work ended"
        )
    if seconds < 0:
        raise RefusedError("ended-before-start", "The timer had not begun by then")
    return seconds
