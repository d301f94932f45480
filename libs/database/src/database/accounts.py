"""Which account a transaction works for: PostgreSQL's row-level security and column defaults read these settings."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from database.transactions import configure, flush

_ACCOUNT, _ACROSS = "honorar.account", "honorar.across_accounts"
_KEY = "account_id"
ACROSS_ACCOUNTS: Mapping[str, str] = {_ACROSS: "on", _ACCOUNT: ""}
"""PostgreSQL's settings of a transaction that works across accounts."""


def settings_of(account_id: UUID) -> Mapping[str, str]:
    """PostgreSQL's settings of a transaction that works for an account."""
    return {_ACCOUNT: str(account_id), _ACROSS: "off"}


def remember_account(session: AsyncSession, account_id: UUID) -> None:
    """Note the account whose settings the transaction has, for `current_account`."""
    session.info[_KEY] = account_id


async def enter_account(session: AsyncSession, account_id: UUID) -> None:
    """Let the rest of this transaction see and write the rows of `account_id`, and no others.

    What is pending is written before.
    """
    await flush(session)
    await configure(session, settings_of(account_id))
    remember_account(session, account_id)


async def work_across_accounts(session: AsyncSession) -> None:
    """Let the rest of this transaction, or until it enters an account, work on tables that are kept across accounts.

    Those are the tables that their mapping grants `across_accounts`: what is to be sent, consumed or done for any
    account. For relay, workers and operators; a request of a caller works for the caller's account only.
    What is pending is written before.
    """
    await flush(session)
    await configure(session, ACROSS_ACCOUNTS)
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
