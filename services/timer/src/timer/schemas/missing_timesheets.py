"""Whose time has not been handed in."""

from datetime import date
from uuid import UUID

import web
from timer.schemas.fields import Day


class MissingFilterRequest(web.FilterModel):
    """Which period."""

    day: Day | None = None
    """A day of the period; without one the last period that is over, today in the account's zone."""


class MissingTimesheetResponse(web.ResponseModel):
    """An active agent who has not handed in."""

    agent_id: UUID
    """Whose time it is."""
    timesheet_id: UUID | None
    """Their timesheet, a draft; null when they have recorded nothing."""
    seconds: int
    """Whole seconds that they have recorded."""
    capacity_seconds: int
    """Whole seconds that they could have worked: working hours, less public holidays and approved absences."""


class MissingTimesheetsResponse(web.ResponseModel):
    """All who have not handed in a period's time. Who has no time, and was away all the while, is not missed."""

    first_day: date
    """First day of the period."""
    last_day: date
    """Last day of the period, included."""
    items: list[MissingTimesheetResponse]
    """By the agents' ids."""
