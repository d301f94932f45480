"""How much was worked."""

from dataclasses import replace
from typing import Annotated

from fastapi import Depends

import web
from timer.api.callers import Reader, narrowed, seen_by
from timer.queries.work_report import work_report
from timer.schemas.timesheets import (
    AgentTotalsResponse,
    OrganizationTotalsResponse,
    WorkQuery,
    WorkReportResponse,
)

router = web.router(prefix="/v1/reports", tags=["reports"])


@router.get("/work")
async def work(
    session: web.Session, caller: Reader, asked: Annotated[WorkQuery, Depends()]
) -> WorkReportResponse:
    """Sums over entries whose work date lies in the period, both days included."""
    wanted = replace(asked, agent_id=narrowed(asked.agent_id, seen_by(caller)))
    report = await work_report(session, wanted)
    return WorkReportResponse(
        **report.totals,
        by_organization=[OrganizationTotalsResponse(**row) for row in report.by_organization],
        by_agent=[AgentTotalsResponse(**row) for row in report.by_agent],
    )
