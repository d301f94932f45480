"""The timesheet that a customer signs."""

from uuid import UUID

import web
from timer.customer_timesheet import WantedTime
from timer.schemas.fields import Day


class CustomerTimesheetRequest(web.FilterModel):
    """Which time the customer is to sign for."""

    organization_id: UUID
    """The customer; time of those that were merged into it is on the sheet too."""
    first_day: Day
    """The first day of the period."""
    last_day: Day
    """Its last day, included; a year at most."""
    agent_id: UUID | None = None
    """Only the work of this agent. Agents get their own in any case."""
    project_id: UUID | None = None
    """Only work in this project."""
    state: WantedTime = "approved"
    """`approved`: only what was approved, billed or not. `any`: also what was not; it is marked."""
