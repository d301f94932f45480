"""Submit, approve and reject timesheets: one or many, all or none."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contracts import Event
from domain_errors import FieldError
from messaging import outbox
from timer import announcements
from timer.commands.account import account_settings_of
from timer.commands.refusing import refusing
from timer.queries.approved import approved_entries
from timer.refusal import RefusedError
from timer.store import timesheets
from timer.store.tables import running_timers
from timer.timesheet import Timesheet
from timer.weeks import first_day_of_week
from web import Caller, ProblemError, not_found

Step = Callable[[Timesheet], Timesheet]


async def submit(
    session: AsyncSession, account_id: UUID, ids: Sequence[UUID], at: datetime, only: UUID | None
) -> list[Timesheet]:
    """Hand sheets in. `only`: the one agent whose sheets the caller may submit; None for all."""
    sheets = await _locked(session, ids, only)
    busy = await _weeks_of_running_timers(session)

    def step(sheet: Timesheet) -> Timesheet:
        if (sheet.agent_id, sheet.first_day) in busy:
            raise RefusedError("timer-running", "A timer of this week is still running")
        return sheet.submit(at)

    after = _step_all(sheets, step)
    changed = _changed(sheets, after)
    await timesheets.keep(session, changed)
    seconds = await timesheets.seconds_in(session, [sheet.id for sheet in changed])
    await outbox.publish(
        session,
        *(
            announcements.timesheet_submitted(account_id, sheet, seconds.get(sheet.id, 0))
            for sheet in changed
        ),
    )
    return after


async def approve(
    session: AsyncSession, caller: Caller, ids: Sequence[UUID], at: datetime
) -> list[Timesheet]:
    """Accept sheets and say what is in them."""
    own = (await account_settings_of(session)).allow_self_approval
    sheets = await _locked(session, ids, None)
    after = _step_all(
        sheets, lambda sheet: sheet.approve(at, caller.subject, caller.agent_id, own=own)
    )
    changed = _changed(sheets, after)
    await timesheets.keep(session, changed)
    entries = await approved_entries(session, [sheet.id for sheet in changed])
    facts: list[Event] = []
    for sheet in changed:
        said = announcements.timesheet_approved(caller.account_id, sheet, entries.get(sheet.id, []))
        facts.extend(said)
    await outbox.publish(session, *facts)
    return after


async def reject(session: AsyncSession, sheet_id: UUID, reason: str) -> Timesheet:
    """Give a sheet back with the reason; it is a draft again."""
    (sheet,) = await _locked(session, [sheet_id], None)
    with refusing():
        rejected = sheet.reject(reason)
    await timesheets.keep(session, [rejected])
    return rejected


async def _locked(session: AsyncSession, ids: Sequence[UUID], only: UUID | None) -> list[Timesheet]:
    sheets = await timesheets.lock(session, set(ids))
    if len(sheets) < len(set(ids)) or any(only not in (None, one.agent_id) for one in sheets):
        raise not_found("timesheet")
    return sheets


def _step_all(sheets: Sequence[Timesheet], step: Step) -> list[Timesheet]:
    """All or none: what stands in the way is listed, sheet by sheet."""
    if len(sheets) == 1:
        with refusing():
            return [step(sheets[0])]
    after, refused = [], []
    for sheet in sheets:
        try:
            after.append(step(sheet))
        except RefusedError as error:
            refused.append(FieldError(str(sheet.id), f"{error.slug}: {error}"))
    if refused:
        raise ProblemError(
            409, "timesheets-refused", "Nothing was changed; these stand in the way", fields=refused
        )
    return after


def _changed(before: Sequence[Timesheet], after: Sequence[Timesheet]) -> list[Timesheet]:
    return [new for old, new in zip(before, after, strict=True) if new != old]


async def _weeks_of_running_timers(session: AsyncSession) -> set[tuple[UUID, object]]:
    rows = await session.execute(select(running_timers.c.agent_id, running_timers.c.work_date))
    return {(row.agent_id, first_day_of_week(row.work_date)) for row in rows}
