"""Allocate customers' time to their agreements, and keep what that makes of months, blocks and charges.

Only months that a change reaches are read and allocated: each begins with the balance that is kept of it, and what comes
after is as it was as soon as a month ends with the balance that is kept of the next.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import chain
from types import MappingProxyType
from uuid import UUID

from database import Session, current_account
from messaging import outbox
from rates.domain.agreement_months import ONE_DAY, first_of_month, month_number
from rates.domain.allocated_months import (
    LastAllocation,
    Reach,
    begin_of,
    further,
    reach_of,
    reaches_back,
)
from rates.domain.allocation import Allocated, Allocation, Claimant, allocate
from rates.domain.charges import Charge
from rates.domain.division import DividedEntry
from rates.domain.openings import Opening, Span, later_draws
from rates.domain.segments import Segment
from rates.events import charge_changed
from rates.store import agreement_months, books, charges, divided_time, ledgers, openings
from rates.store.agreement_months import AllocatedMonths
from rates.store.books import Books
from rates.store.charges import ChangedCharge
from rates.store.openings import Closing, Earlier

NOTHING: Mapping[UUID, tuple[Segment, ...]] = MappingProxyType({})
Multiplied = Mapping[UUID, tuple[Segment, ...]]


@dataclass(frozen=True, slots=True)
class AllocatedTime:
    """Billable time of customers with agreements that was allocated anew, how it is charged, and what agreements charge."""

    entries: Mapping[UUID, DividedEntry]
    allocated: Mapping[UUID, Allocated]
    charges: Sequence[Charge]


@dataclass(frozen=True, slots=True)
class Touched:
    """What has changed: entries, and the days of time of customers that it was or is on; with no days, a customer as such.

    `billed`: some of the time is billed, or was.
    """

    entry_ids: Collection[UUID]
    days: Mapping[UUID, Collection[date]]
    billed: bool


async def allocate_time(
    session: Session,
    touched: Touched,
    at: datetime | None = None,
    multiplied: Multiplied = NOTHING,
) -> AllocatedTime:
    """Allocate the time that a change reaches anew, as of a moment, or now; publishes what customers are charged otherwise.

    `multiplied`: the segments of entries that multipliers have looked at. Needs the pricing lock alone.
    """
    runs = await _begin(session, touched, at)
    going = runs
    while going:
        await _read(session, going)
        for run in going:
            run.allocate(multiplied)
        going = [run for run in going if run.goes_on()]
        await _load_from_the_beginning(session, going, at)
    if runs:
        await _store(session, runs, touched.entry_ids)
    entries = (entry for run in runs for entry in run.entries.values())
    return _allocated_time(entries, [run.allocation for run in runs])


async def propose_allocation(
    session: Session,
    organization_ids: Collection[UUID],
    proposed: Mapping[UUID, DividedEntry],
    multiplied: Multiplied,
) -> AllocatedTime:
    """How all time of these customers would be allocated if some entries were valued so; nothing is written."""
    found = await books.load_whole_books(session, organization_ids)
    days = {
        name: (min(one.first_day for one in of.agreements), date.max)
        for of in found
        for name in of.names
    }
    stored = await divided_time.load_of(session, days) if days else []
    entries = [proposed.get(entry.entry_id, entry) for entry in stored]
    return _allocated_time(entries, [_proposed(of, entries, multiplied) for of in found])


def _proposed(of: Books, entries: Iterable[DividedEntry], multiplied: Multiplied) -> Allocation:
    theirs = [entry for entry in entries if entry.organization_id in of.names]
    return allocate(of.agreements, _claimants(theirs, multiplied), of.closed, of.today)


def _allocated_time(
    entries: Iterable[DividedEntry], allocations: Sequence[Allocation]
) -> AllocatedTime:
    return AllocatedTime(
        {entry.entry_id: entry for entry in entries},
        {key: value for one in allocations for key, value in one.entries.items()},
        [charge for one in allocations for charge in one.charges],
    )


async def publish_charges(session: Session, changed: Sequence[ChangedCharge]) -> None:
    """Publish charges that are new or others than they were."""
    account_id = current_account(session)
    await outbox.publish(session, *(charge_changed(account_id, one) for one in changed))


@dataclass(slots=True)
class _Run:
    """The months of a customer that are allocated."""

    of: Books
    reach: Reach
    entries: dict[UUID, DividedEntry] = field(default_factory=dict)
    closings: Mapping[UUID, Closing] = field(default_factory=dict)
    read_from: int | None = None
    _allocation: Allocation | None = None

    @property
    def allocation(self) -> Allocation:
        """What came of it."""
        assert self._allocation is not None
        return self._allocation

    @property
    def agreement_ids(self) -> list[UUID]:
        """Those of the customer."""
        return [one.agreement_id for one in self.of.agreements]

    @property
    def days(self) -> tuple[date, date]:
        """The days of what was not read yet."""
        first = self.reach.first if self.read_from is None else self.read_from
        last = None if self.reach.last is None else first_of_month(self.reach.last + 1)
        return (
            max(first_of_month(first), min(one.first_day for one in self.of.agreements)),
            date.max if last is None else last - ONE_DAY,
        )

    def allocate(self, multiplied: Multiplied) -> None:
        """Allocate what was read."""
        claimants = _claimants(self.entries.values(), multiplied)
        closing = chain.from_iterable(one.opening for one in self.closings.values())
        billed = chain.from_iterable(one.billed for one in self.closings.values())
        later = later_draws(billed, closing)
        span = Span(self.reach.first, self.reach.last, self.of.openings, later)
        of = self.of
        self._allocation = allocate(of.agreements, claimants, of.closed, of.today, span)
        self.read_from = None if self.reach.last is None else self.reach.last + 1

    def goes_on(self) -> bool:
        """Whether more months are to be allocated, which are in reach then."""
        begin = begin_of(self.of.agreements)
        if not self.allocation.in_order and self.reach.first > begin:
            self.reach, self.read_from, self.entries = Reach(begin, None), None, {}
            return True
        if self.reach.last is None or self._closes():
            return False
        assert self.of.last is not None
        self.reach = further(self.reach, self.of.last)
        return True

    def _closes(self) -> bool:
        """Whether the last month ends with the balances with which the next one begins."""
        assert self.reach.last is not None
        found: Mapping[UUID, Opening] = self.allocation.openings[self.reach.last + 1]
        return all(
            found.get(agreement_id, ()) == closing.opening
            for agreement_id, closing in self.closings.items()
        )

    def months(self) -> AllocatedMonths:
        """What is to be kept."""
        now = None
        if self.reach.last is None:
            now = LastAllocation(
                frozenset(self.of.names),
                tuple(self.of.agreements),
                month_number(self.of.today),
                self.allocation.last_month,
                in_order=self.allocation.in_order,
            )
        return AllocatedMonths(
            self.of.customer_id,
            self.agreement_ids,
            self.reach.first,
            self.reach.last,
            self.allocation,
            now,
        )


async def _begin(session: Session, touched: Touched, at: datetime | None) -> list[_Run]:
    """The months of each customer that a change reaches."""
    found = await books.load_books(session, touched.days, at)
    runs = [_Run(one, _reach(one, touched)) for one in found]
    back = [run for run in runs if run.reach.back]
    if back:
        await _load_earlier(session, back, at)
        await _look_back(session, back)
    await _load_earlier(session, runs, at)
    return runs


def _reach(of: Books, touched: Touched) -> Reach:
    months = {month_number(day) for name in of.names for day in touched.days.get(name, ())}
    return reach_of(of.last, of.names, of.agreements, of.today, months, billed=touched.billed)


async def _look_back(session: Session, runs: Sequence[_Run]) -> None:
    """Have months in reach of which time is not billed that draws from the same sources as what may be billed otherwise."""
    places = []
    for run in runs:
        first = reaches_back(
            run.of.agreements, chain.from_iterable(run.of.openings.values()), run.reach.first
        )
        if first < run.reach.first:
            places.append(Earlier(run.of.customer_id, run.of.names, first, run.reach.first))
    if places:
        found = await openings.first_unbilled(session, places)
        for run in runs:
            first = found.get(run.of.customer_id, run.reach.first)
            run.reach = replace(run.reach, first=max(first, begin_of(run.of.agreements)))


async def _load_earlier(session: Session, runs: Iterable[_Run], at: datetime | None) -> None:
    """Load what is kept of months that are in reach and were not thought to be."""
    earlier = [run for run in runs if run.reach.first < run.of.since]
    if earlier:
        days = {
            name: [first_of_month(month) for month in (run.reach.first, run.reach.last) if month]
            for run in earlier
            for name in run.of.names
        }
        found = {one.customer_id: one for one in await books.load_books(session, days, at)}
        for run in earlier:
            run.of = found[run.of.customer_id]


async def _load_from_the_beginning(
    session: Session, runs: Iterable[_Run], at: datetime | None
) -> None:
    """Load the books of those that begin anew: their billed time does not draw of its own months."""
    await _load_earlier(session, (run for run in runs if run.read_from is None), at)


async def _read(session: Session, runs: Sequence[_Run]) -> None:
    """Read the time of months that was not read yet, and how their last one ends."""
    days = {name: run.days for run in runs for name in run.of.names}
    customers = {name: run for run in runs for name in run.of.names}
    for entry in await divided_time.load_of(session, days):
        assert entry.organization_id is not None
        customers[entry.organization_id].entries[entry.entry_id] = entry
    ends = {
        agreement_id: run.reach.last + 1
        for run in runs
        if run.reach.last is not None and run.of.ends != run.reach.last + 1
        for agreement_id in run.agreement_ids
    }
    closings = await openings.load_closings(session, ends) if ends else {}
    for run in runs:
        at_hand = {**run.of.closings, **closings}
        of = [] if run.reach.last is None else run.agreement_ids
        run.closings = {agreement_id: at_hand[agreement_id] for agreement_id in of}


def _claimants(entries: Iterable[DividedEntry], multiplied: Multiplied) -> list[Claimant]:
    return [_claimant(entry, multiplied.get(entry.entry_id, entry.hourly)) for entry in entries]


def _claimant(entry: DividedEntry, segments: tuple[Segment, ...]) -> Claimant:
    assert entry.work_date is not None
    assert entry.seconds is not None
    stored = entry.segments or entry.whole
    return Claimant(
        entry_id=entry.entry_id,
        work_date=entry.work_date,
        started_at=entry.started_at,
        project_id=entry.project_id,
        service_type_id=entry.service_type_id,
        currency=(entry.currency or entry.segments_currency) if entry.billed else entry.currency,
        segments=segments,
        seconds=entry.seconds,
        billed_seconds=max(entry.seconds + entry.rounding_seconds, 0),
        approved=entry.approved,
        billed=stored if entry.billed else None,
    )


async def _store(session: Session, runs: Sequence[_Run], touched: Collection[UUID]) -> None:
    allocated = [run.months() for run in runs]
    await agreement_months.store(session, allocated)
    spans = [span for one in allocated for span in one.spans]
    charged = [charge for one in allocated for charge in one.allocation.charges]
    changed = await charges.store(session, spans, charged)
    if any(month.closed for one in allocated for month in one.allocation.months):
        await ledgers.write(session, spans, runs[0].of.today, touched)
    if changed:
        await publish_charges(session, changed)
