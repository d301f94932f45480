"""Comments on timesheets."""

from datetime import UTC, datetime
from uuid import UUID

import web
from timer.api.callers import Reader, Worker, managed_by, seen_by
from timer.commands.sheet_comments import add_comment
from timer.queries.sheet_history import sheet_comments
from timer.schemas.sheet_comments import CommentRequest, CommentResponse, CommentsResponse

router = web.router(prefix="/v1/timesheets", tags=["timesheets"])


@router.get("/{timesheet_id:uuid}/comments")
async def list_timesheet_comments(
    timesheet_id: UUID, session: web.Session, caller: Reader
) -> CommentsResponse:
    """All that the agent and managers wrote about a timesheet."""
    found = await sheet_comments(session, timesheet_id, seen_by(caller))
    return CommentsResponse(items=[CommentResponse.model_validate(one) for one in found])


@router.post("/{timesheet_id:uuid}/comments", status_code=201)
async def comment_on_timesheet(
    timesheet_id: UUID, body: CommentRequest, session: web.Session, caller: Worker
) -> CommentResponse:
    """Write something about a timesheet, in whatever state: agents about their own. Neither it nor its version changes."""
    made = await add_comment(
        session,
        timesheet_id,
        body.text,
        datetime.now(UTC),
        by=caller.subject,
        only=managed_by(caller),
    )
    return CommentResponse.model_validate(made)
