"""How the amount of each line comes about, and which entries are behind it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text

from database import Session
from invoicing.domain.attributes import build
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.lines import Line
from invoicing.queries.views import get_invoice

_ENTRIES = text("""
    SELECT c.line_id, e.entry_id, e.version, upper(c.seconds) - lower(c.seconds) AS seconds, e.work_date,
        e.agent_name, e.project_name, e.work_item_name, e.service_type_name, e.description
    FROM claims c JOIN time_entries e ON e.account_id = c.account_id AND e.entry_id = c.entry_id
    WHERE c.invoice_id = :invoice_id ORDER BY e.work_date, e.entry_id
""")


@dataclass(frozen=True)
class BilledEntry:
    """An entry, or the `seconds` of it, that a line charges."""

    line_id: UUID
    entry_id: UUID
    version: int
    seconds: int
    work_date: date
    agent_name: str
    project_name: str | None
    work_item_name: str | None
    service_type_name: str | None
    description: str


@dataclass(frozen=True)
class ExplainedLine:
    """A line with the entries behind it."""

    line: Line
    formula: str | None
    entries: tuple[BilledEntry, ...]


async def explain(
    session: Session, invoice_id: UUID, *, now: datetime
) -> tuple[str, list[ExplainedLine]]:
    """The currency of a draft or invoice, and its lines. Raises `NotFoundError`."""
    content = (await get_invoice(session, invoice_id, now=now)).content
    return content.currency, await explain_lines(session, content)


async def explain_lines(session: Session, content: InvoiceContent) -> list[ExplainedLine]:
    """The lines of a draft or invoice that is known already."""
    rows = await session.execute(_ENTRIES, {"invoice_id": content.id})
    entries = [build(BilledEntry, row) for row in rows]
    return [
        ExplainedLine(line, line.formula, tuple(e for e in entries if e.line_id == line.line_id))
        for line in content.lines
    ]
