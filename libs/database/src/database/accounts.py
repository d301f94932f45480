"""Which account a transaction may see: PostgreSQL's row-level security reads this setting."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_SET = text("SELECT set_config('honorar.account', :account, true)")


async def enter_account(session: AsyncSession, account_id: UUID) -> None:
    """Let the rest of this transaction see the rows of `account_id`, and no others."""
    await session.execute(_SET, {"account": str(account_id)})
