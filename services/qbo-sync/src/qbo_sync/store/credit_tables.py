"""What was credited of invoices, as invoicing published it."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, grants
from qbo_sync.store.base import Base


class CreditNoteRow(AccountOwned, Base):
    """A credit note of an invoice, which QuickBooks does not get by itself."""

    __tablename__ = "credit_notes"

    credit_note_id: Mapped[UUID] = mapped_column(primary_key=True)
    invoice_id: Mapped[UUID]
    number: Mapped[str]
    issue_date: Mapped[date]
    total: Mapped[Decimal] = mapped_column(Numeric(20, 5))
    reason: Mapped[str]

    __table_args__ = (
        Index("credit_notes_of_invoice", "account_id", "invoice_id"),
        grants("SELECT, INSERT"),
    )
