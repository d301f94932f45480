"""What stands on the timesheet that a customer signs."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from database import Row, Session, Statement
from timer.customer_timesheet import WantedTimesheet

_PARTY = "name, address_lines, postal_code, city, country, vat_number, registration_number"
_CUSTOMER = Statement(f"SELECT {_PARTY}, language FROM organizations WHERE id = :organization_id")
_SELLER = Statement(f"SELECT {_PARTY} FROM sellers")
_PROJECT = Statement("SELECT name FROM projects WHERE id = :project_id")
_WANTED = """
    e.work_date BETWEEN :first AND :last
    AND e.organization_id IN (SELECT o.id FROM organizations o WHERE :organization_id IN (o.id, o.merged_into))
    AND (CAST(:agent_id AS uuid) IS NULL OR e.agent_id = :agent_id)
    AND (CAST(:project_id AS uuid) IS NULL OR e.project_id = :project_id)
"""
_APPROVED = "e.state IN ('approved', 'billed')"
_ENTRIES = Statement(f"""
SELECT e.id, a.name AS agent, e.work_date, e.started_at, e.ended_at, e.seconds, e.break_seconds,
    array_remove(ARRAY[p.name, coalesce(t.name, '#' || k.number || ' ' || k.name, s.name)], NULL) AS work,
    e.description, {_APPROVED} AS approved, e.timesheet_id
FROM time_entries e
JOIN agents a ON a.id = e.agent_id
LEFT JOIN projects p ON p.id = e.project_id
LEFT JOIN tasks t ON t.id = e.task_id
LEFT JOIN tickets k ON k.id = e.ticket_id
LEFT JOIN service_types s ON s.id = e.service_type_id
WHERE {_WANTED} AND (:state = 'any' OR {_APPROVED})
ORDER BY e.work_date, a.name, a.id, e.started_at, e.id LIMIT :most
""")
_WAITING = Statement(f"SELECT count(*) FROM time_entries e WHERE {_WANTED} AND NOT {_APPROVED}")
_APPROVALS = Statement("""
SELECT a.name AS agent, s.first_day, s.last_day, b.name AS approved_by, s.approved_at
FROM timesheets s JOIN agents a ON a.id = s.agent_id LEFT JOIN agents b ON b.id = s.approver_id
WHERE s.id = ANY(CAST(:ids AS uuid[])) AND s.approved_at IS NOT NULL ORDER BY s.first_day, a.name, a.id
""")


async def customer(session: Session, organization_id: UUID) -> Row | None:
    """The customer, and what language they read."""
    return await _CUSTOMER.first(session, {"organization_id": organization_id})


async def seller(session: Session) -> Row | None:
    """Who sells, as far as it is known."""
    return await _SELLER.first(session)


async def project_name(session: Session, project_id: UUID) -> str | None:
    """What a project is called; None where there is none."""
    name: str | None = await _PROJECT.scalar(session, {"project_id": project_id})
    return name


async def entries(session: Session, wanted: WantedTimesheet, most: int) -> list[Row]:
    """Up to `most` entries by day, person and time, each with the names of its work."""
    asked = {**_values(wanted), "state": wanted.state, "most": most}
    return list(await _ENTRIES.all(session, asked))


async def not_approved(session: Session, wanted: WantedTimesheet) -> int:
    """How many entries would be there but for the approval."""
    count: int = await _WAITING.scalar(session, _values(wanted))
    return count


async def approvals(session: Session, sheet_ids: Sequence[UUID]) -> list[Row]:
    """Who approved these sheets and when; without those that nobody did."""
    return list(await _APPROVALS.all(session, {"ids": list(sheet_ids)}))


def _values(wanted: WantedTimesheet) -> dict[str, Any]:
    return {
        "first": wanted.period.first,
        "last": wanted.period.last,
        "organization_id": wanted.organization_id,
        "agent_id": wanted.agent_id,
        "project_id": wanted.project_id,
    }
