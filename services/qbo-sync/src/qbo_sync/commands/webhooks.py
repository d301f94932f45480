"""Intuit's webhooks: each recorded once as it came, and what its events name read anew by tasks."""

import hashlib
import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from database import Session, enter_account, work_across_accounts
from qbo_sync.commands import schedule
from qbo_sync.intuit.notifications import Notification, parse
from qbo_sync.store.connections import owners_of
from qbo_sync.store.tables import Webhook

log = logging.getLogger(__name__)

# One statement, however many events a webhook has.
_ADD_EVENTS = text("""
INSERT INTO webhook_events (body_hash, event_key, realm_id, entity, entity_id, operation, problem)
SELECT :body_hash, event.*
FROM unnest(CAST(:event_key AS text[]), CAST(:realm_id AS text[]), CAST(:entity AS text[]),
    CAST(:entity_id AS text[]), CAST(:operation AS text[]), CAST(:problem AS text[])) AS event
ON CONFLICT DO NOTHING
RETURNING event_key
""")
_COLUMNS = ("event_key", "realm_id", "entity", "entity_id", "operation")


async def record_webhook(session: Session, body: bytes) -> None:
    """Record the webhook and its events once, and have what they name read. One that came before leads to nothing.

    The session works across accounts: the events name companies, of one account or several, and theirs are entered.
    """
    webhook = parse(body)
    body_hash = hashlib.sha256(body).digest()
    new = insert(Webhook).values(body_hash=body_hash, body=body, problem=webhook.problem)
    added = new.on_conflict_do_nothing().returning(Webhook.body_hash)
    if await session.scalar(added) is None:
        return
    if webhook.notifications:
        await _record_events(session, body_hash, webhook.notifications)
    if webhook.problem:
        log.error("a genuine webhook cannot be read: %s", webhook.problem)
        await _sweep_all(session)


async def _record_events(
    session: Session, body_hash: bytes, notifications: Sequence[Notification]
) -> None:
    owners = await owners_of(session, {notification.realm_id for notification in notifications})
    values: dict[str, object] = {
        column: [getattr(notification, column) for notification in notifications]
        for column in _COLUMNS
    }
    values["problem"] = [
        None if notification.realm_id in owners else "unknown realm"
        for notification in notifications
    ]
    new = set(await session.scalars(_ADD_EVENTS, {**values, "body_hash": body_hash}))
    await _refresh(session, owners, (n for n in notifications if n.event_key in new))


async def _refresh(
    session: Session, owners: dict[str, UUID], notifications: Iterable[Notification]
) -> None:
    """Have every entity read that is named, once each, and the preferences of companies that changed theirs."""
    preferences: set[str] = set()
    named: dict[tuple[str, str], set[str]] = defaultdict(set)
    for n in notifications:
        if n.realm_id in owners and n.entity in schedule.REFRESHES:
            named[n.realm_id, schedule.REFRESHES[n.entity]].add(n.entity_id)
        elif n.realm_id in owners and n.entity == "Preferences":
            preferences.add(n.realm_id)
    for (realm_id, kind), entity_ids in sorted(named.items()):
        await enter_account(session, owners[realm_id])
        await schedule.refresh_all(session, kind, realm_id, entity_ids)
    for realm_id in sorted(preferences):
        await enter_account(session, owners[realm_id])
        await schedule.read_profile(session, realm_id)


async def _sweep_all(session: Session) -> None:
    """Let the sweeps find what could not be read."""
    await work_across_accounts(session)
    for realm_id, owner in (await owners_of(session)).items():
        await enter_account(session, owner)
        await schedule.sweep(session, realm_id)
