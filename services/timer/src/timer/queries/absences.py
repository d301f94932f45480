"""Who is away when, or has asked to be."""

from dataclasses import dataclass
from datetime import date
from operator import eq, ge, le
from uuid import UUID

from sqlalchemy import select

from database import Session
from database.mapping import as_dataclass
from domain_errors import NotFoundError
from timer.absence import Absence, AbsenceState
from timer.queries.filters import conditions
from timer.queries.master_data import Noun, get
from timer.store.tables.availability import AbsenceRow

ABSENCES = Noun("absence", AbsenceRow)


@dataclass(frozen=True, slots=True)
class AbsenceFilter:
    """Which absences; None for any value. The days are those that an absence touches."""

    agent_id: UUID | None = None
    state: AbsenceState | None = None
    first_day: date | None = None
    last_day: date | None = None


async def get_absence(session: Session, absence_id: UUID, only: UUID | None) -> Absence:
    """One absence, of the one agent whose absences the caller may see, or of anybody. Raises `NotFoundError`."""
    row = await get(session, ABSENCES, absence_id)
    if only not in (None, row.agent_id):
        raise NotFoundError(ABSENCES.name)
    return as_dataclass(Absence, row)


async def list_absences(
    session: Session, wanted: AbsenceFilter, after: UUID | None, limit: int
) -> list[Absence]:
    """Up to `limit + 1` absences in the order of their ids."""
    row = AbsenceRow
    asked = conditions(
        (row.agent_id, eq, wanted.agent_id),
        (row.state, eq, wanted.state),
        (row.last_day, ge, wanted.first_day),
        (row.first_day, le, wanted.last_day),
    )
    statement = select(row).where(*asked).order_by(row.id).limit(limit + 1)
    if after is not None:
        statement = statement.where(row.id > after)
    return [as_dataclass(Absence, found) for found in await session.scalars(statement)]
