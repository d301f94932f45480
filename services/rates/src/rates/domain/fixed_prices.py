"""Fixed prices: all time that they cover is paid by their milestones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from rates.domain.agreements import Agreement
from rates.domain.balances import Source
from rates.domain.charges import Charge, ClosedCharge, milestone_charge, milestone_charge_id
from rates.domain.segments import Segment, Treatment
from rates.domain.terms import Milestone


@dataclass(slots=True)
class PaidMilestone:
    """A milestone and the time that was worked for it."""

    treatment: ClassVar[Treatment] = "included"
    by_seconds: ClassVar[bool] = True

    charge_id: UUID
    milestone: Milestone
    used_seconds: int = 0

    def room(self, segment: Segment) -> int:
        """All of it."""
        return max(1, segment.billed_seconds)

    def draw(self, segment: Segment) -> None:
        """Count the time."""
        self.used_seconds += segment.billed_seconds


class FixedPriceLedger:
    """An agreement with a fixed price in parts."""

    def __init__(self, agreement: Agreement, closed: Mapping[UUID, ClosedCharge]) -> None:
        self.agreement, self._closed = agreement, closed
        self._milestones = [
            PaidMilestone(milestone_charge_id(agreement, one), one) for one in agreement.milestones
        ]

    def sources(self, day: date) -> Iterable[Source]:
        """The milestone that work of a day is for: the first that was not reached before it, else the last of all."""
        ahead = (
            one
            for one in self._milestones
            if one.milestone.reached_on is None or day <= one.milestone.reached_on
        )
        return (next(ahead, self._milestones[-1]),)

    def by_charge(self) -> dict[UUID, Source]:
        """Its milestones by what they charge."""
        return {one.charge_id: one for one in self._milestones}

    def charges(self) -> list[Charge]:
        """What each milestone is charged."""
        return [
            milestone_charge(
                self.agreement, one.milestone, one.used_seconds, self._closed.get(one.charge_id)
            )
            for one in self._milestones
        ]
