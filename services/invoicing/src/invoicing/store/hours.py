"""Approved hours of entries, as they arrive from timer: a set of sheets in a few statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Table, text
from sqlalchemy.dialects import postgresql

from contracts.timer import ApprovedEntry
from database import Session
from invoicing.domain.attributes import build
from invoicing.store.merged_time import BILLED_TO
from invoicing.store.organization_locks import lock_newcomer, shared_locks
from invoicing.store.tables.time import TimeEntryRow

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]


def _published_columns() -> dict[str, str]:
    """The columns that an approved entry fills, with their types."""
    table = TimeEntryRow.__table__
    assert isinstance(table, Table)
    return {
        column.name: column.type.compile(_DIALECT)
        for column in table.columns
        if column.name in ApprovedEntry.model_fields
    }


_COLUMNS = _published_columns()
_NAMES = ", ".join(_COLUMNS)
_ARRAYS = ", ".join(f"CAST(:{name} AS {kind}[])" for name, kind in _COLUMNS.items())
_NEWEST = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name != "entry_id")

_RESOLVED = ", ".join(
    f"{BILLED_TO} AS {name}" if name == "organization_id" else name for name in _COLUMNS
)

_LOCKED = shared_locks("""
        SELECT unnest(CAST(:organization_ids AS uuid[])) AS organization_id
        UNION ALL
        SELECT (SELECT organization_id FROM time_entries e WHERE e.entry_id = listed.entry_id)
        FROM (SELECT unnest(entry_ids) FROM sheet UNION ALL SELECT unnest((SELECT known.entry_ids || known.former_ids
            FROM timesheets known WHERE known.timesheet_id = sheet.timesheet_id)) FROM sheet) AS listed(entry_id)
    """)
# The customers of the entries as they come, as they are, and of those that the sheets had before are locked first.
_SAVE_SHEETS = text(f"""
    WITH sheet AS MATERIALIZED (
        SELECT timesheet_id, version, parts, CAST(arrived AS int[]) AS arrived, CAST(entry_ids AS uuid[]) AS entry_ids
        FROM unnest(CAST(:sheet_ids AS uuid[]), CAST(:versions AS int[]), CAST(:parts AS int[]),
            CAST(:arrived AS text[]), CAST(:entries AS text[])) AS sheet(timesheet_id, version, parts, arrived, entry_ids)
    ), {_LOCKED}
    INSERT INTO timesheets AS known (timesheet_id, version, parts, arrived, entry_ids, former_ids)
    SELECT timesheet_id, version, parts, arrived, entry_ids, '{{}}' FROM sheet
    WHERE (SELECT count(*) FROM locked) >= 0 ORDER BY timesheet_id
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
""")
# Under the locks no claim can be made meanwhile; an entry that came from another customer meanwhile has that one locked
# at the end.
_SAVE_HOURS = text(f"""
    WITH asked AS MATERIALIZED (
        SELECT timesheet_id, approved_at, asked.organization_id AS recorded_for, {_RESOLVED}
        FROM unnest(CAST(:timesheet_id AS uuid[]), CAST(:approved_at AS timestamptz[]), {_ARRAYS})
            AS asked(timesheet_id, approved_at, {_NAMES})
    ), locked AS MATERIALIZED (
        SELECT organization_id FROM asked
        UNION ALL SELECT (SELECT organization_id FROM time_entries e WHERE e.entry_id = asked.entry_id) FROM asked
    ), held AS MATERIALIZED (
        SELECT known.entry_id, known.timesheet_id, known.version, known.seconds, known.organization_id
        FROM asked CROSS JOIN LATERAL (
            SELECT * FROM time_entries e WHERE e.entry_id = asked.entry_id AND e.claimed_seconds > 0
                AND e.version < asked.version LIMIT 1) AS known
        WHERE NOT CAST(:freed AS boolean) OR (known.organization_id, known.seconds, known.billable)
            IS DISTINCT FROM (asked.organization_id, asked.seconds, asked.billable)
    ), saved AS (
        INSERT INTO time_entries (timesheet_id, approved_at, recorded_for, {_NAMES})
        SELECT timesheet_id, approved_at, recorded_for, {_NAMES} FROM asked
        WHERE entry_id NOT IN (SELECT entry_id FROM held) ORDER BY entry_id
        ON CONFLICT (account_id, entry_id) DO UPDATE
        SET timesheet_id = excluded.timesheet_id, approved_at = excluded.approved_at, withdrawn = false,
            recorded_for = excluded.recorded_for, {_NEWEST}
        WHERE time_entries.version IS NULL OR time_entries.version < excluded.version
            OR (time_entries.withdrawn AND time_entries.version = excluded.version)
        RETURNING entry_id, old.organization_id, new.priced AND new.billable AND new.held_seconds > 0 AS covered
    ), forgotten AS (
        DELETE FROM refused_changes r USING asked WHERE r.entry_id = asked.entry_id AND r.version <= asked.version
            AND asked.entry_id NOT IN (SELECT entry_id FROM held)
    )
    SELECT * FROM held
    UNION ALL SELECT entry_id, NULL, NULL, NULL, NULL FROM saved
        WHERE CASE WHEN {lock_newcomer("saved.organization_id")} THEN true ELSE covered END
