"""Timesheets with the seconds of their entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import eq, ge, le
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select

from database import Session
from database.mapping import as_dataclass
from domain_errors import NotFoundError
from timer.queries.filters import conditions
from timer.store.tables.timesheets import TimesheetRow
from timer.store.timesheets import with_sums
from timer.timesheet import SummedTimesheet, Timesheet, TimesheetState


@dataclass(frozen=True, slots=True)
class TimesheetFilter:
    """Which sheets; None for any value. Days: those that touch the period."""

    agent_id: UUID | None = None
    state: TimesheetState | None = None
    first_day: date | None = None
    last_day: date | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """The filter in SQL."""
        row = TimesheetRow
        return conditions(
            (row.agent_id, eq, self.agent_id),
            (row.state, eq, self.state),
            (row.last_day, ge, self.first_day),
            (row.first_day, le, self.last_day),
        )


async def get_timesheet(session: Session, sheet_id: UUID, agent_id: UUID | None) -> SummedTimesheet:
    """One sheet, of the one agent whose time the caller may see, or of anybody. Raises `NotFoundError`."""
    found = await _summed(session, select(TimesheetRow).where(TimesheetRow.id == sheet_id))
    if not found or agent_id not in (None, found[0].sheet.agent_id):
        raise NotFoundError("timesheet")
    return found[0]


async def list_timesheets(
    session: Session, wanted: TimesheetFilter, after: UUID | None, limit: int
) -> Sequence[SummedTimesheet]:
    """Up to `limit + 1` sheets in the order of their ids."""
    statement = select(TimesheetRow).where(*wanted.conditions()).order_by(TimesheetRow.id)
    if after is not None:
        statement = statement.where(TimesheetRow.id > after)
    return await _summed(session, statement.limit(limit + 1))


async def _summed(session: Session, statement: Select[TimesheetRow]) -> list[SummedTimesheet]:
    """The sheets are found first, and their entries by them: joined, an account of no statistics would be read whole."""
    rows = await session.scalars(statement)
    return await with_sums(session, [as_dataclass(Timesheet, row) for row in rows])
