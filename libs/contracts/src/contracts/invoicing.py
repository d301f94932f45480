"""Events of the invoicing service: drafts, invoices, payments and billed time."""

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from contracts.event import Event, PayloadModel
from contracts.statements import DaysStatement, EntriesStatement, StatedCharges
from contracts.values import Address, Contact, Currency, Money, SecondsRange

TaxCategory = Literal["standard", "zero", "exempt", "reverse-charge", "outside-scope"]
DeliveryChannel = Literal["email", "qbo", "hand"]


class SellerChanged(Event):
    """Who sells, as the account's documents now say it; before the first one nothing is known."""

    type: ClassVar[str] = "invoicing.seller-changed.v1"
    topic: ClassVar[str] = "invoicing.seller"
    key_field: ClassVar[str] = "account_id"

    name: str = Field(description="Legal name; may be empty")
    address: Address | None = None
    vat_number: str | None = None
    registration_number: str | None = Field(
        default=None, description="In the register of businesses of the seller's country"
    )


class _InvoiceEvent(Event):
    topic: ClassVar[str] = "invoicing.invoices"
    key_field: ClassVar[str] = "invoice_id"

    invoice_id: UUID


class InvoiceDrafted(_InvoiceEvent):
    """A draft was made and claims its time."""

    type: ClassVar[str] = "invoicing.invoice-drafted.v1"

    organization_id: UUID
    first_day: date | None = None
    last_day: date | None = Field(default=None, description="Included in the period")
    seconds: int = Field(ge=0, description="Sum of the claimed seconds, raw")
    total: Money = Field(description="With tax")
    drafted_at: datetime


class Party(PayloadModel):
    """Seller or buyer, frozen as printed on the invoice."""

    name: str
    address: Address
    vat_number: str | None = None
    registration_number: str | None = None
    gln: str | None = Field(
        default=None,
        description="Global location number (EAN) by which the buyer receives invoices",
    )


class Line(PayloadModel):
    """One invoice line. A time line has seconds and a rate; amount = billed seconds × rate ÷ 3600, rounded half-up once."""

    line_id: UUID
    position: int = Field(ge=1)
    kind: Literal["time", "agreement", "fee", "expense", "fixed", "discount", "text"]
    description: str
    seconds: int | None = Field(default=None, description="Of a time line, raw")
    billed_seconds: int | None = Field(
        default=None, description="Of a time line, after rounding; None: as many as its seconds"
    )
    hourly_rate: Decimal | None = Field(default=None, description="Of a time line, without tax")
    quantity: Decimal | None = Field(
        default=None, description="How many of `unit_price` the amount is; None: named as a whole"
    )
    unit: str | None = Field(default=None, description="Of the quantity, in words")
    unit_price: Decimal | None = Field(
        default=None, description="Without tax; times the quantity, rounded half-up, the amount"
    )
    amount: Decimal = Field(description="Without tax; negative for a discount")
    tax_category: TaxCategory
    tax_rate: Decimal = Field(description="Per cent, 25 for Danish standard VAT")
    tax_code: str | None = Field(default=None, description="The account's own code for it")
    service_type_id: UUID | None = None
    service_type_name: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    charge_id: UUID | None = Field(
        default=None, description="What of an agreement it bills; its seconds are those covered"
    )


class TaxTotal(PayloadModel):
    """Tax of one category and rate, on the sum of its lines (EN 16931 BR-CO-17)."""

    category: TaxCategory
    rate: Decimal = Field(description="Per cent")
    base: Decimal
    tax: Decimal


class Document(PayloadModel):
    """Where the issued document's bytes are; they are made from the frozen content when they are first asked for."""

    path: str = Field(
        description="Path under the invoicing service, holding its own permission to read"
    )
    file_name: str
    media_type: str


