"""Credit notes of invoices."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from database import Session
from database.mapping import as_dataclass, attributes
from qbo_sync.domain.credit_note import CreditNote
from qbo_sync.store.credit_tables import CreditNoteRow


async def add(session: Session, notes: Sequence[CreditNote]) -> None:
    """Keep credit notes, each once."""
    await session.execute(
        insert(CreditNoteRow).on_conflict_do_nothing(), [attributes(n) for n in notes]
    )


async def of_invoices(
    session: Session, invoice_ids: Collection[UUID]
) -> dict[UUID, list[CreditNote]]:
    """The credit notes of these invoices, in the order of their numbers."""
    found: dict[UUID, list[CreditNote]] = defaultdict(list)
    asked = select(CreditNoteRow).where(CreditNoteRow.invoice_id.in_(invoice_ids))
    for row in await session.scalars(
        asked.order_by(CreditNoteRow.issue_date, CreditNoteRow.number)
    ):
        found[row.invoice_id].append(as_dataclass(CreditNote, row))
    return found
