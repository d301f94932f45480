"""Which account a transaction works for: PostgreSQL's row-level security and column defaults read these settings."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import lru_cache
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

_ACCOUNT, _ACROSS = "honorar.account", "honorar.across_accounts"
_NO_SETTINGS: Mapping[str, str] = {}
_KEY = "account_id"


async def configure(session: AsyncSession, settings: Mapping[str, str]) -> None:
    """Give PostgreSQL's settings of these names other values until the transaction ends, in one statement."""
    connection = await session.connection()
    await connection.exec_driver_sql(_set_sql(tuple(settings)), tuple(settings.values()))


@lru_cache
def _set_sql(names: tuple[str, ...]) -> str:
    calls = (f"set_config('{name}', ${place}, true)" for place, name in enumerate(names, start=1))
    return f"SELECT {', '.join(calls)}"


async def enter_account(
    session: AsyncSession, account_id: UUID, settings: Mapping[str, str] = _NO_SETTINGS
) -> None:
    """Let the rest of this transaction see and write the rows of `account_id`, and no others.

    What is pending is written before. `settings` of PostgreSQL are changed by the same statement.
    """
    await session.flush()
    await configure(session, {_ACCOUNT: str(account_id), _ACROSS: "off", **settings})
    session.info[_KEY] = account_id


async def work_across_accounts(
    session: AsyncSession, settings: Mapping[str, str] = _NO_SETTINGS
) -> None:
    """Let the rest of this transaction, or until it enters an account, work on tables that are kept across accounts.

    Those are the tables that their mapping grants `across_accounts`: what is to be sent, consumed or done for any
    account. For relay, workers and operators; a request of a caller works for the caller's account only.
    What is pending is written before.
    """
    await session.flush()
    await configure(session, {_ACROSS: "on", _ACCOUNT: "", **settings})
    session.info.pop(_KEY, None)


@asynccontextmanager
async def across_accounts(session: AsyncSession) -> AsyncIterator[None]:
    """Work across accounts for a moment, and enter the transaction's account again afterwards."""
    account_id = current_account(session)
    await work_across_accounts(session)
    yield
    await enter_account(session, account_id)


def current_account(session: AsyncSession) -> UUID:
    """The account that the transaction works for. Raises `LookupError` when it has entered none."""
    try:
        account_id: UUID = session.info[_KEY]
    except KeyError:
        raise LookupError("the transaction has not entered an account") from None
    return account_id
