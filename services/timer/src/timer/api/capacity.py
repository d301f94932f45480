"""How long people can work."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query

import web
from timer.api.callers import Manager, Reader, narrowed, seen_by
from timer.capacity import WorkingHours
from timer.commands import working_hours as commands
from timer.public_holidays import PARTS_BY_COUNTRY, SEPARATOR
from timer.queries import capacity as queries
from timer.queries import public_holidays as holidays
from timer.queries.capacity import CapacityFilter
from timer.schemas.capacity import (
    CapacityFilterRequest,
    CapacityResponse,
    HolidayFilterRequest,
    HolidayRegionResponse,
    HolidayRegionsResponse,
    PublicHolidayResponse,
    PublicHolidaysResponse,
    WorkingHoursListResponse,
    WorkingHoursRequest,
    WorkingHoursResponse,
)
from timer.schemas.fields import Day

router = web.router(tags=["capacity"])
FromDay = Annotated[Day, Path(description="The day from which it holds")]


@router.get("/capacity")
async def list_capacity(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    asked: Annotated[CapacityFilterRequest, Query()],
) -> web.Page[CapacityResponse]:
    """List how long the active agents can work on each day: working hours, less public holidays and approved absences."""
    wanted = CapacityFilter(narrowed(asked.agent_id, seen_by(caller)))
    found = await queries.list_capacity(session, asked.period, wanted, paging.after, paging.limit)
    return web.Page[CapacityResponse].of(
        found, paging, CapacityResponse.model_validate, id_name="agent_id"
    )


@router.get("/agents/{agent_id}/working-hours")
async def list_working_hours(
    agent_id: UUID, session: web.Session, caller: Reader
) -> WorkingHoursListResponse:
    """List the weeks of an agent who has some of their own; before the first, the account's working week holds."""
    narrowed(agent_id, seen_by(caller))
    found = await queries.working_hours(session, agent_id)
    return WorkingHoursListResponse(
        items=[WorkingHoursResponse.model_validate(one) for one in found]
    )


@router.put("/agents/{agent_id}/working-hours/{first_day}")
async def set_working_hours(
    agent_id: UUID,
    first_day: FromDay,
    body: WorkingHoursRequest,
    session: web.Session,
    caller: Manager,
) -> WorkingHoursResponse:
    """Let an agent work this week from a day on, until the next one's first day."""
    hours = WorkingHours(first_day, body.week)
    await commands.set_working_hours(session, agent_id, hours)
    return WorkingHoursResponse.model_validate(hours)


@router.delete("/agents/{agent_id}/working-hours/{first_day}", status_code=204)
async def delete_working_hours(
    agent_id: UUID, first_day: FromDay, session: web.Session, caller: Manager
) -> None:
    """Let the week before this one go on. A repeat is harmless."""
    await commands.delete_working_hours(session, agent_id, first_day)


@router.get("/public-holidays")
async def list_public_holidays(
    session: web.Session, caller: Reader, asked: Annotated[HolidayFilterRequest, Query()]
) -> PublicHolidaysResponse:
    """List the public holidays of the account, or of an agent."""
    if asked.agent_id is not None:
        narrowed(asked.agent_id, seen_by(caller))
    found = await holidays.list_public_holidays(session, asked.period, asked.agent_id)
    items = [PublicHolidayResponse(day=day, name=name) for day, name in found.items()]
    return PublicHolidaysResponse(items=items)


@router.get("/holiday-regions")
async def list_holiday_regions(caller: Reader) -> HolidayRegionsResponse:
    """List the countries, and parts of countries, whose public holidays are known."""
    regions = [
        HolidayRegionResponse(
            country=country, parts=[f"{country}{SEPARATOR}{part}" for part in parts]
        )
        for country, parts in PARTS_BY_COUNTRY.items()
    ]
    return HolidayRegionsResponse(items=regions)
