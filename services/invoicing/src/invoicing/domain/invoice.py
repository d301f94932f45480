"""An invoice as a whole: all that is printed, and what proves that an issued one never changed."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from invoicing.domain.appearance import COLOUR
from invoicing.domain.appendix import TimeAppendix
from invoicing.domain.document import DocumentContent, InSeries
from invoicing.domain.grouping import GroupBy
from invoicing.domain.lines import Line, add_up
from invoicing.domain.parties import Contact, Party
from invoicing.domain.payment_details import NO_DETAILS, PaymentDetails
from invoicing.domain.receipts import AttachedReceipts
from invoicing.domain.tax import Tax, Totals
from invoicing.domain.terms import Terms

_TEXTS = (Decimal, UUID, date)
DeliveryChannel = Literal["email", "qbo", "hand"]

FIRST_HASH = "0" * 64
"""What the first invoice of a series is linked to."""


@dataclass(frozen=True, kw_only=True)
class InvoiceContent(DocumentContent):
    """Seller, buyer, lines and totals; a draft has no number, nor dates.

    `logo` and `appendix` are the SHA-256 of what is kept by itself.
    """

    id: UUID
    organization_id: UUID
    currency: str
    language: str
    seller: Party
    buyer: Party
    lines: tuple[Line, ...]
    totals: Totals = field(init=False)
    billing_contact: Contact | None = None
    first_day: date | None = None
    last_day: date | None = None
    notes: str = ""
    reference: str = ""
    purchase_order: str | None = None
    payment_instructions: str = ""
    payment_details: PaymentDetails = NO_DETAILS
    payment_reference: str = ""
    colour: str = COLOUR
    logo: str | None = None
    time_appendix: TimeAppendix = "none"
    appendix: str | None = None
    receipts: AttachedReceipts | None = None
    """Kept by themselves, each by its SHA-256; None for none."""
    number: str | None = None
    issue_date: date | None = None
    due_date: date | None = None
    delivery: DeliveryChannel | None = None
    reminder_fee_of: UUID | None = None
    """The invoice for whose reminder it charges a fee."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "totals", add_up(self.lines, self.currency))

    @property
    def invoice_id(self) -> UUID:
        """The id, as what belongs to the invoice calls it."""
        return self.id

    @property
    def recipient(self) -> str | None:
        """The address that it is sent to; nobody sends what is handed over."""
        contact = self.billing_contact
        return contact.email if contact and self.delivery != "hand" else None


@dataclass(frozen=True)
class DraftedAs:
    """What was chosen for the draft, and the tax that was proposed: a correction has what was chosen again."""

    group_by: GroupBy
    tax: Tax
    proposed_tax: Tax
    terms: Terms | None = None
    payment_instructions: str | None = None
    time_appendix: TimeAppendix | None = None


@dataclass(frozen=True, kw_only=True)
class IssuedInvoice(InSeries):
    """An invoice that was issued."""

    content: InvoiceContent
    drafted_as: DraftedAs | None = None
    drafted_at: datetime | None = None
    drafted_by: str | None = None


def hash_link(
    content: object,
    *,
    series: str,
    sequence: int,
    previous_hash: str,
    issued_at: datetime,
    issued_by: str,
) -> str:
    """The link of a series' hash chain: SHA-256, in hexadecimal, over the hash before it, the content, a dataclass, and
    which document of the series it is, issued when and by whom."""
    place = {"series": series, "sequence": sequence, "issued_at": issued_at, "issued_by": issued_by}
    whole = place | {"content": content}
    text = json.dumps(whole, sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(f"{previous_hash}\n{text}".encode()).hexdigest()


def link_of(document: InSeries, content: object) -> str:
    """The link of a document of that content, made again."""
    return hash_link(
        content,
        series=document.series,
        sequence=document.sequence,
        previous_hash=document.previous_hash,
        issued_at=document.issued_at,
        issued_by=document.issued_by,
    )


def _plain(value: object) -> object:
    """A number, id, day or time as its text, a dataclass as those of its fields that say something: one that is added later
    leaves the links of before as they are."""
    if isinstance(value, _TEXTS):
        return str(value)
    # texts at once: a call of the encoder for each number of hundreds of lines is most of the work
    return {
        name: str(one) if isinstance(one, _TEXTS) else one
        for name, one in vars(value).items()
        if one is not None
    }
