"""How much was worked."""

from dataclasses import asdict
from datetime import date
from uuid import UUID

import web
from timer.api.callers import Reader, narrowed, seen_by
from timer.queries.work_report import WorkFilter, work_report
from timer.schemas.timesheets import (
    AgentTotalsResponse,
    OrganizationTotalsResponse,
    WorkReportResponse,
)

router = web.router(prefix="/v1/reports", tags=["reports"])


@router.get("/work")
async def work(
    session: web.Session,
    caller: Reader,
    first_day: date | None = None,
    last_day: date | None = None,
    organization_id: UUID | None = None,
    agent_id: UUID | None = None,
) -> WorkReportResponse:
    """Sums over entries whose work date lies in the period, both days included."""
    agent_id = narrowed(agent_id, seen_by(caller))
    report = await work_report(session, WorkFilter(first_day, last_day, organization_id, agent_id))
    return WorkReportResponse(
        **asdict(report.totals),
        by_organization=[
            OrganizationTotalsResponse(organization_id=organization, **asdict(totals))
            for organization, totals in sorted(report.by_organization.items(), key=_by_id)
        ],
        by_agent=[
            AgentTotalsResponse(agent_id=agent, **asdict(totals))
            for agent, totals in sorted(report.by_agent.items(), key=_by_id)
        ],
    )


def _by_id(item: tuple[UUID | None, object]) -> str:
    return str(item[0])
