"""Comparisons of figures, and what they found."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, insert, select, update

from database import Session
from database.mapping import as_dataclass
from rates.domain.reconciliation import MOST_KEPT, Difference, Reconciliation
from rates.store import compared_books
from rates.store.reconciled_figures import MonthCompared
from rates.store.reconciliation_tables import DifferenceRow, ReconciliationRow


async def add(session: Session, reconciliation_id: UUID, at: datetime, by: str | None) -> None:
    """Begin a comparison. Only one of an account is under way (`reconciliations_one_at_a_time`)."""
    values = {"reconciliation_id": reconciliation_id, "asked_at": at, "asked_by": by}
    await session.execute(insert(ReconciliationRow).values(**values))


async def under_way(session: Session) -> bool:
    """Whether the account has one that is not finished, with all services."""
    query = select(func.count()).where(ReconciliationRow.finished_at.is_(None))
    return bool(await session.scalar(query)) or await compared_books.under_way(session)


async def next_version(session: Session, reconciliation_id: UUID) -> int:
    """The version of the next event of a comparison."""
    row = ReconciliationRow
    counted = (
        update(row)
        .where(row.reconciliation_id == reconciliation_id)
        .values(events=row.events + 1)
        .returning(row.events)
    )
    return (await session.execute(counted)).scalar_one()


async def add_month(session: Session, reconciliation_id: UUID, compared: MonthCompared) -> None:
    """Keep what a month came to."""
    row = ReconciliationRow
    counted = (
        update(row)
        .where(row.reconciliation_id == reconciliation_id)
        .values(
            entries=row.entries + compared.entries,
            seconds=row.seconds + compared.seconds,
            found=row.found + compared.found,
        )
    )
    await session.execute(counted)
    if compared.differences:
        found = [
            {"reconciliation_id": reconciliation_id, **asdict(one)} for one in compared.differences
        ]
        await session.execute(insert(DifferenceRow), found)


async def finish(session: Session, reconciliation_id: UUID, at: datetime) -> Reconciliation:
    """End it; returns it with its differences."""
    row = ReconciliationRow
    ended = update(row).where(row.reconciliation_id == reconciliation_id).values(finished_at=at)
    await session.execute(ended)
    [found] = await latest(session, reconciliation_id=reconciliation_id)
    return found


async def latest(
    session: Session, limit: int = 1, *, reconciliation_id: UUID | None = None
) -> list[Reconciliation]:
    """The newest first, or this one; with their differences."""
    row = ReconciliationRow
    query = select(row).order_by(row.reconciliation_id.desc()).limit(limit)
    if reconciliation_id is not None:
        query = query.where(row.reconciliation_id == reconciliation_id)
    found = list(await session.scalars(query.execution_options(populate_existing=True)))
    differences = await _differences(session, [one.reconciliation_id for one in found if one.found])
    books = await compared_books.of(session, [one.reconciliation_id for one in found])
    return [
        Reconciliation(
            one.reconciliation_id,
            one.asked_at,
            one.asked_by,
            one.finished_at,
            one.entries,
            one.seconds,
            one.found,
            differences.get(one.reconciliation_id, ()),
            books.get(one.reconciliation_id, ()),
        )
        for one in found
    ]


async def _differences(
    session: Session, reconciliation_ids: Sequence[UUID]
) -> dict[UUID, list[Difference]]:
    if not reconciliation_ids:
        return {}
    row = DifferenceRow
    query = (
        select(row)
        .where(row.reconciliation_id.in_(reconciliation_ids))
        .order_by(row.id)
        .limit(MOST_KEPT)
    )
    found: dict[UUID, list[Difference]] = {}
    for one in await session.scalars(query):
        found.setdefault(one.reconciliation_id, []).append(as_dataclass(Difference, one))
    return found
