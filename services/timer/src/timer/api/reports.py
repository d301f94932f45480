"""How much was worked."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row

import web
from timer.api.callers import Reader, narrowed, seen_by
from timer.queries.work_report import work_sums

router = web.router(prefix="/v1/reports", tags=["reports"])


class Sums(web.ResponseModel):
    """Seconds by state. Billed time is approved time, so it is in both: approved_… includes billed_…."""

    entries: int
    seconds: int
    billable_seconds: int
    draft_seconds: int
    draft_billable_seconds: int
    submitted_seconds: int
    submitted_billable_seconds: int
    approved_seconds: int
    approved_billable_seconds: int
    billed_seconds: int


class OrganizationSums(Sums):
    """`organization_id` null: time without a customer."""

    organization_id: UUID | None


class AgentSums(Sums):
    agent_id: UUID


class WorkReport(Sums):
    by_organization: list[OrganizationSums]
    by_agent: list[AgentSums]


@router.get("/work")
async def work(
    session: web.Session,
    caller: Reader,
    first_day: date | None = None,
    last_day: date | None = None,
    organization_id: UUID | None = None,
    agent_id: UUID | None = None,
) -> WorkReport:
    """Sums over entries whose work date lies in the period, both days included."""
    only = narrowed(agent_id, seen_by(caller))
    rows = await work_sums(session, first_day, last_day, organization_id, only)
    organizations, agents = defaultdict(list), defaultdict(list)
    for row in rows:
        organizations[row.organization_id].append(row)
        agents[row.agent_id].append(row)
    return WorkReport(
        **_sums(rows),
        by_organization=[
            OrganizationSums(organization_id=one, **_sums(own))
            for one, own in sorted(organizations.items(), key=lambda item: str(item[0]))
        ],
        by_agent=[AgentSums(agent_id=one, **_sums(own)) for one, own in sorted(agents.items())],
    )


def _sums(rows: Iterable[Row[Any]]) -> dict[str, int]:
    sums = dict.fromkeys(Sums.model_fields, 0)
    for row in rows:
        sums["entries"] += row.entries
        sums["seconds"] += row.seconds
        sums[f"{row.state}_seconds"] += row.seconds
        if row.billable:
            sums["billable_seconds"] += row.seconds
            sums[f"{row.state}_billable_seconds"] += row.seconds
        if row.billed:
            sums["billed_seconds"] += row.seconds
    return sums
