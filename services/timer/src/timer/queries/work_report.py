"""How much was worked: seconds by state, billable or not, customer and agent."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

_SUMS = text("""
SELECT e.organization_id, e.agent_id, e.billable, s.state, b.entry_id IS NOT NULL AS billed,
    sum(e.seconds)::bigint AS seconds, count(*) AS entries
FROM time_entries e
JOIN timesheets s ON (s.account_id, s.id) = (e.account_id, e.timesheet_id)
LEFT JOIN (SELECT DISTINCT account_id, entry_id FROM billed_entries) b
    ON (b.account_id, b.entry_id) = (e.account_id, e.id)
WHERE (CAST(:first_day AS date) IS NULL OR e.work_date >= :first_day)
    AND (CAST(:last_day AS date) IS NULL OR e.work_date <= :last_day)
    AND (CAST(:organization_id AS uuid) IS NULL OR e.organization_id = :organization_id)
    AND (CAST(:agent_id AS uuid) IS NULL OR e.agent_id = :agent_id)
GROUP BY e.organization_id, e.agent_id, e.billable, s.state, billed
""")


async def work_sums(
    session: AsyncSession,
    first_day: date | None,
    last_day: date | None,
    organization_id: UUID | None,
    agent_id: UUID | None,
) -> Sequence[Row[Any]]:
    """One row per customer, agent, billable flag and state. Days are work dates, both included."""
    found = await session.execute(
        _SUMS,
        {
            "first_day": first_day,
            "last_day": last_day,
            "organization_id": organization_id,
            "agent_id": agent_id,
        },
    )
    return found.all()
