"""What an account has chosen for itself."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from domain_errors import ForbiddenError
from timer.capacity import USUAL_WEEK, Week
from timer.missing_timesheet import DAYS_TO_HAND_IN, Deadline, deadline
from timer.sheet_period import PeriodKind, PeriodRules, Periods, changed_periods, kind_chosen

TIMER_LIMIT_SECONDS = 12 * 3600
"""The limit of an account that has chosen none."""


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """Zone (IANA), currency (ISO 4217) and language hold where nothing nearer decides.

    `holiday_region`: whose public holidays are days off. `working_week`: of agents who have none of their own.
    `sheet_periods`: of timesheets; `lock_after_days`: after the end of one only managers change its time.
    `days_to_hand_in`: after the end of one; then those who have not are told (None: never).
    `timer_limit_seconds`: a timer that runs for longer seems forgotten.
    `version` 0: nothing was chosen yet, these are the defaults.
    """

    version: int
    time_zone: str
    currency: str
    language: str
    allow_self_approval: bool = False
    allow_overlaps: bool = False
    holiday_region: str | None = None
    working_week: Week = USUAL_WEEK
    timer_limit_seconds: int = TIMER_LIMIT_SECONDS
    sheet_periods: Periods = ()
    lock_after_days: int | None = None
    days_to_hand_in: int | None = DAYS_TO_HAND_IN

    @property
    def period_rules(self) -> PeriodRules:
        """Which periods there are, and which of them are locked."""
        return PeriodRules(self.sheet_periods, self.lock_after_days, self.time_zone)

    @property
    def sheet_period(self) -> PeriodKind:
        """What the account chose last; it may hold later."""
        return kind_chosen(self.sheet_periods)

    @property
    def sheet_period_from(self) -> date | None:
        """From which day on that holds; None: always."""
        return self.sheet_periods[-1].from_day if self.sheet_periods else None

    def with_sheet_period(self, kind: PeriodKind, last_used: date) -> "AccountSettings":
        """Timesheets of this kind after the period that `last_used` is in."""
        if kind == self.sheet_period:
            return self
        return replace(self, sheet_periods=changed_periods(self.sheet_periods, kind, last_used))

    def deadline(self, now: datetime) -> Deadline | None:
        """Of which period those who have not handed in are told by now; None: nobody ever is."""
        if self.days_to_hand_in is None:
            return None
        return deadline(now, self.sheet_periods, self.days_to_hand_in, self.time_zone)

    def must_be_changeable_to(self, chosen: "AccountSettings", *, by_owner: bool) -> None:
        """Raises `ForbiddenError`: managers must not lift the rule that somebody else approves their time."""
        if chosen.allow_self_approval != self.allow_self_approval and not by_owner:
            raise ForbiddenError("only an owner changes allow_self_approval")
