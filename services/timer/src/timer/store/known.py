"""What an import has to see of the account: people, names, earlier imports, occupied time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    exists,
    false,
    func,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from timer.calendar import first_day_of_week
from timer.importing.keys import row_key
from timer.importing.known import Busy, Imported, Known, KnownAgent, People
from timer.importing.reading import TimeFile
from timer.store.tables import Agent, DiscardedEntry, ImportedRow, TimeEntryRow, TimesheetRow
from timer.store.work_names import work_names

# An entry of the day before may reach into the first day; zones shift dates by one more.
MARGIN = timedelta(days=3)
NO_DAY = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class _Scope:
    """Of whom and of which days the file speaks."""

    source: str
    agents: Sequence[UUID]
    first: date
    last: date
    keys: frozenset[str]


async def known_to(session: AsyncSession, file: TimeFile) -> Known:
    """Everything of the account that can decide what becomes of the file's rows."""
    people = await _agents(session)
    names = await work_names(session)
    scope = _scope(file, People(people))
    return Known(
        people,
        {at: found.name for at, found in names.organizations.items()},
        {at: found.name for at, found in names.projects.items()},
        {at: found.name for at, found in names.tasks.items()},
        imported=await _imported(session, scope),
        busy=await _busy(session, scope),
        closed=await _closed(session, scope),
    )


def _scope(file: TimeFile, people: People) -> _Scope:
    source = file.columns.source
    found = {people.find(row.line.name, row.line.email) for row in file.rows}
    days = [row.line.work_date for row in file.rows] or [NO_DAY]
    keys = frozenset(row_key(source, row) for row in file.rows)
    return _Scope(source, [one for one in found if one], min(days), max(days), keys)


async def _agents(session: AsyncSession) -> tuple[KnownAgent, ...]:
    rows = await session.scalars(select(Agent).order_by(Agent.id))
    return tuple(
        KnownAgent(row.id, row.name, frozenset(filter(None, (row.email, *row.aliases))))
        for row in rows
    )


async def _imported(session: AsyncSession, scope: _Scope) -> tuple[Imported, ...]:
    """Rows with a key of the file, and those of its agents inside its period."""
    columns = ImportedRow
    with_key = columns.row_key == _any(scope.keys, Text())
    inside = and_(
        columns.agent_id == _any(scope.agents, Uuid()),
        columns.work_date.between(scope.first, scope.last),
    )
    deleted = await _deleted(session, scope.source)
    found: dict[tuple[str, int], Imported] = {}
    for condition in (with_key, inside):
        statement = select(ImportedRow).where(columns.source == scope.source, condition)
        for row in await session.scalars(statement):
            found[row.row_key, row.ordinal] = _imported_row(row, deleted)
    return tuple(found.values())


async def _deleted(session: AsyncSession, source: str) -> frozenset[UUID]:
    """Entries of this source that were deleted here."""
    of_source = exists().where(
        ImportedRow.entry_id == DiscardedEntry.id, ImportedRow.source == source
    )
    return frozenset(await session.scalars(select(DiscardedEntry.id).where(of_source)))


def _imported_row(row: ImportedRow, deleted: frozenset[UUID]) -> Imported:
    return Imported(
        key=row.row_key,
        ordinal=row.ordinal,
        entry_id=row.entry_id,
        agent_id=row.agent_id,
        work_date=row.work_date,
        written_start=row.written_start,
        started_at=row.started_at,
        seconds=row.seconds,
        project=row.project,
        description=row.description,
        tags=tuple(row.tags),
        billable=row.billable,
        deleted=row.entry_id in deleted,
    )


async def _busy(session: AsyncSession, scope: _Scope) -> tuple[Busy, ...]:
    columns = TimeEntryRow
    own = func.coalesce(columns.source == scope.source, false())
    statement = select(
        columns.agent_id, columns.started_at, columns.ended_at, columns.id, own.label("own")
    ).where(
        columns.agent_id == _any(scope.agents, Uuid()),
        columns.started_at.is_not(None),
        columns.work_date.between(scope.first - MARGIN, scope.last + MARGIN),
    )
    rows = await session.execute(statement)
    return tuple(Busy(r.agent_id, r.started_at, r.ended_at, r.id, r.own) for r in rows)


async def _closed(session: AsyncSession, scope: _Scope) -> frozenset[tuple[UUID, date]]:
    columns = TimesheetRow
    statement = select(columns.agent_id, columns.first_day).where(
        columns.agent_id == _any(scope.agents, Uuid()),
        columns.state != "draft",
        columns.first_day.between(first_day_of_week(scope.first), scope.last),
    )
    return frozenset((row.agent_id, row.first_day) for row in await session.execute(statement))


def _any(values: Iterable[object], kind: TypeEngine[Any]) -> ColumnElement[Any]:
    """One array parameter, however many values: a list of parameters ends at 32,767."""
    return any_(bindparam(None, list(values), type_=ARRAY(kind), unique=True))
