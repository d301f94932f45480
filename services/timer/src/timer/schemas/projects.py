"""Projects: for whom, when, and within which budget."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

import web
from timer.budget import BudgetPeriod, Overspend
from timer.schemas.fields import Complete, Day, Name, Partial, VersionedResponse

MOST_SECONDS = 10**12
"""More than 30,000 years."""
Seconds = Annotated[int, Field(ge=1, le=MOST_SECONDS)]


class ProjectRequest(web.RequestModel):
    """A project of a customer, or of the account itself."""

    name: Name
    """What it is called; no two projects of a customer have the same name."""
    organization_id: UUID | None = None
    """The customer; null for work that is for nobody's invoice."""
    billable: bool = True
    """Whether new time on it is billable, unless the task, the ticket or the entry says otherwise."""
    planned_start: Day | None = None
    """The first day on which it is to be worked on; null when that is not planned."""
    planned_finish: Day | None = None
    """The day on which it is to be finished; null when that is not planned."""
    budget_seconds: Seconds | None = None
    """The hours that may be worked, in seconds; null when there is no such limit."""
    budget_money: web.Money | None = None
    """What it may cost the customer; null when that is not planned."""
    budget_period: BudgetPeriod = "total"
    """Whether the budgets are for the whole project, or for each month anew."""
    overspend: Overspend = "allow"
    """What becomes of time that exceeds the budget of hours: it is taken, taken and told of (`warn`), or refused. A timer's
    time is taken in any case: it was worked."""
    closed: bool = False
    """A closed project takes no new time; timers that run can still be stopped."""
    archived: bool = False
    """An archived project takes no new time and is over."""


class ProjectReplacement(ProjectRequest, Complete):
    """All fields, also those that stay as they are."""


class ProjectPatch(ProjectRequest, Partial):
    """The fields that change."""


class ProjectResponse(VersionedResponse):
    """A project, as stored."""

    name: str
    """What it is called."""
    organization_id: UUID | None
    """The customer; null when there is none."""
    billable: bool
    """Whether new time on it is billable, unless the task, the ticket or the entry says otherwise."""
    planned_start: date | None
    """The first day on which it is to be worked on; null when that is not planned."""
    planned_finish: date | None
    """The day on which it is to be finished; null when that is not planned."""
    budget_seconds: int | None
    """The hours that may be worked, in seconds; null when there is no such limit."""
    budget_money: web.Money | None
    """What it may cost the customer; null when that is not planned."""
    budget_period: BudgetPeriod
    """Whether the budgets are for the whole project, or for each month anew."""
    overspend: Overspend
    """What becomes of time that exceeds the budget of hours."""
    closed: bool
    """Whether it takes no new time for now."""
    archived: bool
    """Whether it takes no new time and is over."""
