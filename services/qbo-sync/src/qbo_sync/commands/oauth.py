"""The OAuth flow: an account begins, an admin authorizes us in QuickBooks, the browser comes back with a code."""

import hashlib
import logging
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from uuid import UUID

from database import Database, Session, enter_account
from domain_errors import DomainError
from qbo_sync.commands import connections
from qbo_sync.domain.connection import (
    COMPANY_REFUSED,
    AnotherBrowserError,
    AuthorizationDeniedError,
    CodeNotValidError,
    CompanyRefusedError,
    CompanyTakenError,
    QuickBooksUnavailableError,
    RealmNotValidError,
    ReconnectNeededError,
    ReplyIncompleteError,
    StateNotValidError,
)
from qbo_sync.intuit.faults import IntuitError
from qbo_sync.intuit.oauth import GrantEndedError, Tokens, authorize_url
from qbo_sync.quickbooks import QuickBooks
from qbo_sync.store.connections import add_oauth_state, get_connection, oauth_state_for_update
from qbo_sync.store.tables import OAuthState

log = logging.getLogger(__name__)
STATE_LIVES = timedelta(minutes=15)
ACCESS_DENIED = "access_denied"
"""Intuit's word for a no; anything else it says may be another the next time."""
_LOCK_SECONDS = 60.0
"""A code is good once: who has exchanged it waits for longer than a refresh of tokens may hold the connection."""
_REALM = re.compile(r"[0-9]{1,20}")


@dataclass(frozen=True)
class Reply:
    """What Intuit sends the browser back with: a code for a company, or the reason why not."""

    state: str
    code: str
    realm_id: str
    error: str = ""


@dataclass(frozen=True)
class Returning:
    """Who brings a reply: a browser, by the secret of its cookie, or a caller of the account."""

    browser: str = ""
    account_id: UUID | None = None

    def began(self, state: OAuthState) -> bool:
        """Whether the authorization was begun by the same browser, or for the caller's account."""
        same_browser = compare_digest(_hash(self.browser), state.browser_hash)
        return same_browser or self.account_id == state.account_id


async def begin(session: Session, quickbooks: QuickBooks, browser: str, *, at: datetime) -> str:
    """Make the authorize URL for the session's account; its `state` works for 15 minutes, until it is spent, and in
    this browser.
    """
    state = secrets.token_urlsafe(32)
    begun = OAuthState(
        state_hash=_hash(state), browser_hash=_hash(browser), expires_at=at + STATE_LIVES
    )
    await add_oauth_state(session, begun)
    return authorize_url(quickbooks.settings, state)


async def complete(
    database: Database, quickbooks: QuickBooks, reply: Reply, returning: Returning
) -> None:
    """Connect the company: tokens first, committed before their first use, then what the company says.

    The company is ours only after the code was good for tokens and the tokens were good for the company,
    so that nobody can take one by its number, nor keep it from its owner. If Intuit is away then, a task reads the
    company. Raises one of the errors of `domain.connection`.
    """
    account_id, consent = await _authorize(database, quickbooks, reply, returning)
    try:
        async with quickbooks.company(account_id, reply.realm_id) as company:
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


async def _authorize(
    database: Database, quickbooks: QuickBooks, reply: Reply, returning: Returning
) -> tuple[UUID, int]:
    """Exchange the code, and store the tokens; returns the account and which consent it is.

    One transaction, so that the state is spent by exactly two things: the tokens stored, or Intuit's own refusal. Whoever
    comes meanwhile with the same state waits for it.
    """
    refusal: DomainError | None = None
    consent = 0
    async with database.transaction(across_accounts=True, lock_seconds=_LOCK_SECONDS) as session:
        state = await oauth_state_for_update(session, _hash(reply.state), datetime.now(UTC))
        if state is None:
            raise StateNotValidError
        if not returning.began(state):
            raise AnotherBrowserError
        account_id = state.account_id
        await enter_account(session, account_id)
        try:
            consent = await _store_tokens(session, quickbooks, reply)
        except (AuthorizationDeniedError, CodeNotValidError) as error:
            refusal = error
        await session.delete(state)
    if refusal:
        raise refusal
    return account_id, consent


async def _store_tokens(session: Session, quickbooks: QuickBooks, reply: Reply) -> int:
    if reply.error == ACCESS_DENIED:
        raise AuthorizationDeniedError
    if not reply.code or not reply.realm_id:
        raise ReplyIncompleteError(reply.error[:100])
    if not _REALM.fullmatch(reply.realm_id):
        raise RealmNotValidError
    await connections.check_available(session, reply.realm_id, await get_connection(session))
    tokens = await _exchange(quickbooks, reply.code)
    cipher, now = quickbooks.cipher, datetime.now(UTC)
    return await connections.authorize(session, cipher, reply.realm_id, tokens, at=now)


async def _exchange(quickbooks: QuickBooks, code: str) -> Tokens:
    try:
        async with quickbooks.oauth() as oauth:
            return await oauth.exchange(code, now=datetime.now(UTC))
    except GrantEndedError as ended:
        raise CodeNotValidError from ended
    except IntuitError as error:
        raise QuickBooksUnavailableError(str(error)) from error


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode(errors="replace")).digest()
