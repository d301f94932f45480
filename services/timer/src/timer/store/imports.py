"""What an import reads of the account, in one snapshot, and whom names mean, which it remembers."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import (
    func,
    select,
)
from sqlalchemy.orm import aliased

from database import Session, Statement
from database.mapping import as_dataclass
from domain_errors import InvalidInputError
from timer.importing.parsing import Meaning
from timer.importing.snapshot import (
    KnownAgent,
    MasterData,
    Named,
    Scope,
    Snapshot,
)
from timer.names import folded
from timer.sheet_period import Periods
from timer.store.arrays import any_of
from timer.store.tables.agents import Agent
from timer.store.tables.customers import Organization
from timer.store.tables.imports import ImportedCustomer, ImportedPerson
from timer.store.tables.timesheets import TimesheetRow
from timer.store.tables.work import Project, ServiceType, Task

_STAYING = aliased(Organization)
"""The customer that stands for the one that is named, mostly itself."""
_CLIENT = func.coalesce(Organization.folded_name, "")
_NOBODY = "names somebody whom the account does not have"
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
    session: Session,
    scope: Scope,
    last_day: date,
    *,
    allow_overlaps: bool,
    periods: Periods,
) -> Snapshot:
    """What can decide what becomes of the file's rows, but for the entries that are stored: see `stored_time`."""
    agents = await _agents(session)
    concerned = scope.agents(agents)
    return Snapshot(
        agents=agents,
        master_data=await _master_data(session),
        closed_days=await _closed_days(session, scope, concerned),
        allow_overlaps=allow_overlaps,
        last_day=last_day,
        periods=periods,
    )


async def must_know(
    session: Session, people: Iterable[Meaning], customers: Iterable[Meaning]
) -> None:
    """Raises `InvalidInputError` when somebody is meant whom there is not."""
    for name, table, meanings in (
        ("people", Agent, people),
        ("customers", Organization, customers),
    ):
        meant = {target for target, _ in meanings}
        if meant:
            known = select(table.id).where(table.id.in_(meant))
            if len((await session.scalars(known)).all()) < len(meant):
                raise InvalidInputError(name, _NOBODY)


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
                raise InvalidInputError(name, _NOBODY)


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
        _STAYING.id,
        Organization.name,
        _STAYING.billable,
        Organization.archived,
    ).join(_STAYING, _STAYING.id == func.coalesce(Organization.merged_into, Organization.id))
    for row in await session.execute(organizations):
        known.organizations[row.folded_name] = as_dataclass(Named, row)
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
        select(
            _CLIENT.label("client"),
            Project.folded_name.label("project"),
            Task.folded_name,
            *(Task.id, Task.name, Task.billable, Task.archived),
        )
        .select_from(Task)
        .join(Project, Project.id == Task.project_id)
        .outerjoin(Organization, Organization.id == Project.organization_id)
    )
    for task in await session.execute(tasks):
        known.tasks[task.client, task.project, task.folded_name] = as_dataclass(Named, task)
    return known


async def _closed_days(
    session: Session, scope: Scope, agents: frozenset[UUID]
) -> frozenset[tuple[UUID, date]]:
    sheet = TimesheetRow
    statement = select(sheet.agent_id, sheet.first_day, sheet.last_day).where(
        sheet.agent_id == any_of(agents),
        sheet.state != "draft",
        sheet.first_day <= scope.last,
        sheet.last_day >= scope.first,
    )
    return frozenset(
        (agent_id, first + timedelta(days=count))
        for agent_id, first, last in await session.execute(statement)
        for count in range((last - first).days + 1)
    )
