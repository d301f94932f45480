"""HTTP: list messages, show one, resend one; which notices the account sends."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

import web
from notifier.commands import messages, notices
from notifier.deliveries import DeliveryQueuedError, NoRecipientError
from notifier.notices import NoticeSettings
from notifier.queries import messages as queries
from notifier.schemas.messages import (
    MessageDetailResponse,
    MessageFilterRequest,
    MessageResponse,
    NoticeSettingsRequest,
    NoticeSettingsResponse,
    ResendRequest,
)

router = web.router(tags=["messages"])

Reader = Annotated[web.Caller, web.allow("manager", "billing")]
Manager = Annotated[web.Caller, web.allow("manager")]
Biller = Annotated[web.Caller, web.allow("billing")]


@router.get("/messages")
async def list_messages(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    asked: Annotated[MessageFilterRequest, Query()],
) -> web.Page[MessageResponse]:
    """List messages in the order in which they were made, each as its newest delivery stands."""
    found = await queries.list_messages(
        session, after=paging.after, limit=paging.limit + 1, **asked.model_dump()
    )
    return web.Page[MessageResponse].of(found, paging, MessageResponse.model_validate)


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
    when nobody is named and there was no recipient.
    """
    message = await messages.resend(
        session,
        message_id,
        to=request.to if request else None,
        expected=expected,
        requested_by=caller.subject,
        at=datetime.now(UTC),
    )
    response.headers["ETag"] = web.etag(message.version)
    return MessageDetailResponse.model_validate(message)


@router.get("/settings", tags=["settings"])
async def get_notice_settings(
    session: web.Session, caller: web.AnyCaller, response: Response
) -> NoticeSettingsResponse:
    """Get which kinds of notices the account's own people get by e-mail: all, until somebody chooses."""
    current = await queries.get_notice_settings(session)
    response.headers["ETag"] = web.etag(current.version)
    return NoticeSettingsResponse.model_validate(current)


@router.put("/settings", tags=["settings"])
async def replace_notice_settings(
    request: NoticeSettingsRequest,
    session: web.Session,
    caller: Manager,
    expected: web.RequiredIfMatch,
    response: Response,
) -> NoticeSettingsResponse:
    """Choose which kinds of notices are sent from now on, for the whole account. Demands the `ETag` that was read."""
    chosen = NoticeSettings(**request.model_dump())
    current = await notices.update_settings(session, chosen, expected=expected)
    response.headers["ETag"] = web.etag(current.version)
    return NoticeSettingsResponse.model_validate(current)
