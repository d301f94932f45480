"""API tokens as rows."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.engine import CursorResult

from database import Session
from identity.store.tables import ApiTokenRow


async def list_tokens(
    session: Session, *, of: UUID | None, after: UUID | None, limit: int
) -> Sequence[ApiTokenRow]:
    """Tokens, oldest first: of one member, or all of the account."""
    found = select(ApiTokenRow).order_by(ApiTokenRow.id).limit(limit)
    if of:
        found = found.where(ApiTokenRow.member_id == of)
    if after:
        found = found.where(ApiTokenRow.id > after)
    return (await session.scalars(found)).all()


async def expiry(session: Session, token_id: UUID) -> datetime | None:
    """When a token expires; None: never, or it is no token."""
    return await session.scalar(select(ApiTokenRow.expires_at).where(ApiTokenRow.id == token_id))


async def revoke(session: Session, token_id: UUID, *, of: UUID | None) -> bool:
    """Delete a token: of a member, or any one of the account; whether there was one."""
    one = delete(ApiTokenRow).where(ApiTokenRow.id == token_id)
    gone = await session.execute(one.where(ApiTokenRow.member_id == of) if of else one)
    assert isinstance(gone, CursorResult)
    return gone.rowcount > 0


async def revoke_of_member(session: Session, member_id: UUID) -> None:
    """Delete all tokens of a member."""
    await session.execute(delete(ApiTokenRow).where(ApiTokenRow.member_id == member_id))
