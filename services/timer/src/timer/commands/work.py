"""Ids of a task, a ticket, a project to the work they stand for."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from timer.store import rows
from timer.store.tables import contacts, organizations, projects, service_types, tasks, tickets
from timer.work import Work, billable_by_default
from web import invalid


@dataclass(frozen=True, slots=True)
class WorkAsked:
    """What a caller says of the work; None is filled in from what is named."""

    organization_id: UUID | None = None
    project_id: UUID | None = None
    task_id: UUID | None = None
    ticket_id: UUID | None = None
    service_type_id: UUID | None = None
    billable: bool | None = None
    description: str = ""
    tags: tuple[str, ...] = ()


async def resolve(session: AsyncSession, asked: WorkAsked) -> Work:
    """Fill in project, customer, kind of work and billable; refuse ids that do not exist or fit."""
    if asked.task_id and asked.ticket_id:
        raise invalid("ticket_id", "time is spent on a task or on a ticket, not on both")
    project_id, organization_id, service_type_id = await _from_item(session, asked)
    project_id = asked.project_id or project_id
    project_billable = None
    if project_id:
        project = await rows.find(session, projects, project_id)
        if project is None:
            raise invalid("project_id", "there is no such project")
        project_billable = project.billable
        organization_id = organization_id or project.organization_id
    service_type_id = asked.service_type_id or service_type_id
    kind_billable = await _kind_billable(session, service_type_id)
    if asked.organization_id and not await rows.find(session, organizations, asked.organization_id):
        raise invalid("organization_id", "there is no such organization")
    default = billable_by_default(project_billable, kind_billable)
    return Work(
        organization_id=asked.organization_id or organization_id,
        project_id=project_id,
        task_id=asked.task_id,
        ticket_id=asked.ticket_id,
        service_type_id=service_type_id,
        billable=default if asked.billable is None else asked.billable,
        description=asked.description,
        tags=asked.tags,
    )


Found = tuple[UUID | None, UUID | None, UUID | None]


async def _from_item(session: AsyncSession, asked: WorkAsked) -> Found:
    """Project, organization and service type that follow from the work item."""
    if asked.task_id:
        return await _from_task(session, asked.task_id, asked.project_id)
    if asked.ticket_id:
        return await _from_ticket(session, asked.ticket_id)
    return None, None, None


async def _from_task(session: AsyncSession, task_id: UUID, project_id: UUID | None) -> Found:
    task = await rows.find(session, tasks, task_id)
    if task is None:
        raise invalid("task_id", "there is no such task")
    if project_id not in (None, task.project_id):
        raise invalid("task_id", "the task belongs to another project")
    return task.project_id, None, task.service_type_id


async def _from_ticket(session: AsyncSession, ticket_id: UUID) -> Found:
    ticket = await rows.find(session, tickets, ticket_id)
    if ticket is None:
        raise invalid("ticket_id", "there is no such ticket")
    requester = await rows.find(session, contacts, ticket.requester_id)
    return None, requester.organization_id if requester else None, ticket.service_type_id


async def _kind_billable(session: AsyncSession, service_type_id: UUID | None) -> bool | None:
    if service_type_id is None:
        return None
    kind = await rows.find(session, service_types, service_type_id)
    if kind is None:
        raise invalid("service_type_id", "there is no such service type")
    return bool(kind.billable)
