"""What is exported: time page by page, master data as a whole."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date
from uuid import UUID

from sqlalchemy import Executable, func, select, tuple_
from sqlalchemy.orm import aliased

from database import Session
from database.mapping import as_dataclass
from spreadsheets.csv_text import Cell, written
from timer.exporting import HEADERS, TIME_HEADER, ExportedEntry, duration, split_name
from timer.queries.time_entries import EntryFilter
from timer.store.tables.agents import Agent
from timer.store.tables.customers import Contact, Organization
from timer.store.tables.tickets import TicketRow
from timer.store.tables.time import TimeEntryRow
from timer.store.tables.work import Project, ServiceType, Task

Transaction = Callable[[], AbstractAsyncContextManager[Session]]
ROWS_AT_ONCE = 2_000
_ENTRY = TimeEntryRow
_NAMED = aliased(Organization)
_STAYING = func.coalesce(_NAMED.merged_into, _NAMED.id)
"""The customer that stands for the one that is named, mostly itself: time and projects are exported as that one's."""
_OWN = (
    *("id", "description", "tags", "billable", "state", "work_date", "started_at", "ended_at"),
    *("seconds", "time_zone"),
)
_ENTRIES = (
    select(
        *(getattr(_ENTRY, name) for name in _OWN),
        Agent.name.label("agent"),
        Agent.email,
        Organization.name.label("organization"),
        Project.name.label("project"),
        Task.name.label("task"),
        TicketRow.name.label("ticket"),
        ServiceType.name.label("service_type"),
    )
    .join(Agent, Agent.id == _ENTRY.agent_id)
    .outerjoin(_NAMED, _NAMED.id == _ENTRY.organization_id)
    .outerjoin(Organization, Organization.id == _STAYING)
    .outerjoin(Project, Project.id == _ENTRY.project_id)
    .outerjoin(Task, Task.id == _ENTRY.task_id)
    .outerjoin(TicketRow, TicketRow.id == _ENTRY.ticket_id)
    .outerjoin(ServiceType, ServiceType.id == _ENTRY.service_type_id)
    .order_by(_ENTRY.work_date, _ENTRY.id)
    .limit(ROWS_AT_ONCE)
)


async def export_time(begin: Transaction, wanted: EntryFilter) -> AsyncIterator[str]:
    """By work date, as CSV."""
    yield written([TIME_HEADER])
    async for page in pages(begin, wanted):
        yield written(entry.cells() for entry in page)


async def pages(begin: Transaction, wanted: EntryFilter) -> AsyncIterator[Sequence[ExportedEntry]]:
    """By work date, each page in a transaction of its own: whoever reads slowly holds none open."""
    after: tuple[date, UUID] | None = None
    while page := await _page(begin, wanted, after):
        yield page
        after = page[-1].work_date, page[-1].id


async def _page(
    begin: Transaction, wanted: EntryFilter, after: tuple[date, UUID] | None
) -> Sequence[ExportedEntry]:
    statement = _ENTRIES.where(*wanted.conditions())
    if after is not None:
        statement = statement.where(tuple_(_ENTRY.work_date, _ENTRY.id) > after)
    async with begin() as session:
        return [as_dataclass(ExportedEntry, row) for row in await session.execute(statement)]


async def export_master_data(session: Session, noun: str) -> str:
    """All of a kind, as one text."""
    statement, cells = _MASTER_DATA[noun]
    rows = await session.execute(statement)
    return written([HEADERS[noun], *(cells(*row) for row in rows)])


def _customer(customer: Organization, contact: Contact | None) -> Sequence[Cell]:
    """A row for each contact, and one for a customer without any."""
    first, last = split_name(contact.name) if contact else ("", "")
    return (
        customer.name, "; ".join(customer.email_domains), first, last,
        contact.email if contact else None, contact.phone if contact else None,
        contact.billing if contact else None, ", ".join(customer.address_lines),
        customer.postal_code, customer.city, customer.country, customer.vat_number,
        customer.registration_number, customer.gln, customer.code, customer.kind, customer.language,
        customer.currency, customer.billable, customer.notes, customer.archived,
    )  # fmt: skip


def _agent(agent: Agent) -> Sequence[Cell]:
    return agent.name, agent.email, agent.aliases, agent.time_zone, agent.active


def _service_type(kind: ServiceType) -> Sequence[Cell]:
    return kind.name, kind.billable, kind.archived


def _project(project: Project, customer: str | None) -> Sequence[Cell]:
    return (
        project.name, customer, project.billable, project.planned_start, project.planned_finish,
        duration(project.budget_seconds), project.closed, project.archived,
    )  # fmt: skip


def _task(task: Task, project: str, customer: str | None, kind: str | None) -> Sequence[Cell]:
    return (
        task.name, project, customer, kind, task.billable, task.description, task.status,
        task.planned_start, task.planned_finish, duration(task.estimate_seconds), task.archived,
    )  # fmt: skip


_NAMED_BY_PROJECT = _NAMED.id == Project.organization_id
_MASTER_DATA: dict[str, tuple[Executable, Callable[..., Sequence[Cell]]]] = {
    "organizations": (
        select(Organization, Contact)
        .outerjoin(Contact, Contact.organization_id == Organization.id)
        .order_by(Organization.folded_name, Contact.id),
        _customer,
    ),
    "agents": (select(Agent).order_by(func.lower(Agent.name), Agent.id), _agent),
    "service-types": (select(ServiceType).order_by(ServiceType.folded_name), _service_type),
    "projects": (
        select(Project, Organization.name)
        .outerjoin(_NAMED, _NAMED_BY_PROJECT)
        .outerjoin(Organization, Organization.id == _STAYING)
        .order_by(Project.folded_name, Project.id),
        _project,
    ),
    "tasks": (
        select(Task, Project.name, Organization.name, ServiceType.name)
        .join(Project, Project.id == Task.project_id)
        .outerjoin(_NAMED, _NAMED_BY_PROJECT)
        .outerjoin(Organization, Organization.id == _STAYING)
        .outerjoin(ServiceType, ServiceType.id == Task.service_type_id)
        .order_by(Project.folded_name, Task.folded_name, Task.id),
        _task,
    ),
}
