"""Apply an import's plan: create the agents and the work it names, then the entries, in bulk."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from database import Session, current_account, new_id
from messaging import outbox
from timer import events
from timer.commands import master_data
from timer.importing.messages import Planned
from timer.importing.plan import PlannedRow
from timer.importing.report import NewProject, NewTask, ToCreate
from timer.importing.snapshot import MasterData, Named, Snapshot
from timer.names import folded
from timer.queries.master_data import AGENTS, ORGANIZATIONS, PROJECTS, SERVICE_TYPES, TASKS
from timer.sheet_period import Periods
from timer.store import imports, timesheets
from timer.time_entry import TimeEntry
from timer.time_span import TimeSpan
from timer.timesheet import Timesheet
from timer.work import Work, billable_by_default

Sheets = dict[timesheets.AgentDay, Timesheet]


async def prepare_sheets(
    session: Session, days: Collection[tuple[UUID | str, date]], periods: Periods
) -> Sheets:
    """The sheets of the agents whom the account has, made where there was none. Raises TimesheetClosedError.

    In a transaction of its own, so that nobody waits for what is written into them.
    """
    known = {(agent, day) for agent, day in days if isinstance(agent, UUID)}
    sheets = await timesheets.lock_days(session, known, periods, changing=False)
    for sheet in sheets.values():
        sheet.must_be_draft()
    return sheets


class PlanWriter:
    """Writes what was planned, in pieces. What others may wait for, their timesheets, is locked at the end."""

    def __init__(
        self,
        session: Session,
        planned: Planned,
        snapshot: Snapshot,
        sheets: Sheets,
        periods: Periods,
    ) -> None:
        self.entry_ids: list[UUID] = []
        self._session, self._planned, self._snapshot = session, planned, snapshot
        self._sheets, self._periods = sheets, periods
        self._new_agents: dict[str, UUID] = {}

    async def create_missing(self) -> None:
        """What the file names and the account lacks."""
        await imports.sum_later(self._session)
        report, known = self._planned.report, self._snapshot.master_data
        self._new_agents = await create_missing(
            self._session, report.to_create, known, report.time_zone
        )
        new = {
            (self._new_agents[agent], day)
            for agent, day in self._planned.days
            if isinstance(agent, str)
        }
        self._sheets |= await timesheets.lock_days(self._session, new, self._periods)

    async def add(self, rows: Sequence[PlannedRow]) -> None:
        """Write and publish rows of the plan."""
        entries = [self._entry(row) for row in rows]
        await imports.add(self._session, self._planned.report.source, rows, entries)
        account_id = current_account(self._session)
        recorded = (events.entry_recorded(account_id, one) for one in entries)
        await outbox.publish(self._session, *recorded)
        self.entry_ids += [entry.id for entry in entries]

    async def lock_sheets(self) -> None:
        """The sheets and sums have changed, and the sheets are drafts until the transaction ends.

        Raises TimesheetClosedError.
        """
        known = {(agent_id, day) for agent_id, day in self._sheets if agent_id not in self._created}
        for sheet in (await timesheets.lock_days(self._session, known, self._periods)).values():
            sheet.must_be_draft()
        await imports.add_to_sums(self._session, self.entry_ids)

    @property
    def _created(self) -> set[UUID]:
        return set(self._new_agents.values())

    def _entry(self, planned: PlannedRow) -> TimeEntry:
        agent_id = planned.agent_id or self._new_agents[planned.row.person.identity]
        return TimeEntry(
            id=new_id(),
            version=1,
            agent_id=agent_id,
            timesheet_id=self._sheets[agent_id, planned.row.work_date].id,
            span=_span(planned, self._planned.report.time_zone),
            work=_work(planned, self._snapshot.master_data),
            exclusive=not self._snapshot.allow_overlaps,
            source=self._planned.report.source,
        )


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
    kinds = await master_data.create_all(
        session, SERVICE_TYPES, ({"name": name} for name in new.service_types)
    )
    known.service_types.update({row.folded_name: Named(row.id, row.name) for row in kinds})
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


def _span(planned: PlannedRow, time_zone: str) -> TimeSpan:
    row = planned.row
    start = row.time.started_at if planned.timed else None
    return TimeSpan(row.work_date, start, row.seconds, row.time_zone or time_zone)


def _work(planned: PlannedRow, known: MasterData) -> Work:
    """A file without a column for billable leaves it to our own defaults."""
    row = planned.row
    client, project, task = folded(row.client), folded(row.project), folded(planned.task)
    organization = known.organizations.get(client)
    owner = known.projects.get((client, project))
    item = known.tasks.get((client, project, task))
    kind = known.service_types.get(folded(planned.kind))
    default = billable_by_default(
        owner.billable if owner else None, kind.billable if kind else None
    )
    return Work(
        organization_id=organization.id if organization else None,
        project_id=owner.id if owner else None,
        task_id=item.id if item else None,
        service_type_id=kind.id if kind else None,
        billable=default if row.billable is None else row.billable,
        description=row.description,
        tags=row.tags,
    )
