"""Which events have taken effect already, by consumer."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# Sorted, so that two processes that hold the same messages after a rebalance wait and do not deadlock.
_REMEMBER = text("""
INSERT INTO inbox (consumer, event_id, status)
SELECT :consumer, event_id, :status FROM unnest(CAST(:event_ids AS uuid[])) AS heard(event_id)
ON CONFLICT DO NOTHING
RETURNING event_id
""")

_REVIVE = text("""
INSERT INTO inbox (consumer, event_id) VALUES (:consumer, :event_id)
ON CONFLICT (consumer, event_id) DO UPDATE SET status = 'done' WHERE inbox.status = 'dead'
RETURNING event_id
""")


async def remember(
    session: AsyncSession, consumer: str, event_ids: Iterable[UUID], *, status: str = "done"
) -> set[UUID]:
    """Note events in this transaction; returns those that were not known. One statement.

    A concurrent transaction that noted the same event is waited for.
    """
    found = await session.execute(
        _REMEMBER,
        {"consumer": consumer, "status": status, "event_ids": sorted(set(event_ids))},
    )
    return set(found.scalars())


async def revive(session: AsyncSession, consumer: str, event_id: UUID) -> bool:
    """Turn a dead event into a done one; False when it has taken effect already."""
    found = await session.execute(_REVIVE, {"consumer": consumer, "event_id": event_id})
    return found.first() is not None
