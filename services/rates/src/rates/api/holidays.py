"""`/v1/holidays`: the days on which multipliers of holidays apply."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

import web
from rates.api.rates import Editor, Reader
from rates.commands import holidays as commands
from rates.problems import HOLIDAYS_ONCE_A_DAY
from rates.queries import multipliers as queries
from rates.schemas.multipliers import (
    AddHolidaysRequest,
    HolidayFilterRequest,
    HolidayResponse,
    HolidaysResponse,
)

router = web.router(tags=["multipliers"])


@router.post("/holidays", status_code=201)
@web.refuses(HOLIDAYS_ONCE_A_DAY)
async def add_holidays(
    body: AddHolidaysRequest, session: web.Session, caller: Editor
) -> HolidaysResponse:
    """Count days as holidays, all or none. Time on them that is not billed yet is priced again within seconds."""
    news = [one.holiday() for one in body.holidays]
    made = await commands.add_holidays(session, news, by=caller.subject)
    return HolidaysResponse(items=[HolidayResponse.model_validate(one) for one in made])


@router.get("/holidays")
async def list_holidays(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    asked: Annotated[HolidayFilterRequest, Query()],
) -> web.Page[HolidayResponse]:
    """List holidays in the order in which they were added."""
    found = await queries.list_holidays(
        session, asked.days, after=paging.after, limit=paging.limit + 1
    )
    return web.Page[HolidayResponse].of(
        found, paging, HolidayResponse.model_validate, id_name="holiday_id"
    )


@router.delete("/holidays/{holiday_id:uuid}", status_code=204)
async def remove_holiday(holiday_id: UUID, session: web.Session, caller: Editor) -> None:
    """Count a day as a holiday no longer. Time on it that is not billed is priced again within seconds."""
    await commands.remove_holiday(session, holiday_id, by=caller.subject)
