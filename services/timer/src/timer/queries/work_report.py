"""How much was worked: seconds by state, billable or not, in all, by customer and by agent."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import RowMapping, text

from database import Session
from database.mapping import attributes

Totals = RowMapping
"""`entries`, `seconds`, `{state}_seconds`, `{state}_billable_seconds`, `billed_seconds`; and whose they are."""

_TOTALS = text("""
SELECT grouping(e.organization_id) = 0 AS of_organization, e.organization_id,
    grouping(e.agent_id) = 0 AS of_agent, e.agent_id,
    count(*) AS entries,
    coalesce(sum(e.seconds), 0)::bigint AS seconds,
    coalesce(sum(e.seconds) FILTER (WHERE e.billable), 0)::bigint AS billable_seconds,
    coalesce(sum(e.seconds) FILTER (WHERE e.state = 'draft'), 0)::bigint AS draft_seconds,
    coalesce(sum(e.seconds) FILTER (WHERE e.state = 'draft' AND e.billable), 0)::bigint AS draft_billable_seconds,
    coalesce(sum(e.seconds) FILTER (WHERE e.state = 'submitted'), 0)::bigint AS submitted_seconds,
    coalesce(sum(e.seconds) FILTER (WHERE e.state = 'submitted' AND e.billable), 0)::bigint AS submitted_billable_seconds,
    coalesce(sum(e.seconds) FILTER (WHERE e.state IN ('approved', 'billed')), 0)::bigint AS approved_seconds,
    coalesce(sum(e.seconds) FILTER (WHERE e.state IN ('approved', 'billed') AND e.billable), 0)::bigint
        AS approved_billable_seconds,
    coalesce(sum(e.seconds) FILTER (WHERE e.state = 'billed'), 0)::bigint AS billed_seconds
FROM time_entries e
WHERE (CAST(:first_day AS date) IS NULL OR e.work_date >= :first_day)
    AND (CAST(:last_day AS date) IS NULL OR e.work_date <= :last_day)
    AND (CAST(:organization_id AS uuid) IS NULL OR e.organization_id = :organization_id)
    AND (CAST(:agent_id AS uuid) IS NULL OR e.agent_id = :agent_id)
GROUP BY GROUPING SETS ((), (e.organization_id), (e.agent_id))
ORDER BY e.organization_id NULLS LAST, e.agent_id
""")


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """Which entries; None for any value. Days are work dates, both included."""

    first_day: date | None = None
    last_day: date | None = None
    organization_id: UUID | None = None
    agent_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class WorkReport:
    """Everything, and the same by customer (`organization_id` None: time without one) and by agent."""

    totals: Totals
    by_organization: list[Totals]
    by_agent: list[Totals]


async def work_report(session: Session, wanted: WorkFilter) -> WorkReport:
    """Add up the entries that are wanted."""
    rows = (await session.execute(_TOTALS, attributes(wanted))).mappings().all()
    return WorkReport(
        next(row for row in rows if not row["of_organization"] and not row["of_agent"]),
        [row for row in rows if row["of_organization"]],
        [row for row in rows if row["of_agent"]],
    )
