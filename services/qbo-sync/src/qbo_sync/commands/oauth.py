"""The OAuth flow: an account begins, an admin authorizes us in QuickBooks, the browser comes back with a code."""

import hashlib
import logging
import secrets
from datetime import UTC, datetime, timedelta
from uuid import UUID

from database import Database, Session
from qbo_sync.commands import connections
from qbo_sync.domain.connection import (
    COMPANY_REFUSED,
    CodeNotValidError,
    CompanyRefusedError,
    CompanyTakenError,
    QuickBooksUnavailableError,
    ReconnectNeededError,
)
from qbo_sync.intuit.faults import IntuitError
from qbo_sync.intuit.oauth import GrantEndedError, Tokens, authorize_url
from qbo_sync.quickbooks import QuickBooks
from qbo_sync.store.connections import add_oauth_state, get_connection, use_oauth_state

log = logging.getLogger(__name__)
STATE_LIVES = timedelta(minutes=15)


async def begin(session: Session, quickbooks: QuickBooks, *, at: datetime) -> str:
    """Make the authorize URL for the session's account; its `state` works once, for 15 minutes."""
    state = secrets.token_urlsafe(32)
    await add_oauth_state(session, _hash(state), at + STATE_LIVES)
    return authorize_url(quickbooks.settings, state)


async def use_state(database: Database, state: str, *, at: datetime) -> UUID | None:
    """Return the account that began with this state, which is used up by asking."""
    async with database.transaction(across_accounts=True) as session:
        return await use_oauth_state(session, _hash(state), at)


async def complete(
    database: Database, quickbooks: QuickBooks, account_id: UUID, code: str, realm_id: str
) -> None:
    """Connect the company: tokens first, committed before their first use, then what the company says.

    The company is ours only after the code was good for tokens and the tokens were good for the company,
    so that nobody can take one by its number, nor keep it from its owner. If Intuit is away, a task reads the company.
    Raises `AnotherCompanyError`, `CompanyTakenError`, `CompanyRefusedError`, `CodeNotValidError`,
    `QuickBooksUnavailableError`.
    """
    async with database.transaction(account_id) as session:
        await connections.check_available(session, realm_id, await get_connection(session))
    tokens = await _exchange(quickbooks, code)
    async with database.transaction(account_id) as session:
        consent = await connections.authorize(
            session, quickbooks.cipher, realm_id, tokens, at=datetime.now(UTC)
        )
    try:
        async with quickbooks.company(account_id, realm_id) as company:
            profile = await company.profile()
    except ReconnectNeededError as refused:
        async with database.transaction(account_id) as session:
            await connections.change(session, consent, COMPANY_REFUSED, str(refused))
        raise CompanyRefusedError(str(refused)) from refused
    except IntuitError as error:
        log.warning("the company could not be read yet: %s", error)
        return
    async with database.transaction(account_id) as session:
        ours = await connections.company_read(session, consent, profile, at=datetime.now(UTC))
    if not ours:
        raise CompanyTakenError


async def _exchange(quickbooks: QuickBooks, code: str) -> Tokens:
    try:
        async with quickbooks.oauth() as oauth:
            return await oauth.exchange(code, now=datetime.now(UTC))
    except GrantEndedError as ended:
        raise CodeNotValidError from ended
    except IntuitError as error:
        raise QuickBooksUnavailableError(str(error)) from error


def _hash(state: str) -> bytes:
    return hashlib.sha256(state.encode()).digest()
