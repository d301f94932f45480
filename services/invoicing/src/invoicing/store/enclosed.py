"""What is kept beside the content of documents, which has its hash: logos, and the time that is printed after the lines."""

from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from database import Session, Statement
from invoicing.domain.appearance import Logo
from invoicing.domain.appendix import Appendix, AppendixEntry, worked_on
from invoicing.domain.attributes import build
from invoicing.domain.credit_note import CreditNoteContent
from invoicing.domain.document import Enclosed
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.quote import QuoteContent
from invoicing.store.mapping import to_values
from invoicing.store.tables.accounts import LogoRow
from invoicing.store.tables.invoices import AppendixRow

_ENTRIES = Statement("""
    SELECT c.line_id, e.work_date, e.agent_name, e.project_name, e.work_item_name, e.description,
        sum(upper(c.seconds) - lower(c.seconds))::int AS seconds, sum(c.billed_seconds)::int AS billed_seconds
    FROM claims c JOIN time_entries e ON e.account_id = c.account_id AND e.entry_id = c.entry_id
    WHERE c.invoice_id = :invoice_id AND NOT c.late
    GROUP BY c.line_id, e.account_id, e.entry_id ORDER BY e.work_date, e.agent_name, e.entry_id
""")
_APPENDIX = text("SELECT content FROM appendices WHERE invoice_id = :invoice_id")


async def load_logo(session: Session, sha256: str) -> Logo | None:
    """A logo of the account, of now or of before."""
    row = await session.scalar(select(LogoRow).where(LogoRow.sha256 == sha256))
    return None if row is None else build(Logo, row)


async def insert_logo(session: Session, logo: Logo) -> None:
    """Keep a logo; one that is there already stays."""
    await session.execute(insert(LogoRow).values(to_values(LogoRow, logo)).on_conflict_do_nothing())


async def gather_appendix(session: Session, content: InvoiceContent) -> Appendix | None:
    """The time behind the lines of a draft, as it is now; None when it is not to be printed, or there is none."""
    if content.time_appendix == "none":
        return None
    named = content.time_appendix == "entries"
    rows = await _ENTRIES.all(session, {"invoice_id": content.id})
    order = {line.line_id: place for place, line in enumerate(content.lines)}
    entries = (
        AppendixEntry(
            line_id=row["line_id"],
            work_date=row["work_date"],
            agent_name=row["agent_name"] if named else None,
            work=worked_on((row["project_name"], row["work_item_name"]), row["description"] or ""),
            seconds=row["seconds"],
            billed_seconds=row["billed_seconds"],
        )
        for row in rows
    )
    sorted_ = tuple(sorted(entries, key=lambda entry: order[entry.line_id]))
    return Appendix(sorted_) if sorted_ else None


async def insert_appendix(session: Session, invoice_id: UUID, appendix: Appendix) -> None:
    """Freeze the time behind the lines of an invoice that is being issued."""
    values = {"invoice_id": invoice_id, "content": appendix.text}
    await session.execute(insert(AppendixRow).values(values))


async def load_enclosed(
    session: Session, content: InvoiceContent | CreditNoteContent | QuoteContent
) -> Enclosed:
    """What is printed of a document beside its content."""
    logo = await load_logo(session, content.logo) if content.logo else None
    if not isinstance(content, InvoiceContent):
        return Enclosed(logo)
    if content.number is None:
        return Enclosed(logo, await gather_appendix(session, content))
    frozen = None
    if content.appendix:
        frozen = await session.scalar(_APPENDIX, {"invoice_id": content.id})
    return Enclosed(logo, Appendix.read(frozen) if frozen else None)
