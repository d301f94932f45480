"""Divide time that is not all charged alike into segments, in the transaction that priced it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from database import Session
from rates.commands.allocation import allocate_time
from rates.commands.multiplication import multiply
from rates.domain.division import division_of
from rates.store import divided_time, prices
from rates.store.new_prices import NewPrice, Priced


async def divide(
    session: Session,
    priced: Priced,
    beside: Collection[UUID] = (),
    customers: Collection[UUID] = (),
    at: datetime | None = None,
) -> Sequence[NewPrice]:
    """Divide what was priced, these entries `beside` it, and what is divided together with them; returns new prices.

    `customers`: whose agreements are looked at in any case, as of a moment, or now. Needs the pricing lock. Where the
    account divides nothing, the prices that are new are those that were.
    """
    if not prices.divides(session):
        return priced.new
    new = {price.entry_id for price in priced.new}
    touched = {*priced.written, *beside}
    entries = await divided_time.load(session, touched) if touched else []
    multiplied = await multiply(session, entries, priced.left_by_agents)
    concerned = {one.organization_id for one in multiplied.entries if one.organization_id}
    concerned |= {organization_id for organization_id, _ in priced.left} | set(customers)
    time = await allocate_time(session, concerned, touched, at, multiplied.segments)
    everything = {entry.entry_id: entry for entry in multiplied.entries} | dict(time.entries)
    divisions = []
    for entry in everything.values():
        charged = time.allocated.get(entry.entry_id)
        segments, currency = (
            (charged.segments, charged.currency)
            if charged
            else (multiplied.segments[entry.entry_id], entry.currency)
        )
        divisions.append(division_of(entry, segments, currency, new_price=entry.entry_id in new))
    changed = [one for one in divisions if one is not None]
    return await prices.store_divided(session, changed) if changed else []
