"""Keep approved hours and prices; free drafts from time that changed."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.rates import TimePriced, TimeUnpriced
from contracts.timer import ApprovedEntry, TimesheetApproved
from invoicing.lines import shrunk
from invoicing.store import claims, drafts, time, turns
from invoicing.store.time import ClaimedEntry


class BilledTimeChangedError(Exception):
    """Hours of an entry that an issued invoice bills may not change; timer should have been refused to reopen it."""


async def keep_hours(session: AsyncSession, fact: TimesheetApproved) -> None:
    """Keep the newest version of each entry. A draft loses the time that is not what it was."""
    await turns.alongside(session, fact.account_id)
    entries = _newest(fact.entries)
    claimed = await time.lock_claimed(session, list(entries))
    changed = [old for old in claimed if entries[old.entry_id].version > old.version]
    if changed:
        await free_from_drafts(session, [old.entry_id for old in changed])
        await _check_billed(session, changed, entries)
    await time.save_hours(
        session, fact.account_id, fact.timesheet_id, fact.approved_at, list(entries.values())
    )


async def keep_price(session: AsyncSession, fact: TimePriced | TimeUnpriced) -> None:
    """Keep the newest price. A draft loses time whose price is not what it was."""
    if await time.save_price(session, fact):
        await free_from_drafts(session, [fact.entry_id])


async def free_from_drafts(session: AsyncSession, entry_ids: Sequence[UUID]) -> None:
    """Drop the claims of drafts on these entries and price their lines anew; issued invoices keep theirs."""
    open_ids = await drafts.lock_drafts(session, await claims.holders(session, entry_ids))
    dropped: dict[UUID, int] = {}
    for _, line_id, seconds in await claims.drop(session, entry_ids, open_ids):
        dropped[line_id] = dropped.get(line_id, 0) + seconds
    for draft_id in open_ids:
        draft = await drafts.load_draft(session, draft_id)
        assert draft is not None
        for line in draft.lines:
            if line.line_id in dropped:
                await drafts.reprice_line(
                    session, shrunk(line, dropped[line.line_id], draft.currency)
                )
    await drafts.touch(session, open_ids)


async def _check_billed(
    session: AsyncSession, changed: Sequence[ClaimedEntry], entries: dict[UUID, ApprovedEntry]
) -> None:
    billed = {entry.entry_id for entry in await time.lock_claimed(session, list(entries))}
    for old in changed:
        new = entries[old.entry_id]
        before = (old.organization_id, old.seconds, old.billable)
        if old.entry_id in billed and before != (new.organization_id, new.seconds, new.billable):
            raise BilledTimeChangedError(f"entry {old.entry_id}, version {new.version}")


def _newest(entries: Iterable[ApprovedEntry]) -> dict[UUID, ApprovedEntry]:
    newest: dict[UUID, ApprovedEntry] = {}
    for entry in entries:
        known = newest.get(entry.entry_id)
        if known is None or known.version < entry.version:
            newest[entry.entry_id] = entry
    return newest
