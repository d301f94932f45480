"""HTTP: list messages, show one, resend one."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

import web
from notifier import commands, queries
from notifier.deliveries import DeliveryQueuedError, NoRecipientError
from notifier.schemas import (
    MessageDetailResponse,
    MessageFilterRequest,
    MessageResponse,
    ResendRequest,
)

router = web.router(tags=["messages"])

Reader = Annotated[web.Caller, web.allow("manager", "billing")]
Biller = Annotated[web.Caller, web.allow("billing")]


@router.get("/messages")
async def list_messages(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    asked: Annotated[MessageFilterRequest, Query()],
) -> web.Page[MessageResponse]:
    """List messages in the order in which they were made, each as its newest delivery stands."""
    messages = await queries.list_messages(
        session, after=paging.after, limit=paging.limit + 1, **asked.model_dump()
    )
    return web.Page[MessageResponse].of(messages, paging, MessageResponse.model_validate)


@router.get("/messages/{message_id}")
async def get_message(
    message_id: UUID, session: web.Session, caller: Reader, response: Response
) -> MessageDetailResponse:
    """Get a message and each attempt at delivering it."""
    message = await queries.get_message(session, message_id)
    response.headers["ETag"] = web.etag(message.version)
    return MessageDetailResponse.model_validate(message)


@router.post("/messages/{message_id}/resend", status_code=202)
@web.refuses(DeliveryQueuedError, NoRecipientError)
async def resend_message(
    message_id: UUID,
    session: web.Session,
    caller: Biller,
    expected: web.IfMatch,
    response: Response,
    request: ResendRequest | None = None,
) -> MessageDetailResponse:
    """Send a message once more, to the same person or to another. That is a delivery of its own, queued at once.

    A mail whose delivery is `unknown` may have arrived: ask the recipient first. Refused while a delivery is queued, and
    when nobody is named and the customer has no billing contact.
    """
    message = await commands.resend(
        session,
        message_id,
        to=request.to if request else None,
        expected=expected,
        requested_by=caller.subject,
        at=datetime.now(UTC),
    )
    response.headers["ETag"] = web.etag(message.version)
    return MessageDetailResponse.model_validate(message)
