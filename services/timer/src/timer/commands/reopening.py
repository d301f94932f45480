"""Reopen approved timesheets: ask invoicing whether their time can be given back, and take its answers."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from contracts import Event
from contracts.invoicing import ReopeningGranted, ReopeningRefused
from database import Session, current_account
from messaging import outbox
from timer import events
from timer.commands.timesheets import change_of, lock_sheets
from timer.sheet_history import SheetChange
from timer.store import timesheets
from timer.timesheet import WRITTEN_OFF, SummedTimesheet, Timesheet

Answer = ReopeningGranted | ReopeningRefused


async def ask_to_reopen(
    session: Session,
    sheet_id: UUID,
    version: int,
    reason: str,
    now: datetime,
    *,
    by: str,
    only: UUID | None,
) -> SummedTimesheet:
    """Ask for an approved sheet to be opened again. `only`: the one agent whose sheets the caller may reopen."""
    (sheet,) = await lock_sheets(session, [sheet_id], only)
    asked = sheet.ask_to_reopen(reason, version)
    if asked != sheet:
        change = change_of(asked, "reopening-asked", now, by, reason=reason)
        await timesheets.save(session, [asked], [change])
        account_id = current_account(session)
        await outbox.publish(session, events.reopening_asked(account_id, asked, by=by, at=now))
    (summed,) = await timesheets.with_sums(session, [asked])
    return summed


async def take_answers(session: Session, answers: Sequence[Answer]) -> None:
    """Let sheets be drafts again whose time invoicing gave back; the others stay approved, with the reason.

    Only the answer to the question that a sheet waits for counts: others came before, or late, or twice.
    """
    awaited = {(one.timesheet_id, one.version): one for one in answers}
    waiting = await timesheets.lock(session, {sheet_id for sheet_id, _ in awaited})
    changed, history, published = list[Timesheet](), list[SheetChange](), list[Event]()
    account_id = current_account(session)
    for sheet in waiting:
        answer = awaited.get((sheet.id, sheet.version))
        if answer is None or not sheet.waits_for(answer.version):
            continue
        after, change = _after(sheet, answer)
        changed.append(after)
        history.append(change)
        published.append(events.reopening_ended(account_id, sheet, after, change.at))
    await timesheets.save(session, changed, history)
    await outbox.publish(session, *published)


def _after(sheet: Timesheet, answer: Answer) -> tuple[Timesheet, SheetChange]:
    if isinstance(answer, ReopeningGranted):
        opened = sheet.reopen(answer.granted_at)
        return opened, change_of(opened, "reopened", answer.granted_at)
    numbers = ", ".join(one.number for one in answer.invoices) or WRITTEN_OFF
    kept = sheet.stay_approved(numbers)
    return kept, change_of(kept, "reopening-refused", answer.refused_at, reason=numbers)
