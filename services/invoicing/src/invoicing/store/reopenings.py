"""Sheets whose reopening was asked for: locked with all that is theirs, given back, or kept.

Locks are taken in the order of `docs/decisions/claims.md`: customers, sheets, entries. Under the customers' locks nothing
new is claimed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from database import Session
from invoicing.domain.attributes import build
from invoicing.store.organization_locks import lock_newcomer, shared_locks

_LOCKED = shared_locks("""
        SELECT (SELECT organization_id FROM time_entries e WHERE e.entry_id = listed.entry_id)
        FROM (SELECT unnest((SELECT known.entry_ids || known.former_ids FROM timesheets known
            WHERE known.timesheet_id = asked.timesheet_id)) FROM asked) AS listed(entry_id)
    """)
# Not yet known: the question has overtaken the approval, which then is of a version that is in force no longer.
_ASK = text(f"""
    WITH asked AS MATERIALIZED (
        SELECT * FROM unnest(CAST(:sheet_ids AS uuid[]), CAST(:versions AS int[])) AS asked(timesheet_id, version)
    ), {_LOCKED}
    INSERT INTO timesheets AS known (timesheet_id, version, parts, arrived, entry_ids, former_ids, asked_version)
    SELECT timesheet_id, 0, 0, '{{}}', '{{}}', '{{}}', version FROM asked
    WHERE (SELECT count(*) FROM locked) >= 0 ORDER BY timesheet_id
    ON CONFLICT (account_id, timesheet_id) DO UPDATE SET asked_version = excluded.asked_version
    WHERE known.version < excluded.asked_version AND known.asked_version < excluded.asked_version
    RETURNING timesheet_id, known.entry_ids || known.former_ids AS entry_ids
""")
_LOCK_ENTRIES = text(f"""
    WITH listed AS MATERIALIZED (
        SELECT * FROM unnest(CAST(:sheet_ids AS uuid[]), CAST(:entry_ids AS uuid[])) AS listed(timesheet_id, entry_id)
    ), {shared_locks("SELECT e.organization_id FROM time_entries e WHERE e.entry_id = ANY(CAST(:entry_ids AS uuid[]))")}
    , theirs AS MATERIALIZED (
        SELECT e.timesheet_id, e.entry_id, e.claimed_seconds, e.organization_id FROM time_entries e
        WHERE e.entry_id = ANY(CAST(:entry_ids AS uuid[])) AND NOT e.withdrawn
            AND (SELECT count(*) FROM locked) >= 0
        ORDER BY e.entry_id FOR NO KEY UPDATE
    )
    SELECT timesheet_id, entry_id, claimed_seconds > 0 AS claimed FROM listed JOIN theirs USING (timesheet_id, entry_id)
    WHERE NOT {lock_newcomer("theirs.organization_id")}
""")
_CHARGING = text("""
    SELECT DISTINCT c.entry_id, c.invoice_id, i.number
    FROM claims c LEFT JOIN invoices i ON i.account_id = c.account_id AND i.id = c.invoice_id
    WHERE c.entry_id = ANY(CAST(:entry_ids AS uuid[])) AND c.released_by IS NULL AND (i.id IS NOT NULL OR c.written_off)
    ORDER BY i.number, c.invoice_id
""")
_GIVE_BACK = text("""
    WITH given AS (
        UPDATE timesheets SET version = asked_version, parts = 0, arrived = '{}', entry_ids = '{}',
            former_ids = entry_ids || former_ids
        WHERE timesheet_id = ANY(CAST(:sheet_ids AS uuid[]))
    ), forgotten AS (
        DELETE FROM refused_changes WHERE timesheet_id = ANY(CAST(:sheet_ids AS uuid[]))
    )
    UPDATE time_entries SET withdrawn = true, billable = false WHERE entry_id = ANY(CAST(:entry_ids AS uuid[]))
""")


@dataclass(frozen=True)
class SheetEntry:
    """An entry of a sheet; `claimed`: a line of a draft or an invoice charges some of it."""

    timesheet_id: UUID
    entry_id: UUID
    claimed: bool


@dataclass(frozen=True)
class Charge:
    """An issued invoice that charges some of an entry; without a number, a write-off that has some of it."""

    entry_id: UUID
    invoice_id: UUID
    number: str | None


async def lock_asked(session: Session, asked: Mapping[UUID, int]) -> dict[UUID, list[UUID]]:
    """Lock the sheets whose reopening is asked for with this version, and their customers; returns the ids of their entries.

    Without those whose question was answered before, or that were approved since.
    """
    columns = {"sheet_ids": list(asked), "versions": list(asked.values())}
    rows = await session.execute(_ASK, columns)
    return {row.timesheet_id: row.entry_ids for row in rows}


async def lock_entries(session: Session, sheets: Mapping[UUID, Sequence[UUID]]) -> list[SheetEntry]:
    """Lock the entries of locked sheets, without those that are on another sheet by now, or withdrawn."""
    pairs = [(sheet_id, entry_id) for sheet_id, ids in sheets.items() for entry_id in ids]
    columns = {"sheet_ids": [one for one, _ in pairs], "entry_ids": [one for _, one in pairs]}
    rows = await session.execute(_LOCK_ENTRIES, columns)
    return [build(SheetEntry, row) for row in rows]


async def charges(session: Session, entry_ids: Sequence[UUID]) -> list[Charge]:
    """What issued invoices charge of these entries and no credit note has released, and what is written off of them."""
    rows = await session.execute(_CHARGING, {"entry_ids": entry_ids})
    return [build(Charge, row) for row in rows]


async def give_back(session: Session, sheet_ids: Sequence[UUID], entry_ids: Sequence[UUID]) -> None:
    """Withdraw the entries of these sheets, none of which is claimed; only newer versions of the sheets count now."""
    await session.execute(_GIVE_BACK, {"sheet_ids": sheet_ids, "entry_ids": entry_ids})
