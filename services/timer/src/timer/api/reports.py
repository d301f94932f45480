"""How much was worked."""

from dataclasses import replace
from typing import Annotated

from fastapi import Query

import web
from timer.api.callers import Reader, narrowed, seen_by
from timer.queries.work_report import WorkFilter, work_report
from timer.schemas.timesheets import (
    AgentTotalsResponse,
    OrganizationTotalsResponse,
    WorkFilterRequest,
    WorkReportResponse,
)

router = web.router(prefix="/v1/reports", tags=["reports"])


@router.get("/work")
async def report_work(
    session: web.Session, caller: Reader, asked: Annotated[WorkFilterRequest, Query()]
) -> WorkReportResponse:
    """Add up the seconds of the entries whose work date lies in the period, both days included."""
    asked_of = narrowed(asked.agent_id, seen_by(caller))
    wanted = replace(WorkFilter(**asked.model_dump()), agent_id=asked_of)
    report = await work_report(session, wanted)
    return WorkReportResponse(
        **report.totals,
        by_organization=[OrganizationTotalsResponse(**row) for row in report.by_organization],
        by_agent=[AgentTotalsResponse(**row) for row in report.by_agent],
    )
