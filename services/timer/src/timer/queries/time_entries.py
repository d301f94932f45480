"""Time entries in the state that their timesheet, or an invoice that bills them, gives them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import eq, ge, le
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select

from database import Session
from database.mapping import as_dataclass
from domain_errors import NotFoundError
from timer.queries.filters import conditions, of_organization
from timer.store.tables.tickets import TicketRow
from timer.store.tables.time import TimeEntryRow
from timer.time_entry import EntryState, RecordedEntry, TimeEntry

_ENTRIES = select(TimeEntryRow)


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries; None for any value. Days are of the work date, both included."""

    agent_id: UUID | None = None
    organization_id: UUID | None = None
    project_id: UUID | None = None
    task_id: UUID | None = None
    ticket_id: UUID | None = None
    timesheet_id: UUID | None = None
    state: EntryState | None = None
    first_day: date | None = None
    last_day: date | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """The filter in SQL."""
        row = TimeEntryRow
        return conditions(
            (row.agent_id, eq, self.agent_id),
            (row.organization_id, of_organization, self.organization_id),
            (row.project_id, eq, self.project_id),
            (row.task_id, eq, self.task_id),
            (row.ticket_id, _is_or_was_merged_into, self.ticket_id),
            (row.timesheet_id, eq, self.timesheet_id),
            (row.state, eq, self.state),
            (row.work_date, ge, self.first_day),
            (row.work_date, le, self.last_day),
        )


def _is_or_was_merged_into(column: Any, ticket_id: UUID) -> ColumnElement[bool]:
    """The ticket, and those that go on in it."""
    tickets = select(TicketRow.id).where(TicketRow.id == ticket_id).cte(recursive=True)
    merged = select(TicketRow.id).join(tickets, TicketRow.merged_into_id == tickets.c.id)
    found: ColumnElement[bool] = column.in_(select(tickets.union(merged).c.id))
    return found


async def get_entry(session: Session, entry_id: UUID, agent_id: UUID | None) -> RecordedEntry:
    """One entry, of the one agent whose time the caller may see, or of anybody. Raises `NotFoundError`."""
    found = await _recorded(session, _ENTRIES.where(TimeEntryRow.id == entry_id))
    if not found or agent_id not in (None, found[0].entry.agent_id):
        raise NotFoundError("time entry")
    return found[0]


async def list_entries(
    session: Session, wanted: EntryFilter, after: UUID | None, limit: int
) -> Sequence[RecordedEntry]:
    """Up to `limit + 1` entries in the order of their ids."""
    statement = _ENTRIES.where(*wanted.conditions()).order_by(TimeEntryRow.id).limit(limit + 1)
    if after is not None:
        statement = statement.where(TimeEntryRow.id > after)
    return await _recorded(session, statement)


async def _recorded(session: Session, statement: Select[TimeEntryRow]) -> list[RecordedEntry]:
    rows = await session.scalars(statement)
    return [
        RecordedEntry(as_dataclass(TimeEntry, row), cast("EntryState", row.state)) for row in rows
    ]
