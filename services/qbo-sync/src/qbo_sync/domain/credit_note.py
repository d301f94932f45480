"""A credit note, as far as QuickBooks' invoices are concerned, and what is to be done there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from money import pad
from qbo_sync.domain.remote import RemoteState


@dataclass(frozen=True)
class CreditNote:
    """What was taken back of an invoice, with tax."""

    credit_note_id: UUID
    invoice_id: UUID
    number: str
    issue_date: date
    total: Decimal
    reason: str


@dataclass(frozen=True)
class Credit:
    """What was credited of an invoice with us, and how much of that credit memos settle in QuickBooks."""

    notes: Sequence[CreditNote] = ()
    entered: Decimal = Decimal(0)


NO_CREDIT = Credit()


def to_do(
    credit: Credit,
    *,
    total: Decimal,
    currency: str,
    doc_number: str | None,
    remote: RemoteState | None,
    is_copied: bool,
) -> str | None:
    """What a person is to do in QuickBooks, in English; None: nothing, or nothing more."""
    credited = sum((note.total for note in credit.notes), Decimal(0))
    if remote is not None or credited <= credit.entered:
        return None
    amount = f"{pad(credited - credit.entered, currency):f} {currency}"
    numbers = ", ".join(note.number for note in credit.notes)
    if not is_copied:
        return f"{amount} of it was credited ({numbers}): once it is copied, credit that in QuickBooks too"
    if credited == total and not credit.entered:
        return f"all of it was credited ({numbers}): void invoice {doc_number} in QuickBooks, or enter a credit memo"
    return f"{amount} of it was credited ({numbers}): enter a credit memo in QuickBooks and apply it to {doc_number}"
