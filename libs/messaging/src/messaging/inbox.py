"""Which events each consumer has processed already."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# Sorted, so that two processes that hold the same messages after a rebalance wait and do not deadlock.
_INSERT_NEW = text("""
INSERT INTO inbox_messages (consumer, event_id, status)
SELECT :consumer, event_id, :status FROM unnest(CAST(:event_ids AS uuid[])) AS received(event_id)
ON CONFLICT DO NOTHING
RETURNING event_id
""")

_MARK_DONE = text("""
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
    inserted = await session.execute(
        _INSERT_NEW,
        {"consumer": consumer, "status": status, "event_ids": sorted(set(event_ids))},
    )
    return set(inserted.scalars())


async def mark_done(session: AsyncSession, consumer: str, event_id: UUID) -> bool:
    """Turn a dead event into a done one; False when it was processed already."""
    found = await session.execute(_MARK_DONE, {"consumer": consumer, "event_id": event_id})
    return found.first() is not None
