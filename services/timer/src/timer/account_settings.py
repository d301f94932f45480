"""What an account has chosen for itself."""

from dataclasses import dataclass

from domain_errors import ForbiddenError
from timer.capacity import USUAL_WEEK, Week

TIMER_LIMIT_SECONDS = 12 * 3600
"""The limit of an account that has chosen none."""


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """Zone (IANA), currency (ISO 4217) and language hold where nothing nearer decides.

    `holiday_region`: whose public holidays are days off. `working_week`: of agents who have none of their own.
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

    def must_be_changeable_to(self, chosen: "AccountSettings", *, by_owner: bool) -> None:
        """Raises `ForbiddenError`: managers must not lift the rule that somebody else approves their time."""
        if chosen.allow_self_approval != self.allow_self_approval and not by_owner:
            raise ForbiddenError("only an owner changes allow_self_approval")
