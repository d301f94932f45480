"""What an import reads of the account, in one snapshot, and the entries and identities that it adds."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Text,
    Uuid,
    any_,
    bindparam,
    exists,
    func,
    insert,
    select,
    union,
)
from sqlalchemy.types import TypeEngine

from database import Session
from database.mapping import as_dataclass
from timer.calendar import first_day_of_week
from timer.importing.parsing import ParsedFile
from timer.importing.plan import PlannedRow
from timer.importing.snapshot import (
    AgentDirectory,
    EarlierRow,
    KnownAgent,
    MasterData,
    Named,
    Scope,
    Snapshot,
    TimedEntry,
)
from timer.store.tables.agents import Agent
from timer.store.tables.customers import Organization
from timer.store.tables.time import DiscardedEntry, ImportedRow, TimeEntryRow
from timer.store.tables.timesheets import TimesheetRow
from timer.store.tables.work import Project, Task
from timer.store.time_entries import values_of
from timer.time_entry import TimeEntry

_MARGIN = timedelta(days=3)
"""An entry of the day before may reach into the first day; zones shift dates by one more."""
_CLIENT = func.coalesce(Organization.folded_name, "")
_COLUMNS = [field.name for field in fields(EarlierRow) if field.name != "deleted"]
_EARLIER_ROWS = select(
    *(getattr(ImportedRow, name) for name in _COLUMNS),
    exists().where(DiscardedEntry.id == ImportedRow.entry_id).label("deleted"),
)


async def load_snapshot(
    session: Session, file: ParsedFile, last_day: date, *, allow_overlaps: bool
) -> Snapshot:
    """All of the account that can decide what becomes of the file's rows."""
    agents = await _agents(session)
    scope = Scope.of(file, AgentDirectory(agents))
    return Snapshot(
        agents=agents,
        master_data=await _master_data(session),
        earlier_rows=await _earlier_rows(session, scope),
        timed_entries=await _timed_entries(session, scope),
        closed_weeks=await _closed_weeks(session, scope),
        allow_overlaps=allow_overlaps,
        last_day=last_day,
    )


async def add(
    session: Session, source: str, rows: Sequence[PlannedRow], entries: Sequence[TimeEntry]
) -> None:
    """Write new entries, and each one's row as the file had it, to know it again."""
    imported = (
        one.as_imported(entry.id, entry.agent_id) for one, entry in zip(rows, entries, strict=True)
    )
    identities = [
        {"source": source, **{name: getattr(row, name) for name in _COLUMNS}} for row in imported
    ]
    # Without nulls SQLAlchemy would send one statement for each set of columns that a row has.
    with_nulls = {"render_nulls": True}
    values = [values_of(entry) for entry in entries]
    await session.execute(insert(TimeEntryRow), values, execution_options=with_nulls)
    await session.execute(insert(ImportedRow), identities, execution_options=with_nulls)


async def _agents(session: Session) -> tuple[KnownAgent, ...]:
    statement = select(Agent.id, Agent.name, Agent.email, Agent.aliases, Agent.active).order_by(
        Agent.id
    )
    return tuple(
        KnownAgent(agent_id, name, frozenset(one for one in (email, *aliases) if one), active)
        for agent_id, name, email, aliases, active in await session.execute(statement)
    )


async def _master_data(session: Session) -> MasterData:
    known = MasterData()
    organizations = select(
        Organization.folded_name,
        func.coalesce(Organization.merged_into, Organization.id).label("id"),
        Organization.name,
        Organization.archived,
    )
    for row in await session.execute(organizations):
        known.organizations[row.folded_name] = Named(row.id, row.name, archived=row.archived)
    projects = (
        select(_CLIENT.label("client"), Project)
        .select_from(Project)
        .outerjoin(Organization, Organization.id == Project.organization_id)
    )
    for client, project in await session.execute(projects):
        takes_none = project.archived or project.closed
        named = Named(project.id, project.name, project.billable, takes_none)
        known.projects[client, project.folded_name] = named
    tasks = (
        select(_CLIENT, Project.folded_name, Task.folded_name, Task.id, Task.name, Task.archived)
        .select_from(Task)
        .join(Project, Project.id == Task.project_id)
        .outerjoin(Organization, Organization.id == Project.organization_id)
    )
    for client, of, folded, task_id, name, archived in await session.execute(tasks):
        known.tasks[client, of, folded] = Named(task_id, name, archived=archived)
    return known


async def _earlier_rows(session: Session, scope: Scope) -> tuple[EarlierRow, ...]:
    """Rows with a key of the file, and those of its agents inside its period."""
    of_source = _EARLIER_ROWS.where(ImportedRow.source == scope.source)
    with_key = of_source.where(ImportedRow.row_key == _any(scope.row_keys, Text()))
    inside = of_source.where(
        ImportedRow.agent_id == _any(scope.agents, Uuid()),
        ImportedRow.work_date.between(scope.first, scope.last),
    )
    rows = await session.execute(union(with_key, inside))
    return tuple(as_dataclass(EarlierRow, row) for row in rows)


async def _timed_entries(session: Session, scope: Scope) -> tuple[TimedEntry, ...]:
    entry = TimeEntryRow
    statement = select(
        entry.id.label("entry_id"),
        entry.agent_id,
        entry.started_at,
        entry.ended_at,
        entry.source.is_not_distinct_from(scope.source).label("same_source"),
    ).where(
        entry.agent_id == _any(scope.agents, Uuid()),
        entry.started_at.is_not(None),
        entry.work_date.between(scope.first - _MARGIN, scope.last + _MARGIN),
    )
    return tuple(as_dataclass(TimedEntry, row) for row in await session.execute(statement))


async def _closed_weeks(session: Session, scope: Scope) -> frozenset[tuple[UUID, date]]:
    sheet = TimesheetRow
    statement = select(sheet.agent_id, sheet.first_day).where(
        sheet.agent_id == _any(scope.agents, Uuid()),
        sheet.state != "draft",
        sheet.first_day.between(first_day_of_week(scope.first), scope.last),
    )
    return frozenset((agent_id, day) for agent_id, day in await session.execute(statement))


def _any(values: Iterable[object], kind: TypeEngine[Any]) -> ColumnElement[Any]:
    """One array parameter, however many values: a list of parameters ends at 32,767."""
    return any_(bindparam(None, list(values), type_=ARRAY(kind), unique=True))
