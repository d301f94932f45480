"""Submit, approve and reject timesheets, one or many."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from contracts import Event
from database import Session, current_account
from domain_errors import InvalidInputError, NotFoundError
from messaging import outbox
from timer import events
from timer.queries.account_settings import account_settings
from timer.queries.approved_entries import approved_entries
from timer.sheet_history import SheetAct, SheetChange, content_digest
from timer.store import running_timers, timesheets
from timer.timesheet import (
    CappedEntryError,
    RefusedSheet,
    Rejection,
    SummedTimesheet,
    TimerStillRunningError,
    Timesheet,
    change_all,
    change_each,
)

Versions = Mapping[UUID, int]
"""Which version of each sheet the caller read."""


async def submit(
    session: Session, versions: Versions, now: datetime, *, by: str, only: UUID | None
) -> list[SummedTimesheet]:
    """Hand sheets in, all or none, in the order of their ids. `only`: the one agent whose sheets the caller may submit."""
    sheets = await lock_sheets(session, versions, only)
    running = await running_timers.days_begun(session, {sheet.agent_id for sheet in sheets})
    capped = await timesheets.with_capped_entries(session, [sheet.id for sheet in sheets])

    def step(sheet: Timesheet) -> Timesheet:
        if any(sheet.holds(agent_id, day) for agent_id, day in running):
            raise TimerStillRunningError
        if sheet.id in capped and sheet.state == "draft":
            raise CappedEntryError
        return sheet.submit(now, versions[sheet.id])

    after = change_all(sheets, step)
    changed = [new for old, new in zip(sheets, after, strict=True) if new != old]
    await timesheets.save(
        session, changed, [change_of(one, "submitted", now, by) for one in changed]
    )
    summed = await timesheets.with_sums(session, after)
    account_id = current_account(session)
    await outbox.publish(
        session,
        *(events.timesheet_submitted(account_id, one) for one in summed if one.sheet in changed),
    )
    return summed


async def approve(
    session: Session,
    sheet_id: UUID,
    version: int,
    now: datetime,
    *,
    by: str,
    approver_id: UUID | None,
) -> SummedTimesheet:
    """Accept a sheet as it was read, and publish what is in it."""
    found, refused = await approve_each(
        session, {sheet_id: version}, now, by=by, approver_id=approver_id
    )
    if refused:
        raise refused[0].error
    return found[0]


async def approve_each(
    session: Session, versions: Versions, now: datetime, *, by: str, approver_id: UUID | None
) -> tuple[list[SummedTimesheet], list[RefusedSheet]]:
    """Accept each sheet that may be, as it was read, and publish what is in it; the others stay, with the reason."""
    allow_own = (await account_settings(session)).allow_self_approval
    sheets = await timesheets.lock(session, versions)
    unknown = versions.keys() - {sheet.id for sheet in sheets}

    def step(sheet: Timesheet) -> Timesheet:
        return sheet.approve(now, versions[sheet.id], by, approver_id, allow_own=allow_own)

    after, refused = change_each(sheets, step)
    changed = {new.id: new for new in after if new not in sheets}
    approved = await _save_approved(session, changed, now, by) if changed else {}
    shown = [approved.get(sheet.id, sheet) for sheet in after]
    missing = [RefusedSheet(sheet_id, NotFoundError("timesheet")) for sheet_id in sorted(unknown)]
    return await timesheets.with_sums(session, shown), [*refused, *missing]


async def _save_approved(
    session: Session, sheets: Mapping[UUID, Timesheet], now: datetime, by: str
) -> dict[UUID, Timesheet]:
    """Bind the approval to what is in the sheets, and publish that."""
    entries = await approved_entries(session, list(sheets))
    approved = {
        sheet.id: replace(
            sheet,
            approved_digest=content_digest(one.model_dump_json() for one in entries[sheet.id]),
        )
        for sheet in sheets.values()
    }
    history = [change_of(one, "approved", now, by) for one in approved.values()]
    await timesheets.save(session, list(approved.values()), history)
    account_id = current_account(session)
    published: list[Event] = []
    for sheet in approved.values():
        published += events.timesheet_approved(account_id, sheet, entries[sheet.id])
    await outbox.publish(session, *published)
    return approved


async def reject(
    session: Session, sheet_id: UUID, version: int, rejection: Rejection, now: datetime, *, by: str
) -> SummedTimesheet:
    """Return a sheet with the reason; it is a draft again. Raises `InvalidInputError` for entries that are not on it."""
    (sheet,) = await lock_sheets(session, [sheet_id], None)
    rejected = sheet.reject(rejection.in_short, version)
    if rejection.entries:
        known = await timesheets.reject_entries(session, sheet_id, rejection.entries)
        for number, one in enumerate(rejection.entries):
            if one.entry_id not in known:
                raise InvalidInputError(
                    f"entries.{number}.entry_id", "is no entry of this timesheet"
                )
    change = change_of(rejected, "rejected", now, by, reason=rejection.in_short)
    await timesheets.save(session, [rejected], [change])
    account_id = current_account(session)
    event = events.timesheet_rejected(account_id, rejected, rejection, by=by, at=now)
    await outbox.publish(session, event)
    (summed,) = await timesheets.with_sums(session, [rejected])
    return summed


async def lock_sheets(
    session: Session, ids: Collection[UUID], only: UUID | None
) -> list[Timesheet]:
    """These sheets, locked, in the order of their ids. Raises `NotFoundError` where one is not there, or not of `only`."""
    sheets = await timesheets.lock(session, ids)
    if len(sheets) < len(ids) or any(only not in (None, sheet.agent_id) for sheet in sheets):
        raise NotFoundError("timesheet")
    return sorted(sheets, key=lambda sheet: sheet.id)


def change_of(
    sheet: Timesheet,
    act: SheetAct,
    at: datetime,
    by: str | None = None,
    *,
    reason: str | None = None,
) -> SheetChange:
    """What the history says of a sheet that became what it is now."""
    digest = sheet.approved_digest if act == "approved" else None
    return SheetChange(sheet.id, sheet.version, act, at, by, reason, digest)
