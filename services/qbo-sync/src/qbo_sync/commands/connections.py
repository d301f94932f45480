"""Changes of the account's connection; which are possible says `domain.connection`."""

from datetime import datetime, timedelta

from database import Session, current_account
from database.mapping import attributes
from qbo_sync.commands import credit_memos, schedule
from qbo_sync.domain.connection import (
    AUTHORIZED,
    COMPANY_READ,
    COMPANY_TAKEN,
    DISCONNECTED,
    AnotherCompanyError,
    CompanyProfile,
    CompanyTakenError,
    Transition,
)
from qbo_sync.intuit.oauth import Tokens
from qbo_sync.store import connections, exports, sendings
from qbo_sync.store.tables import Connection
from qbo_sync.token_store import TokenCipher, store_tokens

READ_AFTER = timedelta(seconds=30)
"""When the company is read that could not be read at once."""
TAKEN = "Another account has this QuickBooks company"


async def change(
    session: Session, consent: int, transition: Transition, reason: str | None = None
) -> Connection | None:
    """Change the connection of this consent; None, and nothing happens, when it is in no state to change so, or an
    admin has authorized us again since."""
    await connections.lock_connection(session)
    connection = await connections.connection_for_update(session)
    if (
        connection is None
        or connection.consent != consent
        or not transition.allows(connection.state)
    ):
        return None
    connection.state, connection.reason = transition.target, reason
    if transition.target == "disconnected":
        connection.access_token = connection.refresh_token = None
        await connections.release_realm(session, connection.realm_id)
    return connection


async def check_available(session: Session, realm_id: str, connection: Connection | None) -> None:
    """A company belongs to one account and an account has one company, at a time.

    Raises `AnotherCompanyError`, `CompanyTakenError`.
    """
    if connection and connection.realm_id != realm_id and connection.state != "disconnected":
        raise AnotherCompanyError
    if await connections.owner_of(session, realm_id) not in (None, current_account(session)):
        raise CompanyTakenError


async def authorize(
    session: Session, cipher: TokenCipher, realm_id: str, tokens: Tokens, *, at: datetime
) -> int:
    """Store the tokens that an admin's consent gave, and have the company read; returns which consent it is."""
    await connections.lock_connection(session)
    connection = await connections.connection_for_update(session)
    await check_available(session, realm_id, connection)
    if connection is None:
        connection = Connection(realm_id=realm_id, token_version=0, consent=0)
        session.add(connection)
    if connection.realm_id != realm_id:
        connection.realm_id, connection.swept_until = realm_id, None
    store_tokens(connection, cipher, tokens)
    connection.consent += 1
    connection.state, connection.reason = AUTHORIZED.target, None
    connection.paused_until = None
    await schedule.read_company(session, realm_id, connection.consent, at + READ_AFTER)
    return connection.consent


async def company_read(
    session: Session, consent: int, profile: CompanyProfile, *, at: datetime
) -> bool:
    """Record what the company says, which proves that it is the account's, and begin: export what waited, look for
    payments missed. False when another account proved it first.
    """
    connection = await change(session, consent, COMPANY_READ)
    if connection is None:
        return True
    _record_profile(connection, profile, at)
    connection.connected_at = at
    if not await connections.claim_realm(session, connection.realm_id):
        await change(session, consent, COMPANY_TAKEN, TAKEN)
        return False
    for invoice_id in await exports.queue_waiting(session):
        await schedule.export_invoice(session, invoice_id)
    await credit_memos.export_all_waiting(session)
    await schedule.send_invoices(session, await sendings.open_invoices(session))
    await schedule.sweep(session, connection.realm_id)
    return True


async def update_profile(
    session: Session, realm_id: str, profile: CompanyProfile, *, at: datetime
) -> None:
    """Record what the connected company says of itself now."""
    connection = await connections.connection_for_update(session)
    if connection and (connection.realm_id, connection.state) == (realm_id, "connected"):
        _record_profile(connection, profile, at)


def _record_profile(connection: Connection, profile: CompanyProfile, at: datetime) -> None:
    for name, value in attributes(profile).items():
        setattr(connection, name, value)
    connection.profile_read_at = at


async def disconnect(session: Session) -> Connection | None:
    """Stop using the connection now; a task revokes it at Intuit and forgets the tokens. Returns the connection."""
    await connections.lock_connection(session)
    connection = await connections.connection_for_update(session)
    if connection and DISCONNECTED.allows(connection.state):
        connection.state, connection.reason = DISCONNECTED.target, None
        await schedule.revoke_connection(session, connection.realm_id, connection.consent)
    return connection


async def pause(session: Session, until: datetime) -> None:
    """Make no calls to the company for a while."""
    if connection := await connections.connection_for_update(session):
        connection.paused_until = until
