"""Ranges of entries that lines of invoices bill, each known for good, released or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from database import Session, Statement
from timer.store.timesheets import ENTRY_STATE

_ADD = Statement("""
INSERT INTO billed_ranges AS known (entry_id, line_id, start_second, end_second, invoice_id, billed_at, released_at)
SELECT entry_id, line_id, start_second, end_second, invoice_id, min(billed_at), min(released_at)
FROM unnest(
    CAST(:entry_ids AS uuid[]), CAST(:line_ids AS uuid[]), CAST(:starts AS integer[]), CAST(:ends AS integer[]),
    CAST(:invoice_ids AS uuid[]), CAST(:billed AS timestamptz[]), CAST(:released AS timestamptz[])
) AS come (entry_id, line_id, start_second, end_second, invoice_id, billed_at, released_at)
GROUP BY entry_id, line_id, start_second, end_second, invoice_id
ORDER BY entry_id, line_id, start_second, end_second
ON CONFLICT (account_id, entry_id, line_id, start_second, end_second) DO UPDATE
    SET billed_at = coalesce(known.billed_at, excluded.billed_at),
        released_at = coalesce(known.released_at, excluded.released_at)
    WHERE (known.billed_at IS NULL AND excluded.billed_at IS NOT NULL)
        OR (known.released_at IS NULL AND excluded.released_at IS NOT NULL)
""")


_LOCK_SHEETS = Statement("""
SELECT FROM timesheets
WHERE id IN (SELECT timesheet_id FROM time_entries WHERE id = ANY(CAST(:entry_ids AS uuid[])))
ORDER BY agent_id, first_day FOR NO KEY UPDATE
""")
_FOLLOW = Statement(f"""
UPDATE time_entries e SET state = {ENTRY_STATE.format(state="s.state")}
FROM timesheets s
WHERE s.id = e.timesheet_id AND e.id = ANY(CAST(:entry_ids AS uuid[]))
""")


@dataclass(frozen=True, slots=True)
class BilledRange:
    """Seconds `start` up to and without `end` of an entry; `released_at` None: they are billed."""

    entry_id: UUID
    line_id: UUID
    start: int
    end: int
    invoice_id: UUID
    billed_at: datetime | None = None
    released_at: datetime | None = None


async def add(session: Session, ranges: Sequence[BilledRange]) -> None:
    """Know these ranges, and show their entries as billed or not; a range that was released stays so.

    The entries' sheets are locked first, so that none is approved meanwhile and overwrites the state.
    """
    if not ranges:
        return
    values = {
        "entry_ids": [one.entry_id for one in ranges],
        "line_ids": [one.line_id for one in ranges],
        "starts": [one.start for one in ranges],
        "ends": [one.end for one in ranges],
        "invoice_ids": [one.invoice_id for one in ranges],
        "billed": [one.billed_at for one in ranges],
        "released": [one.released_at for one in ranges],
    }
    await _LOCK_SHEETS.all(session, values)
    await _ADD.all(session, values)
    await _FOLLOW.all(session, values)
