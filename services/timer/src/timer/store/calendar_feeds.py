"""Feeds of calendars, and what is in them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from database import Row, Session, Statement
from timer.calendar_feed import MOST_EVENTS, FeedEntry, FeedWindow

_FIND = Statement("SELECT created_at FROM calendar_feeds WHERE agent_id = :agent_id")
_PUT = Statement("""
INSERT INTO calendar_feeds (agent_id, token_hash, created_at)
SELECT id, :token_hash, :created_at FROM agents WHERE id = :agent_id
ON CONFLICT (account_id, agent_id) DO UPDATE SET token_hash = excluded.token_hash, created_at = excluded.created_at
RETURNING agent_id
""")
_DELETE = Statement("DELETE FROM calendar_feeds WHERE agent_id = :agent_id")
_OWNER = Statement("""
SELECT a.id, a.name, a.time_zone, s.language
FROM calendar_feeds f JOIN agents a ON a.id = f.agent_id
LEFT JOIN account_settings s ON s.account_id = a.account_id
WHERE f.token_hash = :token_hash AND a.active
""")
_ENTRIES = Statement("""
SELECT e.id, e.version, e.work_date, e.started_at, e.seconds,
    concat_ws(' · ', coalesce(t.name, k.name), p.name, o.name) AS title, e.description
FROM time_entries e
LEFT JOIN tasks t ON t.id = e.task_id
LEFT JOIN tickets k ON k.id = e.ticket_id
LEFT JOIN projects p ON p.id = e.project_id
LEFT JOIN organizations n ON n.id = e.organization_id
LEFT JOIN organizations o ON o.id = coalesce(n.merged_into, n.id)
WHERE e.agent_id = :agent_id AND e.work_date BETWEEN :first AND :last
ORDER BY e.work_date DESC, e.id DESC LIMIT :most
""")


@dataclass(frozen=True, slots=True)
class FeedOwner:
    """Whose feed it is; `language` None: the account has chosen nothing."""

    agent_id: UUID
    name: str
    time_zone: str
    language: str | None


async def created_at(session: Session, agent_id: UUID) -> datetime | None:
    """Since when the agent has a feed."""
    found: datetime | None = await _FIND.scalar(session, {"agent_id": agent_id})
    return found


async def put(session: Session, agent_id: UUID, token_hash: bytes, now: datetime) -> bool:
    """Give the agent a feed, whose address is the only one; false when there is no such agent."""
    values = {"agent_id": agent_id, "token_hash": token_hash, "created_at": now}
    return await _PUT.first(session, values) is not None


async def remove(session: Session, agent_id: UUID) -> None:
    """Let the agent have none."""
    await _DELETE.all(session, {"agent_id": agent_id})


async def owner(session: Session, token_hash: bytes) -> FeedOwner | None:
    """The active agent whose feed has this token."""
    row: Row | None = await _OWNER.first(session, {"token_hash": token_hash})
    return FeedOwner(*row) if row else None


async def entries(session: Session, agent_id: UUID, window: FeedWindow) -> list[FeedEntry]:
    """The agent's entries in the window, the newest first."""
    values = {"agent_id": agent_id, "first": window.first, "last": window.last}
    return [FeedEntry(*row) for row in await _ENTRIES.all(session, {**values, "most": MOST_EVENTS})]
