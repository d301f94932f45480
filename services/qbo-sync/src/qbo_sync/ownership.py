"""Whose a QuickBooks company is: that account's whose tokens were proved good for it, until it lets go."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from qbo_sync import locks
from qbo_sync.store import connection, realm_owner
from web import ProblemError

ELSEWHERE = "Another account has this QuickBooks company"
UNPROVED = ("connecting", "reauth_required")


async def check_free(session: AsyncSession, account_id: UUID, realm_id: str) -> None:
    """A company belongs to one account and an account has one company, at a time. Raises `ProblemError` 409."""
    existing: Row[Any] | None = (await session.execute(select(connection))).one_or_none()
    if existing and existing.realm_id != realm_id and existing.state != "disconnected":
        raise ProblemError(
            409, "another-company-connected", "Disconnect the connected QuickBooks company first"
        )
    if await _owner(session, realm_id) not in (None, account_id):
        raise elsewhere()


async def own(session: AsyncSession, account_id: UUID, realm_id: str) -> bool:
    """Take the company after its tokens were proved; False when another account has it."""
    await session.execute(
        delete(realm_owner).where(
            realm_owner.c.account_id == account_id, realm_owner.c.realm_id != realm_id
        )
    )
    await session.execute(
        insert(realm_owner)
        .values(realm_id=realm_id, account_id=account_id)
        .on_conflict_do_nothing()
    )
    return await _owner(session, realm_id) == account_id


async def let_go(
    session: AsyncSession,
    account_id: UUID,
    consent: int,
    states: Collection[str],
    reason: str | None = None,
) -> None:
    """Forget the tokens of this consent, and the company; nothing when the admin has said yes again since."""
    await locks.connecting(session, account_id)
    left = await session.execute(
        update(connection)
        .where(connection.c.consent == consent, connection.c.state.in_(states))
        .values(state="disconnected", access_token=None, refresh_token=None, reason=reason)
        .returning(connection.c.realm_id)
    )
    if found := left.one_or_none():
        await session.execute(
            delete(realm_owner).where(
                realm_owner.c.realm_id == found.realm_id, realm_owner.c.account_id == account_id
            )
        )


def elsewhere() -> ProblemError:
    return ProblemError(409, "company-connected-elsewhere", ELSEWHERE)


async def _owner(session: AsyncSession, realm_id: str) -> UUID | None:
    return await session.scalar(
        select(realm_owner.c.account_id).where(realm_owner.c.realm_id == realm_id)
    )
