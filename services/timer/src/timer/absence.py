"""Time in which an agent is away: whole days, or from or until noon."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from uuid import UUID

from domain_errors import ConflictError, InvalidInputError

AbsenceKind = Literal["holiday", "sick", "parental", "other"]
AbsenceState = Literal["requested", "approved", "declined"]
LONGEST_DAYS = 3 * 366
HALVES_OF_DAY = 2


class AbsenceDecidedError(ConflictError):
    """A manager has answered this request, so the agent does not change it any more."""


@dataclass(frozen=True, slots=True)
class DaysAway:
    """From the first to the last day, both included; the first may begin, the last may end at noon."""

    first_day: date
    last_day: date
    starts_at_noon: bool = False
    ends_at_noon: bool = False

    def must_be_possible(self) -> None:
        """Raises `InvalidInputError` for an end that is not after the start, and for years on end."""
        if self.last_day < self.first_day:
            raise InvalidInputError("last_day", "must not be before first_day")
        if self.first_day == self.last_day and self.starts_at_noon and self.ends_at_noon:
            raise InvalidInputError("ends_at_noon", "the absence would end when it starts")
        if (self.last_day - self.first_day).days >= LONGEST_DAYS:
            raise InvalidInputError("last_day", f"an absence has at most {LONGEST_DAYS} days")

    def halves_on(self, day: date) -> int:
        """How many halves of this day, of those from the first to the last, the agent is away."""
        halves = HALVES_OF_DAY
        if day == self.first_day and self.starts_at_noon:
            halves -= 1
        if day == self.last_day and self.ends_at_noon:
            halves -= 1
        return halves


@dataclass(frozen=True, slots=True)
class Absence:
    """Days away of an agent. `note` is what the agent or the manager wrote, `answer` what a manager said when declining."""

    id: UUID
    version: int
    agent_id: UUID
    kind: AbsenceKind
    days: DaysAway
    state: AbsenceState
    note: str = ""
    answer: str = ""

    def changed(
        self, kind: AbsenceKind, days: DaysAway, note: str, *, by_manager: bool
    ) -> "Absence":
        """With other content. Raises `AbsenceDecidedError` for an agent whose request was answered."""
        self.must_be_open(by_manager=by_manager)
        days.must_be_possible()
        return replace(self, kind=kind, days=days, note=note)

    def must_be_open(self, *, by_manager: bool) -> None:
        """Managers change what they will, agents what nobody has answered."""
        if not by_manager and self.state != "requested":
            raise AbsenceDecidedError

    def approved(self) -> "Absence":
        """The agent is away."""
        return replace(self, state="approved", answer="")

    def declined(self, answer: str) -> "Absence":
        """The agent is not away; `answer` says why."""
        return replace(self, state="declined", answer=answer)
