"""Members, invitations and API tokens of the account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from database import Session
from domain_errors import NotFoundError
from identity.members import InvitationEndedError
from identity.secret_tokens import hashed
from identity.store import invitations, people
from identity.store.api_tokens import list_tokens
from identity.store.invitations import Invited
from identity.store.tables import AccountRow, MemberRow

__all__ = ["get_invitation", "get_member", "list_invitations", "list_members", "list_tokens"]


@dataclass(frozen=True)
class InvitationPage:
    """What somebody who opens an invitation is shown."""

    account_name: str
    email: str
    name: str
    language: str
    expires_at: datetime


async def list_members(
    session: Session, *, after: UUID | None, limit: int, removed: bool
) -> Sequence[MemberRow]:
    """List up to `limit` members with an id above `after`; with those who were removed if asked for."""
    found = select(MemberRow).order_by(MemberRow.id).limit(limit)
    if after:
        found = found.where(MemberRow.id > after)
    if not removed:
        found = found.where(MemberRow.state != "removed")
    return (await session.scalars(found)).all()


async def get_member(session: Session, member_id: UUID) -> MemberRow:
    """Get one member. Raises `NotFoundError`."""
    member = await people.member(session, member_id)
    if member is None:
        raise NotFoundError("member")
    return member


async def list_invitations(
    session: Session, *, after: UUID | None, limit: int
) -> Sequence[Invited]:
    """List invitations that wait for an answer."""
    return await invitations.list_open(session, after=after, limit=limit)


async def get_invitation(session: Session, token: str, at: datetime) -> InvitationPage:
    """Whom an invitation is for. Works across accounts. Raises `NotFoundError` or `InvitationEndedError`."""
    found = await invitations.by_token(session, hashed(token))
    if found is None:
        raise NotFoundError("invitation")
    if found.outcome or found.expires_at <= at:
        raise InvitationEndedError
    query = (
        select(MemberRow, AccountRow.name)
        .join(AccountRow, AccountRow.account_id == MemberRow.account_id, isouter=True)
        .where(MemberRow.account_id == found.account_id, MemberRow.id == found.member_id)
    )
    member, name = (await session.execute(query)).one()
    return InvitationPage(name or "", member.email, member.name, member.language, found.expires_at)
