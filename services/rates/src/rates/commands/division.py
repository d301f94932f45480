"""Divide time that is not all charged alike into segments, in the transaction that priced it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from database import Session
from rates.commands.allocation import AllocatedTime, Touched, allocate_time, propose_allocation
from rates.commands.multiplication import MultipliedTime, multiply
from rates.domain.allocation import Allocated
from rates.domain.charges import Charge
from rates.domain.division import DividedEntry, division_of
from rates.store import divided_time, prices
from rates.store.new_prices import NewPrice, Priced


async def divide(
    session: Session,
    priced: Priced,
    beside: Collection[UUID] = (),
    customers: Collection[UUID] = (),
    at: datetime | None = None,
    *,
    rebilled: bool = False,
) -> Sequence[NewPrice]:
    """Divide what was priced, these entries `beside` it, and what is divided together with them; returns new prices.

    `customers`: whose agreements are looked at in any case, as of a moment, or now. `rebilled`: invoices bill some of the
    entries since, or do no longer. Needs the pricing lock. Where the account divides nothing, the prices that are new are
    those that were.
    """
    if not prices.divides(session):
        return priced.new
    new = {price.entry_id for price in priced.new}
    touched = {*priced.written, *beside}
    entries = await divided_time.load(session, touched) if touched else []
    multiplied = await multiply(session, entries, priced.left_by_agents)
    days = _days(multiplied.entries, priced.left, customers)
    billed = rebilled or any(one.billed for one in entries)
    time = await allocate_time(session, Touched(touched, days, billed), at, multiplied.segments)
    divisions = (
        division_of(entry, charged.segments, charged.currency, new_price=entry.entry_id in new)
        for entry, charged in _charged(multiplied, time)
    )
    changed = [one for one in divisions if one is not None]
    return await prices.store_divided(session, changed) if changed else []


@dataclass(frozen=True, slots=True)
class ProposedDivision:
    """How time would be charged, with what is divided together with it, and what agreements would charge."""

    time: Collection[tuple[DividedEntry, Allocated]]
    charges: Sequence[Charge]


async def propose_division(
    session: Session, proposed: Mapping[UUID, DividedEntry]
) -> ProposedDivision:
    """Divide time as if these entries were valued so, and nobody else's; nothing is written."""
    multiplied = await multiply(session, list(proposed.values()), ())
    time = await propose_allocation(session, multiplied.customers, proposed, multiplied.segments)
    return ProposedDivision(list(_charged(multiplied, time)), time.charges)


def _charged(
    multiplied: MultipliedTime, time: AllocatedTime
) -> Iterator[tuple[DividedEntry, Allocated]]:
    """How entries are charged: by agreements where their customer has any, else by multipliers alone."""
    everything = {entry.entry_id: entry for entry in multiplied.entries} | dict(time.entries)
    for entry in everything.values():
        by_hour = multiplied.segments.get(entry.entry_id, ())
        yield entry, time.allocated.get(entry.entry_id) or Allocated(entry.currency, by_hour)


def _days(
    entries: Iterable[DividedEntry],
    left: Iterable[tuple[UUID, date]],
    customers: Iterable[UUID],
) -> dict[UUID, set[date]]:
    """The days that time was on and is on, by customer; none of those who are looked at in any case."""
    days: dict[UUID, set[date]] = {one: set() for one in customers}
    for organization_id, day in left:
        days.setdefault(organization_id, set()).add(day)
    for entry in entries:
        if entry.organization_id and entry.work_date:
            days.setdefault(entry.organization_id, set()).add(entry.work_date)
    return days
