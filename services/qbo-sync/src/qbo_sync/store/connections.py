"""The account's connection, whose a company is, and authorizations that were begun."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from database import Session, across_accounts, current_account, lock_exclusive, lock_shared
from qbo_sync.domain.connection import USABLE
from qbo_sync.store.tables import Connection, OAuthState, RealmOwner

_LOCK = "connection"


async def lock_connection(session: Session) -> None:
    """Hold the connection alone: between asking whether there is one and scheduling what waits for it."""
    await lock_exclusive(session, _LOCK)


async def keep_connection(session: Session) -> None:
    """Let the connection change only after this transaction; others may hold it so too."""
    await lock_shared(session, _LOCK)


async def get_connection(session: Session) -> Connection | None:
    """Load the account's connection."""
    return await session.scalar(select(Connection))


async def connection_for_update(session: Session) -> Connection | None:
    """Load the account's connection, and lock its row for the rest of the transaction."""
    newest = select(Connection).with_for_update().execution_options(populate_existing=True)
    return await session.scalar(newest)


async def is_connected(session: Session) -> bool:
    """Whether the account has a connection whose company answers."""
    return await session.scalar(select(Connection.state)) == "connected"


async def usable_realm(session: Session) -> str | None:
    """The company that calls go to now; None while there is no connection that can be used."""
    return await session.scalar(select(Connection.realm_id).where(Connection.state.in_(USABLE)))


async def owner_of(session: Session, realm_id: str) -> UUID | None:
    """The account that has the company, be it this or another one."""
    async with across_accounts(session):
        return (await owners_of(session, [realm_id])).get(realm_id)


async def owners_of(session: Session, realm_ids: Collection[str] | None = None) -> dict[str, UUID]:
    """The accounts that have these companies; of all companies when None. For a session across accounts."""
    found = select(RealmOwner.realm_id, RealmOwner.account_id)
    if realm_ids is not None:
        found = found.where(RealmOwner.realm_id.in_(realm_ids))
    return {row.realm_id: row.account_id for row in await session.execute(found)}


async def claim_realm(session: Session, realm_id: str) -> bool:
    """Take the company for the account instead of any other; False when another account has it."""
    account_id = current_account(session)
    others = delete(RealmOwner).where(
        RealmOwner.account_id == account_id, RealmOwner.realm_id != realm_id
    )
    await session.execute(others)
    await session.execute(insert(RealmOwner).values(realm_id=realm_id).on_conflict_do_nothing())
    return await session.scalar(select(RealmOwner.realm_id)) == realm_id


async def release_realm(session: Session, realm_id: str) -> None:
    """Let other accounts take the company, if it is the account's."""
    await session.execute(
        delete(RealmOwner).where(
            RealmOwner.realm_id == realm_id, RealmOwner.account_id == current_account(session)
        )
    )


async def add_oauth_state(session: Session, begun: OAuthState) -> None:
    """Remember that the account begins an authorization; its old ones are forgotten."""
    await session.execute(delete(OAuthState).where(OAuthState.expires_at < func.now()))
    session.add(begun)


async def oauth_state_for_update(
    session: Session, state_hash: bytes, now: datetime
) -> OAuthState | None:
    """The authorization that was begun with this state, its row locked; None when it is unknown, spent or too old."""
    found = select(OAuthState).where(OAuthState.state_hash == state_hash).with_for_update()
    state = await session.scalar(found)
    return state if state and state.expires_at > now else None
