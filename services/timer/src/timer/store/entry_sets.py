"""Several time entries at once: locked in one order, looked up, written."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from uuid import UUID

from contracts.timer import TimeEntryRecorded
from database import Session, Statement
from database.locks import lock_key
from messaging import outbox
from timer.store.tables.account import PERIOD_RULES
from timer.store.time_entries import WRITTEN, StoredEntry, stored_entry, values_of
from timer.time_entry import TimeEntry
from timer.work import Work

_TYPES = {"billable": "boolean", "description": "text", "tags": "text[]"}
_TYPES |= dict.fromkeys(("organization_source", "billable_source"), "text")
_OF_WORK = {field.name: _TYPES.get(field.name, "uuid") for field in fields(Work)}

_LOCK = Statement(f"""
SELECT pg_advisory_xact_lock({lock_key("concat('time entry ', id)")})
FROM (SELECT id FROM unnest(CAST(:ids AS uuid[])) AS wanted (id) ORDER BY id) wanted
""")
_LOOK_UP = Statement(f"""
SELECT wanted.id AS wanted_id, e.*, EXISTS (SELECT FROM discarded_entries WHERE id = wanted.id) AS deleted,
    EXISTS (SELECT FROM running_timers WHERE entry_id = wanted.id) AS running, {PERIOD_RULES}
FROM unnest(CAST(:ids AS uuid[])) AS wanted (id) LEFT JOIN time_entries e ON e.id = wanted.id
""")
_CHANGE = Statement(f"""
WITH published AS ({outbox.INSERT_SQL})
UPDATE time_entries e SET version = changed.version, measured = false,
    {", ".join(f"{name} = changed.{name}" for name in _OF_WORK)}, requests = array_append(e.requests, changed.request)
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS changed (
    id uuid, version integer, request text, {", ".join(f"{name} {kind}" for name, kind in _OF_WORK.items())})
WHERE e.id = changed.id AND e.id = ANY(CAST(:ids AS uuid[]))
""")
_INSERT = Statement(f"""
WITH published AS ({outbox.INSERT_SQL})
INSERT INTO time_entries ({", ".join(WRITTEN)}) VALUES ({", ".join(f":{name}" for name in WRITTEN)})
""")


async def lock(session: Session, ids: Collection[UUID]) -> None:
    """As `time_entries.lock` for each, in the order of the ids."""
    await _LOCK.all(session, {"ids": list(ids)})


async def look_up(session: Session, ids: Collection[UUID]) -> dict[UUID, StoredEntry]:
    """All that decides what may become of each of these ids."""
    rows = await _LOOK_UP.all(session, {"ids": list(ids)})
    return {row["wanted_id"]: stored_entry(row) for row in rows}


async def change_work(
    session: Session,
    entries: Sequence[TimeEntry],
    requests: Mapping[UUID, str],
    events: Sequence[TimeEntryRecorded],
) -> None:
    """Write the work of entries that are there, the digest of the request that changed each, and the events."""
    rows = [
        {
            "id": str(one.id),
            "version": one.version,
            "request": requests[one.id],
            **{name: _plain(getattr(one.work, name)) for name in _OF_WORK},
        }
        for one in entries
    ]
    ids = [one.id for one in entries]
    values = {"rows": json.dumps(rows), "ids": ids, **outbox.values_of(*events)}
    await _CHANGE.all(session, values)


def _plain(value: object) -> object:
    return str(value) if isinstance(value, UUID) else value


async def add_part(session: Session, entry: TimeEntry, event: TimeEntryRecorded) -> None:
    """Write an entry that was cut off another, into the sheet that it names, and the event."""
    await _INSERT.all(session, {**values_of(entry), **outbox.values_of(event)})
