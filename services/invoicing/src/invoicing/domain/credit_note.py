"""A credit note: what of an issued invoice it takes back, and all that is printed on it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from invoicing.domain.appearance import COLOUR
from invoicing.domain.document import DocumentContent, InSeries
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.lines import Line
from invoicing.domain.parties import Contact, Party
from invoicing.domain.states import DeliveryStatus
from invoicing.domain.tax import Totals

CreditDelivery = Literal["email", "hand"]


@dataclass(frozen=True)
class EntryPart:
    """Seconds of an entry, from `start` to `end`, that are credited; both None: all that the line has of it."""

    entry_id: UUID
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class LineCredit:
    """What of a line is credited: an amount, or entries of a time line; neither: all that is left of it."""

    line_id: UUID
    amount: Decimal | None = None
    entries: tuple[EntryPart, ...] = ()


@dataclass(frozen=True)
class CreditRequest:
    """What of an invoice is credited, and why. No lines: all that is left of it."""

    reason: str
    lines: tuple[LineCredit, ...] = ()
    delivery: CreditDelivery = "email"
    issue_date: date | None = None
    draft_correction: bool = False
    correct_with_ready: bool = False


@dataclass(frozen=True, kw_only=True)
class CreditNoteContent(DocumentContent):
    """All that is printed. Amounts are positive, as EN 16931 has them in type 381; discounts are negative."""

    id: UUID
    invoice_id: UUID
    invoice_number: str
    invoice_date: date
    organization_id: UUID
    currency: str
    language: str
    seller: Party
    buyer: Party
    lines: tuple[Line, ...]
    totals: Totals
    reason: str
    delivery: CreditDelivery
    issue_date: date
    billing_contact: Contact | None = None
    first_day: date | None = None
    last_day: date | None = None
    reference: str = ""
    purchase_order: str | None = None
    colour: str = COLOUR
    logo: str | None = None
    number: str | None = None

    @property
    def credit_note_id(self) -> UUID:
        """The id, as what belongs to the credit note calls it."""
        return self.id


@dataclass(frozen=True, kw_only=True)
class IssuedCreditNote(InSeries):
    """A credit note that was issued."""

    content: CreditNoteContent


@dataclass(frozen=True, kw_only=True)
class CreditNoteSummary:
    """A credit note at a glance, and where it is on its way to the customer."""

    id: UUID
    number: str
    issue_date: date
    invoice_id: UUID
    invoice_number: str
    invoice_date: date
    organization_id: UUID
    organization_name: str
    reason: str
    currency: str
    seconds: int
    subtotal: Decimal
    tax: Decimal
    total: Decimal
    delivery: DeliveryStatus
    issued_at: datetime
    issued_by: str


def new_credit_note(
    note_id: UUID,
    invoice: InvoiceContent,
    lines: tuple[Line, ...],
    totals: Totals,
    request: CreditRequest,
    *,
    issue_date: date,
) -> CreditNoteContent:
    """The content, without its number: seller and buyer are those of the invoice, as they were frozen with it."""
    assert invoice.number
    assert invoice.issue_date
    return CreditNoteContent(
        id=note_id,
        invoice_id=invoice.id,
        invoice_number=invoice.number,
        invoice_date=invoice.issue_date,
        organization_id=invoice.organization_id,
        currency=invoice.currency,
        language=invoice.language,
        seller=invoice.seller,
        buyer=invoice.buyer,
        billing_contact=invoice.billing_contact,
        reference=invoice.reference,
        purchase_order=invoice.purchase_order,
        colour=invoice.colour,
        logo=invoice.logo,
        lines=lines,
        totals=totals,
        reason=request.reason,
        delivery=request.delivery,
        issue_date=issue_date,
        first_day=min((line.first_day for line in lines if line.first_day), default=None),
        last_day=max((line.last_day for line in lines if line.last_day), default=None),
    )
