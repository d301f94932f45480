"""Make what an import's plan says: names first, then sheets, then entries, in bulk."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database import current_account, new_id
from messaging import outbox
from timer import events
from timer.calendar import first_day_of_week
from timer.commands.naming import create_named
from timer.importing.outcome import Outcome
from timer.importing.planning import Plan
from timer.importing.reading import Options
from timer.importing.report import Report
from timer.names import folded
from timer.store import time_entries, timesheets
from timer.store.tables import ImportedRow, TimeEntryRow
from timer.store.work_names import Named, WorkNames, work_names
from timer.time_entry import TimeEntry
from timer.time_span import TimeSpan
from timer.timesheet import Timesheet
from timer.work import Work, billable_by_default

FACTS_AT_ONCE = 5_000


async def apply(session: AsyncSession, plan: Plan, report: Report, options: Options) -> list[UUID]:
    """Write everything in the caller's transaction; gives the ids of the new entries in file order."""
    if not plan.creates:
        return []
    agents = await create_named(session, report.to_create, options.time_zone)
    names = await work_names(session)
    owners = {one.row.line.line: one.agent or agents[one.row.line.person] for one in plan.creates}
    sheets = await _open_sheets(session, plan.creates, owners)
    made = []
    for one in plan.creates:
        agent_id = owners[one.row.line.line]
        sheet = sheets[agent_id, first_day_of_week(one.row.line.work_date)]
        made.append((one, _entry(one, agent_id, sheet, names, options, report.source)))
    await _store(session, report.source, made)
    return [entry.id for _, entry in made]


async def _open_sheets(
    session: AsyncSession, creates: Iterable[Outcome], owners: dict[int, UUID]
) -> dict[timesheets.Week, Timesheet]:
    weeks = {
        (owners[one.row.line.line], first_day_of_week(one.row.line.work_date)) for one in creates
    }
    sheets = await timesheets.lock_weeks(session, weeks)
    for sheet in sheets.values():
        sheet.must_be_draft()
    return sheets


def _entry(
    one: Outcome, agent_id: UUID, sheet: Timesheet, names: WorkNames, options: Options, source: str
) -> TimeEntry:
    row, line = one.row, one.row.line
    span = TimeSpan(line.work_date, row.started_at, row.seconds, options.time_zone)
    return TimeEntry(
        id=new_id(),
        version=1,
        agent_id=agent_id,
        timesheet_id=sheet.id,
        span=span if one.timed else span.untimed,
        work=_work(one, names),
        exclusive=not options.allow_overlaps,
        source=source,
    )


def _work(one: Outcome, names: WorkNames) -> Work:
    line = one.row.line
    client, project = folded(line.client), folded(line.project)
    organization = names.organizations.get(client)
    found = names.projects.get((client, project))
    item = names.tasks.get((client, project, folded(one.task)))
    return Work(
        organization_id=organization.id if organization else None,
        project_id=found.id if found else None,
        task_id=item.id if item else None,
        billable=_billable(line.billable, found),
        description=line.description,
        tags=line.tags,
    )


def _billable(said: bool | None, project: Named | None) -> bool:
    """A file without the column leaves it to our own defaults."""
    return (
        said
        if said is not None
        else billable_by_default(project.billable if project else None, None)
    )


Made = list[tuple[Outcome, TimeEntry]]


async def _store(session: AsyncSession, source: str, made: Made) -> None:
    await session.execute(
        insert(TimeEntryRow), [time_entries.values_of(entry) for _, entry in made]
    )
    await session.execute(
        insert(ImportedRow), [_identity(source, one, entry) for one, entry in made]
    )
    account_id = current_account(session)
    for start in range(0, len(made), FACTS_AT_ONCE):
        some = made[start : start + FACTS_AT_ONCE]
        await outbox.publish(
            session, *(events.entry_recorded(account_id, entry) for _, entry in some)
        )


def _identity(source: str, one: Outcome, entry: TimeEntry) -> dict[str, Any]:
    """The row as the file had it, to know it again."""
    row, line = one.row, one.row.line
    return {
        "source": source,
        "row_key": one.key,
        "ordinal": one.ordinal,
        "entry_id": entry.id,
        "agent_id": entry.agent_id,
        "work_date": line.work_date,
        "written_start": line.start,
        "started_at": row.started_at,
        "seconds": row.seconds,
        "project": line.project,
        "description": line.description,
        "tags": line.tags,
        "billable": line.billable,
    }
