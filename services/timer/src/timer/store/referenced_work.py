"""What is stored of the work that a caller names, and of what it brings, in one read."""

import re
from collections.abc import Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from database import Row, Session, Statement
from timer.work import ReferencedWork, WorkReference

COLUMNS = """
    o.id AS named_organization_id, o.billable AS named_organization_billable, p.id AS named_project_id,
    CASE p.organization_id WHEN n.id THEN o.id ELSE p.organization_id END AS named_project_organization_id,
    p.billable AS named_project_billable, coalesce(p.closed, false) AS named_project_closed,
    coalesce(p.budget_seconds IS NOT NULL AND p.overspend <> 'allow', false) AS named_project_watched,
    t.id AS named_task_id, k.id AS named_ticket_id, coalesce(t.billable, k.billable) AS named_item_billable,
    coalesce(t.project_id, k.project_id) AS named_item_project_id,
    CASE r.organization_id WHEN n.id THEN o.id ELSE r.organization_id END AS named_item_organization_id,
    s.id AS named_service_type_id, s.billable AS named_service_type_billable,
    array_remove(ARRAY[
        CASE WHEN t.archived THEN 'task_id' END,
        CASE WHEN k.closed THEN 'ticket_id' END,
        CASE WHEN p.archived THEN 'project_id' END,
        CASE WHEN s.archived THEN 'service_type_id' END,
        CASE WHEN o.archived THEN 'organization_id' END
    ], NULL) AS named_closed
"""
JOINS = """
LEFT JOIN tasks t ON t.id = CAST(:task_id AS uuid)
LEFT JOIN tickets k ON k.id = CAST(:ticket_id AS uuid)
LEFT JOIN contacts r ON r.id = coalesce(t.requester_id, k.requester_id)
LEFT JOIN projects p ON p.id = coalesce(CAST(:project_id AS uuid), t.project_id, k.project_id)
LEFT JOIN organizations n
    ON n.id = coalesce(CAST(:organization_id AS uuid), r.organization_id, p.organization_id)
LEFT JOIN organizations o ON o.id = coalesce(n.merged_into, n.id)
LEFT JOIN service_types s ON s.id = coalesce(CAST(:service_type_id AS uuid), t.service_type_id, k.service_type_id)
"""
"""Behind a FROM of one row: what is named, and what that brings; parameters are `ids_of` a reference.

A customer that was merged into another stands for that one."""
_OF_EACH = re.sub(r"CAST\(:(\w+) AS uuid\)", r"wanted.\1", JOINS).replace(
    "k.service_type_id)", "k.service_type_id, wanted.kind_of_work)"
)
_SELECT_EACH = Statement(f"""
SELECT {COLUMNS} FROM unnest(
    CAST(:task_id AS uuid[]), CAST(:ticket_id AS uuid[]), CAST(:project_id AS uuid[]),
    CAST(:organization_id AS uuid[]), CAST(:service_type_id AS uuid[]), CAST(:kind_of_work AS uuid[])
) WITH ORDINALITY AS wanted (task_id, ticket_id, project_id, organization_id, service_type_id, kind_of_work, place)
{_OF_EACH} ORDER BY wanted.place
""")
_SELECT = Statement(f"SELECT {COLUMNS} FROM (SELECT) always {JOINS}")
_IDS = ("task_id", "ticket_id", "project_id", "organization_id", "service_type_id")
_NAMES = [field.name for field in fields(ReferencedWork)]


def ids_of(named: WorkReference) -> dict[str, Any]:
    """The parameters of `JOINS`."""
    return {name: getattr(named, name) for name in _IDS}


def work_of(row: Row) -> ReferencedWork:
    """What `COLUMNS` found."""
    values = {name: row[f"named_{name}"] for name in _NAMES}
    return ReferencedWork(**{**values, "closed": tuple(values["closed"])})


async def referenced_work(session: Session, named: WorkReference) -> ReferencedWork:
    """Look up what is named; nothing is read when nothing is."""
    ids = ids_of(named)
    if not any(ids.values()):
        return ReferencedWork()
    return work_of(await _SELECT.one(session, ids))


async def referenced_by_each(
    session: Session, named: Sequence[tuple[WorkReference, UUID | None]]
) -> list[ReferencedWork]:
    """What each of these names, with the kind of work where neither it nor its task or ticket has one."""
    values: dict[str, list[UUID | None]] = {
        name: [getattr(one, name) for one, _ in named] for name in _IDS
    }
    values["kind_of_work"] = [kind for _, kind in named]
    return [work_of(row) for row in await _SELECT_EACH.all(session, values)]
