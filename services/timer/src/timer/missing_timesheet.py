"""Whose time of a period has not been handed in, and when they are told."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from timer.calendar import local_date
from timer.capacity import Period
from timer.sheet_period import Periods, period_of

DAYS_TO_HAND_IN = 1
"""What an account leaves for it that has chosen nothing."""
TOLD_AT = time(8)
"""On the day after those, by the account's clock."""
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MissingTimesheet:
    """An active agent's sheet that is a draft, or that is not there. `capacity_seconds`: what they could have worked.

    `since`: when the agent was added.
    """

    agent_id: UUID
    timesheet_id: UUID | None
    seconds: int
    capacity_seconds: int
    since: datetime

    @property
    def is_expected(self) -> bool:
        """Who has time hands it in, and who was to work has time; nobody waits for those who were away."""
        return self.seconds > 0 or self.capacity_seconds > 0

    def is_told(self, last_day: date, time_zone: str) -> bool:
        """Whether its agent is told of a period with this last day: nobody is of time before they were here."""
        return local_date(self.since, time_zone) <= last_day


@dataclass(frozen=True, slots=True)
class Deadline:
    """Whose days to hand in are over: the newest such period, and when the next one's will be."""

    period: Period
    next_at: datetime


def deadline(now: datetime, periods: Periods, days_to_hand_in: int, time_zone: str) -> Deadline:
    """The newest period of which those who have not handed in are told by now. Older ones are let be."""
    period = period_of(local_date(now, time_zone), periods)
    next_at = _told_at(period, days_to_hand_in, time_zone)
    while (at := _told_at(period, days_to_hand_in, time_zone)) > now:
        period, next_at = period_of(period.first - _ONE_DAY, periods), at
    return Deadline(period, next_at)


def _told_at(period: Period, days_to_hand_in: int, time_zone: str) -> datetime:
    day = period.last + (days_to_hand_in + 1) * _ONE_DAY
    return datetime.combine(day, TOLD_AT, ZoneInfo(time_zone))
