"""What an invoice e-mail tells its reader, kept from the day the invoice was issued."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from contracts.invoicing import Document, InvoiceIssued


class Letter(BaseModel):
    """The part of an issued invoice that the e-mail repeats, and where the document is."""

    model_config = ConfigDict(frozen=True)

    invoice_id: UUID
    number: str
    language: str
    seller: str
    issue_date: date
    due_date: date
    first_day: date | None
    last_day: date | None
    currency: str
    total: Decimal
    payment_instructions: str
    document: Document

    @classmethod
    def of(cls, invoice: InvoiceIssued) -> "Letter":
        """Take from the invoice what its letter says."""
        return cls(
            invoice_id=invoice.invoice_id,
            number=invoice.number,
            language=invoice.language,
            seller=invoice.seller.name,
            issue_date=invoice.issue_date,
            due_date=invoice.due_date,
            first_day=invoice.first_day,
            last_day=invoice.last_day,
            currency=invoice.currency,
            total=invoice.total,
            payment_instructions=invoice.payment_instructions,
            document=invoice.document,
        )
