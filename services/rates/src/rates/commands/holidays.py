"""Add holidays, and take them back. Time on them that is not billed is priced again soon after."""

from collections.abc import Sequence
from uuid import UUID

from database import Session, new_id
from domain_errors import NotFoundError
from rates.commands.repricing import schedule_repricing
from rates.domain.holidays import Holiday, NewHoliday, must_be_different
from rates.domain.rules import Scope
from rates.store import holidays, multipliers, rates


async def add_holidays(
    session: Session, news: Sequence[NewHoliday], *, by: str
) -> Sequence[Holiday]:
    """Count these days as holidays, all or none; the index `holidays_once_a_day` refuses those that do already.

    Raises `InvalidInputError` for a day that comes twice.
    """
    must_be_different(news)
    now = await rates.begin_change(session)
    made = [Holiday(new_id(), new.day, new.name, now) for new in news]
    await holidays.add(session, made, by)
    await _reprice(session, *made)
    return made


async def remove_holiday(session: Session, holiday_id: UUID, *, by: str) -> None:
    """Count a day as a holiday no longer. Raises `NotFoundError`."""
    now = await rates.begin_change(session)
    holiday = await holidays.find(session, holiday_id)
    if holiday is None:
        raise NotFoundError("holiday")
    await holidays.supersede(session, holiday, now, by)
    await _reprice(session, holiday)


async def _reprice(session: Session, *changed: Holiday) -> None:
    if await multipliers.any_of_kind(session, "holiday"):
        await schedule_repricing(session, *((Scope(), one.reach) for one in changed))
