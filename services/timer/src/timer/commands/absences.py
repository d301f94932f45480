"""Ask for, record, change and decide absences."""

from typing import Any
from uuid import UUID

from database import Session, new_id
from database.mapping import as_dataclass, attributes
from domain_errors import NotFoundError, check_version
from timer.absence import Absence, AbsenceKind, DaysAway
from timer.queries.absences import ABSENCES
from timer.queries.master_data import get
from timer.store.tables.availability import AbsenceRow


async def create_absence(
    session: Session,
    agent_id: UUID,
    kind: AbsenceKind,
    days: DaysAway,
    note: str,
    *,
    by_manager: bool,
) -> Absence:
    """A request of the agent, or what a manager records, which needs nobody's approval."""
    days.must_be_possible()
    state = "approved" if by_manager else "requested"
    row = AbsenceRow(
        id=new_id(), version=1, agent_id=agent_id, kind=kind, days=days, state=state, note=note
    )
    row.answer = ""
    session.add(row)
    await session.flush()
    return as_dataclass(Absence, row)


async def change_absence(
    session: Session,
    absence_id: UUID,
    changes: dict[str, Any],
    only: UUID | None,
    *,
    expected: int | None,
) -> Absence:
    """Change kind, days or note. `only`: the one agent whose absences the caller may touch, and only until decided."""
    row, absence = await _locked(session, absence_id, only, expected)
    days = {**attributes(absence.days), **changes}
    kind, note = days.pop("kind", absence.kind), days.pop("note", absence.note)
    changed = absence.changed(kind, DaysAway(**days), note, by_manager=only is None)
    return await _save(session, row, changed)


async def approve_absence(session: Session, absence_id: UUID, *, expected: int) -> Absence:
    """Let the agent be away."""
    row, absence = await _locked(session, absence_id, None, expected)
    return await _save(session, row, absence.approved())


async def decline_absence(
    session: Session, absence_id: UUID, reason: str, *, expected: int
) -> Absence:
    """Do not let the agent be away."""
    row, absence = await _locked(session, absence_id, None, expected)
    return await _save(session, row, absence.declined(reason))


async def delete_absence(
    session: Session, absence_id: UUID, only: UUID | None, *, expected: int
) -> None:
    """Let an absence never have been; agents withdraw what nobody has decided yet."""
    row, absence = await _locked(session, absence_id, only, expected)
    absence.must_be_open(by_manager=only is None)
    await session.delete(row)
    await session.flush()


async def _locked(
    session: Session, absence_id: UUID, only: UUID | None, expected: int | None
) -> tuple[AbsenceRow, Absence]:
    row = await get(session, ABSENCES, absence_id, lock=True)
    if only not in (None, row.agent_id):
        raise NotFoundError(ABSENCES.name)
    check_version(expected, row.version)
    return row, as_dataclass(Absence, row)


async def _save(session: Session, row: AbsenceRow, absence: Absence) -> Absence:
    if absence == as_dataclass(Absence, row):
        return absence
    for name, value in attributes(absence).items():
        setattr(row, name, value)
    row.version += 1
    await session.flush()
    return as_dataclass(Absence, row)