class InvoiceIssued(_InvoiceEvent):
    """An invoice got its number and will never change."""

    type: ClassVar[str] = "invoicing.invoice-issued.v1"

    number: str = Field(description="As printed, for example 2026-0001; gapless in its series")
    organization_id: UUID
    issue_date: date
    due_date: date
    first_day: date | None = None
    last_day: date | None = Field(default=None, description="Included in the period")
    currency: Currency = Field(description="ISO 4217 code of every amount of the invoice")
    language: str = Field(description="BCP 47 tag of the document's language")
    seller: Party
    buyer: Party
    billing_contact: Contact | None = Field(default=None, description="Who gets the invoice")
    reference: str = Field(default="", description="The customer's own")
    purchase_order: str | None = Field(default=None, description="The customer's number of it")
    delivery: DeliveryChannel = Field(description="The way that was chosen at issue")
    lines: tuple[Line, ...] = Field(max_length=750)
    tax_totals: tuple[TaxTotal, ...]
    subtotal: Decimal = Field(description="Without tax")
    tax: Decimal
    total: Decimal = Field(description="With tax")
    payment_instructions: str = ""
    payment_reference: str = Field(
        default="",
        description="What the customer states when they pay, as the banks of the currency have it",
    )
    document: Document
    issued_at: datetime
    customer_page: str = Field(
        default="",
        description="Path of the customer's page under the gateway's address, holding its own permission",
    )
    receipts: tuple[Document, ...] = Field(
        default=(), description="Receipts of expenses that an e-mail is to carry, too"
    )
    reminder_fee_of: UUID | None = Field(
        default=None,
        description="The invoice whose reminder it charges a fee for; None: it does no such thing",
    )


class InvoiceCredited(_InvoiceEvent):
    """A credit note took back the invoice, or some of it. Its amounts are positive; seller and buyer are the invoice's."""

    type: ClassVar[str] = "invoicing.invoice-credited.v1"

    credit_note_id: UUID
    credit_note_number: str = Field(
        description="As printed, for example CN-2026-0001; gapless in its series"
    )
    number: str = Field(description="Of the invoice")
    invoice_date: date
    organization_id: UUID
    issue_date: date = Field(description="Of the credit note")
    reason: str
    credit: Literal["partial", "full"] = Field(
        description="Whether credit notes took back all of the invoice by now"
    )
    currency: Currency = Field(description="ISO 4217 code of every amount")
    language: str = Field(description="BCP 47 tag of the document's language")
    seller: Party
    buyer: Party
    billing_contact: Contact | None = Field(default=None, description="Who gets it")
    reference: str = Field(default="", description="The customer's own, as on the invoice")
    purchase_order: str | None = Field(default=None, description="As on the invoice")
    delivery: Literal["email", "hand"] = Field(description="The way that was chosen")
    lines: tuple[Line, ...] = Field(
        max_length=750,
        description="What is taken back of which line of the invoice, by its line_id; seconds are those given back",
    )
    tax_totals: tuple[TaxTotal, ...] = Field(
        description="Together with the invoice's other credit notes never more than its tax"
    )
    subtotal: Decimal = Field(description="Without tax")
    tax: Decimal
    total: Decimal = Field(description="With tax")
    balance: Money = Field(description="What is still owed on the invoice")
    document: Document
    issued_at: datetime


class CustomerAsked(_InvoiceEvent):
    """The customer asked a question about an issued invoice, on the page that its link opens."""

    type: ClassVar[str] = "invoicing.customer-asked.v1"

    question_id: UUID
    number: str = Field(description="Of the invoice")
    organization_id: UUID
    name: str = Field(default="", description="Who asked, as they wrote it")
    text: str = Field(description="The question, in the customer's words")
    asked_at: datetime


class SendingRequested(_InvoiceEvent):
    """Somebody asked for an issued invoice to be sent, besides the way that was chosen at issue."""

    type: ClassVar[str] = "invoicing.sending-requested.v1"

    sending_id: UUID = Field(description="Of this one request: it is sent once")
    channel: Literal["email", "qbo"]
    recipient: Contact | None = Field(
        default=None, description="Who is to get it; None: whoever QuickBooks has for it"
    )
    message: str = Field(default="", description="What an e-mail says besides")
    requested_by: str
    requested_at: datetime
    number: str
    issue_date: date
    due_date: date
    first_day: date | None = None
    last_day: date | None = Field(default=None, description="Included in the period")
    currency: Currency
    language: str = Field(description="BCP 47 tag of the document's language")
    seller: Party
    total: Decimal = Field(description="With tax")
    payment_instructions: str = ""
    document: Document
    customer_page: str = Field(
        default="",
        description="Path of the customer's page under the gateway's address, holding its own permission",
    )
    receipts: tuple[Document, ...] = Field(
        default=(), description="Receipts of expenses that an e-mail is to carry, too"
    )


class InvoiceHandedOver(_InvoiceEvent):
    """Somebody noted that the customer got an issued invoice by hand, by post or through a portal."""

    type: ClassVar[str] = "invoicing.invoice-handed-over.v1"

    sending_id: UUID
    number: str
    sent_on: date
    requested_by: str = Field(description="Who noted it")
    requested_at: datetime