""")
_WITHDRAW = text("""
    WITH gone AS MATERIALIZED (
        SELECT known.* FROM unnest(CAST(:timesheet_id AS uuid[]), CAST(:entry_id AS uuid[]))
            AS gone(timesheet_id, entry_id)
        CROSS JOIN LATERAL (SELECT e.account_id, e.entry_id, e.timesheet_id, e.version, e.seconds, e.claimed_seconds,
            e.organization_id
            FROM time_entries e WHERE e.entry_id = gone.entry_id AND e.timesheet_id = gone.timesheet_id
            AND NOT e.withdrawn LIMIT 1) AS known
    ), withdrawn AS (
        UPDATE time_entries e SET withdrawn = true, billable = false
        FROM (SELECT account_id, entry_id FROM gone WHERE claimed_seconds = 0 ORDER BY entry_id) AS gone
        WHERE e.account_id = gone.account_id AND e.entry_id = gone.entry_id AND e.entry_id = ANY(:entry_id)
    )
    SELECT entry_id, timesheet_id, version, seconds, organization_id FROM gone WHERE claimed_seconds > 0
""")


@dataclass(frozen=True)
class ApprovedSheet:
    """The newest version of a timesheet, or those of its parts that came."""

    timesheet_id: UUID
    version: int
    parts: int
    arrived: frozenset[int]
    entry_ids: frozenset[UUID]


@dataclass(frozen=True)
class ApprovedHours:
    """An entry on its sheet."""

    timesheet_id: UUID
    approved_at: datetime
    entry: ApprovedEntry


@dataclass(frozen=True)
class HeldEntry:
    """What is known of an entry that a line charges, so that it cannot just change."""

    entry_id: UUID
    timesheet_id: UUID
    version: int
    seconds: int
    organization_id: UUID | None


@dataclass(frozen=True)
class SavedHours:
    """Entries that a line holds as they were, and stored ones of which agreements cover something."""

    held: Sequence[HeldEntry]
    covered: Sequence[UUID]


async def save_sheets(
    session: Session, sheets: Sequence[ApprovedSheet], hours: Sequence[ApprovedHours]
) -> dict[UUID, list[UUID]]:
    """Lock the customers of all that may change, and store which parts of which version came.

    Returns the sheets of which no newer version is known, each with the entries that vanished from it: those of earlier
    versions that are in no part of this, once all parts are there.
    """
    columns = {
        "sheet_ids": [sheet.timesheet_id for sheet in sheets],
        "versions": [sheet.version for sheet in sheets],
        "parts": [sheet.parts for sheet in sheets],
        "arrived": [_array(sheet.arrived) for sheet in sheets],
        "entries": [_array(sheet.entry_ids) for sheet in sheets],
        "organization_ids": list({one.entry.organization_id for one in hours}),
    }
    rows = await session.execute(_SAVE_SHEETS, columns)
    return {row.timesheet_id: row.vanished for row in rows}


def _array(values: frozenset[int] | frozenset[UUID]) -> str:
    return "{" + ",".join(map(str, values)) + "}"


async def save_hours(
    session: Session, hours: Sequence[ApprovedHours], *, freed: bool
) -> SavedHours:
    """Store hours that are newer than what is there, an entry once; tells the entries that are held by a line.

    What was set aside of the others before is forgotten. When they were `freed` from drafts, invoices hold those whose hours
    are others than they charge, else all are held.
    """
    columns: dict[str, object] = {
        name: [getattr(one.entry, name) for one in hours] for name in _COLUMNS
    }
    columns["timesheet_id"] = [one.timesheet_id for one in hours]
    columns["approved_at"] = [one.approved_at for one in hours]
    rows = (await session.execute(_SAVE_HOURS, columns | {"freed": freed})).all()
    return SavedHours(
        held=[build(HeldEntry, row) for row in rows if row.version is not None],
        covered=[row.entry_id for row in rows if row.version is None],
    )


async def withdraw(session: Session, vanished: Mapping[UUID, Sequence[UUID]]) -> list[HeldEntry]:
    """Take entries back that vanished from their sheets; returns those that are held by a line."""
    pairs = [(sheet_id, entry_id) for sheet_id, ids in vanished.items() for entry_id in ids]
    columns = {"timesheet_id": [one for one, _ in pairs], "entry_id": [one for _, one in pairs]}
    rows = await session.execute(_WITHDRAW, columns)
    return [build(HeldEntry, row) for row in rows]
