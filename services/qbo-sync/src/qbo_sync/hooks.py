"""Intuit's webhooks come in here: genuine or not, noted once, worked off by tasks."""

import hashlib
import logging
from uuid import UUID

from fastapi import APIRouter, Header, Request, Response
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database import Database, enter_account
from qbo_sync import queueing
from qbo_sync.intuit.notifications import Notification, UnreadableError, is_genuine, read
from qbo_sync.settings import Settings
from qbo_sync.store import realm_owner, webhook_inbox
from web import ProblemError

log = logging.getLogger(__name__)
router = APIRouter(tags=["webhooks"])
LARGEST = 1024 * 1024
TASKS = {"Payment": queueing.REFRESH_PAYMENT, "Invoice": queueing.REFRESH_INVOICE}


@router.post("/webhooks/intuit", status_code=200)
async def hear(request: Request, intuit_signature: str = Header("")) -> Response:
    """Change notifications of all connected companies, in Intuit's CloudEvents or legacy format.

    Signed with `intuit-signature`; 401 when it does not fit. Whatever is genuine is answered with 200, since
    Intuit holds back later events until then; what cannot be read is kept as dead.
    """
    settings: Settings = request.app.state.settings
    database: Database = request.app.state.database
    body = await _whole(request)
    if not is_genuine(body, intuit_signature, settings.verifier_tokens):
        raise ProblemError(401, "signature-not-valid", "The signature does not fit the body")
    async with database.transaction() as session:
        await take(session, body)
    return Response(status_code=200)


async def _whole(request: Request) -> bytes:
    """The body, read no further than it may be long, whatever its sender said of its length."""
    announced, body = int(request.headers.get("content-length") or 0), bytearray()
    if announced <= LARGEST:
        async for part in request.stream():
            body += part
            if len(body) > LARGEST:
                break
    if max(announced, len(body)) > LARGEST:
        raise ProblemError(413, "too-large", "A webhook has at most 1 MiB")
    return bytes(body)


async def take(session: AsyncSession, body: bytes) -> None:
    """Note each event once and have what it names fetched; a body that cannot be read is noted as dead."""
    try:
        notifications = read(body)
    except UnreadableError as problem:
        await _bury(session, body, str(problem))
        return
    realms = {notification.realm_id for notification in notifications}
    owners = await _owners(session, realms)
    for notification in notifications:
        owner = owners.get(notification.realm_id)
        if await _noted(session, notification, body, owner) and owner:
            await enter_account(session, owner)
            await _act(session, notification)


async def _act(session: AsyncSession, notification: Notification) -> None:
    kind = TASKS.get(notification.entity)
    if kind:
        await queueing.have_refreshed(session, kind, notification.realm_id, notification.entity_id)


async def _noted(
    session: AsyncSession, notification: Notification, body: bytes, owner: UUID | None
) -> bool:
    """Whether the event is new."""
    row: dict[str, object] = {
        "event_key": notification.key,
        "realm_id": notification.realm_id,
        "entity": notification.entity,
        "entity_id": notification.entity_id,
        "operation": notification.operation,
        "problem": None if owner else "unknown realm",
        "body": body,
    }
    return await _inserted(session, row)


async def _bury(session: AsyncSession, body: bytes, problem: str) -> None:
    """Keep it, and let the sweeps find what it wanted to say."""
    log.error("a genuine webhook cannot be read: %s", problem)
    key = hashlib.sha256(body).hexdigest()
    if await _inserted(session, {"event_key": key, "problem": problem, "body": body}):
        for realm_id, owner in (await session.execute(select(realm_owner))).all():
            await enter_account(session, owner)
            await queueing.have_swept(session, realm_id)


async def _inserted(session: AsyncSession, row: dict[str, object]) -> bool:
    inserted = await session.execute(
        insert(webhook_inbox)
        .values(**row)
        .on_conflict_do_nothing()
        .returning(webhook_inbox.c.event_key)
    )
    return inserted.first() is not None


async def _owners(session: AsyncSession, realms: set[str]) -> dict[str, UUID]:
    found = await session.execute(select(realm_owner).where(realm_owner.c.realm_id.in_(realms)))
    return {row.realm_id: row.account_id for row in found}
