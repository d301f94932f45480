"""Create, end and withdraw multipliers. Time that they touch and that is not billed is priced again soon after."""

from datetime import date
from uuid import UUID

from database import Session, new_id
from domain_errors import NotFoundError, check_version
from rates.commands.repricing import schedule_repricing
from rates.domain.multipliers import Multiplier, MultiplierBilledError, NewMultiplier
from rates.domain.rules import ONE_DAY, check_known, check_replaced, days_changed
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


async def replace_multiplier(
    session: Session, multiplier_id: UUID, new: NewMultiplier, *, expected: int, by: str
) -> Multiplier:
    """Charge otherwise in the same window from a day on: it ends the day before, and another takes its days.

    From its own first day on it is withdrawn. Raises `MultiplierBilledError` when time was billed by it then.
    """
    now = await rates.begin_change(session)
    multiplier = await _current(session, multiplier_id, expected)
    check_replaced(multiplier, new.valid_from, "multiplier")
    after = Multiplier.first(new_id(), new, now)
    await multipliers.supersede(session, multiplier, now, by)
    if new.valid_from > multiplier.valid_from:
        await multipliers.add(session, multiplier.ended(new.valid_from - ONE_DAY, now), by)
    elif await multipliers.any_billed_by(session, multiplier):
        raise MultiplierBilledError
    await multipliers.add(session, after, by)
    await schedule_repricing(session, (after.scope, after.days))
    return after


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
