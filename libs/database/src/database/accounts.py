"""Which account a transaction works for: PostgreSQL's row-level security and column defaults read this setting."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_SET = text("SELECT set_config('honorar.account', :account, true)")
_KEY = "account_id"


async def enter_account(session: AsyncSession, account_id: UUID) -> None:
    """Let the rest of this transaction see and write the rows of `account_id`, and no others."""
    await session.execute(_SET, {"account": str(account_id)})
    session.info[_KEY] = account_id


def current_account(session: AsyncSession) -> UUID:
    """The account that the transaction works for. Raises `LookupError` when it has entered none."""
    try:
        account_id: UUID = session.info[_KEY]
    except KeyError:
        raise LookupError("the transaction has not entered an account") from None
    return account_id
