"""What was credited of invoices, as invoicing published it, and its copies in QuickBooks."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Numeric, Text, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, grants
from qbo_sync.domain.credit_note import MemoState
from qbo_sync.store.base import Base

_COPY = (
    "state, reason, generation, requestid, realm_id, qbo_id, doc_number, qbo_total, unapplied,"
    " intuit_tid, copied_at, updated_at"
)


class CreditNoteRow(AccountOwned, Base):
    """A credit note of an invoice (`content` is an `IssuedCreditNote`) and how far its copy, a credit memo, is.

    `requestid` is that of an attempt whose outcome is not known; `generation` counts what came to nothing for certain.
    """

    __tablename__ = "credit_notes"

    credit_note_id: Mapped[UUID] = mapped_column(primary_key=True)
    invoice_id: Mapped[UUID]
    number: Mapped[str]
    issue_date: Mapped[date]
    total: Mapped[Decimal] = mapped_column(Numeric(20, 5))
    credited_because: Mapped[str]
    content: Mapped[dict[str, Any]]
    state: Mapped[MemoState] = mapped_column(Text)
    reason: Mapped[str | None]
    generation: Mapped[int] = mapped_column(server_default=text("1"))
    requestid: Mapped[str | None]
    realm_id: Mapped[str | None]
    qbo_id: Mapped[str | None]
    doc_number: Mapped[str | None]
    qbo_total: Mapped[Decimal | None] = mapped_column(Numeric(20, 5))
    unapplied: Mapped[Decimal | None] = mapped_column(Numeric(20, 5))
    """What of the credit memo no payment has used."""
    intuit_tid: Mapped[str | None]
    copied_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"), onupdate=func.now())

    __table_args__ = (
        CheckConstraint(
            "state IN ('waiting_for_invoice', 'waiting_for_connection', 'queued', 'creating',"
            " 'applying', 'copied', 'variance', 'not_needed', 'failed')",
            name="credit_notes_state",
        ),
        CheckConstraint(
            "state NOT IN ('applying', 'copied', 'variance') OR qbo_id IS NOT NULL",
            name="memo_has_an_id",
        ),
        UniqueConstraint("account_id", "realm_id", "qbo_id", name="one_credit_memo_each"),
        Index("credit_notes_of_invoice", "account_id", "invoice_id"),
        Index(
            "credit_notes_not_copied",
            "account_id",
            "state",
            postgresql_where=text("state NOT IN ('copied', 'variance', 'not_needed')"),
        ),
        grants(f"SELECT, INSERT, UPDATE ({_COPY})"),
    )
