"""Comment on timesheets."""

from datetime import datetime
from uuid import UUID

from database import Session, new_id
from database.mapping import attributes
from timer.queries.sheet_history import must_see
from timer.sheet_history import SheetComment
from timer.store.tables.timesheets import SheetComment as SheetCommentRow


async def add_comment(
    session: Session, sheet_id: UUID, text: str, now: datetime, *, by: str, only: UUID | None
) -> SheetComment:
    """Write something about a sheet. `only`: the one agent whose sheets the caller may see. Raises `NotFoundError`."""
    await must_see(session, sheet_id, only)
    comment = SheetComment(new_id(), sheet_id, by, now, text)
    session.add(SheetCommentRow(**attributes(comment)))
    await session.flush()
    return comment
