"""Minimums of spending: what the hours of a month earn, and what it misses."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from money import hourly_amount, minor_units, round_money
from money.amounts import SECONDS_PER_HOUR
from rates.domain.agreement_months import MonthPart, amount_of, month_number, months_until
from rates.domain.agreements import Agreement
from rates.domain.balances import AgreementMonth
from rates.domain.charges import Charge, ClosedCharge, month_charge, month_charge_id
from rates.domain.openings import EVERYTHING, Span
from rates.domain.segments import Segment
from rates.domain.splitting import fitting_seconds, split


class SpendingMonth:
    """The fees by the hour of a month towards its minimum, and the true-up that may be billed already.

    Fees are added up exactly (seconds × rate) and rounded once. Where the true-up is billed, fees beyond those that it
    counted with use it up before anything more is charged.
    """

    def __init__(self, agreement: Agreement, part: MonthPart, closed: ClosedCharge | None) -> None:
        self.part, self.charge_id = part, month_charge_id(agreement, part)
        self.billed = closed.amount if closed else None
        frozen = closed.minimum if closed else None
        self.minimum = amount_of(agreement, part) if frozen is None else frozen
        self._currency = agreement.currency
        self._fees = self._approved_fees = self._paid = Decimal(0)

    @property
    def fees(self) -> Decimal:
        """What the month's time earns by the hour, approved or not."""
        return hourly_amount(self._fees, self._currency)

    @property
    def expected_true_up(self) -> Decimal:
        """What the month misses when all of its time is approved; what is billed stays."""
        return self._missing(self._fees)

    @property
    def true_up(self) -> Decimal:
        """What the month misses by the time that is approved: that may be billed."""
        return self._missing(self._approved_fees)

    def record(self, segment: Segment, *, approved: bool) -> None:
        """Count what a segment is charged."""
        fee = segment.billed_seconds * segment.hourly_rate
        if segment.charged_by_hour:
            self._fees += fee
            self._approved_fees += fee * approved
        elif segment.charge_id == self.charge_id:
            self._paid += fee

    def divide(self, segment: Segment) -> list[Segment]:
        """The parts of a segment: by the hour, paid by the true-up that is billed, and by the hour beyond it."""
        if self.billed is None or not segment.billed_seconds:
            return [segment]
        counted, beyond = split(segment, fitting_seconds(segment, self._uncounted))
        if beyond is None:
            return [segment]
        paid, rest = split(beyond, fitting_seconds(beyond, self._unpaid))
        if paid is None:
            return [segment]
        paid = replace(paid, treatment="included", charge_id=self.charge_id)
        return [part for part in (counted, paid, rest) if part is not None]

    @property
    def _uncounted(self) -> Decimal:
        """Fees (seconds × rate) that the billed true-up counted with and that have not come up yet.

        They were rounded, so up to half a unit more is the same amount of money.
        """
        assert self.billed is not None
        half_a_unit = Decimal(5).scaleb(-minor_units(self._currency) - 1)
        counted = self.minimum - self.billed + half_a_unit
        return counted * SECONDS_PER_HOUR - self._fees

    @property
    def _unpaid(self) -> Decimal:
        """What is left of the billed true-up (seconds × rate)."""
        assert self.billed is not None
        return self.billed * SECONDS_PER_HOUR - self._paid

    def _missing(self, fees: Decimal) -> Decimal:
        if self.billed is not None:
            return self.billed
        missing = self.minimum - hourly_amount(fees, self._currency)
        return max(round_money(Decimal(0), self._currency), missing)


class SpendingLedger:
    """An agreement with a minimum of spending, month by month up to that of a day."""

    def __init__(
        self,
        agreement: Agreement,
        closed: Mapping[UUID, ClosedCharge],
        until: date,
        span: Span = EVERYTHING,
    ) -> None:
        self.agreement = agreement
        self._months = {
            part.number: SpendingMonth(
                agreement, part, closed.get(month_charge_id(agreement, part))
            )
            for part in months_until(agreement, until, span)
        }

    def month(self, day: date) -> SpendingMonth:
        """That of a day."""
        return self._months[month_number(day)]

    @property
    def months(self) -> list[AgreementMonth]:
        """Each month as it came out."""
        return [self._month(month) for month in self._months.values()]

    def charges(self) -> list[Charge]:
        """The true-up of each month."""
        return [
            month_charge(self.agreement, self._month(month), month.true_up)
            for month in self._months.values()
        ]

    def _month(self, month: SpendingMonth) -> AgreementMonth:
        return AgreementMonth(
            self.agreement.agreement_id,
            month.charge_id,
            month.part.first_day,
            month.part.last_day,
            month.billed is not None,
            month.expected_true_up,
            month.fees,
            minimum=month.minimum,
        )
