"""What an import reads of the time that is stored, as texts: the process that plans it takes them apart."""

from datetime import timedelta
from uuid import UUID

from database import Session, Statement
from timer.importing.snapshot import KnownAgent, Scope, StoredTime

_ROWS_PER_TEXT = 1_000
_MARGIN = timedelta(days=3)
"""An entry of the day before may reach into the first day; zones shift dates by one more."""


def _in_texts(row: str, source: str) -> Statement:
    """Rows as JSON, some in a text: nobody here has to make objects of them."""
    return Statement(f"""
SELECT json_agg(json_build_array({row}))::text AS rows
FROM (SELECT *, row_number() OVER () / {_ROWS_PER_TEXT} AS text_number FROM ({source}) found) numbered
GROUP BY text_number ORDER BY text_number
""")


_INSIDE = "agent_id = ANY(CAST(:agents AS uuid[])) AND work_date BETWEEN :first AND :last"
_EARLIER = _in_texts(
    """row_key, ordinal, entry_id, agent_id, work_date, written_start, started_at, seconds, project, description, tags,
    billable, EXISTS (SELECT FROM discarded_entries d WHERE d.id = entry_id)""",
    f"""
    SELECT * FROM imported_rows WHERE source = :source AND {_INSIDE}
    UNION ALL
    SELECT * FROM imported_rows WHERE source = :source AND row_key = ANY(CAST(:keys AS text[])) AND NOT ({_INSIDE})
""",
)
_EXPORTED = _in_texts(
    "id, agent_id, work_date, started_at, seconds, project, description, tags, billable, time_zone",
    """
    SELECT e.*, coalesce(p.name, '') AS project FROM time_entries e LEFT JOIN projects p ON p.id = e.project_id
    WHERE e.id = ANY(CAST(:ids AS uuid[]))
""",
)
_DELETED = _in_texts("id", "SELECT id FROM discarded_entries WHERE id = ANY(CAST(:ids AS uuid[]))")
_TIMED = _in_texts(
    "id, agent_id, started_at, ended_at, source IS NOT DISTINCT FROM :source",
    f"SELECT * FROM time_entries WHERE started_at IS NOT NULL AND {_INSIDE}",
)


async def load_stored_time(
    session: Session, scope: Scope, agents: tuple[KnownAgent, ...]
) -> StoredTime:
    """Rows with a key of the file, those of its agents inside its period, entries that it is an export of, and the calendars
    of its agents."""
    concerned: list[UUID] = list(scope.agents(agents))
    values = {
        "source": scope.source,
        "agents": concerned,
        "keys": list(scope.row_keys),
        "ids": list(scope.our_ids),
        "first": scope.first,
        "last": scope.last,
    }
    around = {**values, "first": scope.first - _MARGIN, "last": scope.last + _MARGIN}
    ours = bool(scope.our_ids)
    return StoredTime(
        earlier=await _texts(session, _EARLIER, values),
        exported=await _texts(session, _EXPORTED, values) if ours else (),
        deleted=await _texts(session, _DELETED, values) if ours else (),
        timed=await _texts(session, _TIMED, around),
    )


async def _texts(
    session: Session, statement: Statement, values: dict[str, object]
) -> tuple[str, ...]:
    return tuple(row.rows for row in await statement.all(session, values))
