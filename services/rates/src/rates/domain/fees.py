"""Monthly fees: the hours that each month's covers, and what exceeds them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import ClassVar
from uuid import UUID

from money import hourly_amount
from rates.domain.agreement_months import (
    MonthPart,
    amount_of,
    first_of_month,
    included_seconds_of,
    month_number,
    months_until,
)
from rates.domain.agreements import Agreement
from rates.domain.balances import AgreementMonth, RolledOverFrom, Source
from rates.domain.charges import Charge, ClosedCharge, month_charge, month_charge_id
from rates.domain.openings import EVERYTHING, BilledDraws, Opened, Opening, Span
from rates.domain.rollover import HoursOfMonth, IncludedHours
from rates.domain.segments import Segment, Treatment


@dataclass(slots=True)
class FeeMonth:
    """A month whose fee includes hours; `overage_fees` is exact, seconds × rate."""

    treatment: ClassVar[Treatment] = "included"
    by_seconds: ClassVar[bool] = True

    charge_id: UUID
    part: MonthPart
    number: int
    hours: IncludedHours
    overage_seconds: int = 0
    overage_fees: Decimal = Decimal(0)

    def room(self, segment: Segment) -> int:
        """What is left of its hours, and of those that were rolled over."""
        return self.hours.room(self.number, segment.billed_seconds)

    def draw(self, segment: Segment) -> None:
        """Use hours, the oldest first."""
        self.hours.draw(self.number, segment.billed_seconds)

    def draw_billed(self, segment: Segment) -> None:
        """Use hours as they were billed."""
        self.hours.draw_billed(self.number, segment.billed_seconds)

    def exceed(self, segment: Segment) -> None:
        """Count time that it covers and does not include."""
        self.overage_seconds += segment.billed_seconds
        self.overage_fees += segment.billed_seconds * segment.hourly_rate


class FeeLedger:
    """An agreement with a monthly fee, month by month up to that of a day."""

    def __init__(
        self,
        agreement: Agreement,
        closed: Mapping[UUID, ClosedCharge],
        today: date,
        until: date,
        span: Span = EVERYTHING,
    ) -> None:
        self.agreement, self._closed, self._span = agreement, closed, span
        parts = {
            month_charge_id(agreement, part): part for part in months_until(agreement, until, span)
        }
        opening = span.opening(agreement.agreement_id)
        self._hours = IncludedHours(
            agreement.rollover,
            {part.number: self._base_seconds(key, part) for key, part in parts.items()},
            current=month_number(today),
            last=None if agreement.ends_on is None else month_number(agreement.ends_on),
            billed_with={
                part.number: closed[key].rolled_over_seconds or 0
                for key, part in parts.items()
                if key in closed and closed[key].rolled_over_seconds is not None
            },
            opening=opening,
        )
        self._charge_ids = {one.month: one.charge_id for one in opening if one.month is not None}
        self._charge_ids |= {part.number: key for key, part in parts.items()}
        self._months = {
            part.number: FeeMonth(key, part, part.number, self._hours)
            for key, part in parts.items()
        }

    def month(self, day: date) -> FeeMonth:
        """That of a day."""
        return self._months[month_number(day)]

    def sources(self, day: date) -> Iterable[Source]:
        """What covers work of a day."""
        return (self.month(day),)

    def by_charge(self) -> dict[UUID, Source]:
        """Its months by what they charge."""
        return {month.charge_id: month for month in self._months.values()}

    def begin_free(self) -> None:
        """All that is billed has drawn; what is not billed follows."""
        later = self._span.later
        self._hours.begin_free(
            {number: later[key] for number, key in self._charge_ids.items() if key in later}
        )

    def close(self, month: int) -> None:
        """Nothing: hours know by which month they are drawn."""

    def opening(self, month: int) -> Opening:
        """How its hours stand at the beginning of a month."""
        return tuple(
            Opened(self._charge_ids[number], billed, free, number, included)
            for number, included, billed, free in self._hours.opened(month)
        )

    def billed_draws(self) -> list[BilledDraws]:
        """What billed time draws of its hours."""
        return [
            BilledDraws(self.agreement.agreement_id, self._charge_ids[number], number, drawn)
            for number, drawn in self._hours.totals().items()
        ]

    @cached_property
    def months(self) -> list[AgreementMonth]:
        """Each month as it came out, to be asked for when all time is allocated."""
        used = self._hours.months()
        return [self._month(month, used[number]) for number, month in self._months.items()]

    def charges(self) -> list[Charge]:
        """The fee of each month."""
        return [month_charge(self.agreement, month, month.amount) for month in self.months]

    def _month(self, month: FeeMonth, hours: HoursOfMonth) -> AgreementMonth:
        closed = self._closed.get(month.charge_id)
        return AgreementMonth(
            self.agreement.agreement_id,
            month.charge_id,
            month.part.first_day,
            month.part.last_day,
            closed is not None,
            closed.amount if closed else amount_of(self.agreement, month.part),
            hourly_amount(month.overage_fees, self.agreement.currency),
            base_seconds=hours.base_seconds,
            rolled_over=tuple(
                RolledOverFrom(first_of_month(one.origin), one.seconds, one.used_seconds)
                for one in hours.rolled_over
            ),
            used_seconds=hours.used_seconds,
            overage_seconds=month.overage_seconds,
            unused_seconds=hours.unused_seconds,
            expiring_seconds=hours.expiring_seconds,
        )

    def _base_seconds(self, charge_id: UUID, part: MonthPart) -> int:
        closed = self._closed.get(charge_id)
        if closed is not None and closed.base_seconds is not None:
            return closed.base_seconds
        return included_seconds_of(self.agreement, part)
