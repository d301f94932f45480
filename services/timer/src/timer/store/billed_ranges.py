"""Ranges of entries that lines of invoices bill, each known for good, released or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from database import Session

_ADD = text("""
INSERT INTO billed_ranges AS known (entry_id, line_id, start_second, end_second, invoice_id, released_at)
SELECT entry_id, line_id, start_second, end_second, invoice_id, min(released_at)
FROM unnest(
    CAST(:entry_ids AS uuid[]), CAST(:line_ids AS uuid[]), CAST(:starts AS integer[]), CAST(:ends AS integer[]),
    CAST(:invoice_ids AS uuid[]), CAST(:released AS timestamptz[])
) AS come (entry_id, line_id, start_second, end_second, invoice_id, released_at)
GROUP BY entry_id, line_id, start_second, end_second, invoice_id
ORDER BY entry_id, line_id, start_second
ON CONFLICT (account_id, entry_id, line_id, start_second) DO UPDATE SET released_at = excluded.released_at
    WHERE known.released_at IS NULL AND excluded.released_at IS NOT NULL
""")


@dataclass(frozen=True, slots=True)
class BilledRange:
    """Seconds `start` up to and without `end` of an entry; `released_at` None: they are billed."""

    entry_id: UUID
    line_id: UUID
    start: int
    end: int
    invoice_id: UUID
    released_at: datetime | None = None


async def add(session: Session, ranges: Sequence[BilledRange]) -> None:
    """Know these ranges; one that was released stays so."""
    if not ranges:
        return
    values = {
        "entry_ids": [one.entry_id for one in ranges],
        "line_ids": [one.line_id for one in ranges],
        "starts": [one.start for one in ranges],
        "ends": [one.end for one in ranges],
        "invoice_ids": [one.invoice_id for one in ranges],
        "released": [one.released_at for one in ranges],
    }
    await session.execute(_ADD, values)
