"""An e-mail that brings a credit note: its content, stored when it is issued, and the text made of it."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from babel.dates import format_date
from pydantic import BaseModel, ConfigDict

from money import format_money
from notifier.invoice_email import Document, RenderedEmail, Seller, locale_of, templates


class _Amount(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    amount: Decimal
    currency: str


class CreditNoteEmail(BaseModel):
    """What the e-mail repeats of a credit note, and where the document is. Made from the event by attribute."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    credit_note_id: UUID
    credit_note_number: str
    invoice_id: UUID
    number: str
    """Of the invoice."""
    language: str
    seller: Seller
    invoice_date: date
    issue_date: date
    reason: str
    currency: str
    total: Decimal
    balance: _Amount
    document: Document


def render_credit_note(email: CreditNoteEmail, recipient: str) -> RenderedEmail:
    """Write to the person named `recipient` (may be empty), in the customer's language or in English."""
    locale = locale_of(email.language)
    values: dict[str, Any] = {
        "note": email,
        "recipient": recipient,
        "total": format_money(email.total, email.currency, locale),
        "balance": format_money(email.balance.amount, email.balance.currency, locale),
        "issue_date": format_date(email.issue_date, "long", locale=locale),
        "invoice_date": format_date(email.invoice_date, "long", locale=locale),
    }

    def fill(file: str) -> str:
        return templates().get_template(f"{locale.language}/{file}").render(values).strip()

    return RenderedEmail(
        language=locale.language,
        subject=" ".join(fill("credit-note.subject.txt").split()),
        text=fill("credit-note.txt") + "\n",
        html=fill("credit-note.html") + "\n",
    )
