"""The entries of sheets with the names that an invoice line may print."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from contracts.timer import ApprovedEntry
from database import Session, Statement

# Imported descriptions may be longer than those that the API takes; one entry must fit into an event.
_SELECT = Statement("""
SELECT e.timesheet_id, e.id AS entry_id, e.version, e.agent_id, a.name AS agent_name,
    e.organization_id, e.project_id, p.name AS project_name,
    coalesce(e.task_id, e.ticket_id) AS work_item_id,
    CASE WHEN e.task_id IS NOT NULL THEN 'task' WHEN e.ticket_id IS NOT NULL THEN 'ticket' END AS work_item_kind,
    coalesce(t.name, k.name) AS work_item_name,
    e.service_type_id, s.name AS service_type_name, e.work_date, e.seconds, e.billable,
    left(e.description, 5000) AS description
FROM time_entries e
JOIN agents a ON (a.account_id, a.id) = (e.account_id, e.agent_id)
LEFT JOIN projects p ON (p.account_id, p.id) = (e.account_id, e.project_id)
LEFT JOIN tasks t ON (t.account_id, t.id) = (e.account_id, e.task_id)
LEFT JOIN tickets k ON (k.account_id, k.id) = (e.account_id, e.ticket_id)
LEFT JOIN service_types s ON (s.account_id, s.id) = (e.account_id, e.service_type_id)
WHERE e.timesheet_id = ANY(CAST(:ids AS uuid[]))
ORDER BY e.timesheet_id, e.work_date, e.started_at, e.id
""")


async def approved_entries(
    session: Session, sheet_ids: Sequence[UUID]
) -> dict[UUID, list[ApprovedEntry]]:
    """By sheet, in the order of the days; a sheet without entries has an empty list."""
    found: dict[UUID, list[ApprovedEntry]] = defaultdict(list)
    for row in await _SELECT.all(session, {"ids": list(sheet_ids)}):
        found[row.timesheet_id].append(ApprovedEntry.model_validate(row, from_attributes=True))
    return found
