"""Take back what a draft lost and could charge again, such as time of a sheet that was reopened and approved anew."""

from datetime import datetime
from uuid import UUID

from database import Session
from domain_errors import NotFoundError
from invoicing.commands.edit import open_draft
from invoicing.domain.draft import Draft
from invoicing.domain.left_out import entries_not_ready
from invoicing.domain.lines import charging
from invoicing.domain.taking_back import TakenBack
from invoicing.domain.taking_back import take_back as taken_back
from invoicing.queries.views import InvoiceView, get_invoice
from invoicing.store import claims, drafts, line_time, lost_time
from invoicing.store.left_out import entries_left_out


async def take_back(
    session: Session, invoice_id: UUID, *, expected: int, now: datetime
) -> InvoiceView:
    """Have the draft charge what is ready of the entries that it lost.

    Raises `EntriesNotReadyError` when nothing of them is, `TooManyLinesError`, `NotFoundError` when it lost nothing.
    """
    await drafts.lock_customer(session, invoice_id)
    draft = (await open_draft(session, invoice_id, expected)).draft
    entry_ids = sorted({one.entry_id for one in await lost_time.lost_time(session, invoice_id)})
    if not entry_ids:
        raise NotFoundError("lost time of this draft")
    groups = await claims.claim(session, draft, entry_ids)
    if not groups:
        raise entries_not_ready(entry_ids, await entries_left_out(session, draft, entry_ids))
    time = await line_time.drafted_time(session, draft.id, draft.group_by)
    await _write(session, draft, taken_back(draft, groups, time))
    await lost_time.forget(session, draft.id, {id_ for one in groups for id_ in one.entry_ids})
    await drafts.raise_versions(session, [draft.id])
    return await get_invoice(session, invoice_id, now=now)


async def _write(session: Session, before: Draft, taken: TakenBack) -> None:
    """Write the new lines, and what the others have and charge now."""
    await drafts.rewrite(session, before, taken.draft)
    if taken.new:
        await drafts.insert_lines(session, before.id, taken.new)
    if not taken.onto:
        return
    await line_time.have(session, before.id, taken.onto.keys(), taken.pieces)
    found = await line_time.time_of(session, [before.id], taken.pieces.keys())
    lines = (one for one in before.lines if one.line_id in found)
    await line_time.write_time(
        session,
        [
            charging(one, found[one.line_id], one.hourly_rate, before.currency)
            for one in lines
            if one.hourly_rate is not None
        ],
    )
