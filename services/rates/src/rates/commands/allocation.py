"""Allocate customers' time to their agreements, and keep what that makes of months, blocks and charges."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from database import Session, current_account
from messaging import outbox
from rates.domain.allocation import Allocated, Allocation, Claimant, allocate
from rates.domain.charges import Charge
from rates.domain.division import DividedEntry
from rates.domain.segments import Segment
from rates.events import charge_changed
from rates.store import agreement_months, books, charges, divided_time, ledgers
from rates.store.books import Books
from rates.store.charges import ChangedCharge

NOTHING: Mapping[UUID, tuple[Segment, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class AllocatedTime:
    """All billable time of customers with agreements, how each entry of it is charged, and what agreements charge."""

    entries: Mapping[UUID, DividedEntry]
    allocated: Mapping[UUID, Allocated]
    charges: Sequence[Charge] = ()


NO_TIME = AllocatedTime({}, {})


async def allocate_time(
    session: Session,
    organization_ids: Collection[UUID],
    touched: Collection[UUID] = (),
    at: datetime | None = None,
    multiplied: Mapping[UUID, tuple[Segment, ...]] = NOTHING,
) -> AllocatedTime:
    """Allocate all time of these customers anew, as of a moment, or now; publishes what they are charged otherwise.

    `touched`: entries that have changed, which corrections of closed months are about. `multiplied`: the segments of those
    that multipliers have looked at. Needs the pricing lock alone.
    """
    found = await books.load_books(session, organization_ids, at)
    if not found:
        return NO_TIME
    entries = await divided_time.load_of(session, _first_days(found))
    allocations = [_allocate(one, entries, multiplied) for one in found]
    await _store(session, found, allocations, touched)
    return _allocated_time(entries, allocations)


async def propose_allocation(
    session: Session,
    organization_ids: Collection[UUID],
    proposed: Mapping[UUID, DividedEntry],
    multiplied: Mapping[UUID, tuple[Segment, ...]],
) -> AllocatedTime:
    """How these customers' time would be allocated if some entries were valued so; nothing is written."""
    found = await books.load_books(session, organization_ids)
    if not found:
        return NO_TIME
    stored = await divided_time.load_of(session, _first_days(found))
    entries = [proposed.get(entry.entry_id, entry) for entry in stored]
    return _allocated_time(entries, [_allocate(one, entries, multiplied) for one in found])


def _allocated_time(
    entries: Sequence[DividedEntry], allocations: Sequence[Allocation]
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


def _first_days(found: Collection[Books]) -> dict[UUID, date]:
    return {
        name: min(agreement.first_day for agreement in one.agreements)
        for one in found
        for name in one.names
    }


def _allocate(
    of: Books,
    entries: Collection[DividedEntry],
    multiplied: Mapping[UUID, tuple[Segment, ...]],
) -> Allocation:
    names = set(of.names)
    claimants = [
        _claimant(entry, multiplied.get(entry.entry_id, entry.hourly))
        for entry in entries
        if entry.organization_id in names
    ]
    return allocate(of.agreements, claimants, of.closed, of.today)


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


async def _store(
    session: Session,
    found: Sequence[Books],
    allocations: Sequence[Allocation],
    touched: Collection[UUID],
) -> None:
    ids = [agreement.agreement_id for one in found for agreement in one.agreements]
    months = [month for one in allocations for month in one.months]
    blocks = [block for one in allocations for block in one.blocks]
    await agreement_months.store(session, ids, months, blocks)
    charged = [charge for one in allocations for charge in one.charges]
    changed = await charges.store(session, ids, charged)
    if any(month.closed for month in months):
        await ledgers.write(session, ids, found[0].today, touched)
    if changed:
        await publish_charges(session, changed)
