"""How the amount of each line comes about, and which entries are behind it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text

from database import Session
from invoicing.domain.attributes import build
from invoicing.domain.charges import AgreementCharge
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.lines import Line
from invoicing.queries.views import get_invoice
from invoicing.store import charges

_ENTRIES = text("""
    SELECT c.line_id, e.entry_id, e.version, upper(c.seconds) - lower(c.seconds) AS seconds, c.billed_seconds,
        c.late, e.work_date,
        c.released_by AS credit_note_id, e.work_date, e.agent_name, e.project_name, e.work_item_name, e.service_type_name,
        e.description
    FROM claims c JOIN time_entries e ON e.account_id = c.account_id AND e.entry_id = c.entry_id
    WHERE c.invoice_id = :invoice_id ORDER BY e.work_date, e.entry_id, c.seconds
""")


@dataclass(frozen=True)
class BilledEntry:
    """An entry, or the `seconds` of it, that a line has; `billed_seconds` of them are charged.

    `late`: the line is an agreement's and was issued before the time was approved; it does not count it.
    """

    line_id: UUID
    entry_id: UUID
    version: int
    seconds: int
    billed_seconds: int
    late: bool
    work_date: date
    agent_name: str
    project_name: str | None
    work_item_name: str | None
    service_type_name: str | None
    description: str
    credit_note_id: UUID | None


@dataclass(frozen=True)
class ExplainedLine:
    """A line with the entries behind it, and of an agreement what rates last published of its charge."""

    line: Line
    formula: str | None
    entries: tuple[BilledEntry, ...]
    charge: AgreementCharge | None = None


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
    billed = [line.charge_id for line in content.lines if line.charge_id]
    known = await charges.load_charges(session, billed) if billed else {}
    return [
        ExplainedLine(
            line,
            line.formula,
            tuple(e for e in entries if e.line_id == line.line_id),
            known.get(line.charge_id) if line.charge_id else None,
        )
        for line in content.lines
    ]
