"""Apply an import's plan: create the agents and the work it names, then the entries, in bulk."""

from collections.abc import Sequence
from uuid import UUID

from database import Session, current_account, new_id
from messaging import outbox
from timer import events
from timer.calendar import first_day_of_week
from timer.commands import master_data
from timer.importing.plan import Plan, PlannedRow
from timer.importing.report import ImportReport, NewProject, NewTask, ToCreate
from timer.importing.snapshot import MasterData, Named, Snapshot
from timer.names import folded
from timer.queries.master_data import AGENTS, ORGANIZATIONS, PROJECTS, TASKS
from timer.store import imports, timesheets
from timer.time_entry import TimeEntry
from timer.time_span import TimeSpan
from timer.timesheet import Timesheet
from timer.work import Work, billable_by_default


async def apply_plan(
    session: Session, plan: Plan, report: ImportReport, snapshot: Snapshot
) -> list[UUID]:
    """Create all that the report lists. Returns the ids of the new entries in the order of the file.

    Raises TimesheetClosedError.
    """
    creates, known, time_zone = plan.creates, snapshot.master_data, report.time_zone
    if not creates:
        return []
    new_agents = await create_missing(session, report.to_create, known, time_zone)
    agents = [one.agent_id or new_agents[one.row.person] for one in creates]
    sheets = await _open_sheets(session, creates, agents)
    entries = [
        TimeEntry(
            id=new_id(),
            version=1,
            agent_id=sheet.agent_id,
            timesheet_id=sheet.id,
            span=_span(one, time_zone),
            work=_work(one, known),
            exclusive=not snapshot.allow_overlaps,
            source=report.source,
        )
        for one, sheet in zip(creates, sheets, strict=True)
    ]
    await imports.add(session, report.source, creates, entries)
    account_id = current_account(session)
    await outbox.publish(session, *(events.entry_recorded(account_id, one) for one in entries))
    return [entry.id for entry in entries]


async def create_missing(
    session: Session, new: ToCreate, known: MasterData, time_zone: str
) -> dict[str, UUID]:
    """Create what the file names and the account lacks, and add it to `known`.

    Returns the new agents by their identity in the file.
    """
    agents = await master_data.create_all(
        session,
        AGENTS,
        (
            {"name": agent.name, "email": agent.email or None, "time_zone": time_zone}
            for agent in new.agents
        ),
    )
    organizations = await master_data.create_all(
        session, ORGANIZATIONS, ({"name": name} for name in new.organizations)
    )
    known.organizations.update({row.folded_name: Named(row.id, row.name) for row in organizations})
    await _create_projects(session, new.projects, known)
    await _create_tasks(session, new.tasks, known)
    return {
        agent.email or folded(agent.name): row.id
        for agent, row in zip(new.agents, agents, strict=True)
    }


async def _create_projects(session: Session, new: Sequence[NewProject], known: MasterData) -> None:
    clients = [folded(project.organization) for project in new]
    owners = [known.organizations.get(client) for client in clients]
    values = (
        {
            "name": project.name,
            "billable": project.billable,
            "organization_id": owner.id if owner else None,
        }
        for project, owner in zip(new, owners, strict=True)
    )
    rows = await master_data.create_all(session, PROJECTS, values)
    for client, row in zip(clients, rows, strict=True):
        known.projects[client, row.folded_name] = Named(row.id, row.name, row.billable)


async def _create_tasks(session: Session, new: Sequence[NewTask], known: MasterData) -> None:
    projects = [(folded(task.organization), folded(task.project)) for task in new]
    values = (
        {"name": task.name, "project_id": known.projects[project].id}
        for task, project in zip(new, projects, strict=True)
    )
    rows = await master_data.create_all(session, TASKS, values)
    for project, row in zip(projects, rows, strict=True):
        known.tasks[(*project, row.folded_name)] = Named(row.id, row.name)


async def _open_sheets(
    session: Session, creates: Sequence[PlannedRow], agents: Sequence[UUID]
) -> list[Timesheet]:
    """The locked sheet of each row; all of them are drafts."""
    weeks = [
        (agent_id, first_day_of_week(one.row.work_date))
        for one, agent_id in zip(creates, agents, strict=True)
    ]
    sheets = await timesheets.lock_weeks(session, set(weeks))
    for sheet in sheets.values():
        sheet.must_be_draft()
    return [sheets[week] for week in weeks]


def _span(planned: PlannedRow, time_zone: str) -> TimeSpan:
    row = planned.row
    start = row.time.started_at if planned.timed else None
    return TimeSpan(row.work_date, start, row.seconds, time_zone)


def _work(planned: PlannedRow, known: MasterData) -> Work:
    """A file without a column for billable leaves it to our own defaults."""
    row = planned.row
    client, project, task = folded(row.client), folded(row.project), folded(planned.task)
    organization = known.organizations.get(client)
    owner = known.projects.get((client, project))
    item = known.tasks.get((client, project, task))
    default = billable_by_default(owner.billable if owner else None, None)
    return Work(
        organization_id=organization.id if organization else None,
        project_id=owner.id if owner else None,
        task_id=item.id if item else None,
        billable=default if row.billable is None else row.billable,
        description=row.description,
        tags=row.tags,
    )
