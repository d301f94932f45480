"""How long work lasted, when it began, and on which local date."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain_errors import InvalidInputError
from timer.calendar import DAY_RANGE, is_possible_day, last_day_for_work, local_date

LONGEST_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """`seconds` were worked, 1 to 86,400. `started_at` is None for "2 h on Tuesday".

    `break_seconds`: pauses between start and end, which are not worked and never billed; none without a start.
    """

    work_date: date
    started_at: datetime | None
    seconds: int
    time_zone: str
    break_seconds: int = 0

    @property
    def ended_at(self) -> datetime | None:
        """The instant at which work ended; None without a start."""
        elapsed = timedelta(seconds=self.seconds + self.break_seconds)
        return self.started_at + elapsed if self.started_at else None

    def must_have_happened(self, now: datetime) -> None:
        """Raises `InvalidInputError` for work that lies more than a day ahead."""
        if self.work_date > last_day_for_work(now, self.time_zone):
            field = "started_at" if self.started_at else "work_date"
            raise InvalidInputError(field, "lies more than a day ahead")

    def split(self, seconds: int, break_seconds: int) -> tuple["TimeSpan", "TimeSpan"]:
        """The first so many seconds, and the rest, which begins where they end and belongs to the local date there.

        `break_seconds`: how much of the pauses lies in the first part.
        """
        first = replace(self, seconds=seconds, break_seconds=break_seconds)
        rest = replace(
            self,
            seconds=self.seconds - seconds,
            break_seconds=self.break_seconds - break_seconds,
        )
        if first.ended_at is None:
            return first, rest
        start = first.ended_at
        return first, replace(rest, started_at=start, work_date=local_date(start, self.time_zone))

    @property
    def untimed(self) -> "TimeSpan":
        """The same seconds on the same date, without a place in the day."""
        return TimeSpan(self.work_date, None, self.seconds, self.time_zone)


@dataclass(frozen=True, slots=True)
class GivenTime:
    """Time as a caller gives it: with a start, or only with a date. `time_zone` None: the agent's."""

    seconds: int
    started_at: datetime | None = None
    work_date: date | None = None
    time_zone: str | None = None
    break_seconds: int = 0

    def span(self, agents_time_zone: str) -> TimeSpan:
        """What is meant. Raises `InvalidInputError` when the local date of the start is out of range."""
        time_zone = self.time_zone or agents_time_zone
        if self.started_at is None:
            assert self.work_date is not None
            return TimeSpan(self.work_date, None, self.seconds, time_zone)
        start = whole_second(self.started_at)
        work_date = local_date(start, time_zone)
        if not is_possible_day(work_date):
            raise InvalidInputError("started_at", DAY_RANGE)
        return TimeSpan(work_date, start, self.seconds, time_zone, self.break_seconds)


def whole_second(at: datetime) -> datetime:
    """Spans begin and end on whole seconds, so that one may end exactly where the next begins."""
    return at.replace(microsecond=0)
