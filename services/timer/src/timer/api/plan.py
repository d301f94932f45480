"""What is planned against what was done, and against what can be done."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query

import web
from timer.api.callers import Office, Reader, seen_by
from timer.calendar import first_day_of_week
from timer.queries import plan as plans
from timer.queries.progress import project_progress
from timer.schemas.fields import Day
from timer.schemas.progress import PlanResponse, ProjectProgressResponse

router = web.router()
MOST_WEEKS = 52
_From = Annotated[
    Day | None,
    Query(alias="from", description="A day of the first week; absent: this week, in UTC"),
]
_Weeks = Annotated[int, Query(ge=1, le=MOST_WEEKS, description="How many weeks")]


@router.get("/projects/{project_id}/progress", tags=["projects"])
async def get_project_progress(
    project_id: UUID, session: web.Session, caller: Office
) -> ProjectProgressResponse:
    """Compare the estimates of a project and its tasks with what was logged, and forecast when they are finished."""
    found = await project_progress(session, project_id, datetime.now(UTC))
    return ProjectProgressResponse.model_validate(found)


@router.get("/plan", tags=["plan"])
async def get_plan(
    session: web.Session, caller: Reader, first_day: _From = None, weeks: _Weeks = 8
) -> PlanResponse:
    """Compare what agents are to do with what they can work, week by week; to an agent, only their own.

    The estimate of a task is spread over the working days (Monday to Friday) between its planned start and finish, in equal
    shares for those who are to do it. Tasks that are done, cancelled or archived are left out.
    """
    first = first_day_of_week(first_day or datetime.now(UTC).date())
    found = await plans.plan(session, first, weeks, seen_by(caller))
    return PlanResponse.model_validate(found)
