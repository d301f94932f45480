"""A running timer, and the time it has measured when it stops."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from domain_errors import ConflictError, InvalidInputError
from timer.calendar import local_date
from timer.time_span import LONGEST_SECONDS, TimeSpan, whole_second
from timer.work import Work


class NotAnAgentError(ConflictError):
    """The caller is not an agent of this account."""


class AgentNotActiveError(ConflictError):
    """The agent is not active and takes no time."""


class NoRunningTimerError(ConflictError):
    """No timer is running."""


class TimerTooLongError(ConflictError):
    """The timer ran for more than 24 hours, so its agent must give the end of work."""


class EndedBeforeStartError(ConflictError):
    """The timer had not begun by then."""


class TimerStoppedError(ConflictError):
    """The timer with this id was stopped: its entry is there."""


CLOCKS_DIFFER = timedelta(seconds=30)
"""How far a browser's clock may be ahead of ours."""


def start_of_work(named: datetime | None, now: datetime) -> datetime:
    """When a timer begins: now, or when its agent says that work began. Raises `InvalidInputError`."""
    if named is None:
        return now
    if named > now + CLOCKS_DIFFER:
        raise InvalidInputError("started_at", "lies in the future")
    if (now - named).total_seconds() > LONGEST_SECONDS:
        raise InvalidInputError("started_at", "lies more than 24 hours back")
    return min(named, now)


@dataclass(frozen=True, slots=True)
class RunningTimer:
    """`entry_id` is the id that the time entry will have; `work_date` the local date of the start."""

    agent_id: UUID
    entry_id: UUID
    started_at: datetime
    work_date: date
    time_zone: str
    work: Work

    @classmethod
    def starting(
        cls, agent_id: UUID, entry_id: UUID, at: datetime, time_zone: str, work: Work
    ) -> "RunningTimer":
        """A timer of this agent that begins at the whole second of `at`."""
        start = whole_second(at)
        return cls(agent_id, entry_id, start, local_date(start, time_zone), time_zone, work)

    def span_until(self, now: datetime, ended_at: datetime | None) -> TimeSpan | None:
        """The elapsed time until `ended_at`, else until now; None for less than a second.

        Raises `TimerTooLongError` above 24 hours and `EndedBeforeStartError` for an end before the start.
        """
        # Clocks of two machines differ: a timer just started elsewhere may seem to begin in the future.
        end = whole_second(ended_at or max(now, self.started_at))
        seconds = int((end - self.started_at).total_seconds())
        if seconds > LONGEST_SECONDS:
            raise TimerTooLongError
        if seconds < 0:
            raise EndedBeforeStartError
        return self._span(seconds) if seconds else None

    def was_forgotten(self, now: datetime) -> bool:
        """Whether it has run for longer than an entry may be."""
        return int((now - self.started_at).total_seconds()) > LONGEST_SECONDS

    @property
    def capped_span(self) -> TimeSpan:
        """The longest time that an entry may have, from the start of the timer."""
        return self._span(LONGEST_SECONDS)

    def _span(self, seconds: int) -> TimeSpan:
        return TimeSpan(self.work_date, self.started_at, seconds, self.time_zone)
