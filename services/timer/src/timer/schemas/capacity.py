"""How long people can work."""

from datetime import date
from uuid import UUID

import web
from timer.capacity import Period
from timer.schemas.fields import Day, WorkingWeek


class _PeriodRequest(web.FilterModel):
    first_day: Day
    """The first day that is shown."""
    last_day: Day
    """The last day that is shown; at most 366 days."""

    @property
    def period(self) -> Period:
        """The days."""
        return Period(self.first_day, self.last_day)


class CapacityFilterRequest(_PeriodRequest):
    """Which days, and whose."""

    agent_id: UUID | None = None
    """Only this agent, active or not. Agents get their own in any case."""


class HolidayFilterRequest(_PeriodRequest):
    """Which days, and whose."""

    agent_id: UUID | None = None
    """Those of this agent, who may live elsewhere; else the account's."""


class CapacityResponse(web.ResponseModel):
    """How long an agent can work: the working hours, less public holidays and approved absences."""

    agent_id: UUID
    """The agent."""
    seconds: int
    """In all days."""
    days: list[int]
    """Seconds on each day, from the first that was asked for."""


class WorkingHoursRequest(web.RequestModel):
    """The week that an agent works."""

    week: WorkingWeek
    """Seconds of work on each weekday, from Monday; all 0 for one who does not work."""


class WorkingHoursResponse(web.ResponseModel):
    """The week that an agent works from a day on."""

    first_day: date
    """From this day on, until the next one's first day."""
    week: list[int]
    """Seconds of work on each weekday, from Monday."""


class WorkingHoursListResponse(web.ResponseModel):
    """The weeks of an agent; the account's own holds before the first."""

    items: list[WorkingHoursResponse]
    """In the order of their days."""


class PublicHolidayResponse(web.ResponseModel):
    """A day off."""

    day: date
    """The day."""
    name: str
    """What it is called, in the account's language where that name is known, else in the country's own."""


class PublicHolidaysResponse(web.ResponseModel):
    """Days off."""

    items: list[PublicHolidayResponse]
    """In the order of their days."""


class HolidayRegionResponse(web.ResponseModel):
    """A country whose public holidays are known."""

    country: str
    """Its code (ISO 3166-1): the region of those who have the holidays of the whole country."""
    parts: list[str]
    """The regions of parts with holidays of their own, mostly by ISO 3166-2."""


class HolidayRegionsResponse(web.ResponseModel):
    """Where public holidays are known."""

    items: list[HolidayRegionResponse]
    """In the order of their codes."""
