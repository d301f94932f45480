"""Fixed prices: all time that they cover is paid by their milestones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from rates.domain.agreements import Agreement
from rates.domain.balances import Source
from rates.domain.charges import Charge, ClosedCharge, milestone_charge, milestone_charge_id
from rates.domain.openings import EVERYTHING, NOTHING, BilledDraws, DrawnByMonths, Opening, Span
from rates.domain.segments import Segment, Treatment
from rates.domain.terms import Milestone


@dataclass(slots=True)
class PaidMilestone:
    """A milestone and the time that was worked for it."""

    treatment: ClassVar[Treatment] = "included"
    by_seconds: ClassVar[bool] = True

    charge_id: UUID
    milestone: Milestone
    draws: DrawnByMonths

    def room(self, segment: Segment) -> int:
        """All of it."""
        return max(1, segment.billed_seconds)

    def draw(self, segment: Segment) -> None:
        """Count the time."""
        self.draws.draw(segment.billed_seconds, Decimal(0))


class FixedPriceLedger:
    """An agreement with a fixed price in parts."""

    def __init__(
        self, agreement: Agreement, closed: Mapping[UUID, ClosedCharge], span: Span = EVERYTHING
    ) -> None:
        self.agreement, self._closed = agreement, closed
        opening = span.opening(agreement.agreement_id)
        named = ((milestone_charge_id(agreement, one), one) for one in agreement.milestones)
        self._milestones = [
            PaidMilestone(key, one, DrawnByMonths(key, span, opening)) for key, one in named
        ]

    def begin_free(self) -> None:
        """All that is billed has drawn; what is not billed follows."""
        for one in self._milestones:
            one.draws.begin_free()

    def close(self, month: int) -> None:
        """Remember how its milestones stand at the end of a month."""
        for one in self._milestones:
            one.draws.close(month)

    def opening(self, month: int) -> Opening:
        """How they stand at the beginning of a month."""
        opened = (one.draws.opened(month) for one in self._milestones)
        return tuple(one for one in opened if one.drawn != NOTHING)

    def billed_draws(self) -> list[BilledDraws]:
        """What billed time draws of them."""
        return [
            BilledDraws(self.agreement.agreement_id, one.charge_id, None, one.draws.billed)
            for one in self._milestones
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
                self.agreement,
                one.milestone,
                one.draws.drawn.seconds,
                self._closed.get(one.charge_id),
            )
            for one in self._milestones
        ]
