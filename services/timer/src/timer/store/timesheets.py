"""Timesheets: made when time arrives, locked in one order, saved.

The order is that of agent and day, everywhere, so that no two transactions wait for each other.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from database import Session, current_account, new_id
from database.mapping import as_dataclass, attributes
from timer.calendar import last_day_of_week
from timer.store.tables.time import TimeEntryRow, TimesheetRow
from timer.timesheet import SummedTimesheet, Timesheet

Week = tuple[UUID, date]
"""An agent and the first day of their week."""


async def lock_weeks(
    session: Session, weeks: Collection[Week], *, changing: bool = True
) -> dict[Week, Timesheet]:
    """The sheets of these weeks, locked, and made where there was none yet.

    `changing`: their entries are about to change, so they have their next version already.
    """
    statement = insert(TimesheetRow)
    statement = statement.on_conflict_do_update(
        index_elements=["account_id", "agent_id", "first_day"],
        set_={"version": TimesheetRow.version + int(changing)},
    )
    values = [
        {"id": new_id(), "agent_id": agent, "first_day": day, "last_day": last_day_of_week(day)}
        for agent, day in sorted(weeks)
    ]
    rows = await session.scalars(
        statement.returning(TimesheetRow), values, execution_options={"populate_existing": True}
    )
    return {(row.agent_id, row.first_day): as_dataclass(Timesheet, row) for row in rows}


async def lock(session: Session, ids: Iterable[UUID]) -> list[Timesheet]:
    """These sheets, locked; those that do not exist are missing."""
    statement = (
        select(TimesheetRow)
        .where(TimesheetRow.id.in_(list(ids)))
        .order_by(TimesheetRow.agent_id, TimesheetRow.first_day)
        .with_for_update(key_share=True)
    )
    return [as_dataclass(Timesheet, row) for row in await session.scalars(statement)]


async def save(session: Session, sheets: Iterable[Timesheet]) -> None:
    """Write what changed in locked sheets, in one round trip."""
    account = {"account_id": current_account(session)}
    values = [{**account, **attributes(sheet)} for sheet in sheets]
    if values:
        await session.execute(update(TimesheetRow), values)


async def with_capped_entries(session: Session, ids: Collection[UUID]) -> set[UUID]:
    """Those of these sheets that have entries of forgotten timers."""
    statement = select(TimeEntryRow.timesheet_id).where(
        TimeEntryRow.timesheet_id.in_(ids), TimeEntryRow.capped
    )
    return set(await session.scalars(statement))


async def with_sums(session: Session, sheets: Sequence[Timesheet]) -> list[SummedTimesheet]:
    """Locked sheets with the seconds of their entries."""
    seconds = func.sum(TimeEntryRow.seconds)
    statement = (
        select(TimeEntryRow.timesheet_id, seconds, seconds.filter(TimeEntryRow.billable))
        .where(TimeEntryRow.timesheet_id.in_([sheet.id for sheet in sheets]))
        .group_by(TimeEntryRow.timesheet_id)
    )
    sums = {row[0]: (row[1], row[2] or 0) for row in await session.execute(statement)}
    return [SummedTimesheet(sheet, *sums.get(sheet.id, (0, 0))) for sheet in sheets]
