"""Price entries and say so."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from messaging import outbox
from rates.announcements import price_said
from rates.store import prices


async def price_entries(
    session: AsyncSession, account_id: UUID, entry_ids: Collection[UUID]
) -> None:
    """Price these entries by the rules and say the prices that are new."""
    said = await prices.price(session, account_id, entry_ids)
    await outbox.publish(session, *(price_said(account_id, price) for price in said))
