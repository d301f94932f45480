"""Which events each consumer has processed already."""

from collections.abc import Iterable
from operator import attrgetter
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from database import Statement

# Sorted, so that two processes that hold the same messages after a rebalance wait and do not deadlock.
_INSERT_NEW = Statement("""
INSERT INTO inbox_messages (consumer, event_id, status)
SELECT CAST(:consumer AS text), event_id, CAST(:status AS text) FROM unnest(CAST(:event_ids AS uuid[])) AS received(event_id)
ON CONFLICT DO NOTHING
RETURNING event_id
""")

_NUMBER = attrgetter("int")
_MARK_DONE = Statement("""
INSERT INTO inbox_messages AS known (consumer, event_id) VALUES (:consumer, :event_id)
ON CONFLICT (consumer, event_id) DO UPDATE SET status = 'done' WHERE known.status = 'dead'
RETURNING event_id
""")


async def insert_new(
    session: AsyncSession, consumer: str, event_ids: Iterable[UUID], *, status: str = "done"
) -> set[UUID]:
    """Record events in this transaction; returns those that were not known. One statement.

    A concurrent transaction that records the same event is waited for. `status` is `done` or `dead`.
    """
    ids = sorted(set(event_ids), key=_NUMBER)
    values = {"consumer": consumer, "status": status, "event_ids": ids}
    return {row[0] for row in await _INSERT_NEW.all(session, values)}


async def mark_done(session: AsyncSession, consumer: str, event_id: UUID) -> bool:
    """Turn a dead event into a done one; False when it was processed already."""
    marked = await _MARK_DONE.all(session, {"consumer": consumer, "event_id": event_id})
    return bool(marked)
