"""How each amount of an invoice or credit note comes about: enough for others to compute it again.

What rates decided of an entry (rule, rounding, multipliers) is found there by the entry's id and `price_version`, what an
agreement comes to by its id and the first day of the line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from sqlalchemy import TextClause, text

from database import Session
from invoicing.domain.attributes import build
from invoicing.domain.charges import AgreementCharge
from invoicing.domain.credit_note import CreditNoteContent
from invoicing.domain.expenses import ExpenseClaim
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.lines import Line
from invoicing.domain.payment import SettlementKind
from invoicing.queries.credit_notes import get_credit_note
from invoicing.queries.views import InvoiceView, get_invoice
from invoicing.store import charges, expenses

_ENTRIES = """
    SELECT c.line_id, e.entry_id, e.version, c.price_version, lower(c.seconds) AS start, upper(c.seconds) AS end,
        c.billed_seconds, c.late, c.released_by AS credit_note_id, e.work_date, e.agent_name, e.project_name,
        e.work_item_name, e.service_type_name, e.description
    FROM claims c JOIN time_entries e ON e.account_id = c.account_id AND e.entry_id = c.entry_id
    WHERE c.invoice_id = :invoice_id {released} ORDER BY e.work_date, e.entry_id, c.seconds
"""
_CHARGED = text(_ENTRIES.format(released=""))
_RELEASED = text(_ENTRIES.format(released="AND c.released_by = :credit_note_id"))
_SETTLEMENTS = text("""
    SELECT p.kind, p.id, p.reference, p.received_on AS day, a.amount, a.allocated_at AS at,
        coalesce(a.taken_back_because, p.reason) AS reason
    FROM allocations a JOIN payments p ON p.account_id = a.account_id AND p.id = a.payment_id
    WHERE a.invoice_id = :invoice_id
    UNION ALL
    SELECT 'credit-note', id, number, issue_date, total, issued_at, reason
    FROM credit_notes WHERE invoice_id = :invoice_id
    ORDER BY at, id
""")


@dataclass(frozen=True)
class BilledEntry:
    """Seconds of an entry, from `start` to `end`, that a line has, by its price of that version.

    `billed_seconds` of them are charged. `late`: the line is an agreement's and was issued before the time was approved; it
    does not count it.
    """

    line_id: UUID
    entry_id: UUID
    version: int
    price_version: int
    start: int
    end: int
    billed_seconds: int
    late: bool
    work_date: date
    agent_name: str
    project_name: str | None
    work_item_name: str | None
    service_type_name: str | None
    description: str
    credit_note_id: UUID | None

    @property
    def seconds(self) -> int:
        """How many they are."""
        return self.end - self.start


@dataclass(frozen=True)
class ExplainedLine:
    """A line with the entries behind it, and of an agreement what rates last published of its charge."""

    line: Line
    formula: str | None
    entries: tuple[BilledEntry, ...]
    charge: AgreementCharge | None = None
    expenses: tuple[ExpenseClaim, ...] = ()


@dataclass(frozen=True)
class Settled:
    """What settles something of an invoice; less than nothing is what was taken back."""

    kind: SettlementKind | Literal["credit-note"]
    id: UUID
    reference: str
    day: date
    amount: Decimal
    at: datetime
    reason: str | None


@dataclass(frozen=True)
class Explanation:
    """A draft or invoice with what is behind its lines, and what settles it."""

    view: InvoiceView
    lines: Sequence[ExplainedLine]
    settlements: Sequence[Settled]


@dataclass(frozen=True)
class CreditExplanation:
    """A credit note with the time that each of its lines gives back."""

    content: CreditNoteContent
    lines: Sequence[ExplainedLine]


async def explain(session: Session, invoice_id: UUID, *, now: datetime) -> Explanation:
    """Explain a draft or invoice. Raises `NotFoundError`."""
    view = await get_invoice(session, invoice_id, now=now)
    rows = await session.execute(_SETTLEMENTS, {"invoice_id": invoice_id})
    settlements = [build(Settled, row) for row in rows]
    return Explanation(view, await explain_lines(session, view.content), settlements)


async def explain_credit_note(session: Session, credit_note_id: UUID) -> CreditExplanation:
    """Explain a credit note. Raises `NotFoundError`."""
    content = (await get_credit_note(session, credit_note_id)).issued.content
    about = {"invoice_id": content.invoice_id, "credit_note_id": credit_note_id}
    return CreditExplanation(content, await _explained(session, content.lines, _RELEASED, about))


async def explain_lines(session: Session, content: InvoiceContent) -> list[ExplainedLine]:
    """The lines of a draft or invoice that is known already."""
    return await _explained(session, content.lines, _CHARGED, {"invoice_id": content.id})


async def _explained(
    session: Session, lines: Sequence[Line], which: TextClause, about: dict[str, UUID]
) -> list[ExplainedLine]:
    entries: dict[UUID, list[BilledEntry]] = {line.line_id: [] for line in lines}
    for row in await session.execute(which, about):
        entries.setdefault(row.line_id, []).append(build(BilledEntry, row))
    billed = [line.charge_id for line in lines if line.charge_id]
    known = await charges.load_charges(session, billed) if billed else {}
    spent = await _expenses(session, lines, about["invoice_id"])
    return [
        ExplainedLine(
            line,
            line.formula,
            tuple(entries[line.line_id]),
            known.get(line.charge_id) if line.charge_id else None,
            tuple(one for one in spent if one.line_id == line.line_id),
        )
        for line in lines
    ]


async def _expenses(
    session: Session, lines: Sequence[Line], invoice_id: UUID
) -> Sequence[ExpenseClaim]:
    if not any(line.kind == "expense" for line in lines):
        return ()
    return await expenses.charged_by(session, invoice_id)
