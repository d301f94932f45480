"""How far projects are, and a plan by week and agent."""

from datetime import date
from uuid import UUID

from pydantic import AliasPath, Field

import web
from timer.budget import BudgetPeriod, Overspend
from timer.progress import Lateness


class ProgressResponse(web.ResponseModel):
    """What is planned, beside what was logged. A task is shown with its subtasks: all figures add up."""

    planned_start: date | None
    """The first day that is planned; where none is, the first of its tasks."""
    planned_finish: date | None
    """The day on which it is to be finished; where none is planned, the last of its tasks."""
    estimate_seconds: int | None
    """The estimates together, without those of cancelled tasks; null when there are none."""
    logged_seconds: int
    """What was logged."""
    remaining_seconds: int | None
    """What is left to do: of what was said to be done, the rest at the pace so far; else what is left of the estimates. Null
    while an open task has neither."""
    expected_seconds: int | None
    """What it will have taken in the end: logged and remaining together."""
    percent_done: int | None
    """How much of the estimates is done, by their weight; null when that is unknown."""
    forecast_finish: date | None
    """The day on which it will be finished at the pace so far: what was logged per working day (Monday to Friday) since the
    first. Null before anything was logged, and while it is unknown what remains."""
    late: Lateness | None
    """`overdue` when the planned finish is over, `expected` when it will be missed at the pace so far; else null."""


class TaskProgressResponse(web.ResponseModel):
    """How far a task is, with its subtasks."""

    task_id: UUID
    """The task."""
    level: int
    """How deep it is in the tree; 0 for a task that is a part of no other."""
    progress: ProgressResponse
    """How far it is."""


class BudgetUseResponse(web.ResponseModel):
    """What a budget of hours has used up."""

    period: BudgetPeriod = Field(validation_alias=AliasPath("spent", "budget", "period"))
    """Whether it is for the whole project, or for each month anew."""
    month: date | None
    """The first day of the month that is shown: this one; null when the budget is for the whole project."""
    budget_seconds: int = Field(validation_alias=AliasPath("spent", "budget", "seconds"))
    """The hours that may be worked."""
    logged_seconds: int = Field(validation_alias=AliasPath("spent", "logged_seconds"))
    """What was logged of them."""
    overspend: Overspend = Field(validation_alias=AliasPath("spent", "budget", "overspend"))
    """What becomes of time that exceeds it."""


class ProjectProgressResponse(web.ResponseModel):
    """How far a project is."""

    project_id: UUID
    """The project."""
    today: date
    """The day for which this holds, in the account's time zone."""
    progress: ProgressResponse
    """How far the project is: all tasks and the time on none of them."""
    direct_seconds: int
    """What was logged on the project and on none of its tasks."""
    budget: BudgetUseResponse | None
    """What was used up of its budget of hours; null when it has none."""
    tasks: list[TaskProgressResponse]
    """All tasks, each followed by its subtasks in their order."""


class PlannedPartResponse(web.ResponseModel):
    """What a week has of a task."""

    task_id: UUID
    """The task."""
    seconds: int
    """How long it takes in this week."""


class PlannedWeekResponse(web.ResponseModel):
    """What is planned for a week."""

    first_day: date
    """Its Monday."""
    planned_seconds: int
    """What is planned."""
    capacity_seconds: int
    """What can be worked; 0 for what nobody is to do yet."""
    over_seconds: int
    """By how much more is planned than can be worked."""
    tasks: list[PlannedPartResponse]
    """What is planned, by task."""


class AgentPlanResponse(web.ResponseModel):
    """What an agent is to do."""

    agent_id: UUID
    """The agent."""
    name: str
    """What they are called."""
    weeks: list[PlannedWeekResponse]
    """Week by week."""


class PlannedTaskResponse(web.ResponseModel):
    """A task of the plan."""

    id: UUID
    """Its id."""
    name: str
    """What it is called."""
    project_id: UUID
    """Its project."""
    project_name: str
    """What the project is called."""
    planned_start: date
    """Its first day."""
    planned_finish: date
    """Its last day."""
    estimate_seconds: int
    """How long it takes."""


class PlanResponse(web.ResponseModel):
    """A plan by week and agent."""

    weeks: list[date]
    """The Mondays of the weeks."""
    agents: list[AgentPlanResponse]
    """Active agents, and others who have something to do; to an agent, only themselves."""
    unassigned: list[PlannedWeekResponse]
    """What nobody is to do yet, week by week."""
    tasks: list[PlannedTaskResponse]
    """The open tasks with an estimate, a start and a finish that the weeks speak of."""
