"""Locks that hold until the end of the transaction."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_ALONE = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
_TOGETHER = text("SELECT pg_advisory_xact_lock_shared(hashtextextended(:name, 0))")


async def connecting(session: AsyncSession, account_id: UUID) -> None:
    """Alone: between asking whether the account is connected and queueing what waits for it."""
    await session.execute(_ALONE, {"name": f"connection {account_id}"})


async def not_connecting(session: AsyncSession, account_id: UUID) -> None:
    """With others, but not while the account is being connected."""
    await session.execute(_TOGETHER, {"name": f"connection {account_id}"})


async def links(session: AsyncSession, account_id: UUID) -> None:
    """Alone with the account's payment links: a payment may be seen while its invoice is still being
    noted as copied, and one of the two must find the other."""
    await session.execute(_ALONE, {"name": f"links {account_id}"})
