"""Invite, change, suspend and remove members."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from database import Session, current_account, lock_exclusive, new_id
from domain_errors import NotFoundError, check_version
from identity import events
from identity.members import (
    LastOwnerError,
    MemberExistsError,
    MemberStateError,
    NewMember,
    State,
    canonical,
    check_may_manage,
    check_roles,
)
from identity.roles import EVERYTHING
from identity.store import api_tokens, invitations, log_in, people
from identity.store.tables import MemberRow, PersonRow, SessionRow
from messaging import outbox

_LOCK = "members"
"""Held by what may take the last owner away."""


@dataclass(frozen=True)
class Change:
    """Who changes which member, and which version of them they saw."""

    member_id: UUID
    callers_roles: Collection[str]
    expected: int | None


async def add_invited(
    session: Session, new: NewMember, callers_roles: Collection[str], *, at: datetime
) -> MemberRow:
    """Add somebody who is yet to accept; one who was removed comes back so.

    Raises `InvalidInputError`, `ForbiddenError` or `MemberExistsError`.
    """
    check_roles(new.roles)
    check_may_manage(callers_roles, new.roles)
    return await _add(session, new, "invited", at=at)


async def make_owner(session: Session, email: str, name: str, *, at: datetime) -> MemberRow:
    """Make somebody an active owner, whatever they were."""
    await lock_exclusive(session, _LOCK)
    person_id = await _person(session, email, at)
    member = await people.member_of_person(session, person_id)
    if member is None or member.state == "removed":
        new = NewMember(email, name, "en", (EVERYTHING,))
        return await _add(session, new, "active", at=at)
    member.state, member.version = "active", member.version + 1
    member.roles = sorted({*member.roles, EVERYTHING})
    await invitations.end_open(session, member.id, "accepted")
    await publish(session, member)
    return member


async def update_member(session: Session, change: Change, values: dict[str, Any]) -> MemberRow:
    """Give a member another name, language, roles or agent."""
    roles = values.get("roles")
    if roles is not None:
        check_roles(roles)
    member = await _for_change(session, change, roles or ())
    if roles is not None and EVERYTHING not in roles:
        await _keep_an_owner(session, member)
    for field, value in values.items():
        setattr(member, field, value)
    member.version += 1
    await publish(session, member)
    return member


async def suspend_member(session: Session, change: Change) -> MemberRow:
    """Let a member no longer in, until they are resumed; their sessions end."""
    member = await _for_change(session, change)
    if member.state != "active":
        raise MemberStateError("only an active member can be suspended")
    await _keep_an_owner(session, member)
    await _set_state(session, member, "suspended")
    return member


async def resume_member(session: Session, change: Change) -> MemberRow:
    """Let a suspended member in again."""
    member = await _for_change(session, change)
    if member.state != "suspended":
        raise MemberStateError("only a suspended member can be resumed")
    member.state, member.version = "active", member.version + 1
    await publish(session, member)
    return member


async def remove_member(session: Session, change: Change) -> None:
    """Take a member out: their sessions in this account, API tokens and invitation end."""
    member = await _for_change(session, change)
    await _keep_an_owner(session, member)
    await _set_state(session, member, "removed")
    await api_tokens.revoke_of_member(session, member.id)
    await invitations.end_open(session, member.id, "withdrawn")


async def update_me(session: Session, member: MemberRow, values: dict[str, Any]) -> None:
    """Let a member give themselves another name or language."""
    for field, value in values.items():
        setattr(member, field, value)
    member.version += 1
    await publish(session, member)


async def publish(session: Session, member: MemberRow) -> None:
    """Publish a member who has a new version."""
    await outbox.publish(session, events.member_changed(member, current_account(session)))


async def _for_change(
    session: Session, change: Change, new_roles: Collection[str] = ()
) -> MemberRow:
    await lock_exclusive(session, _LOCK)
    member = await people.member(session, change.member_id, lock=True)
    if member is None or member.state == "removed":
        raise NotFoundError("member")
    check_version(change.expected, member.version)
    check_may_manage(change.callers_roles, member.roles, new_roles)
    return member


async def _keep_an_owner(session: Session, member: MemberRow) -> None:
    if EVERYTHING not in member.roles or member.state != "active":
        return
    if not await people.other_owners(session, member.id):
        raise LastOwnerError


async def _set_state(session: Session, member: MemberRow, state: State) -> None:
    member.state, member.version = state, member.version + 1
    await session.flush()
    await log_in.end_sessions(session, SessionRow.member_id == member.id)
    await publish(session, member)


async def _person(session: Session, email: str, at: datetime) -> UUID:
    person = PersonRow(id=new_id(), email=canonical(email), created_at=at)
    return await people.add_person(session, person)


async def _add(session: Session, new: NewMember, state: State, *, at: datetime) -> MemberRow:
    person_id = await _person(session, new.email, at)
    member = await people.member_of_person(session, person_id)
    if member is None:
        member = MemberRow(id=new_id(), person_id=person_id, version=0, created_at=at)
        session.add(member)
    elif member.state != "removed":
        raise MemberExistsError
    member.email, member.name, member.language = canonical(new.email), new.name, new.language
    member.roles, member.agent_id = list(new.roles), new.agent_id
    member.state, member.version = state, member.version + 1
    await session.flush()
    await publish(session, member)
    return member
