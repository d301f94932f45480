"""A project's budget of hours: in all or per month, and what happens to time that exceeds it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain_errors import ConflictError

BudgetPeriod = Literal["total", "month"]
Overspend = Literal["allow", "warn", "refuse"]
THRESHOLDS = (80, 100)
"""Percents of a budget that are told, each once."""
WHOLE_PROJECT = date(1900, 1, 1)
"""Stands for the first day of the only period of a budget for the whole project; no work is that old."""


class ProjectBudgetSpentError(ConflictError):
    """The project refuses time that exceeds its budget."""


@dataclass(frozen=True, slots=True)
class Budget:
    """`seconds` None: no budget of hours, so nothing to exceed."""

    seconds: int | None
    period: BudgetPeriod
    overspend: Overspend

    def period_of(self, day: date) -> date:
        """The first day of the period whose hours work on this day uses up."""
        return day.replace(day=1) if self.period == "month" else WHOLE_PROJECT

    def is_counted_as(self, other: "Budget") -> bool:
        """Whether what was counted for one is right for the other too, marks included."""
        return (self.seconds, self.period) == (other.seconds, other.period)


@dataclass(frozen=True, slots=True)
class SpentBudget:
    """A budget and the seconds that its period has used up so far."""

    budget: Budget
    logged_seconds: int

    def warned_of(self, seconds: int) -> int | None:
        """By how much a caller is told that `seconds` more exceed it; None when there is nothing to tell."""
        if self.budget.seconds is None or self.budget.overspend == "allow":
            return None
        over = self.logged_seconds + seconds - self.budget.seconds
        return over if over > 0 else None
