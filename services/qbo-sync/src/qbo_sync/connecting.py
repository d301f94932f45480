"""From the owner's wish to a connected company, and back."""

import hashlib
import logging
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database import Database
from messaging import tasks
from messaging.tasks import Task
from qbo_sync import locks, ownership, queueing
from qbo_sync.books import Books
from qbo_sync.intuit.company import Company
from qbo_sync.intuit.faults import IntuitError
from qbo_sync.intuit.oauth import GrantEndedError, Tokens, authorize_url
from qbo_sync.ownership import UNPROVED
from qbo_sync.patience import in_short, patient
from qbo_sync.store import connection, oauth_state
from qbo_sync.tokens import USABLE, ReconnectNeededError, columns
from web import ProblemError

log = logging.getLogger(__name__)
STATE_LIVES = timedelta(minutes=15)


async def begin(session: AsyncSession, books: Books, account_id: UUID) -> str:
    """The authorize URL for the account; its state works once, for 15 minutes."""
    state = secrets.token_urlsafe(32)
    expires_at = datetime.now(UTC) + STATE_LIVES
    await session.execute(delete(oauth_state).where(oauth_state.c.expires_at < func.now()))
    await session.execute(
        insert(oauth_state).values(
            state_hash=_hash(state), account_id=account_id, expires_at=expires_at
        )
    )
    return authorize_url(books.settings, state)


async def account_of(session: AsyncSession, state: str) -> UUID | None:
    """The account that began with this state, which is used up by asking."""
    used = await session.execute(
        delete(oauth_state)
        .where(oauth_state.c.state_hash == _hash(state))
        .returning(oauth_state.c.account_id, oauth_state.c.expires_at)
    )
    found = used.one_or_none()
    return found.account_id if found and found.expires_at > datetime.now(UTC) else None


async def complete(
    database: Database, books: Books, account_id: UUID, code: str, realm_id: str
) -> None:
    """Take the company: tokens first, committed before their first use, then what the company says.

    The company is ours only after the code was good for tokens and the tokens were good for the company,
    so that nobody can take one by its number, nor keep it from its owner. Raises `ProblemError`.
    """
    async with database.transaction(account_id) as session:
        await ownership.check_free(session, account_id, realm_id)
    try:
        async with books.token_endpoint() as endpoint:
            tokens = await endpoint.exchange(code, now=datetime.now(UTC))
    except GrantEndedError as ended:
        raise ProblemError(
            400, "code-not-valid", "QuickBooks does not accept the code; connect again"
        ) from ended
    except IntuitError as error:
        raise _unavailable(error) from error
    async with database.transaction(account_id) as session:
        await locks.connecting(session, account_id)
        await ownership.check_free(session, account_id, realm_id)
        consent = await _keep(session, books, account_id, realm_id, tokens)
        await tasks.schedule(
            session,
            queueing.READ_COMPANY,
            key=realm_id,
            payload={"realm_id": realm_id, "consent": consent},
            due_at=datetime.now(UTC) + timedelta(seconds=30),
            again=True,
        )
    await _read_now(database, books, account_id, realm_id, consent)


async def read_company(books: Books, task: Task) -> None:
    """Task: read what the callback could not, if it could not."""
    realm_id, consent = task.payload["realm_id"], task.payload["consent"]
    async with task.transaction() as session:
        found = await session.execute(select(connection.c.state, connection.c.consent))
        if found.one_or_none() != ("connecting", consent):
            return
    try:
        async with patient(task), books.company(task.account_id, realm_id) as company:
            said = await _said(company)
    except ReconnectNeededError as refused:
        async with task.finish() as session:
            await ownership.let_go(session, task.account_id, consent, UNPROVED, str(refused))
        return
    async with task.finish() as session:
        await _connected(session, task.account_id, consent, said)


async def company_not_read(session: AsyncSession, task: Task, reason: str) -> None:
    """Given up: say why, and that the admin should connect again; the company is not ours by this."""
    await locks.connecting(session, task.account_id)
    await session.execute(
        update(connection)
        .where(connection.c.consent == task.payload["consent"], connection.c.state == "connecting")
        .values(state="reauth_required", reason=in_short("The company could not be read: ", reason))
    )


async def end(session: AsyncSession, account_id: UUID) -> None:
    """Stop using the connection now; a task revokes it at Intuit and forgets the tokens."""
    await locks.connecting(session, account_id)
    ended = await session.execute(
        update(connection)
        .where(connection.c.state != "disconnected")
        .values(state="disconnecting", reason=None)
        .returning(connection.c.realm_id, connection.c.consent)
    )
    found = ended.one_or_none()
    if found:
        await tasks.schedule(
            session,
            queueing.REVOKE,
            key=found.realm_id,
            payload={"consent": found.consent},
            again=True,
        )


