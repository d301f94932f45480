"""Which seconds of a customer's time its agreements cover, and what is left to be charged by the hour.

Time is allocated in one order: what is billed stays as it is billed; then month by month what is approved and what is not;
in each by day, start and id. An entry takes from the first that covers it and has room, and goes on with the next.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from rates.domain.agreement_books import AgreementBooks, CoveredWork, Covering
from rates.domain.agreement_months import month_number
from rates.domain.agreements import Agreement
from rates.domain.balances import AgreementMonth, BlockBalance, Source
from rates.domain.charges import Charge, ClosedCharge
from rates.domain.openings import EVERYTHING, BilledDraws, Opening, Span
from rates.domain.segments import Segment
from rates.domain.splitting import split

MOST_SEGMENTS = 90
"""Into how many parts agreements cut an entry: no more of them is tried then. A price has at most 100 segments."""

_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Claimant:
    """A billable entry that agreements may cover.

    `currency` and `segments`: its price by the hour; None and none where there is no rate, then `seconds` and
    `billed_seconds` decide. `billed`: its segments as an invoice bills them, in this currency; None: it is not billed.
    """

    entry_id: UUID
    work_date: date
    started_at: datetime | None
    project_id: UUID | None
    service_type_id: UUID | None
    currency: str | None
    segments: tuple[Segment, ...]
    seconds: int
    billed_seconds: int
    approved: bool
    billed: tuple[Segment, ...] | None = None

    @property
    def work(self) -> CoveredWork:
        """What decides which agreements cover it."""
        return CoveredWork(self.work_date, self.project_id, self.service_type_id, self.currency)


@dataclass(frozen=True, slots=True)
class Allocated:
    """How an entry is charged; without a currency and segments it has no price."""

    currency: str | None
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Allocation:
    """How each entry is charged, by its id, and what that makes of the agreements.

    `openings`: the balances with which months after the first begin, and that after the last (`last_month`); `billed_draws`:
    what billed time draws of each source. Where it is not `in_order`, no month can be allocated from its opening balance.
    """

    entries: dict[UUID, Allocated]
    months: tuple[AgreementMonth, ...]
    blocks: tuple[BlockBalance, ...]
    charges: tuple[Charge, ...]
    openings: dict[int, dict[UUID, Opening]]
    billed_draws: tuple[BilledDraws, ...]
    last_month: int
    in_order: bool


def allocate(
    agreements: Iterable[Agreement],
    entries: Collection[Claimant],
    closed: Iterable[ClosedCharge],
    today: date,
    span: Span = EVERYTHING,
) -> Allocation:
    """Allocate the entries of one customer to its agreements, on the account's day; all of them, or those of a span.

    `closed`: charges that invoices bill, as they were when they were billed.
    """
    last_day = max((entry.work_date for entry in entries), default=today)
    books = AgreementBooks(agreements, closed, today, last_day, span)
    allocated: dict[UUID, Allocated] = {}
    for (free, year, month), alike in groupby(sorted(entries, key=_order), key=_part):
        if free:
            books.begin_free()
        allocated |= {entry.entry_id: _allocated(books, entry) for entry in alike}
        books.close(month_number(date(year, month, 1)))
    books.begin_free()
    return Allocation(
        allocated,
        tuple(books.months()),
        () if span.last is not None else tuple(books.blocks()),
        tuple(books.charges()),
        books.openings(),
        tuple(books.billed_draws()),
        books.last_month,
        books.in_order,
    )


def _part(entry: Claimant) -> tuple[bool, int, int]:
    """What is billed of a month, or what is not, which follows all that is billed."""
    return (entry.billed is None, entry.work_date.year, entry.work_date.month)


def _order(entry: Claimant) -> tuple[bool, int, int, bool, date, datetime, UUID]:
    return (
        *_part(entry),
        not (entry.approved or entry.billed),
        entry.work_date,
        entry.started_at or _BEFORE_ALL,
        entry.entry_id,
    )


def _allocated(books: AgreementBooks, entry: Claimant) -> Allocated:
    coverings = books.covering(entry.work)
    if entry.billed is not None:
        spending = coverings[0].spending if coverings else None
        books.record(entry.billed, spending, approved=True, billed_on=entry.work_date)
        return Allocated(entry.currency, entry.billed)
    if entry.currency is None:
        return _without_rate(entry, coverings)
    segments = _divided(books, entry, coverings[0]) if coverings else entry.segments
    return Allocated(entry.currency, segments)


def _divided(books: AgreementBooks, entry: Claimant, covering: Covering) -> tuple[Segment, ...]:
    covered: list[Segment] = []
    rest: list[Segment] = list(entry.segments)
    for source in covering.sources:
        if not rest or len(covered) + len(rest) >= MOST_SEGMENTS:
            break
        rest = _cover(source, rest, covered)
    for segment in rest:
        parts = _charged(segment, covering)
        books.record(parts, covering.spending, approved=entry.approved)
        covered += parts
    return tuple(sorted(covered, key=lambda segment: segment.start))


def _cover(source: Source, segments: Iterable[Segment], covered: list[Segment]) -> list[Segment]:
    """Cover what a source has room for: that is added to what is covered, and the rest returned."""
    rest: list[Segment] = []
    for segment in segments:
        taken, left = split(segment, source.room(segment))
        if taken is not None:
            source.draw(taken)
            covered.append(_covered(source, taken))
        if left is not None:
            rest.append(left)
    return rest


def _covered(source: Source, segment: Segment) -> Segment:
    return replace(segment, treatment=source.treatment, charge_id=source.charge_id)


def _charged(segment: Segment, covering: Covering) -> list[Segment]:
    """What nothing covers: by the hour or beyond a month's hours, as far as no true-up that is billed pays it."""
    if covering.exceeded is not None:
        charge_id = covering.exceeded.charge_id
        segment = replace(segment, treatment="overage", charge_id=charge_id)
    return covering.spending.divide(segment) if covering.spending is not None else [segment]


def _without_rate(entry: Claimant, coverings: Iterable[Covering]) -> Allocated:
    """Price time without a rate where agreements cover all of it by its length; else it draws nothing."""
    for covering in coverings:
        drawn = _covering_all(entry, covering)
        for source, segment in drawn:
            source.draw(segment)
        if drawn:
            segments = tuple(_covered(source, segment) for source, segment in drawn)
            return Allocated(covering.currency, segments)
    return Allocated(None, ())


def _covering_all(entry: Claimant, covering: Covering) -> list[tuple[Source, Segment]]:
    """What would cover all seconds of an entry without a rate, and which of them; nothing when some are left."""
    drawn: list[tuple[Source, Segment]] = []
    rest: Segment | None = Segment(
        0, entry.seconds, "hourly", entry.billed_seconds, Decimal(0), None
    )
    for source in covering.sources:
        if rest is not None and source.by_seconds and len(drawn) < MOST_SEGMENTS:
            taken, rest = split(rest, source.room(rest))
            drawn += [] if taken is None else [(source, taken)]
    return drawn if rest is None else []
