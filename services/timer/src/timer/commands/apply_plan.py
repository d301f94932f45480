"""Apply an import's plan: create the agents and the work it names, then the entries, in bulk."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from database import Session, current_account
from messaging import outbox
from timer.commands import master_data
from timer.importing.booking import Booking, SheetCounts
from timer.importing.messages import Batch, Done, MonthOfProject, Planned
from timer.importing.report import NewProject, NewTask, ToCreate
from timer.importing.snapshot import MasterData, Named, Snapshot
from timer.names import folded
from timer.queries.master_data import AGENTS, ORGANIZATIONS, PROJECTS, SERVICE_TYPES, TASKS
from timer.sheet_history import FileImport
from timer.store import imported_entries, timesheets

ROWS_AT_ONCE = 500
Sheets = dict[timesheets.AgentDay, UUID]
"""The sheets of agents by their first days."""


async def prepare_sheets(session: Session, planned: Planned) -> Sheets:
    """The sheets of the agents whom the account has, made where there was none. Raises TimesheetClosedError.

    In a transaction of its own, so that nobody waits for what is written into them.
    """
    return await timesheets.make(session, _of_known_agents(planned))


def _of_known_agents(planned: Planned) -> set[timesheets.AgentPeriod]:
    return {(agent, period) for agent, period in planned.periods if isinstance(agent, UUID)}


class PlanWriter:
    """Writes what was planned, in pieces, and at the end for a moment what others wait for."""

    def __init__(
        self,
        session: Session,
        import_id: UUID,
        planned: Planned,
        snapshot: Snapshot,
        imported: FileImport,
        late: SheetCounts,
    ) -> None:
        """`late`: what goes into periods that are locked, of which their sheets' history tells."""
        self.done = 0
        self._session, self._import_id = session, import_id
        self._planned, self._snapshot = planned, snapshot
        self._imported, self._late = imported, late
        self._worked: Counter[MonthOfProject] = Counter()
        self._entries_after_lock: dict[UUID, int] = {}

    async def create_missing(self, sheets: Sheets) -> Booking:
        """What the file names and the account lacks; where its rows are booked then."""
        await imported_entries.begin(self._session, self._import_id)
        report, snapshot = self._planned.report, self._snapshot
        agents = await create_missing(
            self._session, report.to_create, snapshot.master_data, report.time_zone
        )
        new = {
            (agents[agent], period)
            for agent, period in self._planned.periods
            if isinstance(agent, str)
        }
        sheets = sheets | await timesheets.make(self._session, new)
        self._entries_after_lock = {
            sheets[agents[agent] if isinstance(agent, str) else agent, period.first]: count
            for (agent, period), count in self._late.items()
        }
        return Booking(
            account_id=current_account(self._session),
            source=report.source,
            time_zone=report.time_zone,
            exclusive=not snapshot.allow_overlaps,
            periods=snapshot.periods,
            agents=agents,
            sheets=sheets,
            master_data=snapshot.master_data,
            trace=outbox.trace_headers(),
            rows_at_once=ROWS_AT_ONCE,
        )

    async def add(self, batch: Batch) -> None:
        """Write and publish entries."""
        await imported_entries.add(self._session, batch)
        self._worked.update(batch.worked)
        self.done += batch.count

    async def complete(self, done: Done) -> None:
        """Sheets, budgets and the newest days, which others need too, are held from here to the commit.

        Raises TimesheetClosedError. The newest days come last: who stops a timer waits for rows of the same hours.
        """
        await timesheets.change(self._session, _of_known_agents(self._planned))
        if self._entries_after_lock:
            await timesheets.tell_imported(self._session, self._imported, self._entries_after_lock)
        await self.add(done.newest)
        await imported_entries.spend_budgets(self._session, self._worked)


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
    known.service_types.update(
        {row.folded_name: Named(row.id, row.name, row.billable) for row in kinds}
    )
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
