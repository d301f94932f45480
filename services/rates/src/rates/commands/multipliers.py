"""Create, end and withdraw multipliers. Time that they touch and that is not billed is priced again soon after."""

from datetime import date
from uuid import UUID

from database import Session, new_id
from domain_errors import NotFoundError, check_version
from rates.commands.repricing import schedule_repricing
from rates.domain.multipliers import Multiplier, MultiplierBilledError, NewMultiplier
from rates.domain.rules import check_known, days_changed
from rates.store import divided_time, multipliers, rates, references


async def create_multiplier(session: Session, new: NewMultiplier, *, by: str) -> Multiplier:
    """Record a new multiplier; the constraint `multipliers_never_overlap` refuses what meets another of its scope and kind.

    Raises `UnknownReferenceError` when it names what is not known here, `InvalidInputError` for what does not say when.
    """
    check_known(new.scope, await references.known(session, new.scope))
    now = await rates.begin_change(session)
    multiplier = Multiplier.first(new_id(), new, now)
    await multipliers.add(session, multiplier, by)
    await divided_time.begin(session)
    await schedule_repricing(session, (multiplier.scope, multiplier.days))
    return multiplier


async def end_multiplier(
    session: Session, multiplier_id: UUID, valid_to: date | None, *, expected: int, by: str
) -> Multiplier:
    """Let the multiplier end on another day; what it was before stays on record."""
    now = await rates.begin_change(session)
    multiplier = await _current(session, multiplier_id, expected)
    if valid_to == multiplier.valid_to:
        return multiplier
    ended = multiplier.ended(valid_to, now)
    await multipliers.supersede(session, multiplier, now, by)
    await multipliers.add(session, ended, by)
    await schedule_repricing(session, (ended.scope, days_changed(multiplier, ended)))
    return ended


async def withdraw_multiplier(
    session: Session, multiplier_id: UUID, *, expected: int, by: str
) -> None:
    """Take back a multiplier that should never have been. Raises `MultiplierBilledError` when time was billed by it."""
    now = await rates.begin_change(session)
    multiplier = await _current(session, multiplier_id, expected)
    if await multipliers.any_billed_by(session, multiplier):
        raise MultiplierBilledError
    await multipliers.supersede(session, multiplier, now, by)
    await schedule_repricing(session, (multiplier.scope, multiplier.days))


async def _current(session: Session, multiplier_id: UUID, expected: int) -> Multiplier:
    multiplier = await multipliers.find(session, multiplier_id)
    if multiplier is None:
        raise NotFoundError("multiplier")
    check_version(expected, multiplier.version)
    return multiplier