class InvoiceDisputed(_InvoiceEvent):
    """The customer does not accept an issued invoice, or a line of it: no reminder is to go out until that is resolved."""

    type: ClassVar[str] = "invoicing.invoice-disputed.v1"

    dispute_id: UUID
    number: str = Field(description="Of the invoice")
    organization_id: UUID
    line_id: UUID | None = Field(default=None, description="None: the whole invoice")
    reason: str
    opened_by: str
    opened_at: datetime


class DisputeResolved(_InvoiceEvent):
    """A dispute came to an end."""

    type: ClassVar[str] = "invoicing.dispute-resolved.v1"

    dispute_id: UUID
    number: str = Field(description="Of the invoice")
    organization_id: UUID
    outcome: Literal["credited", "upheld", "withdrawn", "other"] = Field(
        description="Upheld: the invoice stands; withdrawn: the customer accepts it"
    )
    note: str = ""
    disputed: bool = Field(description="Whether another dispute of the invoice is still open")
    resolved_by: str
    resolved_at: datetime


class InvoiceOverdue(_InvoiceEvent):
    """An issued invoice with a balance passed its due date, by the account's local date."""

    type: ClassVar[str] = "invoicing.invoice-overdue.v1"

    number: str
    organization_id: UUID
    due_date: date
    balance: Money = Field(description="What is still owed")


class InvoicePaid(_InvoiceEvent):
    """Nothing is owed on the invoice any more."""

    type: ClassVar[str] = "invoicing.invoice-paid.v1"

    number: str
    organization_id: UUID
    paid_on: date
    total: Money = Field(description="With tax")


class PaymentRecorded(_InvoiceEvent):
    """A payment, or the part of one, was allocated to the invoice."""

    type: ClassVar[str] = "invoicing.payment-recorded.v1"

    payment_id: UUID
    number: str = Field(description="Of the invoice")
    amount: Money = Field(description="What was allocated to this invoice")
    received_on: date
    method: Literal["bank", "card", "cash", "qbo", "other"]
    reference: str = ""
    kind: Literal["cash", "credit"] = Field(
        default="cash", description="Credit: settled without money coming in"
    )
    balance: Money = Field(description="What is still owed after this payment")


class PaymentReversed(_InvoiceEvent):
    """A counter-entry undid an earlier payment, or what it settled of this invoice."""

    type: ClassVar[str] = "invoicing.payment-reversed.v1"

    payment_id: UUID
    number: str = Field(description="Of the invoice")
    amount: Money = Field(description="What this invoice lost")
    balance: Money = Field(description="What is owed again")
    reason: str


class BilledRange(SecondsRange):
    """Seconds of an entry that a line of the invoice bills, and the price that they are billed at."""

    entry_id: UUID
    line_id: UUID
    hourly_rate: Decimal | None = Field(
        description="Of the line, without tax; None: the line is the charge of an agreement that covers the time"
    )
    charge_id: UUID | None = Field(default=None, description="That charge")
    price_version: int = Field(ge=1, description="Of the `TimePriced` that is billed")


class TimeBilled(_InvoiceEvent):
    """Time that an issued invoice bills. Many ranges are published in parts, each of which stands alone."""

    type: ClassVar[str] = "invoicing.time-billed.v1"

    number: str = Field(description="Of the invoice")
    currency: Currency
    part: int = Field(ge=1, description="The number of this part, from 1")
    parts: int = Field(ge=1, description="How many parts there are")
    ranges: tuple[BilledRange, ...] = Field(max_length=2000)
    billed_at: datetime


class ReleasedRange(SecondsRange):
    """Seconds of an entry that a line billed, or had written off, and has no longer."""

    entry_id: UUID
    line_id: UUID


class TimeReleased(_InvoiceEvent):
    """A credit note gave time of the invoice back: it can be priced and billed again. In parts as `TimeBilled`."""

    type: ClassVar[str] = "invoicing.time-released.v1"

    number: str = Field(description="Of the invoice")
    credit_note_id: UUID
    part: int = Field(ge=1, description="The number of this part, from 1")
    parts: int = Field(ge=1, description="How many parts there are")
    ranges: tuple[ReleasedRange, ...] = Field(max_length=2000)
    released_at: datetime


class WrittenOffRange(SecondsRange):
    """Seconds of an entry that will not be charged, and the price that they have."""

    entry_id: UUID
    line_id: UUID = Field(description="Of the write-off: seconds of one entry at one price")
    hourly_rate: Decimal = Field(description="What is given up, without tax")
    price_version: int = Field(ge=1, description="Of the `TimePriced` that holds for them")


class _WriteOffEvent(Event):
    topic: ClassVar[str] = "invoicing.write-offs"
    key_field: ClassVar[str] = "write_off_id"

    write_off_id: UUID