async def revoke(books: Books, task: Task) -> None:
    """Task: revoke at Intuit, then wipe the tokens and let the company go; mappings stay."""
    consent = task.payload["consent"]
    async with task.transaction() as session:
        ended = await session.scalar(
            select(connection.c.refresh_token).where(
                connection.c.consent == consent, connection.c.state == "disconnecting"
            )
        )
    if ended:
        async with patient(task), books.token_endpoint() as endpoint:
            await endpoint.revoke(books.vault.decrypted(ended))
    async with task.finish() as session:
        await ownership.let_go(session, task.account_id, consent, ("disconnecting",))


async def not_revoked(session: AsyncSession, task: Task, reason: str) -> None:
    """Given up: wipe the tokens all the same, and say that QuickBooks does not know."""
    said = in_short("Not revoked; disconnect Honorar in QuickBooks too: ", reason)
    consent = task.payload["consent"]
    await ownership.let_go(session, task.account_id, consent, ("disconnecting",), said)


def _hash(state: str) -> bytes:
    return hashlib.sha256(state.encode()).digest()


async def _keep(
    session: AsyncSession, books: Books, account_id: UUID, realm_id: str, tokens: Tokens
) -> int:
    """Store the tokens; gives which consent of the admin's they came from."""
    row = {
        **columns(books.vault, tokens),
        "realm_id": realm_id,
        "state": "connecting",
        "reason": None,
        "paused_until": None,
        "swept_until": case((connection.c.realm_id == realm_id, connection.c.swept_until)),
        "consent": connection.c.consent + 1,
    }
    fresh = {**row, "token_version": 1, "swept_until": None, "consent": 1}
    kept = await session.execute(
        insert(connection)
        .values(**fresh, account_id=account_id)
        .on_conflict_do_update(index_elements=["account_id"], set_=row)
        .returning(connection.c.consent)
    )
    return int(kept.scalar_one())


async def _read_now(
    database: Database, books: Books, account_id: UUID, realm_id: str, consent: int
) -> None:
    """At once, so that the admin sees the company; if Intuit is away, the task does it later."""
    try:
        async with books.company(account_id, realm_id) as company:
            said = await _said(company)
    except ReconnectNeededError as refused:
        async with database.transaction(account_id) as session:
            await ownership.let_go(session, account_id, consent, UNPROVED, str(refused))
        raise ProblemError(403, "company-not-granted", str(refused)) from refused
    except IntuitError as error:
        log.warning("the company could not be read yet: %s", error)
        return
    async with database.transaction(account_id) as session:
        ours = await _connected(session, account_id, consent, said)
    if not ours:
        raise ownership.elsewhere()


async def _said(company: Company) -> dict[str, Any]:
    info, preferences = await company.info(), await company.preferences()
    accounts = await company.query("Account", "where AccountType = 'Income' orderby Id")
    currencies = preferences.get("CurrencyPrefs", {})
    return {
        "company_name": info.get("CompanyName"),
        "country": info.get("Country"),
        "home_currency": currencies.get("HomeCurrency", {}).get("value"),
        "multi_currency": bool(currencies.get("MultiCurrencyEnabled")),
        "custom_txn_numbers": bool(preferences.get("SalesFormsPrefs", {}).get("CustomTxnNumbers")),
        "uses_sales_tax": bool(preferences.get("TaxPrefs", {}).get("UsingSalesTax")),
        "income_account_id": accounts[0]["Id"] if accounts else None,
    }


async def _connected(
    session: AsyncSession, account_id: UUID, consent: int, said: dict[str, Any]
) -> bool:
    """Note what the company said, which proves that it is ours, and begin: copy what waited, look for
    payments missed. False when another account proved it first.
    """
    await locks.connecting(session, account_id)
    noted = await session.execute(
        update(connection)
        .where(connection.c.consent == consent, connection.c.state.in_(USABLE))
        .values(**said, state="connected", reason=None, connected_at=datetime.now(UTC))
        .returning(connection.c.realm_id)
    )
    realm_id = noted.scalar_one_or_none()
    if realm_id is None:
        return True
    if not await ownership.own(session, account_id, realm_id):
        await ownership.let_go(session, account_id, consent, USABLE, ownership.ELSEWHERE)
        return False
    await queueing.have_waiting_copied(session)
    await queueing.have_swept(session, realm_id)
    return True


def _unavailable(error: IntuitError) -> ProblemError:
    return ProblemError(
        502, "quickbooks-unavailable", "QuickBooks does not answer", detail=str(error)
    )
