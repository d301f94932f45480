"""The agreements of a customer while time is allocated to them: what covers an entry, and what is counted of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rates.domain.agreements import Agreement, AgreementKind
from rates.domain.balances import AgreementMonth, BlockBalance, Source
from rates.domain.charges import Charge, ClosedCharge
from rates.domain.fees import FeeLedger, FeeMonth
from rates.domain.fixed_prices import FixedPriceLedger
from rates.domain.prepaid import PrepaidLedger
from rates.domain.segments import Segment
from rates.domain.spending import SpendingLedger, SpendingMonth

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
    """The ledgers of agreements, with the months up to that of the day `until`, and of today."""

    def __init__(
        self,
        agreements: Iterable[Agreement],
        closed: Iterable[ClosedCharge],
        today: date,
        until: date,
    ) -> None:
        frozen = {one.charge_id: one for one in closed}
        ordered = sorted(agreements, key=_precedence)
        self._ledgers = [_opened(one, frozen, today, max(today, until)) for one in ordered]
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
        draw: bool = False,
    ) -> None:
        """Count what segments exceed and earn and, of billed ones, take out what they `draw`."""
        for segment in segments:
            source = self._by_charge.get(segment.charge_id) if segment.charge_id else None
            if segment.treatment == "overage" and isinstance(source, FeeMonth):
                source.exceed(segment)
            elif isinstance(source, FeeMonth) and draw:
                source.draw_billed(segment)
            elif source is not None and draw:
                source.draw(segment)
            if spending is not None:
                spending.record(segment, approved=approved)

    def months(self) -> list[AgreementMonth]:
        """The ledger of each month of fees and minimums."""
        return [
            month
            for ledger in self._ledgers
            if isinstance(ledger, FeeLedger | SpendingLedger)
            for month in ledger.months
        ]

    def blocks(self) -> list[BlockBalance]:
        """The balance of each prepaid block."""
        return [
            block
            for ledger in self._ledgers
            if isinstance(ledger, PrepaidLedger)
            for block in ledger.blocks()
        ]

    def charges(self) -> list[Charge]:
        """All that the agreements charge, up to the last month."""
        return [charge for ledger in self._ledgers for charge in ledger.charges()]


def _precedence(agreement: Agreement) -> tuple[int, int, date, UUID]:
    return (
        _PRECEDENCE[agreement.kind],
        agreement.coverage.breadth,
        agreement.first_day,
        agreement.agreement_id,
    )


def _opened(
    agreement: Agreement, closed: Mapping[UUID, ClosedCharge], today: date, until: date
) -> Ledger:
    match agreement.kind:
        case "fixed-price":
            return FixedPriceLedger(agreement, closed)
        case "monthly-minimum":
            return FeeLedger(agreement, closed, today, until)
        case "spend-minimum":
            return SpendingLedger(agreement, closed, until)
        case _:
            return PrepaidLedger(agreement, closed)


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
