"""What an import reads of the account, in one snapshot, and the entries and identities that it adds."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Dialect,
    Text,
    Uuid,
    any_,
    bindparam,
    exists,
    func,
    select,
    union,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

from database import Session, Statement
from database.mapping import as_dataclass
from domain_errors import InvalidInputError
from timer.calendar import FIRST_DAY
from timer.importing.parsing import Meaning
from timer.importing.plan import PlannedRow
from timer.importing.snapshot import (
    EarlierRow,
    KnownAgent,
    MasterData,
    Named,
    Scope,
    Snapshot,
    TimedEntry,
)
from timer.names import folded
from timer.store.tables.agents import Agent
from timer.store.tables.base import Base
from timer.store.tables.customers import Organization
from timer.store.tables.imports import ImportedCustomer, ImportedPerson, ImportedRow
from timer.store.tables.time import DiscardedEntry, TimeEntryRow
from timer.store.tables.timesheets import TimesheetRow
from timer.store.tables.work import Project, ServiceType, Task
from timer.store.time_entries import values_of
from timer.store.triggers import SUMS_LATER
from timer.time_entry import TimeEntry

_MARGIN = timedelta(days=3)
"""An entry of the day before may reach into the first day; zones shift dates by one more."""
_CLIENT = func.coalesce(Organization.folded_name, "")
_COLUMNS = [field.name for field in fields(EarlierRow) if field.name != "deleted"]
_EARLIER_ROWS = select(
    *(getattr(ImportedRow, name) for name in _COLUMNS),
    exists().where(DiscardedEntry.id == ImportedRow.entry_id).label("deleted"),
)


_DIALECT: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
_ENTRY_COLUMNS = tuple(
    name
    for name in [column.name for column in TimeEntryRow.__table__.columns]
    if name not in ("account_id", "state", "requests")
)


def _add_many(table: type[Base], names: Sequence[str]) -> Statement:
    """Rows as one JSON text: one parameter, however many they are."""
    columns = ", ".join(names)
    types = ", ".join(
        f"{name} {table.__table__.c[name].type.compile(dialect=_DIALECT)}" for name in names
    )
    return Statement(
        f"INSERT INTO {table.__tablename__} ({columns})"
        f" SELECT {columns} FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS given ({types})"
    )


_ADD_ENTRIES = _add_many(TimeEntryRow, _ENTRY_COLUMNS)
_ADD_IDENTITIES = _add_many(ImportedRow, ("source", *_COLUMNS))
_SUM_LATER = Statement("SELECT set_config(:name, 'on', true)")
_SUM = Statement("SELECT sum_time_entries(CAST(:ids AS uuid[]))")
_REMEMBER_PEOPLE = Statement("""
INSERT INTO imported_people (name, agent_id)
SELECT given.name, a.id FROM unnest(CAST(:names AS text[]), CAST(:targets AS uuid[])) AS given (name, agent_id)
JOIN agents a ON a.id = given.agent_id
ON CONFLICT (account_id, name) DO UPDATE SET agent_id = excluded.agent_id
RETURNING name
""")
_REMEMBER_CUSTOMERS = Statement("""
INSERT INTO imported_customers (name, organization_id)
SELECT given.name, o.id FROM unnest(CAST(:names AS text[]), CAST(:targets AS uuid[])) AS given (name, organization_id)
JOIN organizations o ON o.id = given.organization_id
ON CONFLICT (account_id, name) DO UPDATE SET organization_id = excluded.organization_id
RETURNING name
""")


async def load_snapshot(
    session: Session, scope: Scope, last_day: date, *, allow_overlaps: bool
) -> Snapshot:
    """All of the account that can decide what becomes of the file's rows."""
    agents = await _agents(session)
    concerned = scope.agents(agents)
    return Snapshot(
        agents=agents,
        master_data=await _master_data(session),
        earlier_rows=(
            *await _earlier_rows(session, scope, concerned),
            *await _exported_entries(session, scope),
        ),
        timed_entries=await _timed_entries(session, scope, concerned),
        closed_days=await _closed_days(session, scope, concerned),
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
    await _ADD_ENTRIES.all(session, {"rows": _as_json([values_of(one) for one in entries])})
    await _ADD_IDENTITIES.all(session, {"rows": _as_json(identities)})


async def sum_later(session: Session) -> None:
    """Let the sums of logged time, which others need too, be locked by `add_to_sums` only."""
    await _SUM_LATER.all(session, {"name": SUMS_LATER})


async def add_to_sums(session: Session, entry_ids: Sequence[UUID]) -> None:
    """Add new entries to the sums of logged time. The database refuses what budgets do."""
    await _SUM.all(session, {"ids": entry_ids})


async def remember(
    session: Session, people: Iterable[Meaning], customers: Iterable[Meaning]
) -> None:
    """Keep for later files whom names mean. Raises InvalidInputError for whom there is not."""
    for name, statement, meanings in (
        ("people", _REMEMBER_PEOPLE, people),
        ("customers", _REMEMBER_CUSTOMERS, customers),
    ):
        given = {folded(written): target for target, written in meanings}
        if given:
            values = {"names": list(given), "targets": list(given.values())}
            known = await statement.all(session, values)
            if len(known) < len(given):
                raise InvalidInputError(name, "names somebody whom the account does not have")


async def _agents(session: Session) -> tuple[KnownAgent, ...]:
    columns = (Agent.id, Agent.name, Agent.email, Agent.aliases, Agent.active)
    known_as: dict[UUID, set[str]] = defaultdict(set)
    for person in await session.scalars(select(ImportedPerson)):
        known_as[person.agent_id].add(person.name)
    return tuple(
        KnownAgent(
            agent_id,
            name,
            frozenset(one for one in (email, *aliases) if one),
            active,
            frozenset(known_as[agent_id]),
        )
        for agent_id, name, email, aliases, active in await session.execute(
            select(*columns).order_by(Agent.id)
        )
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
    by_id = {one.id: one for one in known.organizations.values()}
    for customer in await session.scalars(select(ImportedCustomer)):
        known.customers_known_as[customer.name] = by_id[customer.organization_id]
    for kind in await session.scalars(select(ServiceType)):
        known.service_types[kind.folded_name] = as_dataclass(Named, kind)
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
    for client, of, task, task_id, name, archived in await session.execute(tasks):
        known.tasks[client, of, task] = Named(task_id, name, archived=archived)
    return known


async def _earlier_rows(
    session: Session, scope: Scope, agents: frozenset[UUID]
) -> tuple[EarlierRow, ...]:
    """Rows with a key of the file, and those of its agents inside its period."""
    of_source = _EARLIER_ROWS.where(ImportedRow.source == scope.source)
    with_key = of_source.where(ImportedRow.row_key == _any(scope.row_keys, Text()))
    inside = of_source.where(
        ImportedRow.agent_id == _any(agents, Uuid()),
        ImportedRow.work_date.between(scope.first, scope.last),
    )
    rows = await session.execute(union(with_key, inside))
    return tuple(as_dataclass(EarlierRow, row) for row in rows)


async def _exported_entries(session: Session, scope: Scope) -> list[EarlierRow]:
    """The account's own entries that the file is an export of."""
    if not scope.our_ids:
        return []
    entries = select(TimeEntryRow, func.coalesce(Project.name, "")).outerjoin(
        Project, Project.id == TimeEntryRow.project_id
    )
    deleted = select(DiscardedEntry.id).where(DiscardedEntry.id == _any(scope.our_ids, Uuid()))
    found = [
        _as_exported(entry, project, scope.our_ids[entry.id])
        for entry, project in await session.execute(
            entries.where(TimeEntryRow.id == _any(scope.our_ids, Uuid()))
        )
    ]
    gone = (_deleted(entry_id, scope) for entry_id in await session.scalars(deleted))
    return [*found, *gone]


def _as_exported(entry: TimeEntryRow, project: str, key: str) -> EarlierRow:
    zone = ZoneInfo(entry.time_zone)
    start = entry.started_at and entry.started_at.astimezone(zone).replace(tzinfo=None)
    return EarlierRow(
        key, 1, entry.id, entry.agent_id, entry.work_date, start, entry.started_at, entry.seconds,
        project, entry.description, tuple(sorted(entry.tags)), entry.billable,
    )  # fmt: skip


def _deleted(entry_id: UUID, scope: Scope) -> EarlierRow:
    """Nothing but its id is known of it any more."""
    return EarlierRow(
        scope.our_ids[entry_id], 1, entry_id, entry_id, FIRST_DAY, None, None, 0, "", "", (), None,
        deleted=True,
    )  # fmt: skip


async def _timed_entries(
    session: Session, scope: Scope, agents: frozenset[UUID]
) -> tuple[TimedEntry, ...]:
    entry = TimeEntryRow
    statement = select(
        entry.id.label("entry_id"),
        entry.agent_id,
        entry.started_at,
        entry.ended_at,
        entry.source.is_not_distinct_from(scope.source).label("same_source"),
    ).where(
        entry.agent_id == _any(agents, Uuid()),
        entry.started_at.is_not(None),
        entry.work_date.between(scope.first - _MARGIN, scope.last + _MARGIN),
    )
    return tuple(as_dataclass(TimedEntry, row) for row in await session.execute(statement))


async def _closed_days(
    session: Session, scope: Scope, agents: frozenset[UUID]
) -> frozenset[tuple[UUID, date]]:
    sheet = TimesheetRow
    statement = select(sheet.agent_id, sheet.first_day, sheet.last_day).where(
        sheet.agent_id == _any(agents, Uuid()),
        sheet.state != "draft",
        sheet.first_day <= scope.last,
        sheet.last_day >= scope.first,
    )
    return frozenset(
        (agent_id, first + timedelta(days=count))
        for agent_id, first, last in await session.execute(statement)
        for count in range((last - first).days + 1)
    )


def _any(values: Iterable[object], kind: TypeEngine[Any]) -> ColumnElement[Any]:
    """One array parameter, however many values: a list of parameters ends at 32,767."""
    return any_(bindparam(None, list(values), type_=ARRAY(kind), unique=True))


def _as_json(rows: Sequence[Mapping[str, Any]]) -> str:
    return json.dumps(rows, default=str, ensure_ascii=False)
