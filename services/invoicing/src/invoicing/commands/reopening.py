"""Answer whether approved timesheets can be opened again."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from operator import attrgetter
from uuid import UUID

from contracts import Event
from contracts.timer import TimesheetReopeningAsked
from database import Session
from invoicing import events
from invoicing.commands.billable_time import free_from_drafts
from invoicing.store import claims, drafts, reopenings
from invoicing.store.reopenings import Charge, SheetEntry
from messaging import outbox


async def answer_reopenings(session: Session, asked: Sequence[TimesheetReopeningAsked]) -> None:
    """Give the time of each sheet back, unless an issued invoice charges some of it, or some is written off: then all
    stays as it was.

    Drafts lose what is given back. Until a newer version of the sheet is approved nothing of it is billed. Each question is
    answered once: whoever asks again gets the answer that was given.
    """
    newest = {one.timesheet_id: one.version for one in sorted(asked, key=attrgetter("version"))}
    sheets = await reopenings.lock_asked(session, newest)
    if not sheets:
        return
    entries = await reopenings.lock_entries(session, sheets)
    charged = await _charges(session, [one.entry_id for one in entries if one.claimed])
    kept = _by_sheet(entries, charged)
    granted = sheets.keys() - kept.keys()
    shrunk = await _give_back(session, granted, entries)
    now, answers = datetime.now(UTC), list[Event]()
    for sheet_id in sorted(sheets):
        version = newest[sheet_id]
        if invoices := kept.get(sheet_id):
            answers.append(events.reopening_refused(session, sheet_id, invoices, version, now=now))
        else:
            lost = shrunk.get(sheet_id, {})
            answers.append(events.reopening_granted(session, sheet_id, lost, version, now=now))
    await outbox.publish(session, *answers)


async def _charges(session: Session, claimed: Sequence[UUID]) -> list[Charge]:
    """What invoices charge, once nobody can issue a draft with these entries any more: they are locked first."""
    if not claimed:
        return []
    await drafts.lock_drafts(session, await claims.holders(session, claimed))
    return await reopenings.charges(session, claimed)


def _by_sheet(
    entries: Sequence[SheetEntry], charged: Sequence[Charge]
) -> dict[UUID, dict[UUID, str | None]]:
    """The numbers of the invoices, by id, that charge time of each sheet; None of write-offs that have some of it."""
    sheet_of = {one.entry_id: one.timesheet_id for one in entries}
    found: defaultdict[UUID, dict[UUID, str | None]] = defaultdict(dict)
    for one in charged:
        found[sheet_of[one.entry_id]][one.invoice_id] = one.number
    return dict(found)


async def _give_back(
    session: Session, sheet_ids: Collection[UUID], entries: Sequence[SheetEntry]
) -> Mapping[UUID, Mapping[UUID, int]]:
    """Returns the seconds that each draft lost of each sheet."""
    if not sheet_ids:
        return {}
    given = [one for one in entries if one.timesheet_id in sheet_ids]
    claimed = {one.entry_id: one.timesheet_id for one in given if one.claimed}
    lost: defaultdict[UUID, Counter[UUID]] = defaultdict(Counter)
    if claimed:
        for one in await free_from_drafts(session, list(claimed), "reopened"):
            lost[claimed[one.entry_id]][one.draft_id] += one.seconds
    await reopenings.give_back(session, list(sheet_ids), [one.entry_id for one in given])
    return lost
