"""What the time of a period is worth, from kept sums, and which entries have no price."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, true

from database import Session
from database.mapping import as_dataclass
from rates.domain.figures import (
    PERIODS,
    WORDS,
    Dimension,
    Figure,
    Key,
    TimeFilter,
    at_every_depth,
)
from rates.domain.revenue import Period, UnpricedEntry
from rates.domain.valued_time import ValuedTime, must_be_two, valued_time_of
from rates.store import customers, references, valued_charges, valued_days, valued_sources
from rates.store.tables import TimeEntryRow as Entry


async def costs_and_revenue(
    session: Session, by: tuple[Dimension, ...], wanted: TimeFilter, *, with_costs: bool
) -> ValuedTime:
    """Add up what the time that is wanted is worth, by two dimensions at most, what agreements charge, and what it costs.

    Raises `InvalidInputError` for the same dimension twice, and for more figures than an answer has.
    """
    must_be_two(by)
    customer = await customers.find(session, wanted.organization_id)
    values = await valued_sources.prepare(session, by, wanted, customer)
    figures = await valued_days.figures(session, by, values)
    if wanted.wants_charges:
        charges = await valued_charges.charge_figures(session, by, values)
        figures += at_every_depth(charges, by)
    costs = await valued_days.cost_figures(session, by, values) if with_costs else None
    return valued_time_of(by, figures, costs, await _names(session, by, figures))


async def list_unpriced(
    session: Session, period: Period, *, after: UUID | None, limit: int
) -> Sequence[UnpricedEntry]:
    """List the billable entries without a price, in the order of their ids."""
    columns = (Entry.entry_id, Entry.agent_id, Entry.work_date, Entry.seconds)
    query: Select[*tuple[Any, ...]] = select(*columns, Entry.unpriced_reason.label("reason")).where(
        Entry.live, Entry.billable == true(), Entry.unpriced_reason.is_not(None)
    )
    if after is not None:
        query = query.where(Entry.entry_id > after)
    if period.first_day is not None:
        query = query.where(Entry.work_date >= period.first_day)
    if period.last_day is not None:
        query = query.where(Entry.work_date <= period.last_day)
    query = query.order_by(Entry.entry_id).limit(limit)
    return [as_dataclass(UnpricedEntry, row) for row in await session.execute(query)]


async def _names(
    session: Session, by: Sequence[Dimension], figures: Collection[Figure]
) -> dict[Key, str]:
    ids: dict[str, set[Key]] = {f"{one}_id": set() for one in by if one not in (*PERIODS, *WORDS)}
    for number, dimension in enumerate(by):
        if dimension not in (*PERIODS, *WORDS):
            keys = {figure.keys[number] for figure in figures if len(figure.keys) > number}
            ids[f"{dimension}_id"] = {key for key in keys if isinstance(key, UUID)}
    if not any(ids.values()):
        return {}
    return await references.names(session, list(ids), set().union(*ids.values()))
