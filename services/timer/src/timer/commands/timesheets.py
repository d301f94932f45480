"""Submit, approve and reject timesheets: one or many, all or none."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from contracts import Event
from database import Session, current_account
from domain_errors import NotFoundError
from messaging import outbox
from timer import events
from timer.calendar import first_day_of_week
from timer.queries.account_settings import account_settings
from timer.queries.approved_entries import approved_entries
from timer.store import running_timers, timesheets
from timer.timesheet import (
    CappedEntryError,
    SummedTimesheet,
    TimerStillRunningError,
    Timesheet,
    change_all,
)

Versions = Mapping[UUID, int]
"""Which version of each sheet the caller read."""


async def submit(
    session: Session, versions: Versions, now: datetime, *, only: UUID | None
) -> list[SummedTimesheet]:
    """Hand sheets in, in the order of their ids. `only`: the one agent whose sheets the caller may submit."""
    sheets = await _locked(session, versions, only)
    running = await running_timers.days_begun(session, {sheet.agent_id for sheet in sheets})
    capped = await timesheets.with_capped_entries(session, [sheet.id for sheet in sheets])
    busy = {(agent_id, first_day_of_week(day)) for agent_id, day in running}

    def step(sheet: Timesheet) -> Timesheet:
        if (sheet.agent_id, sheet.first_day) in busy:
            raise TimerStillRunningError
        if sheet.id in capped and sheet.state == "draft":
            raise CappedEntryError
        return sheet.submit(now, versions[sheet.id])

    after = change_all(sheets, step)
    changed = await _save_changed(session, sheets, after)
    summed = await timesheets.with_sums(session, after)
    account_id = current_account(session)
    await outbox.publish(
        session,
        *(events.timesheet_submitted(account_id, one) for one in summed if one.sheet in changed),
    )
    return summed


async def approve(
    session: Session, versions: Versions, now: datetime, *, by: str, approver_id: UUID | None
) -> list[SummedTimesheet]:
    """Accept sheets, in the order of their ids, and publish what is in them."""
    allow_own = (await account_settings(session)).allow_self_approval
    sheets = await _locked(session, versions, None)

    def step(sheet: Timesheet) -> Timesheet:
        return sheet.approve(now, versions[sheet.id], by, approver_id, allow_own=allow_own)

    after = change_all(sheets, step)
    changed = await _save_changed(session, sheets, after)
    if changed:
        entries = await approved_entries(session, [sheet.id for sheet in changed])
        account_id = current_account(session)
        approved: list[Event] = []
        for sheet in changed:
            approved += events.timesheet_approved(account_id, sheet, entries[sheet.id])
        await outbox.publish(session, *approved)
    return await timesheets.with_sums(session, after)


async def reject(session: Session, sheet_id: UUID, version: int, reason: str) -> SummedTimesheet:
    """Return a sheet with the reason; it is a draft again."""
    (sheet,) = await _locked(session, [sheet_id], None)
    rejected = sheet.reject(reason, version)
    await timesheets.save(session, [rejected])
    (summed,) = await timesheets.with_sums(session, [rejected])
    return summed


async def _locked(session: Session, ids: Collection[UUID], only: UUID | None) -> list[Timesheet]:
    sheets = await timesheets.lock(session, ids)
    if len(sheets) < len(ids) or any(only not in (None, sheet.agent_id) for sheet in sheets):
        raise NotFoundError("timesheet")
    return sorted(sheets, key=lambda sheet: sheet.id)


async def _save_changed(
    session: Session, before: Sequence[Timesheet], after: Sequence[Timesheet]
) -> list[Timesheet]:
    changed = [new for old, new in zip(before, after, strict=True) if new != old]
    await timesheets.save(session, changed)
    return changed
