"""Intuit's webhooks: each event recorded once, and what it names read anew by tasks."""

import hashlib
import logging
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text

from database import Session, enter_account
from qbo_sync.commands import schedule
from qbo_sync.intuit.notifications import Notification, parse
from qbo_sync.store.connections import owners_of

log = logging.getLogger(__name__)

# One statement, and the body sent once, however many events a webhook has.
_ADD = text("""
INSERT INTO webhook_events (event_key, realm_id, entity, entity_id, operation, problem, body)
SELECT event_key, realm_id, entity, entity_id, operation, problem, :body
FROM unnest(CAST(:event_key AS text[]), CAST(:realm_id AS text[]), CAST(:entity AS text[]),
    CAST(:entity_id AS text[]), CAST(:operation AS text[]), CAST(:problem AS text[]))
    AS event(event_key, realm_id, entity, entity_id, operation, problem)
ON CONFLICT DO NOTHING
RETURNING event_key
""")
_COLUMNS = ("event_key", "realm_id", "entity", "entity_id", "operation", "problem")


async def record_webhook(session: Session, body: bytes) -> None:
    """Record each event once and have what it names read; what cannot be read is recorded as one event with its reason.

    The session works across accounts: the events name companies, of one account or several, and theirs are entered.
    """
    webhook = parse(body)
    if webhook.problem:
        await _record_unreadable(session, body, webhook.problem)
    if webhook.notifications:
        await _record_notifications(session, body, webhook.notifications)


async def _record_notifications(
    session: Session, body: bytes, notifications: Sequence[Notification]
) -> None:
    owners = await owners_of(session, {notification.realm_id for notification in notifications})
    rows = [
        {
            **vars(notification),
            "problem": None if notification.realm_id in owners else "unknown realm",
        }
        for notification in notifications
    ]
    new = await _add_events(session, body, rows)
    fresh = [notification for notification in notifications if notification.event_key in new]
    for realm_id, owner in owners.items():
        await _refresh(session, owner, [n for n in fresh if n.realm_id == realm_id])


async def _refresh(session: Session, owner: UUID, notifications: list[Notification]) -> None:
    changed = {(n.entity, n.realm_id, n.entity_id): None for n in notifications}
    known = [entity for entity in changed if entity[0] in schedule.REFRESHES]
    if known:
        await enter_account(session, owner)
    for entity, realm_id, entity_id in known:
        await schedule.refresh(session, schedule.REFRESHES[entity], realm_id, entity_id)


async def _record_unreadable(session: Session, body: bytes, problem: str) -> None:
    """Store it, and let the sweeps find what it wanted to say."""
    log.error("a genuine webhook cannot be read: %s", problem)
    event = {"event_key": hashlib.sha256(body).hexdigest(), "problem": problem}
    if await _add_events(session, body, [event]):
        for realm_id, owner in (await owners_of(session)).items():
            await enter_account(session, owner)
            await schedule.sweep(session, realm_id)


async def _add_events(session: Session, body: bytes, events: Sequence[dict[str, Any]]) -> set[str]:
    """Store the events of a webhook; returns the keys of those that are new."""
    values = {column: [event.get(column) for event in events] for column in _COLUMNS}
    return set(await session.scalars(_ADD, {**values, "body": body}))