class TimeWrittenOff(_WriteOffEvent):
    """Time that no invoice will charge. Its price stays as billed time's does. In parts as `TimeBilled`."""

    type: ClassVar[str] = "invoicing.time-written-off.v1"

    organization_id: UUID
    currency: Currency
    reason: str
    part: int = Field(ge=1, description="The number of this part, from 1")
    parts: int = Field(ge=1, description="How many parts there are")
    ranges: tuple[WrittenOffRange, ...] = Field(max_length=2000)
    written_off_at: datetime


class WriteOffUndone(_WriteOffEvent):
    """The time of a write-off can be priced and billed again. In parts as `TimeBilled`."""

    type: ClassVar[str] = "invoicing.write-off-undone.v1"

    part: int = Field(ge=1, description="The number of this part, from 1")
    parts: int = Field(ge=1, description="How many parts there are")
    ranges: tuple[ReleasedRange, ...] = Field(max_length=2000)
    undone_at: datetime


class BilledCharge(PayloadModel):
    """What an agreement charges, on a line of an issued invoice."""

    charge_id: UUID
    line_id: UUID
    charge_version: int = Field(ge=1, description="Of the `AgreementChargeChanged` that is billed")
    amount: Decimal = Field(description="Without tax")


class AgreementBilled(_InvoiceEvent):
    """Charges of agreements that an issued invoice bills: what they are for is closed."""

    type: ClassVar[str] = "invoicing.agreement-billed.v1"

    number: str = Field(description="Of the invoice")
    currency: Currency
    charges: tuple[BilledCharge, ...] = Field(min_length=1, max_length=750)
    billed_at: datetime


class ReleasedCharge(PayloadModel):
    """A charge that a line billed and bills no longer."""

    charge_id: UUID
    line_id: UUID


class AgreementReleased(_InvoiceEvent):
    """A credit note gave charges of agreements back: they can be billed again."""

    type: ClassVar[str] = "invoicing.agreement-released.v1"

    number: str = Field(description="Of the invoice")
    credit_note_id: UUID
    charges: tuple[ReleasedCharge, ...] = Field(min_length=1, max_length=750)
    released_at: datetime


class _ReopeningAnswer(Event):
    """What invoicing says to a `timer.timesheet-reopening-asked`; `version` is that of the question."""

    topic: ClassVar[str] = "invoicing.reopenings"
    key_field: ClassVar[str] = "timesheet_id"

    timesheet_id: UUID


class ShrunkDraft(PayloadModel):
    """A draft that lost time of the sheet."""

    invoice_id: UUID
    seconds: int = Field(ge=1, description="What it lost, raw")


class ReopeningGranted(_ReopeningAnswer):
    """No issued invoice charges time of the sheet: drafts have given it back, and none of it is billed before it is
    approved again."""

    type: ClassVar[str] = "invoicing.reopening-granted.v1"

    drafts: tuple[ShrunkDraft, ...] = Field(default=(), max_length=1000)
    granted_at: datetime


class ChargingInvoice(PayloadModel):
    """An issued invoice that charges time of the sheet."""

    invoice_id: UUID
    number: str


class ReopeningRefused(_ReopeningAnswer):
    """Issued invoices charge time of the sheet, which no credit note has released, or some of it is written off: nothing
    was changed."""

    type: ClassVar[str] = "invoicing.reopening-refused.v1"

    invoices: tuple[ChargingInvoice, ...] = Field(max_length=1000)
    write_off_ids: tuple[UUID, ...] = Field(
        default=(), max_length=1000, description="To be undone first"
    )
    refused_at: datetime


class ChargedTimeStated(DaysStatement):
    """Approved time and what is charged of it, by day of work, as invoicing's books had it when rates asked.

    The seconds are those of the part's billable time, each second in one bucket.
    """

    type: ClassVar[str] = "invoicing.charged-time-stated.v1"
    topic: ClassVar[str] = "invoicing.statements"

    approved_seconds: int = Field(ge=0)
    unpriced_seconds: int
    held_seconds: int = Field(description="By agreements, for the line of their charge")
    ready_seconds: int
    drafted_seconds: int = Field(description="On drafts")
    billed_seconds: int = Field(description="On issued invoices, and not given back")
    written_off_seconds: int = Field(default=0, description="Not to be charged")


class ChargedEntriesStated(EntriesStatement):
    """The approved entries of some days, with what is charged of them, as invoicing's books had them when rates asked."""

    type: ClassVar[str] = "invoicing.charged-entries-stated.v1"
    topic: ClassVar[str] = "invoicing.statements"

    entries: tuple[StatedCharges, ...] = Field(max_length=500)
