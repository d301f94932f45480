"""Record and delete time."""

from dataclasses import replace
from uuid import UUID

from database import Session, current_account
from domain_errors import InvalidInputError, NotFoundError, check_version
from messaging import outbox
from timer import events
from timer.calendar import first_day_of_week
from timer.queries.account_settings import agent_with_settings
from timer.store import time_entries, timesheets
from timer.store.referenced_work import referenced_work
from timer.time_entry import RecordedEntry, TimeEntry, TimeEntryDeletedError
from timer.time_span import GivenTime, TimeSpan
from timer.timesheet import Timesheet
from timer.work import Work, WorkReference, fill_in


async def record(
    session: Session,
    entry_id: UUID,
    agent_id: UUID,
    time: GivenTime,
    named: WorkReference,
    *,
    expected: int | None = None,
) -> RecordedEntry:
    """Make the entry with this id, or change it while it is a draft. Sending the same again changes nothing."""
    agent, settings = await agent_with_settings(session, agent_id)
    if agent is None:
        raise InvalidInputError("agent_id", "there is no such agent")
    span = time.span(agent.time_zone)
    work = fill_in(named, await referenced_work(session, named))
    exclusive = not settings.allow_overlaps
    return await put_entry(
        session, entry_id, agent_id, span, work, exclusive=exclusive, expected=expected
    )


async def put_entry(
    session: Session,
    entry_id: UUID,
    agent_id: UUID,
    span: TimeSpan,
    work: Work,
    *,
    exclusive: bool,
    expected: int | None = None,
    gives_way: bool = False,
) -> RecordedEntry:
    """Store the entry so. `gives_way`: where its agent already has time, it keeps its seconds and has no start."""
    await time_entries.lock(session, entry_id)
    stored = await time_entries.look_up(session, entry_id, agent_id, span)
    before = stored.entry
    if before is None and stored.deleted:
        raise TimeEntryDeletedError
    if before is not None and before.agent_id != agent_id:
        raise NotFoundError("time entry")
    if gives_way and stored.span_taken:
        span = span.untimed
    sheet, *others = await _lock_sheets(session, agent_id, span, before)
    if before is None:
        entry = TimeEntry(entry_id, 1, agent_id, sheet.id, span, work, exclusive)
        sheet.must_be_draft()
        await time_entries.add(session, entry)
    else:
        check_version(expected, before.version)
        entry = replace(before, timesheet_id=sheet.id, span=span, work=work)
        if entry == before:
            return RecordedEntry(entry, "billed" if stored.billed else sheet.state)
        for locked in (sheet, *others):
            locked.must_be_draft()
        entry = replace(entry, version=before.version + 1, exclusive=exclusive)
        await time_entries.save(session, entry)
    await outbox.publish(session, events.entry_recorded(current_account(session), entry))
    return RecordedEntry(entry, "draft")


async def delete_entry(session: Session, entry_id: UUID, only: UUID | None) -> None:
    """Delete a draft. A repeat is harmless. `only`: the one agent whose time the caller may touch."""
    await time_entries.lock(session, entry_id)
    stored = await time_entries.look_up(session, entry_id)
    entry = stored.entry
    if entry is None and stored.deleted:
        return
    if entry is None or only not in (None, entry.agent_id):
        raise NotFoundError("time entry")
    (sheet,) = await timesheets.lock(session, [entry.timesheet_id])
    sheet.must_be_draft()
    version = await time_entries.remove(session, entry)
    account_id = current_account(session)
    await outbox.publish(session, events.entry_discarded(account_id, entry_id, version))


async def _lock_sheets(
    session: Session, agent_id: UUID, span: TimeSpan, before: TimeEntry | None
) -> list[Timesheet]:
    """The sheet of the week that the entry goes to, and that of the one it comes from, if another."""
    week = (agent_id, first_day_of_week(span.work_date))
    weeks = {week}
    if before is not None:
        weeks.add((agent_id, first_day_of_week(before.span.work_date)))
    sheets = await timesheets.lock_weeks(session, weeks)
    return [sheets.pop(week), *sheets.values()]
