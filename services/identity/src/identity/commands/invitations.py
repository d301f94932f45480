"""Invite, invite once more, withdraw, and accept."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from database import Session, enter_account, new_id
from domain_errors import NotFoundError
from identity import events
from identity.commands.members import Change, add_invited, publish, remove_member
from identity.log_in_rules import INVITATION_LIVES
from identity.members import (
    InvitationEndedError,
    MemberStateError,
    NewMember,
    OtherAddressError,
    check_may_manage,
)
from identity.secret_tokens import hashed, new_secret
from identity.store import invitations as store
from identity.store import log_in, people
from identity.store.invitations import Invited
from identity.store.tables import InvitationRow, MemberRow
from messaging import outbox


@dataclass(frozen=True)
class Inviter:
    """Who invites: the name that the invited read, for the record the subject, and their roles."""

    subject: str
    name: str
    roles: frozenset[str]


@dataclass(frozen=True)
class Accepted:
    """A membership that began by an invitation."""

    account_id: UUID
    person_id: UUID


async def invite(
    session: Session, new: NewMember, inviter: Inviter, *, address: str, at: datetime
) -> Invited:
    """Invite somebody; `address` is the app's page that takes the link's token.

    Raises what `add_invited` raises.
    """
    member = await add_invited(session, new, inviter.roles, at=at)
    return await _send(session, member, inviter, address, at)


async def resend(
    session: Session, invitation_id: UUID, inviter: Inviter, *, address: str, at: datetime
) -> Invited:
    """Invite once more, with a new link; the old one works no longer. Raises `NotFoundError`."""
    old, member = await _open(session, invitation_id)
    check_may_manage(inviter.roles, member.roles)
    old.outcome = "replaced"
    await session.flush()
    return await _send(session, member, inviter, address, at)


async def withdraw(session: Session, invitation_id: UUID, roles: frozenset[str]) -> None:
    """Take an invitation back. Raises `NotFoundError`."""
    _, member = await _open(session, invitation_id)
    await remove_member(session, Change(member.id, roles, None))


async def accept(session: Session, token: str, *, cookie: str | None, at: datetime) -> Accepted:
    """Make the invited member active. Works across accounts, then in the invitation's.

    Raises `NotFoundError`, `InvitationEndedError`, or `OtherAddressError` when the browser is logged in as somebody else.
    """
    found = await store.by_token(session, hashed(token))
    if found is None:
        raise NotFoundError("invitation")
    current = await log_in.session_by_hash(session, hashed(cookie)) if cookie else None
    await enter_account(session, found.account_id)
    invitation = await store.open_for_update(session, found.id)
    if invitation is None or invitation.expires_at <= at:
        raise InvitationEndedError
    member = await people.member(session, invitation.member_id, lock=True)
    assert member is not None
    if current is not None and current.person_id != member.person_id:
        raise OtherAddressError
    if member.state != "invited":
        raise MemberStateError
    invitation.outcome = "accepted"
    member.state, member.version = "active", member.version + 1
    await session.flush()
    await publish(session, member)
    return Accepted(member.account_id, member.person_id)


async def _open(session: Session, invitation_id: UUID) -> tuple[InvitationRow, MemberRow]:
    invitation = await store.open_for_update(session, invitation_id)
    if invitation is None:
        raise NotFoundError("invitation")
    member = await people.member(session, invitation.member_id)
    assert member is not None
    return invitation, member


async def _send(
    session: Session, member: MemberRow, inviter: Inviter, address: str, at: datetime
) -> Invited:
    token = new_secret()
    invitation = InvitationRow(
        id=new_id(),
        account_id=member.account_id,
        member_id=member.id,
        token_hash=hashed(token),
        created_by=inviter.subject,
        created_at=at,
        expires_at=at + INVITATION_LIVES,
    )
    session.add(invitation)
    event = events.member_invited(
        invitation,
        people.membership(member),
        await people.account(session),
        invited_by=inviter.name,
        url=f"{address}?token={token}",
        version=await people.count_link(session, member.id),
    )
    await outbox.publish(session, event)
    return Invited(invitation, member)
