"""Record and discard time."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from messaging import outbox
from timer import announcements
from timer.commands.account import account_settings_of
from timer.commands.refusing import refusing
from timer.entry import Entry
from timer.store import entries, timesheets
from timer.stretch import Stretch
from timer.timesheet import Timesheet
from timer.weeks import first_day_of_week
from timer.work import Work
from web import ProblemError, check_version, not_found


async def record(
    session: AsyncSession,
    account_id: UUID,
    entry_id: UUID,
    agent_id: UUID,
    stretch: Stretch,
    work: Work,
    *,
    expected: int | None = None,
) -> Entry:
    """Make the entry with this id, or make it so while it is a draft. A replay changes and says nothing."""
    await entries.lock(session, account_id, entry_id)
    before = await entries.find(session, entry_id)
    sheets = await _open_sheets(session, account_id, agent_id, stretch, before)
    sheet = sheets[agent_id, first_day_of_week(stretch.work_date)]
    exclusive = not (await account_settings_of(session)).allow_overlaps
    if before is None:
        return await _first(
            session,
            account_id,
            sheet,
            Entry(entry_id, 1, agent_id, sheet.id, stretch, work, exclusive),
        )
    if before.agent_id != agent_id:
        raise not_found("time entry")
    check_version(expected, before.version)
    after = replace(before, timesheet_id=sheet.id, stretch=stretch, work=work)
    if after == before:
        return before
    with refusing():
        for locked in sheets.values():
            locked.must_be_draft()
    after = replace(after, version=before.version + 1, exclusive=exclusive)
    await entries.keep(session, account_id, after)
    await outbox.publish(session, announcements.entry_recorded(account_id, after))
    return after


async def _first(session: AsyncSession, account_id: UUID, sheet: Timesheet, entry: Entry) -> Entry:
    if await entries.is_discarded(session, entry.id):
        raise ProblemError(410, "time-entry-deleted", "This time entry was deleted")
    with refusing():
        sheet.must_be_draft()
    await entries.add(session, account_id, entry)
    await outbox.publish(session, announcements.entry_recorded(account_id, entry))
    return entry


async def discard(
    session: AsyncSession, account_id: UUID, entry_id: UUID, only: UUID | None
) -> None:
    """Delete a draft. A repeat is harmless. `only`: the one agent whose time the caller may touch."""
    await entries.lock(session, account_id, entry_id)
    entry = await entries.find(session, entry_id)
    if entry is None and await entries.is_discarded(session, entry_id):
        return
    if entry is None or only not in (None, entry.agent_id):
        raise not_found("time entry")
    (sheet,) = await timesheets.lock(session, [entry.timesheet_id])
    with refusing():
        sheet.must_be_draft()
    version = await entries.discard(session, account_id, entry)
    await outbox.publish(session, announcements.entry_discarded(account_id, entry_id, version))


async def _open_sheets(
    session: AsyncSession,
    account_id: UUID,
    agent_id: UUID,
    stretch: Stretch,
    before: Entry | None,
) -> dict[timesheets.Week, Timesheet]:
    """Lock the week that the entry goes to, and the one it comes from."""
    weeks = {(agent_id, first_day_of_week(stretch.work_date))}
    if before is not None and before.agent_id == agent_id:
        weeks.add((agent_id, first_day_of_week(before.stretch.work_date)))
    await timesheets.ensure(session, account_id, weeks)
    return await timesheets.lock_weeks(session, weeks)
