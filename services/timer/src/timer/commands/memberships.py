"""Let agents join, leave and change teams, as of any day."""

from datetime import date
from uuid import UUID

from database import Session, current_account, new_id
from domain_errors import InvalidInputError, NotFoundError, check_version
from messaging import outbox
from timer import events
from timer.membership import (
    Membership,
    MembershipChanges,
    Memberships,
    TeamArchivedError,
    changed,
    joined,
    moved,
)
from timer.store import memberships


async def add_member(
    session: Session,
    team_id: UUID,
    agent_id: UUID,
    first_day: date,
    last_day: date | None,
    *,
    move: bool,
) -> Membership:
    """Let an agent be in a team on days that are free, or with `move` on all of them: no other team has those any more."""
    locked = await memberships.lock_agent(session, agent_id, team_id)
    if locked.agent_id is None:
        raise InvalidInputError("agent_id", "there is no such agent")
    if locked.team_id is None:
        raise NotFoundError("team")
    if locked.team_archived:
        raise TeamArchivedError
    new = Membership(new_id(), 1, agent_id, team_id, first_day, last_day)
    before = await memberships.of_agent(session, agent_id)
    after = moved(before, new, new_id()) if move else joined(before, new)
    await _save(session, agent_id, before, after)
    return new


async def change_member(
    session: Session,
    team_id: UUID,
    membership_id: UUID,
    days: dict[str, date | None],
    *,
    expected: int | None,
) -> Membership:
    """Change the first day, the last day, or both. Raises `NotFoundError`."""
    before, one = await _locked(session, team_id, membership_id)
    check_version(expected, one.version)
    first_day = days.get("first_day") or one.first_day
    after = changed(before, membership_id, first_day, days.get("last_day", one.last_day))
    changes = await _save(session, one.agent_id, before, after)
    return changes.updated[0] if changes else one


async def remove_member(
    session: Session, team_id: UUID, membership_id: UUID, *, expected: int
) -> None:
    """Let a membership never have been; a last day ends one. Raises `NotFoundError`."""
    before, one = await _locked(session, team_id, membership_id)
    check_version(expected, one.version)
    await _save(session, one.agent_id, before, [other for other in before if other is not one])


async def _locked(
    session: Session, team_id: UUID, membership_id: UUID
) -> tuple[Memberships, Membership]:
    """All memberships of the agent whose this one is, which nobody else changes now, and the one."""
    agent_id = await memberships.agent_of(session, team_id, membership_id)
    if agent_id is None:
        raise NotFoundError("membership")
    await memberships.lock_agent(session, agent_id, None)
    current = await memberships.of_agent(session, agent_id)
    one = next((other for other in current if other.id == membership_id), None)
    if one is None:
        raise NotFoundError("membership")
    return current, one


async def _save(
    session: Session, agent_id: UUID, before: Memberships, after: Memberships
) -> MembershipChanges:
    """Write and publish what is different."""
    changes = MembershipChanges.between(before, after)
    if changes:
        version = await memberships.write(session, agent_id, changes)
        account_id = current_account(session)
        event = events.memberships_changed(account_id, agent_id, version, after)
        await outbox.publish(session, event)
    return changes
