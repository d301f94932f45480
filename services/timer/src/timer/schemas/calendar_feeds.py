"""Addresses at which calendars read an agent's time."""

from datetime import datetime

import web


class CalendarFeedResponse(web.ResponseModel):
    """Whether the caller has a calendar feed."""

    created_at: datetime | None
    """When its present address was made; null: there is none."""


class NewCalendarFeedResponse(web.ResponseModel):
    """A calendar feed whose address was just made. It is shown this once."""

    path: str
    """The address, behind the one of this service: whoever knows it reads the feed, without logging in."""
    created_at: datetime
    """When it was made."""
