"""Which entries are behind each line."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

_ENTRIES = text("""
    SELECT c.line_id, e.entry_id, e.version, upper(c.seconds) - lower(c.seconds) AS seconds, e.work_date,
        e.agent_name, e.project_name, e.work_item_name, e.service_type_name, e.description
    FROM claim c JOIN time_entry e ON e.account_id = c.account_id AND e.entry_id = c.entry_id
    WHERE c.invoice_id = :invoice_id ORDER BY e.work_date, e.entry_id
""")


async def entries_by_line(session: AsyncSession, invoice_id: UUID) -> dict[UUID, list[Row[Any]]]:
    """The entries that each line of a draft or invoice bills."""
    found: dict[UUID, list[Row[Any]]] = {}
    for row in await session.execute(_ENTRIES, {"invoice_id": invoice_id}):
        found.setdefault(row.line_id, []).append(row)
    return found
