"""Tickets: made, changed, merged into one another."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from database import Session, current_account, new_id
from domain_errors import InvalidInputError, check_version
from messaging import outbox
from timer import events
from timer.commands.requesters import find_or_create_requester
from timer.store import tickets as store
from timer.ticket import Requester, Ticket, check_move


async def create_ticket(
    session: Session, values: dict[str, Any], now: datetime, *, manages: bool
) -> Ticket:
    """Make a ticket of a contact (`requester_id`), or of somebody with a name and an e-mail address (`requester`).

    Raises `InvalidInputError`, `ForbiddenError`.
    """
    values = dict(values)
    asked = values.pop("requester", None)
    if (asked is None) == (values.get("requester_id") is None):
        raise InvalidInputError("requester_id", "say who asked: requester_id or requester")
    if asked:
        contact = await find_or_create_requester(session, asked["name"], asked["email"])
        values["requester_id"] = contact.id
    ticket = Ticket(id=new_id(), version=1, number=0, created_at=now, **values)
    check_move("new", ticket.status, manages=manages)
    requester = (await store.look_up_references(session, ticket)).check(ticket)
    ticket = replace(ticket, number=await store.add(session, ticket))
    await _publish(session, ticket, requester)
    return ticket


async def change_ticket(
    session: Session,
    ticket_id: UUID,
    changes: dict[str, Any],
    *,
    expected: int | None,
    manages: bool,
) -> None:
    """Change a ticket; nothing happens when nothing is different."""
    before = await store.lock_one(session, ticket_id)
    check_version(expected, before.version)
    after = before.changed(changes, manages=manages)
    if after is not before:
        await _save(session, after, before)


async def merge_ticket(session: Session, ticket_id: UUID, into_id: UUID, *, expected: int) -> None:
    """Let a ticket go on in another. Both are locked in the order of their ids, so of two merges one comes first."""
    found = await store.lock(session, {ticket_id, into_id})
    before = found[ticket_id] if ticket_id in found else await store.lock_one(session, ticket_id)
    if into_id not in found:
        raise InvalidInputError("into_id", "there is no such ticket")
    check_version(expected, before.version)
    await _save(session, before.merged_into(found[into_id]), before)


async def unmerge_ticket(session: Session, ticket_id: UUID, *, expected: int) -> None:
    """Undo a merge: the ticket is what it was before."""
    before = await store.lock_one(session, ticket_id)
    check_version(expected, before.version)
    await _save(session, before.unmerged(), before)


async def _save(session: Session, after: Ticket, before: Ticket) -> None:
    requester = (await store.look_up_references(session, after)).check(after, before)
    await store.save(session, after, before)
    await _publish(session, after, requester)


async def _publish(session: Session, ticket: Ticket, requester: Requester) -> None:
    await outbox.publish(
        session, events.ticket_changed(current_account(session), ticket, requester)
    )
