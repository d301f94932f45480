"""What is stored of the work that a caller names, and of what it brings, in one read."""

from dataclasses import asdict

from sqlalchemy import text

from database import Session
from database.mapping import as_dataclass
from timer.work import ReferencedWork, WorkReference

_SELECT = text("""
SELECT o.id AS organization_id,
    p.id AS project_id, p.organization_id AS project_organization_id, p.billable AS project_billable,
    t.id AS task_id, k.id AS ticket_id,
    t.project_id AS item_project_id, r.organization_id AS item_organization_id,
    s.id AS service_type_id, s.billable AS service_type_billable,
    array_remove(ARRAY[
        CASE WHEN t.archived THEN 'task_id' END,
        CASE WHEN k.closed THEN 'ticket_id' END,
        CASE WHEN p.archived THEN 'project_id' END,
        CASE WHEN s.archived THEN 'service_type_id' END,
        CASE WHEN o.archived THEN 'organization_id' END
    ], NULL) AS closed
FROM (SELECT) always
LEFT JOIN tasks t ON t.id = :task_id
LEFT JOIN tickets k ON k.id = :ticket_id
LEFT JOIN contacts r ON r.id = k.requester_id
LEFT JOIN projects p ON p.id = coalesce(:project_id, t.project_id)
LEFT JOIN organizations o ON o.id = coalesce(:organization_id, r.organization_id, p.organization_id)
LEFT JOIN service_types s ON s.id = coalesce(:service_type_id, t.service_type_id, k.service_type_id)
""")
_IDS = ("task_id", "ticket_id", "project_id", "organization_id", "service_type_id")


async def referenced_work(session: Session, named: WorkReference) -> ReferencedWork:
    """Look up what is named; nothing is read when nothing is."""
    ids = {name: value for name, value in asdict(named).items() if name in _IDS}
    if not any(ids.values()):
        return ReferencedWork()
    return as_dataclass(ReferencedWork, (await session.execute(_SELECT, ids)).one())
