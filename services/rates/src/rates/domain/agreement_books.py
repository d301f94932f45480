"""The agreements of a customer while time is allocated to them: what covers an entry, and what is counted of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from rates.domain.agreement_months import month_number, months_until
from rates.domain.agreements import Agreement, AgreementKind
from rates.domain.balances import AgreementMonth, BlockBalance, Source
from rates.domain.charges import Charge, ClosedCharge, month_charge_id
from rates.domain.fees import FeeLedger, FeeMonth
from rates.domain.fixed_prices import FixedPriceLedger
from rates.domain.openings import EVERYTHING, BilledDraws, Opening, Span
from rates.domain.prepaid import PrepaidLedger
from rates.domain.segments import Segment
from rates.domain.spending import SpendingLedger, SpendingMonth

LAST_DAY = date(2100, 12, 31)
"""No time is later than this."""

Ledger = FixedPriceLedger | FeeLedger | PrepaidLedger | SpendingLedger

_PRECEDENCE: dict[AgreementKind, int] = {
    "fixed-price": 0,
    "monthly-minimum": 1,
    "prepaid-hours": 2,
    "prepaid-amount": 2,
    "spend-minimum": 3,
}


@dataclass(frozen=True, slots=True)
class CoveredWork:
    """What decides which agreements cover work; `currency` is that of its price, None without one."""

    work_date: date
    project_id: UUID | None
    service_type_id: UUID | None
    currency: str | None


@dataclass(frozen=True, slots=True)
class Covering:
    """What covers work, in the order in which it is used; in one currency."""

    currency: str
    sources: tuple[Source, ...] = ()
    exceeded: FeeMonth | None = None
    """The month whose hours are exceeded by what no source has room for."""
    spending: SpendingMonth | None = None


class AgreementBooks:
    """The ledgers of agreements, with the months up to that of the day `until`, and of today; of a span.

    `in_order`: billed time has drawn of its own months, so that each can be allocated from its opening balance.
    """

    def __init__(
        self,
        agreements: Iterable[Agreement],
        closed: Iterable[ClosedCharge],
        today: date,
        until: date,
        span: Span = EVERYTHING,
    ) -> None:
        frozen = {one.charge_id: one for one in closed}
        ordered = sorted(agreements, key=_precedence)
        until = max(today, until)
        self.last_month = month_number(until) if span.last is None else span.last
        self._ledgers = [_opened(one, frozen, today, until, span) for one in ordered]
        self._span, self._free = span, False
        self.in_order = True
        self._by_charge: dict[UUID, Source] = {}
        for ledger in self._ledgers:
            if not isinstance(ledger, SpendingLedger):
                self._by_charge |= ledger.by_charge()
        self._coverings: dict[CoveredWork, list[Covering]] = {}

    def covering(self, work: CoveredWork) -> list[Covering]:
        """What covers work; where it has no price, by each currency that could give it one."""
        if work not in self._coverings:
            self._coverings[work] = _covering(self._ledgers, work)
        return self._coverings[work]

    def record(
        self,
        segments: Iterable[Segment],
        spending: SpendingMonth | None,
        *,
        approved: bool,
        billed_on: date | None = None,
    ) -> None:
        """Count what segments exceed and earn and, of billed ones, take out what they draw; `billed_on`: their day."""
        draw = billed_on is not None
        for segment in segments:
            source = self._by_charge.get(segment.charge_id) if segment.charge_id else None
            if billed_on is not None and segment.charge_id is not None:
                paid = spending is not None and spending.charge_id == segment.charge_id
                self.in_order &= paid or self._is_of(month_number(billed_on), segment, source)
            if segment.treatment == "overage" and isinstance(source, FeeMonth):
                source.exceed(segment)
            elif isinstance(source, FeeMonth) and draw:
                source.draw_billed(segment)
            elif source is not None and draw:
                source.draw(segment)
            if spending is not None:
                spending.record(segment, approved=approved)

    def begin_free(self) -> None:
        """All that is billed has drawn; what is not billed follows."""
        if not self._free:
            self._free = True
            for ledger in self._sources():
                ledger.begin_free()

    def close(self, month: int) -> None:
        """Remember how all stands at the end of a month."""
        for ledger in self._sources():
            ledger.close(month)

    def openings(self) -> dict[int, dict[UUID, Opening]]:
        """The opening balances of months after the first, and of that after the last, by agreement; empty ones are not."""
        first = self._span.first
        if first is None:
            days = (month_number(ledger.agreement.first_day) for ledger in self._ledgers)
            first = min(days, default=self.last_month)
        return {
            month: {
                ledger.agreement.agreement_id: opening
                for ledger in self._sources()
                if (opening := ledger.opening(month))
            }
            for month in range(first + 1, self.last_month + 2)
        }

    def billed_draws(self) -> list[BilledDraws]:
        """What billed time draws of each source."""
        return [one for ledger in self._sources() for one in ledger.billed_draws()]

    def months(self) -> list[AgreementMonth]:
        """The ledger of each month of fees and minimums."""
        return [month for ledger in self._monthly() for month in ledger.months]

    def blocks(self) -> list[BlockBalance]:
        """The balance of each prepaid block."""
        return [
            block
            for ledger in self._ledgers
            if isinstance(ledger, PrepaidLedger)
            for block in ledger.blocks()
        ]

    def charges(self) -> list[Charge]:
        """All that the agreements charge, up to the last month; of a span that ends, what its months do."""
        ledgers = self._ledgers if self._span.last is None else self._monthly()
        return [charge for ledger in ledgers for charge in ledger.charges()]

    def _monthly(self) -> Iterable[FeeLedger | SpendingLedger]:
        return (one for one in self._ledgers if isinstance(one, FeeLedger | SpendingLedger))

    def _sources(self) -> Iterable[FixedPriceLedger | FeeLedger | PrepaidLedger]:
        return (one for one in self._ledgers if not isinstance(one, SpendingLedger))

    def _is_of(self, month: int, segment: Segment, source: Source | None) -> bool:
        """Whether what a billed segment draws or exceeds is of no other month than its own."""
        if isinstance(source, FeeMonth):
            return source.number == month
        return source is not None or segment.charge_id not in self._charges_beyond

    @cached_property
    def _charges_beyond(self) -> set[UUID]:
        """What fees charge for months that are not at hand."""
        return {
            month_charge_id(ledger.agreement, part)
            for ledger in self._ledgers
            if isinstance(ledger, FeeLedger) and self._span is not EVERYTHING
            for part in months_until(ledger.agreement, LAST_DAY)
        }


def _precedence(agreement: Agreement) -> tuple[int, int, date, UUID]:
    return (
        _PRECEDENCE[agreement.kind],
        agreement.coverage.breadth,
        agreement.first_day,
        agreement.agreement_id,
    )


def _opened(
    agreement: Agreement,
    closed: Mapping[UUID, ClosedCharge],
    today: date,
    until: date,
    span: Span,
) -> Ledger:
    match agreement.kind:
        case "fixed-price":
            return FixedPriceLedger(agreement, closed, span)
        case "monthly-minimum":
            return FeeLedger(agreement, closed, today, until, span)
        case "spend-minimum":
            return SpendingLedger(agreement, closed, until, span)
        case _:
            return PrepaidLedger(agreement, closed, span)


def _covering(ledgers: Iterable[Ledger], work: CoveredWork) -> list[Covering]:
    covering = [
        one
        for one in ledgers
        if one.agreement.holds_on(work.work_date)
        and work.currency in (None, one.agreement.currency)
        and one.agreement.coverage.covers(work.project_id, work.service_type_id)
    ]
    currencies = dict.fromkeys(one.agreement.currency for one in covering)
    return [
        _in_currency([one for one in covering if one.agreement.currency == code], work, code)
        for code in currencies
    ]


def _in_currency(ledgers: Iterable[Ledger], work: CoveredWork, currency: str) -> Covering:
    sources: list[Source] = []
    exceeded, spending = None, None
    for ledger in ledgers:
        if isinstance(ledger, SpendingLedger):
            spending = spending or ledger.month(work.work_date)
            continue
        sources += ledger.sources(work.work_date)
        if isinstance(ledger, FeeLedger) and exceeded is None:
            exceeded = ledger.month(work.work_date)
    return Covering(currency, tuple(sources), exceeded, spending)
