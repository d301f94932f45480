"""The entries that a change of rates may touch, in chunks."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from rates.rules import Scope
from rates.store.tables import time_entries


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change of rates may touch: work in this scope on these days, both included."""

    scope: Scope
    first_day: date
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Place:
    """An entry, and where it stands in the order of re-pricing."""

    work_date: date
    entry_id: UUID


async def chunk(
    session: AsyncSession, account_id: UUID, what: Touched, after: Place | None, limit: int
) -> Sequence[Place]:
    """Find live entries that are not billed, in order of day and id, behind `after`."""
    columns = time_entries.c
    query = (
        select(columns.work_date, columns.entry_id)
        .where(columns.account_id == account_id, columns.live, columns.billed_at.is_(None))
        .where(columns.work_date >= what.first_day)
        .order_by(columns.work_date, columns.entry_id)
        .limit(limit)
    )
    for name, value in asdict(what.scope).items():
        if value is not None:
            query = query.where(columns[name] == value)
    if what.last_day is not None:
        query = query.where(columns.work_date <= what.last_day)
    if after is not None:
        place = tuple_(columns.work_date, columns.entry_id)
        query = query.where(place > tuple_(after.work_date, after.entry_id))
    return [Place(*row) for row in await session.execute(query)]
