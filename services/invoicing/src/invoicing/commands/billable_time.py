"""Record approved hours and prices; free drafts from time that changed, and set aside what issued invoices contradict."""

import logging
from collections.abc import Iterable, Sequence
from uuid import UUID

from contracts.rates import TimePriced, TimeUnpriced
from contracts.timer import ApprovedEntry, TimesheetApproved
from database import Session, lock_shared
from invoicing.domain.lines import shrink
from invoicing.store import claims, drafts, time_entries
from invoicing.store.claims import BILLABLE_TIME
from invoicing.store.tables.drafts import DraftRow
from invoicing.store.time_entries import ClaimedEntry, RefusedChange

log = logging.getLogger(__name__)


async def record_hours(session: Session, event: TimesheetApproved) -> None:
    """Store the newest version of each entry. A draft loses the time that is not what it was.

    Hours that an issued invoice charges and that are others now are set aside with the reason; the rest takes effect.
    """
    await lock_shared(session, BILLABLE_TIME)
    entries = _newest(event.entries)
    claimed = await time_entries.lock_claimed(session, list(entries))
    changed = [old for old in claimed if entries[old.entry_id].version > old.version]
    if changed:
        await free_from_drafts(session, [old.entry_id for old in changed])
        refused = [
            (entries.pop(change.entry_id), change)
            for change in await _contradicted(session, changed, entries)
        ]
        await time_entries.replace_refused(session, event, refused, taken=list(entries.values()))
    await time_entries.save_hours(
        session, event.timesheet_id, event.approved_at, list(entries.values())
    )


async def record_price(session: Session, event: TimePriced | TimeUnpriced) -> None:
    """Store the newest price. A draft loses time whose price is not what it was."""
    if await time_entries.save_price(session, event):
        await free_from_drafts(session, [event.entry_id])


async def free_from_drafts(session: Session, entry_ids: Sequence[UUID]) -> None:
    """Drop the claims of drafts on these entries and price their lines anew; issued invoices keep theirs."""
    draft_ids = await drafts.lock_drafts(session, await claims.holders(session, entry_ids))
    if not draft_ids:
        return
    dropped: dict[UUID, int] = {}
    for _, line_id, seconds in await claims.drop(session, entry_ids, draft_ids):
        dropped[line_id] = dropped.get(line_id, 0) + seconds
    for found in await drafts.load_drafts(session, DraftRow.id.in_(draft_ids)):
        for line in found.draft.lines:
            if line.line_id in dropped:
                left = shrink(line, dropped[line.line_id], found.draft.currency)
                await drafts.reprice_line(session, left)
    await drafts.raise_versions(session, draft_ids)


async def _contradicted(
    session: Session, changed: Sequence[ClaimedEntry], entries: dict[UUID, ApprovedEntry]
) -> list[RefusedChange]:
    """Which of the changes issued invoices contradict. What is claimed still, now that the drafts are free, is billed."""
    numbers = await claims.invoice_numbers(session, [old.entry_id for old in changed])
    refused = []
    for old in changed:
        new = entries[old.entry_id]
        before = (old.organization_id, old.seconds, old.billable)
        if old.entry_id in numbers and before != (new.organization_id, new.seconds, new.billable):
            reason = (
                f"invoice {numbers[old.entry_id]} charges version {old.version} of it with {old.seconds} s; "
                "approve it again as it was billed, or cure the invoice by a credit note"
            )
            log.error("hours of entry %s, version %d, are set aside", old.entry_id, new.version)
            refused.append(RefusedChange(old.entry_id, new.version, reason))
    return refused


def _newest(entries: Iterable[ApprovedEntry]) -> dict[UUID, ApprovedEntry]:
    """Each entry once, in its newest version."""
    return {entry.entry_id: entry for entry in sorted(entries, key=lambda entry: entry.version)}
