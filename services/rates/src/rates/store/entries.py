"""Time entries as the timer last published them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, select, tuple_

from database import Session
from database.mapping import as_dataclass
from rates.matching import Work
from rates.prices import TimeEntry
from rates.rules import Days, Scope
from rates.store.tables import TimeEntryRow


async def find(session: Session, entry_id: UUID) -> TimeEntry | None:
    """Read an entry, unless it was discarded or never recorded."""
    row = await session.scalar(
        select(TimeEntryRow).where(TimeEntryRow.entry_id == entry_id, TimeEntryRow.live)
    )
    if row is None:
        return None
    assert row.work_date is not None
    assert row.seconds is not None
    return TimeEntry(
        entry_id=entry_id,
        version=row.version,
        work=Work(row.scope, row.work_date, bool(row.billable)),
        seconds=row.seconds,
        price_version=row.price_version,
        rule_id=row.rule_id,
        hourly_rate=row.hourly_rate,
        unpriced_reason=row.unpriced_reason,
        billed_at=row.billed_at,
    )


async def any_billed_by(session: Session, rule_id: UUID) -> bool:
    """Whether billed time was priced by this rule."""
    billed = exists().where(TimeEntryRow.rule_id == rule_id, TimeEntryRow.billed_at.is_not(None))
    return bool(await session.scalar(select(billed)))


@dataclass(frozen=True, slots=True)
class Cursor:
    """An entry, and where it stands in the order of re-pricing."""

    work_date: date
    entry_id: UUID


async def list_unbilled(
    session: Session, scope: Scope, days: Days, after: Cursor | None, limit: int
) -> Sequence[Cursor]:
    """Live entries in a scope that are not billed, in order of day and id, behind `after`."""
    row = TimeEntryRow
    query = (
        select(row.work_date, row.entry_id)
        .where(row.live, row.billed_at.is_(None), row.work_date >= days.first)
        .order_by(row.work_date, row.entry_id)
        .limit(limit)
    )
    for name, value in asdict(scope).items():
        if value is not None:
            query = query.where(getattr(row, name) == value)
    if days.last is not None:
        query = query.where(row.work_date <= days.last)
    if after is not None:
        query = query.where(
            tuple_(row.work_date, row.entry_id) > tuple_(after.work_date, after.entry_id)
        )
    return [as_dataclass(Cursor, row) for row in await session.execute(query)]
