"""What the invoicing service says: drafts, invoices, payments and billed time."""

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from contracts.event import Event, PayloadModel
from contracts.money import Currency, Money
from contracts.people import Address, Contact

TaxCategory = Literal["standard", "zero", "exempt", "reverse-charge", "outside-scope"]
DeliveryChannel = Literal["email", "qbo", "hand"]


class Party(PayloadModel):
    """Seller or buyer, frozen as printed on the invoice."""

    name: str
    address: Address
    vat_number: str | None = None
    registration_number: str | None = None


class Line(PayloadModel):
    """One invoice line. A time line has seconds and a rate; amount = seconds × rate ÷ 3600, rounded half-up once."""

    line_id: UUID
    position: int = Field(ge=1)
    kind: Literal["time", "fee", "expense", "fixed", "discount", "text"]
    description: str
    seconds: int | None = None
    hourly_rate: Decimal | None = None
    amount: Decimal
    tax_category: TaxCategory
    tax_rate: Decimal = Field(description="Per cent, 25 for Danish standard VAT")
    service_type_id: UUID | None = None
    service_type_name: str | None = None
    first_day: date | None = None
    last_day: date | None = None


class TaxTotal(PayloadModel):
    """Tax of one category and rate, on the sum of its lines (EN 16931 BR-CO-17)."""

    category: TaxCategory
    rate: Decimal
    base: Decimal
    tax: Decimal


class Document(PayloadModel):
    """Where the issued document's bytes are, and what they must hash to."""

    path: str = Field(
        description="Path under the invoicing service, holding its own permission to read"
    )
    file_name: str
    media_type: str
    sha256: str


class InvoiceDrafted(Event):
    """A draft claims its time."""

    type: ClassVar[str] = "invoicing.invoice-drafted.v1"
    topic: ClassVar[str] = "invoicing.invoices"
    key_field: ClassVar[str] = "invoice_id"

    invoice_id: UUID
    organization_id: UUID
    first_day: date | None = None
    last_day: date | None = None
    seconds: int = Field(ge=0)
    total: Money
    drafted_at: datetime


class InvoiceIssued(Event):
    """An invoice got its number and will never change."""

    type: ClassVar[str] = "invoicing.invoice-issued.v1"
    topic: ClassVar[str] = "invoicing.invoices"
    key_field: ClassVar[str] = "invoice_id"

    invoice_id: UUID
    number: str
    organization_id: UUID
    issue_date: date
    due_date: date
    first_day: date | None = None
    last_day: date | None = None
    currency: Currency
    language: str
    seller: Party
    buyer: Party
    billing_contact: Contact | None = None
    delivery: DeliveryChannel
    lines: tuple[Line, ...] = Field(max_length=750)
    tax_totals: tuple[TaxTotal, ...]
    subtotal: Decimal
    tax: Decimal
    total: Decimal
    payment_instructions: str = ""
    document: Document
    issued_at: datetime


class InvoiceOverdue(Event):
    """An issued invoice with a balance passed its due date, by the account's local date."""

    type: ClassVar[str] = "invoicing.invoice-overdue.v1"
    topic: ClassVar[str] = "invoicing.invoices"
    key_field: ClassVar[str] = "invoice_id"

    invoice_id: UUID
    number: str
    organization_id: UUID
    due_date: date
    balance: Money


class InvoicePaid(Event):
    """Nothing is owed on the invoice any more."""

    type: ClassVar[str] = "invoicing.invoice-paid.v1"
    topic: ClassVar[str] = "invoicing.invoices"
    key_field: ClassVar[str] = "invoice_id"

    invoice_id: UUID
    number: str
    organization_id: UUID
    paid_on: date
    total: Money


class PaymentRecorded(Event):
    """A payment, or the part of one, was allocated to the invoice."""

    type: ClassVar[str] = "invoicing.payment-recorded.v1"
    topic: ClassVar[str] = "invoicing.invoices"
    key_field: ClassVar[str] = "invoice_id"

    invoice_id: UUID
    payment_id: UUID
    number: str
    amount: Money
    received_on: date
    method: Literal["bank", "card", "cash", "qbo", "other"]
    reference: str = ""
    balance: Money = Field(description="What is still owed after this payment")


class PaymentReversed(Event):
    """A counter-entry undid an earlier payment."""

    type: ClassVar[str] = "invoicing.payment-reversed.v1"
    topic: ClassVar[str] = "invoicing.invoices"
    key_field: ClassVar[str] = "invoice_id"

    invoice_id: UUID
    payment_id: UUID
    number: str
    amount: Money
    balance: Money
    reason: str


class BilledEntry(PayloadModel):
    """The seconds of an entry that the invoice bills, and the price they are billed at."""

    entry_id: UUID
    seconds: int = Field(gt=0, le=86_400)
    hourly_rate: Money | None = None
    price_version: int | None = Field(
        default=None,
        description="Of the TimePriced that the invoice bills; later ones came too late",
    )


class TimeBilled(Event):
    """Time that an issued invoice bills; many entries are said in parts."""

    type: ClassVar[str] = "invoicing.time-billed.v1"
    topic: ClassVar[str] = "invoicing.invoices"
    key_field: ClassVar[str] = "invoice_id"

    invoice_id: UUID
    number: str
    part: int = Field(ge=1)
    parts: int = Field(ge=1)
    entries: tuple[BilledEntry, ...] = Field(max_length=2000)
    billed_at: datetime
