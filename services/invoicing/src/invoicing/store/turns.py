"""Whose turn it is with an account's billable time.

What claims time or frees it (drafting, discarding) does so alone in its account. What brings new hours and prices may
do so alongside others of its kind, but not while time is claimed. So a draft never sees half of a change, no change
overlooks a claim that is being made, and the two cannot deadlock over entries, in whatever order a batch brings them.
"""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

KEY = "hashtextextended('billable time ' || CAST(CAST(:account_id AS uuid) AS text), 0)"
_ALONE = text(f"SELECT pg_advisory_xact_lock({KEY})")
_ALONGSIDE = text(f"SELECT pg_advisory_xact_lock_shared({KEY})")


async def alone(session: AsyncSession, account_id: UUID) -> None:
    """Wait until nobody else works with the account's time; until the end of the transaction, nobody will."""
    await session.execute(_ALONE, {"account_id": account_id})


async def alongside(session: AsyncSession, account_id: UUID) -> None:
    """Wait until nobody claims the account's time; until the end of the transaction, nobody will."""
    await session.execute(_ALONGSIDE, {"account_id": account_id})
