"""A running timer, and the time it has measured when it stops."""

from dataclasses import dataclass, replace
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


class StoppedInPauseError(ConflictError):
    """The timer paused until later than that, so nobody knows how much of it was worked."""


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
    """`entry_id` is the id that the time entry will have; `work_date` the local date of the start.

    `break_seconds`: of pauses that ended, the last at `resumed_at`; it pauses since `paused_at`.
    `noticed_at`: that it runs beyond the account's limit. `confirmed`: its agent says that this is right.
    """

    agent_id: UUID
    entry_id: UUID
    started_at: datetime
    work_date: date
    time_zone: str
    work: Work
    break_seconds: int = 0
    paused_at: datetime | None = None
    resumed_at: datetime | None = None
    noticed_at: datetime | None = None
    confirmed: bool = False

    @classmethod
    def starting(
        cls, agent_id: UUID, entry_id: UUID, at: datetime, time_zone: str, work: Work
    ) -> "RunningTimer":
        """A timer of this agent that begins at the whole second of `at`."""
        start = whole_second(at)
        return cls(agent_id, entry_id, start, local_date(start, time_zone), time_zone, work)

    def as_it_goes_on(self, before: "RunningTimer") -> "RunningTimer":
        """This start and work, with the pauses of the timer until now, and what is known of its length."""
        if before.resumed_at is not None and self.started_at > before.resumed_at:
            raise InvalidInputError("started_at", "lies in the timer's pauses, or after them")
        if before.paused_at is not None and self.started_at > before.paused_at:
            raise InvalidInputError("started_at", "lies after the pause began")
        worked = (before.paused_at or before.resumed_at or self.started_at) - self.started_at
        if worked.total_seconds() < before.break_seconds:
            raise InvalidInputError("started_at", "leaves less time than its pauses took")
        return replace(
            before,
            started_at=self.started_at,
            work_date=self.work_date,
            time_zone=self.time_zone,
            work=self.work,
        )

    def pause(self, now: datetime) -> "RunningTimer":
        """Let time pass without counting it. A repeat changes nothing."""
        if self.paused_at is not None:
            return self
        return replace(self, paused_at=max(whole_second(now), self.started_at))

    def resume(self, now: datetime) -> "RunningTimer":
        """Count again. A repeat changes nothing."""
        if self.paused_at is None:
            return self
        at = max(whole_second(now), self.paused_at)
        pause = int((at - self.paused_at).total_seconds())
        pauses = self.break_seconds + pause
        return replace(self, paused_at=None, resumed_at=at, break_seconds=pauses)

    def confirm(self) -> "RunningTimer":
        """It is right that it runs for so long."""
        return replace(self, confirmed=True)

    def notice(self, now: datetime, limit_seconds: int) -> "RunningTimer | None":
        """The timer when this is the first time that it is seen beyond the limit."""
        if self.noticed_at is not None or now < self.reaches(limit_seconds):
            return None
        return replace(self, noticed_at=now)

    def reaches(self, limit_seconds: int) -> datetime:
        """When it has run for so long, its pauses included."""
        return self.started_at + timedelta(seconds=limit_seconds)

    def span_until(self, now: datetime, ended_at: datetime | None) -> TimeSpan | None:
        """The time worked until `ended_at`, else until now or the pause that lasts; None for less than a second.

        Raises `TimerTooLongError` above 24 hours, `EndedBeforeStartError` for an end before the start and
        `StoppedInPauseError` for one before its pauses ended.
        """
        # Clocks of two machines differ: a timer just started elsewhere may seem to begin in the future.
        end = whole_second(ended_at or max(now, self.started_at))
        end = min(end, self.paused_at or end)
        elapsed = int((end - self.started_at).total_seconds())
        if elapsed > LONGEST_SECONDS:
            raise TimerTooLongError
        if elapsed < 0:
            raise EndedBeforeStartError
        if self.resumed_at is not None and end < self.resumed_at:
            raise StoppedInPauseError
        seconds = elapsed - self.break_seconds
        return self._span(seconds, self.break_seconds) if seconds > 0 else None

    def was_forgotten(self, now: datetime) -> bool:
        """Whether it has run for longer than an entry may be."""
        end = min(now, self.paused_at or now)
        return int((end - self.started_at).total_seconds()) > LONGEST_SECONDS

    @property
    def capped_span(self) -> TimeSpan:
        """The longest time that an entry may have, from the start of the timer."""
        pauses = min(self.break_seconds, LONGEST_SECONDS - 1)
        return self._span(LONGEST_SECONDS - pauses, pauses)

    def _span(self, seconds: int, pauses: int) -> TimeSpan:
        return TimeSpan(self.work_date, self.started_at, seconds, self.time_zone, pauses)
