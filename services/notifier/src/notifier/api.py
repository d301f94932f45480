"""HTTP: read messages, and send one again."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncSession

import web
from notifier import commands, queries
from notifier.answers import MessageAnswer, MessageInFull, Resend
from notifier.deliveries import State

router = web.router(tags=["messages"])

Reader = Annotated[web.Caller, web.allow("manager", "billing")]
Biller = Annotated[web.Caller, web.allow("billing")]


@router.get("/messages")
async def list_messages(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    invoice_id: UUID | None = None,
    state: State | None = None,
) -> web.Page[MessageAnswer]:
    """List messages, oldest first."""
    rows = await queries.list_messages(session, paging, invoice_id=invoice_id, state=state)
    return web.Page[MessageAnswer].of(rows, paging, MessageAnswer.of)


@router.get("/messages/{message_id}")
async def get_message(
    message_id: UUID, session: web.Session, caller: Reader, response: Response
) -> MessageInFull:
    """Show a message and each attempt at delivering it."""
    return await _shown(session, message_id, response)


@router.post("/messages/{message_id}/resend", status_code=202)
async def resend_message(
    message_id: UUID,
    session: web.Session,
    caller: Biller,
    expected: web.IfMatch,
    response: Response,
    wish: Resend | None = None,
) -> MessageInFull:
    """Send a message once more, to the same person or to another."""
    await commands.resend(
        session,
        message_id,
        to=wish.to() if wish else None,
        expected=expected,
        requested_by=caller.subject,
        at=datetime.now(UTC),
    )
    return await _shown(session, message_id, response)


async def _shown(session: AsyncSession, message_id: UUID, response: Response) -> MessageInFull:
    found = await queries.message(session, message_id)
    if found is None:
        raise web.not_found("message")
    message, deliveries = found
    response.headers["ETag"] = web.etag(message.version)
    return MessageInFull.made_of(message, deliveries)
