"""Approval of time, as it arrives from timer: a set of timesheets in one statement, and what they take back in a second.

An entry is approved while the version of it that was approved last is the version that is known here. So it does not
matter which of both comes first.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from database import Row, Session, Statement

# Of a newer version of a sheet its parts are kept; of the same one they are added to those that came.
_SHEETS = """
    SELECT timesheet_id, version, parts, CAST(arrived AS int[]) AS arrived, CAST(entry_ids AS uuid[]) AS entry_ids
    FROM unnest(CAST(:timesheet_ids AS uuid[]), CAST(:versions AS int[]), CAST(:parts AS int[]),
        CAST(:arrived AS text[]), CAST(:entries AS text[])) AS sheet(timesheet_id, version, parts, arrived, entry_ids)
"""
_RECORD = Statement(f"""
WITH sheet AS (
    INSERT INTO timesheets AS known (timesheet_id, version, parts, arrived, entry_ids, former_ids)
    SELECT timesheet_id, version, parts, arrived, entry_ids, '{{}}' FROM ({_SHEETS}) AS sheet ORDER BY timesheet_id
    ON CONFLICT (account_id, timesheet_id) DO UPDATE
    SET version = excluded.version, parts = excluded.parts,
        arrived = CASE WHEN known.version < excluded.version THEN excluded.arrived ELSE
            ARRAY(SELECT unnest(known.arrived) UNION SELECT unnest(excluded.arrived)) END,
        entry_ids = CASE WHEN known.version < excluded.version THEN excluded.entry_ids ELSE
            ARRAY(SELECT unnest(known.entry_ids) UNION SELECT unnest(excluded.entry_ids)) END,
        former_ids = ARRAY(SELECT unnest(CASE WHEN known.version < excluded.version
            THEN known.entry_ids || known.former_ids ELSE known.former_ids END) EXCEPT SELECT unnest(excluded.entry_ids))
    WHERE known.version <= excluded.version
    RETURNING timesheet_id, CASE WHEN cardinality(arrived) = parts THEN former_ids ELSE '{{}}' END AS vanished
), approved AS (
    INSERT INTO time_entries AS stored (entry_id, version, live, approved_version, approved_at, timesheet_id)
    SELECT DISTINCT ON (entry_id) entry_id, 0, false, entry_version, approved_at, timesheet_id
    FROM unnest(CAST(:entry_ids AS uuid[]), CAST(:entry_versions AS int[]), CAST(:approved_at AS timestamptz[]),
        CAST(:entry_sheets AS uuid[])) AS entry(entry_id, entry_version, approved_at, timesheet_id)
    WHERE timesheet_id IN (SELECT timesheet_id FROM sheet) ORDER BY entry_id, approved_at DESC
    ON CONFLICT (account_id, entry_id) DO UPDATE SET approved_version = excluded.approved_version,
        approved_at = excluded.approved_at, timesheet_id = excluded.timesheet_id
    WHERE stored.approved_at IS NULL OR CASE WHEN stored.timesheet_id = excluded.timesheet_id
        THEN stored.approved_version IS DISTINCT FROM excluded.approved_version
        ELSE stored.approved_at < excluded.approved_at END
    RETURNING entry_id, coalesce(old.approved, false) <> new.approved AS changed
)
SELECT entry_id, NULL AS timesheet_id FROM approved WHERE changed
UNION ALL SELECT unnest(vanished), timesheet_id FROM sheet
""")
# What another sheet has approved meanwhile stays approved.
_TAKE_BACK = Statement("""
UPDATE time_entries AS stored SET approved_version = NULL
FROM (
    SELECT known.account_id, known.entry_id, known.timesheet_id
    FROM unnest(CAST(:entry_ids AS uuid[]), CAST(:timesheet_ids AS uuid[])) AS gone(entry_id, timesheet_id)
    CROSS JOIN LATERAL (
        SELECT * FROM time_entries WHERE entry_id = gone.entry_id AND timesheet_id = gone.timesheet_id LIMIT 1
    ) AS known
    WHERE known.approved_version IS NOT NULL ORDER BY known.entry_id
) AS gone
WHERE stored.account_id = gone.account_id AND stored.entry_id = gone.entry_id AND stored.entry_id = ANY(:entry_ids)
    AND stored.timesheet_id = gone.timesheet_id
RETURNING stored.entry_id, old.approved
""")


@dataclass(frozen=True, slots=True)
class ApprovedEntry:
    """An entry as a timesheet approves it."""

    entry_id: UUID
    version: int
    approved_at: datetime


@dataclass(frozen=True, slots=True)
class Sheet:
    """The newest version of a timesheet, or those of its parts that came; one that was reopened has none."""

    timesheet_id: UUID
    version: int
    parts: int
    arrived: frozenset[int]
    entries: Sequence[ApprovedEntry]


async def record(session: Session, sheets: Collection[Sheet]) -> set[UUID]:
    """Keep what these sheets approve, and what they no longer do; returns the entries whose approval changed.

    Of each sheet the newest version counts, whatever clocks said when it was approved; of an entry that was on several
    sheets, the newest approval. Entries that are not known yet are remembered.
    """
    rows = await _RECORD.all(session, _columns(sheets))
    changed = {row.entry_id for row in rows if row.timesheet_id is None}
    vanished = [row for row in rows if row.timesheet_id is not None]
    return changed | await _take_back(session, vanished) if vanished else changed


async def _take_back(session: Session, vanished: Sequence[Row]) -> set[UUID]:
    values = {
        "entry_ids": [row.entry_id for row in vanished],
        "timesheet_ids": [row.timesheet_id for row in vanished],
    }
    return {row.entry_id for row in await _TAKE_BACK.all(session, values) if row.approved}


def _columns(sheets: Collection[Sheet]) -> dict[str, list[object]]:
    entries = [(sheet.timesheet_id, entry) for sheet in sheets for entry in sheet.entries]
    return {
        "timesheet_ids": [sheet.timesheet_id for sheet in sheets],
        "versions": [sheet.version for sheet in sheets],
        "parts": [sheet.parts for sheet in sheets],
        "arrived": [_array(sheet.arrived) for sheet in sheets],
        "entries": [_array(entry.entry_id for entry in sheet.entries) for sheet in sheets],
        "entry_ids": [entry.entry_id for _, entry in entries],
        "entry_versions": [entry.version for _, entry in entries],
        "approved_at": [entry.approved_at for _, entry in entries],
        "entry_sheets": [timesheet_id for timesheet_id, _ in entries],
    }


def _array(values: Iterable[object]) -> str:
    return "{" + ",".join(map(str, values)) + "}"
