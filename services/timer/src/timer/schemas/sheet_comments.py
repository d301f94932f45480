"""What people write about timesheets."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

import web


class CommentRequest(web.RequestModel):
    """Something to say about a timesheet."""

    text: Annotated[str, StringConstraints(strip_whitespace=True)] = Field(
        min_length=1, max_length=2000, pattern=r"\S"
    )
    """What is said, for the agent and the managers to read."""


class CommentResponse(web.ResponseModel):
    """What somebody wrote about a timesheet. It is neither changed nor deleted."""

    id: UUID
    """Its id, a UUIDv7."""
    by: str
    """Subject of the token of whoever wrote it."""
    at: datetime
    """When (UTC)."""
    text: str
    """What was said."""


class CommentsResponse(web.ResponseModel):
    """All that was said about a timesheet."""

    items: list[CommentResponse]
    """In the order in which it was written."""
