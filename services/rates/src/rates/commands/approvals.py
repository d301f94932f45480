"""Know which time is approved, from the newest version of each timesheet."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from contracts.timer import TimesheetApproved, TimesheetReopened
from database import Session
from rates.commands.pricing import publish
from rates.store import prices, timesheets
from rates.store.new_prices import Priced
from rates.store.timesheets import ApprovedEntry, Sheet

SheetEvent = TimesheetApproved | TimesheetReopened


async def record_approvals(session: Session, events: Sequence[SheetEvent]) -> set[UUID]:
    """Keep what timesheets approve and give back; returns the entries whose approval changed.

    A price follows from it only where the account divides time: agreements have approved time first.
    """
    await prices.share_pricing(session)
    changed = await timesheets.record(session, [_sheet(one) for one in _newest(events)])
    if changed:
        await publish(session, Priced(()), beside=changed)
    return changed


def _newest(events: Iterable[SheetEvent]) -> Iterable[list[SheetEvent]]:
    """What came of the newest version of each sheet."""
    newest: dict[UUID, list[SheetEvent]] = {}
    for event in events:
        came = newest.setdefault(event.timesheet_id, [])
        if came and came[0].version < event.version:
            came.clear()
        if not came or came[0].version == event.version:
            came.append(event)
    return newest.values()


def _sheet(events: Sequence[SheetEvent]) -> Sheet:
    parts = [one for one in events if isinstance(one, TimesheetApproved)]
    return Sheet(
        events[0].timesheet_id,
        events[0].version,
        parts[0].parts if parts else 0,
        frozenset(one.part for one in parts),
        [
            ApprovedEntry(entry.entry_id, entry.version, one.approved_at)
            for one in parts
            for entry in one.entries
        ],
    )
