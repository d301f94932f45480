"""A credit note, as far as QuickBooks' invoices are concerned, and what is to be done there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

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


def to_do(
    notes: Sequence[CreditNote],
    *,
    total: Decimal,
    currency: str,
    doc_number: str | None,
    remote: RemoteState | None,
    is_copied: bool,
) -> str | None:
    """What a person is to do in QuickBooks, in English; None: nothing."""
    if not notes or remote is not None:
        return None
    credited = sum((note.total for note in notes), Decimal(0))
    amount, numbers = (
        f"{credited.normalize():f} {currency}",
        ", ".join(note.number for note in notes),
    )
    if not is_copied:
        return f"{amount} of it was credited ({numbers}): once it is copied, credit that in QuickBooks too"
    if credited == total:
        return f"all of it was credited ({numbers}): void invoice {doc_number} in QuickBooks, or enter a credit memo"
    return f"{amount} of it was credited ({numbers}): enter a credit memo in QuickBooks and apply it to {doc_number}"
