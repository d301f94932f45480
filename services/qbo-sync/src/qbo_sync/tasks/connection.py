"""Tasks of the connection: read the company, at first and when its preferences change; revoke what was disconnected."""

from datetime import UTC, datetime

from database import Session
from qbo_sync import queries
from qbo_sync.commands import connections
from qbo_sync.domain import brief
from qbo_sync.domain.connection import (
    COMPANY_REFUSED,
    COMPANY_UNREADABLE,
    REVOKED,
    ReconnectNeededError,
)
from qbo_sync.quickbooks import QuickBooks
from qbo_sync.tasks import retrying
from tasks import Task


async def read_company(quickbooks: QuickBooks, task: Task) -> None:
    """Read what the company says of itself, unless that was done."""
    realm_id, consent = task.payload["realm_id"], task.payload["consent"]
    async with task.transaction() as session:
        connection = await queries.get_connection(session)
    if not connection or (connection.state, connection.consent) != ("connecting", consent):
        return
    try:
        async with retrying(task), quickbooks.company(task.account_id, realm_id) as company:
            profile = await company.profile()
    except ReconnectNeededError as refused:
        async with task.finish() as session:
            await connections.change(session, consent, COMPANY_REFUSED, str(refused))
        return
    async with task.finish() as session:
        await connections.company_read(session, consent, profile, at=datetime.now(UTC))


async def read_profile(quickbooks: QuickBooks, task: Task) -> None:
    """Read the connected company's preferences again, which its owner may have changed."""
    realm_id = task.payload["realm_id"]
    try:
        async with task.transaction() as session:
            await queries.usable_connection(session, realm_id, at=datetime.now(UTC))
        async with retrying(task), quickbooks.company(task.account_id, realm_id) as company:
            profile = await company.profile()
    except ReconnectNeededError:
        return  # the next connection reads them
    async with task.finish() as session:
        await connections.update_profile(session, realm_id, profile, at=datetime.now(UTC))


async def company_unreadable(session: Session, task: Task, reason: str) -> None:
    """Say that an admin should authorize us again."""
    reason = brief("The company could not be read: ", reason)
    await connections.change(session, task.payload["consent"], COMPANY_UNREADABLE, reason)


async def revoke(quickbooks: QuickBooks, task: Task) -> None:
    """Revoke the tokens at Intuit, then forget them."""
    consent = task.payload["consent"]
    async with task.transaction() as session:
        connection = await queries.get_connection(session)
    if (
        connection
        and (connection.state, connection.consent) == ("disconnecting", consent)
        and connection.refresh_token
    ):
        async with retrying(task), quickbooks.oauth() as oauth:
            await oauth.revoke(quickbooks.cipher.decrypt(connection.refresh_token))
    async with task.finish() as session:
        await connections.change(session, consent, REVOKED)


async def not_revoked(session: Session, task: Task, reason: str) -> None:
    """Forget the tokens that Intuit did not revoke."""
    reason = brief("Not revoked; disconnect Honorar in QuickBooks too: ", reason)
    await connections.change(session, task.payload["consent"], REVOKED, reason)
