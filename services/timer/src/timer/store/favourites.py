"""An agent's favourites, and what they worked on of late; without what takes no time any more."""

from dataclasses import fields
from uuid import UUID

from database import Row, Session, Statement
from timer.favourite import MOST_FAVOURITES, Favourite, RecentWork, WorkToStart
from timer.time_entry import flat

_WORK = [field.name for field in fields(WorkToStart)]
_COLUMNS = ("id", "agent_id", "position", *_WORK)
_LOOKED_AT = 300
_SHOWN = 20

_OPEN = """
LEFT JOIN tasks t ON t.id = w.task_id LEFT JOIN tickets k ON k.id = w.ticket_id
LEFT JOIN projects p ON p.id = w.project_id LEFT JOIN service_types s ON s.id = w.service_type_id
WHERE NOT (coalesce(t.archived, false) OR coalesce(k.closed, false) OR coalesce(s.archived, false)
    OR coalesce(p.archived OR p.closed, false))
"""
_LIST = Statement(f"""
SELECT w.* FROM favourites w {_OPEN} AND w.agent_id = :agent_id ORDER BY w.position, w.id
""")
_PUT = Statement(f"""
INSERT INTO favourites AS known ({", ".join(_COLUMNS)})
SELECT {", ".join(f":{name}" for name in _COLUMNS)}
WHERE (SELECT count(*) FROM favourites WHERE agent_id = :agent_id AND id <> :id) < {MOST_FAVOURITES}
ON CONFLICT (account_id, id) DO UPDATE
SET {", ".join(f"{name} = :{name}" for name in ("position", *_WORK))} WHERE known.agent_id = :agent_id
RETURNING id
""")
_REMOVE = Statement("DELETE FROM favourites WHERE id = :id AND agent_id = :agent_id")
_RECENT = Statement(f"""
WITH newest AS (
    SELECT * FROM time_entries WHERE agent_id = :agent_id ORDER BY work_date DESC LIMIT {_LOOKED_AT}
), w AS (
    SELECT DISTINCT ON (project_id, task_id, ticket_id, service_type_id) * FROM newest
    WHERE num_nonnulls(project_id, task_id, ticket_id) > 0
    ORDER BY project_id, task_id, ticket_id, service_type_id, work_date DESC, started_at DESC NULLS LAST, id DESC
)
SELECT w.* FROM w {_OPEN} ORDER BY w.work_date DESC, w.started_at DESC NULLS LAST, w.id DESC LIMIT {_SHOWN}
""")


async def find(session: Session, agent_id: UUID) -> list[Favourite]:
    """In their order."""
    rows = await _LIST.all(session, {"agent_id": agent_id})
    return [Favourite(row["id"], row["position"], _work(row)) for row in rows]


async def recent(session: Session, agent_id: UUID) -> list[RecentWork]:
    """The newest first: what the agent's last entries are on, each work once."""
    rows = await _RECENT.all(session, {"agent_id": agent_id})
    return [RecentWork(row["work_date"], _work(row)) for row in rows]


async def put(session: Session, agent_id: UUID, favourite: Favourite) -> bool:
    """Write it; False when the agent keeps too many, or the id is another agent's."""
    values = {"agent_id": agent_id, **flat(favourite)}
    return bool(await _PUT.all(session, values))


async def remove(session: Session, agent_id: UUID, favourite_id: UUID) -> None:
    """Delete it, if it is there."""
    await _REMOVE.all(session, {"agent_id": agent_id, "id": favourite_id})


def _work(row: Row) -> WorkToStart:
    return WorkToStart(*(row[name] for name in _WORK))
