"""Files of tickets."""

from datetime import datetime
from uuid import UUID

import web


class AttachmentResponse(web.ResponseModel):
    """A file of a ticket, without its content."""

    id: UUID
    """Its id, a UUIDv7."""
    file_name: str
    """What it is called, with an ending that fits its content."""
    media_type: str
    """What it is by its content; it is downloaded as `application/octet-stream` all the same."""
    size: int
    """In bytes."""
    added_by: str | None
    """The subject of the caller who added it; null for who sent the public form."""
    created_at: datetime
    """When it was added."""


class AttachmentsResponse(web.ResponseModel):
    """The files of a ticket."""

    items: list[AttachmentResponse]
    """Oldest first."""
