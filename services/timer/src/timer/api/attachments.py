"""Files of tickets: they are downloaded, and never shown."""

from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import Depends, Response

import web
from domain_errors import InvalidInputError
from timer.api.callers import Reader, Worker
from timer.api.uploads import FILES, MAX_BODY_BYTES, SentForm, documented_form, form_of_caller
from timer.attachment import (
    Attachment,
    AttachmentsFullError,
    TooManyUploadsError,
    checked_files,
)
from timer.commands import attachments as commands
from timer.queries import attachments as queries
from timer.schemas.attachments import AttachmentResponse, AttachmentsResponse
from timer.ticket import TicketMergedError

router = web.router(tags=["tickets"])
_FORM = {"type": "object", "required": ["file"], "properties": {"file": FILES}}


class DownloadResponse(Response):
    """A file to be saved. No browser shows it, whatever it holds."""

    media_type = "application/octet-stream"

    @classmethod
    def of(cls, file: Attachment) -> "DownloadResponse":
        """The file under its name (RFC 6266 §4.3)."""
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.file_name, safe='')}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, no-store",
        }
        return cls(file.content, headers=headers)


@router.post(
    "/tickets/{ticket_id}/attachments", status_code=201, openapi_extra=documented_form(_FORM)
)
@web.max_body(MAX_BODY_BYTES)
@web.prepared_by(form_of_caller)
@web.refuses(AttachmentsFullError, TicketMergedError, TooManyUploadsError)
async def add_attachments(
    ticket_id: UUID,
    form: Annotated[SentForm, Depends(web.prepared)],
    session: web.Session,
    caller: Worker,
) -> AttachmentsResponse:
    """Add files to a ticket: at most 5 at once, each of at most 5 MiB, 10 MiB together.

    Pictures, PDF, office documents without macros and plain text are taken. What a file is is told by its content, and its
    name gets an ending that fits.
    """
    files = checked_files(form.files, field="file")
    if not files:
        raise InvalidInputError("file", "send at least one")
    now = datetime.now(UTC)
    stored = await commands.add_attachments(session, ticket_id, files, by=caller.subject, now=now)
    return _all(stored)


@router.get("/tickets/{ticket_id}/attachments")
async def list_attachments(
    ticket_id: UUID, session: web.Session, caller: Reader
) -> AttachmentsResponse:
    """List the files of a ticket, oldest first."""
    return _all(await queries.list_attachments(session, ticket_id))


@router.get(
    "/tickets/{ticket_id}/attachments/{attachment_id}/content", response_class=DownloadResponse
)
async def download_attachment(
    ticket_id: UUID, attachment_id: UUID, session: web.Session, caller: Reader
) -> DownloadResponse:
    """Download a file. Its media type is `application/octet-stream`, so that no browser shows it."""
    return DownloadResponse.of(await queries.read_attachment(session, ticket_id, attachment_id))


@router.delete("/tickets/{ticket_id}/attachments/{attachment_id}", status_code=204)
async def delete_attachment(
    ticket_id: UUID, attachment_id: UUID, session: web.Session, caller: Worker
) -> None:
    """Delete a file of a ticket."""
    await commands.delete_attachment(session, ticket_id, attachment_id)


def _all(stored: Any) -> AttachmentsResponse:
    return AttachmentsResponse(items=[AttachmentResponse.model_validate(one) for one in stored])
