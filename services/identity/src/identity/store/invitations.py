"""Invitations of members."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update

from database import Session
from identity.store.tables import InvitationRow, MemberRow


@dataclass(frozen=True)
class Invited:
    """An invitation, and whom it is for."""

    invitation: InvitationRow
    member: MemberRow

    @property
    def id(self) -> UUID:
        """The invitation's."""
        return self.invitation.id


async def end_open(session: Session, member_id: UUID, outcome: str) -> None:
    """Let a member's invitation work no longer, if one does."""
    await session.flush()
    open_one = update(InvitationRow).where(
        InvitationRow.member_id == member_id, InvitationRow.outcome.is_(None)
    )
    await session.execute(open_one.values(outcome=outcome))


async def by_token(session: Session, token_hash: bytes) -> InvitationRow | None:
    """An invitation by the hash of its link's token. Works across accounts."""
    return await session.scalar(select(InvitationRow).where(InvitationRow.token_hash == token_hash))


async def open_for_update(session: Session, invitation_id: UUID) -> InvitationRow | None:
    """An invitation that works, or is only too old, locked."""
    found = select(InvitationRow).where(
        InvitationRow.id == invitation_id, InvitationRow.outcome.is_(None)
    )
    return await session.scalar(found.with_for_update())


async def list_open(session: Session, *, after: UUID | None, limit: int) -> Sequence[Invited]:
    """Invitations that wait for an answer, with whom they are for, oldest first."""
    found = (
        select(InvitationRow, MemberRow)
        .join(MemberRow, MemberRow.id == InvitationRow.member_id)
        .where(InvitationRow.outcome.is_(None))
        .order_by(InvitationRow.id)
        .limit(limit)
    )
    if after:
        found = found.where(InvitationRow.id > after)
    return [Invited(invitation, member) for invitation, member in await session.execute(found)]
