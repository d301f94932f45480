"""What happened to a timesheet, and what was said of it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from database import Session
from database.mapping import as_dataclass
from domain_errors import NotFoundError
from timer.sheet_history import SheetChange, SheetComment
from timer.store.tables.timesheets import SheetComment as SheetCommentRow
from timer.store.tables.timesheets import TimesheetChange, TimesheetRow


async def sheet_history(
    session: Session, sheet_id: UUID, agent_id: UUID | None
) -> Sequence[SheetChange]:
    """All that was done to a sheet, of the one agent whose time the caller may see, or of anybody.

    Raises `NotFoundError`.
    """
    await must_see(session, sheet_id, agent_id)
    query = select(TimesheetChange).where(TimesheetChange.timesheet_id == sheet_id)
    rows = await session.scalars(query.order_by(TimesheetChange.id))
    return [as_dataclass(SheetChange, row) for row in rows]


async def sheet_comments(
    session: Session, sheet_id: UUID, agent_id: UUID | None
) -> Sequence[SheetComment]:
    """What was written about a sheet, in the order in which it was. Raises `NotFoundError`."""
    await must_see(session, sheet_id, agent_id)
    query = select(SheetCommentRow).where(SheetCommentRow.timesheet_id == sheet_id)
    rows = await session.scalars(query.order_by(SheetCommentRow.id))
    return [as_dataclass(SheetComment, row) for row in rows]


async def must_see(session: Session, sheet_id: UUID, agent_id: UUID | None) -> None:
    """Raises `NotFoundError` unless it is a sheet of the one agent whose time the caller may see, or of anybody."""
    owner = await session.scalar(select(TimesheetRow.agent_id).where(TimesheetRow.id == sheet_id))
    if owner is None or agent_id not in (None, owner):
        raise NotFoundError("timesheet")
