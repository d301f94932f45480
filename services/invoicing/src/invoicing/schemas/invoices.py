"""Drafts and invoices: what is asked for, and what is answered."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

import web
from invoicing.domain.appendix import TimeAppendix
from invoicing.domain.draft import Choices, DraftRequest, DraftTexts, Proposed, SaidBy
from invoicing.domain.expenses import ExpenseLines
from invoicing.domain.grouping import GroupBy
from invoicing.domain.invoice import DeliveryChannel
from invoicing.domain.issuing import IssueOptions
from invoicing.domain.left_out import LeftOutReason
from invoicing.domain.states import CopyState, CreditState, DeliveryState, PaymentState
from invoicing.domain.summary import InvoiceState
from invoicing.domain.tax import TaxCategory
from invoicing.domain.tax_proposal import TaxReason
from invoicing.queries.summaries import InvoiceFilter
from invoicing.queries.views import InvoiceView
from invoicing.schemas.amounts import AmountOf, AmountsResponse, Day, respond
from invoicing.schemas.documents import PaymentDetailsResponse
from invoicing.schemas.lines import LineResponse
from invoicing.schemas.settings import (
    BuyerResponse,
    ContactResponse,
    PartyResponse,
    TaxRequest,
    TaxResponse,
    TermsRequest,
    TermsResponse,
)

PurchaseOrderNumber = Annotated[str, Field(max_length=100)]
"""A number under which a customer ordered."""
PaymentInstructions = Annotated[str, Field(max_length=1000)]
"""How to pay."""


class CreateDraftRequest(web.RequestModel):
    """What to invoice: all that is ready of a period, or some entries and charges; with neither, a draft for other lines."""

    organization_id: UUID
    """The customer, by timer's id."""
    first_day: Day | None = None
    """First work date of the period; needs `last_day`."""
    last_day: Day | None = None
    """Last work date of the period, included."""
    entry_ids: Annotated[tuple[UUID, ...], Field(max_length=10_000)] = ()
    """Just these time entries, instead of a period. All must be ready, else the draft is refused."""
    charge_ids: Annotated[tuple[UUID, ...], Field(max_length=750)] = ()
    """Just these charges of agreements, instead of a period; those of a period come by themselves. All must be ready."""
    expense_ids: Annotated[tuple[UUID, ...], Field(max_length=750)] = ()
    """Just these expenses, instead of a period; those of a period come by themselves. All must be ready."""
    expenses: ExpenseLines = "entry"
    """How expenses go on it: a line for each, one for each category and tax, or `none`. A period takes what was spent up to
    its last day."""
    group_by: GroupBy = "work_item"
    """What one line stands for. A line never mixes hourly rates, nor what exceeds an agreement with other time."""
    currency: web.CurrencyCode | None = None
    """ISO 4217 code: only time priced in it is drafted. Null: the customer's, or the account's where they have none."""
    tax: TaxRequest | None = None
    """How the lines are taxed. Null proposes it: the account's own VAT at home and for private customers in the EU,
    reverse charge for businesses in other member states, outside the scope elsewhere.
    """
    notes: Annotated[str, Field(max_length=2000)] = ""
    """Printed under the lines."""
    reference: Annotated[str, Field(max_length=200)] = ""
    """The customer's own reference (order or person), printed at the top."""
    purchase_order: PurchaseOrderNumber | None = None
    """The customer's purchase order number, printed at the top; empty for none. Null: the one that the customer has for
    these days (`/v1/customer-billing`).
    """
    terms: TermsRequest | None = None
    """When it is due. Null: as the customer has it, else the account."""
    payment_instructions: PaymentInstructions | None = None
    """How to pay, printed under the total. Null: as the customer has it, else the account."""

    @model_validator(mode="after")
    def _period(self) -> Self:
        if (self.first_day is None) != (self.last_day is None):
            raise ValueError("first_day and last_day belong together")
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValueError("last_day is before first_day")
        if self.first_day and (self.entry_ids or self.charge_ids or self.expense_ids):
            raise ValueError("give a period, or entry_ids, charge_ids and expense_ids, not both")
        if self.expense_ids and self.expenses == "none":
            raise ValueError("give a way for expenses to go on it")
        return self

    def to_domain(self) -> DraftRequest:
        """Raises `InvalidInputError` for a tax or terms that cannot be."""
        terms = self.terms and self.terms.to_domain()
        return DraftRequest(
            **{**dict(self), "tax": self.tax and self.tax.to_domain(), "terms": terms}
        )


class ChangeDraftRequest(web.RequestModel):
    """What a draft says beside its lines. What is not given stays."""

    notes: Annotated[str, Field(max_length=2000)] | None = None
    """Printed under the lines; empty for none. Absent or null: as before."""
    reference: Annotated[str, Field(max_length=200)] | None = None
    """The customer's own reference, such as an order number; empty for none. Absent or null: as before."""
    time_appendix: TimeAppendix | None = None
    """What of the time is printed after the lines. Absent or null: as before, at first as the account has it."""
    purchase_order: PurchaseOrderNumber | None = None
    """The customer's purchase order number; empty for none. Absent or null: as before."""
    terms: TermsRequest | None = None
    """When it is due. Absent or null: as before, at first as the customer has it, else the account."""
    payment_instructions: PaymentInstructions | None = None
    """How to pay. Absent or null: as before, at first as the customer has it, else the account."""
    as_proposed: Annotated[tuple[Proposed, ...], Field(max_length=2)] = ()
    """What is again to be as the customer or the account has it."""

    @model_validator(mode="after")
    def _said_once(self) -> Self:
        for name in self.as_proposed:
            if getattr(self, name) is not None:
                raise ValueError(f"{name} cannot be given and be as proposed")
        return self

    def to_domain(self) -> DraftTexts:
        """Raises `InvalidInputError` for terms that cannot be."""
        return DraftTexts(**{**dict(self), "terms": self.terms and self.terms.to_domain()})


class IssueRequest(web.RequestModel):
    """How to issue; everything may be left out."""

    issue_date: Day | None = None
    """Null: today in the account's time zone. Not in the future, nor before the last invoice of the number series."""
    due_date: Day | None = None
    """Last day to pay in time. Null: it follows from the terms."""
    terms: TermsRequest | None = None
    """Terms of this invoice, instead of `due_date`. Null: the draft's."""
    delivery: DeliveryChannel = "email"
    """`email` sends it to the billing contact, `qbo` has QuickBooks mail its copy, `hand` leaves that to you."""
    customer_version: Annotated[int, Field(ge=1)] | None = None
    """Timer's version of the customer, as the draft shows it: the invoice is issued to just that customer, or refused
    with 409 `customer-changed`, or `customer-on-its-way` and `Retry-After`. Null: to the customer as known here.
    """
    attach_receipts: bool = False
    """Whether e-mails with the invoice carry the receipts of its expenses, too: in the order of the lines, up to 8 MiB.
    """

    @model_validator(mode="after")
    def _one_due_date(self) -> Self:
        if self.due_date and self.terms:
            raise ValueError("give due_date or terms, not both")
        return self

    def to_domain(self) -> IssueOptions:
        """Raises `InvalidInputError` for terms that cannot be."""
        return IssueOptions(**{**dict(self), "terms": self.terms and self.terms.to_domain()})


class InvoiceFilterRequest(web.FilterModel):
    """Which drafts and invoices are asked for."""

    organization_id: UUID | None = None
    """Only those of this customer, or of one that was merged into it."""
    state: InvoiceState | None = None
    """Only drafts, or only issued ones."""
    number: Annotated[str, Field(max_length=60)] | None = None
    """The one with exactly this invoice number."""
    overdue: bool | None = None
    """Only those with something owed after the due date, or only the others."""
    payment: PaymentState | None = None
    """Only invoices that are paid so far; no drafts."""
    disputed: bool | None = None
    """Only invoices with an open dispute, or only the others."""
    undelivered: bool | None = None
    """Only invoices whose newest sending failed, or of which nobody knows whether it arrived; or only the others."""
    newest_first: bool = False
    """What was drafted last comes first; without it last."""

    def to_domain(self) -> InvoiceFilter:
        """As the query takes it."""
        return InvoiceFilter(**dict(self))


class DeliveryResponse(web.ResponseModel):
    """Where the invoice or credit note is on its way to the customer."""

    state: DeliveryState
    """`not-sent` for drafts and delivery by hand, then `queued`, and `sent`, `failed` or `unknown` by the newest report of
    what was asked for last.

    Unknown: the mail server may have taken it; nobody sends it again unless a person asks for it.
    """
    channel: DeliveryChannel | None
    """How it is sent, as chosen at issue or asked for since; null for a draft."""
    recipient: str | None
    """The e-mail address that it was, or is to be, sent to; null where none is known."""
    reason: str | None
    """Why it failed, for people; else null."""
    at: datetime | None
    """When it was sent or failed (UTC); null before."""


class QuickbooksResponse(web.ResponseModel):
    """How the invoice's copy in QuickBooks is."""

    state: CopyState
    """`variance` is copied, but something there differs from ours."""
    qbo_id: str | None
    """QuickBooks' id of the copy; null when there is none."""
    reason: str | None
    """What failed or differs, for people; else null."""
    at: datetime | None
    """When it was copied or failed (UTC); null before."""


class SummaryResponse(AmountsResponse):
    """A draft or invoice without its lines."""

    id: UUID
    """The same for the draft and the invoice that it becomes."""
    state: InvoiceState
    """`draft` can be changed, `issued` never."""
    version: int | None
    """Of a draft, to be sent back when it is issued with others; the same as in its ETag. Null for an issued one."""
    number: str | None
    """The invoice number, gapless in its series; null for a draft."""
    organization_id: UUID
    """The customer, by timer's id."""
    organization_name: str
    """The customer's name, as printed."""
    first_day: date | None
    """First day of the period that was asked for, else the first work date on the lines; null without time."""
    last_day: date | None
    """Last day of the period, included; null without time."""
    issue_date: date | None
    """Date of the invoice; null for a draft."""
    due_date: date | None
    """Last day to pay in time; null for a draft."""
    seconds: int
    """Time charged, in whole seconds."""
    currency: str
    """ISO 4217 code of every amount."""
    subtotal: AmountOf
    """Sum of the lines, before tax."""
    tax: AmountOf
    """VAT: per category and rate on the sum of its lines, rounded half up (EN 16931)."""
    total: AmountOf
    """Sum with tax."""
    paid: AmountOf
    """What money settles of it."""
    credit_applied: AmountOf
    """What credit settles of it that was applied in QuickBooks, which is no money."""
    differences: AmountOf
    """What was written off of it as a small difference."""
    credited: AmountOf
    """What credit notes took back of it, with tax."""
    credit: CreditState
    """How much of it credit notes took back."""
    balance: AmountOf
    """What is still owed: `total` − `credited` − `paid` − `credit_applied` − `differences`; 0 for a draft."""
    payment: PaymentState
    """How far it is paid, from the balance."""
    overdue: bool
    """Whether something is owed after the due date, today in the account's time zone."""
    delivery: DeliveryResponse
    """Where it is on its way to the customer."""
    quickbooks: QuickbooksResponse
    """How its copy in QuickBooks is."""
    disputed: bool
    """Whether the customer does not accept something of it and nothing came of that yet. No reminder of it is to go
    out meanwhile."""
    created_at: datetime
    """When it was drafted or, of an issued one, issued (UTC)."""


class TaxTotalResponse(web.ResponseModel):
    """VAT of one category and rate."""

    category: TaxCategory
    """VAT category, as in EN 16931."""
    rate: Decimal
    """Per cent."""
    base: AmountOf
    """Sum of its lines, before tax."""
    tax: AmountOf
    """`base` × `rate` ÷ 100, rounded half up once."""


class LeftOutResponse(web.ResponseModel):
    """Time of a draft's period that is not on it: why, and what can be done about it."""

    reason: LeftOutReason
    """`ready` came after the draft was made; the others cannot be billed as they are."""
    detail: str | None
    """The currency of time priced in another, what an agreement charges for it, or why rates gives no price; else null."""
    seconds: int
    """How much time, in whole seconds."""
    entries: int
    """How many time entries."""
    invoice_ids: tuple[UUID, ...]
    """The drafts or invoices that charge it; empty for none."""
    way_out: str
    """What can be done, for people."""


class MissingResponse(web.ResponseModel):
    """Something that an invoice must say by law and a draft does not say yet."""

    field: str
    """What it is: `seller.…` and `payment_instructions` are set in the settings, `buyer.…` at the customer in timer, `lines`
    and `total` on the draft."""
    reason: str
    """What is missing, for people."""


class TaxChoiceResponse(web.ResponseModel):
    """How a draft is taxed, and how it would be if nobody chose."""

    chosen: TaxResponse
    """Of time and of lines that are added from now on; each line has its own."""
    proposed: TaxResponse
    """What follows from seller and buyer as they are today."""
    reason: TaxReason
    """Why: the buyer is `at-home`, a `business-in-eu` (reverse charge), `private-in-eu` or `outside-eu`; else the account's
    own tax holds, since it charges no VAT (`own-tax`) or a country is not known (`country-unknown`)."""

    @classmethod
    def of(cls, choices: Choices) -> "TaxChoiceResponse":
        """From what holds for a draft."""
        made = {
            "chosen": choices.tax,
            "proposed": choices.proposed_tax,
            "reason": choices.proposed_because,
        }
        return cls.model_validate(made, from_attributes=True)


class AttachedReceiptResponse(web.ResponseModel):
    """A receipt behind a line of an issued invoice."""

    receipt_id: UUID
    """Its id; `GET /v1/invoices/{id}/receipts/{receipt_id}` has the file."""
    line_id: UUID
    """The line that charges its expense."""
    file_name: str
    """What it is called."""
    media_type: str
    """What it is by its content."""
    size: int
    """In bytes."""
    sha256: str
    """SHA-256 of its content, in hexadecimal; the invoice's `hash` covers it."""


class InvoiceResponse(SummaryResponse):
    """A draft or invoice with everything on it."""

    group_by: GroupBy | None
    """What one line of time stands for; null for an issued invoice."""
    language: str
    """BCP 47 tag of what is printed: the customer's, else the account's."""
    seller: PartyResponse
    """Who sends it; of an issued one, as frozen at issue."""
    buyer: BuyerResponse
    """Who pays; of an issued one, as frozen at issue."""
    customer_version: int | None
    """Timer's version of the customer that a draft shows, to be sent back when it is issued; null for an issued one."""
    billing_contact: ContactResponse | None
    """Who gets it; null when the customer has none, and delivery by e-mail will fail."""
    lines: list[LineResponse]
    """In the order of the page."""
    left_out: list[LeftOutResponse]
    """What a draft's period has now and the draft has not; empty for an issued one."""
    missing: list[MissingResponse]
    """What keeps a draft from being issued by law; empty when nothing does, and for an issued one."""
    tax_totals: list[TaxTotalResponse]
    """VAT by category and rate."""
    tax_choice: TaxChoiceResponse | None
    """How a draft is taxed unless its lines say otherwise; null for an issued one."""
    notes: str
    """Printed under the lines; may be empty."""
    reference: str
    """The customer's own reference; may be empty."""
    purchase_order: str | None
    """The customer's purchase order number; null for none."""
    terms: TermsResponse | None
    """When a draft is due, from the day on which it is issued; null for an issued one, which has its `due_date`."""
    terms_of: SaidBy | None
    """Who says so; null for an issued one."""
    due_if_issued_today: date | None
    """The due date that it would get today; null for an issued one, and where its fixed date has passed."""
    payment_instructions: str
    """How to pay, printed under the total."""
    payment_instructions_of: SaidBy | None
    """Who says so; null for an issued one."""
    payment_details: PaymentDetailsResponse
    """Accounts to pay to; of an issued one, as frozen at issue."""
    payment_reference: str | None
    """What the customer states when they pay: made of the number, as the banks of the currency have it; null for a draft."""
    time_appendix: TimeAppendix
    """What of the time is printed after the lines."""
    reminder_fee_of: UUID | None
    """The invoice for whose reminder it charges a fee; null: it charges none."""
    receipts: list[AttachedReceiptResponse]
    """The receipts of its expenses as they were when it was issued; empty for a draft."""
    document_sha256: str | None
    """SHA-256 of the PDF, in hexadecimal; null for a draft, and until somebody asks for the PDF or seconds have passed."""
    previous_hash: str | None
    """`hash` of the invoice before it in its series, 64 zeros for the first; null for a draft."""
    hash: str | None
    """SHA-256, in hexadecimal, over `previous_hash`, everything printed, and when and by whom it was issued; null for a
    draft."""

    @classmethod
    def of_view(cls, view: InvoiceView) -> "InvoiceResponse":
        """From a view."""
        content = view.content
        sources = (view.summary, content, content.totals, view.choices, view.draft or view.issued)
        reference = content.payment_reference or None
        lines = [LineResponse.of_line(line, content.currency) for line in content.lines]
        return respond(
            cls,
            view,
            *sources,
            currency=content.currency,
            version=view.summary.version,
            lines=lines,
            payment_reference=reference,
            receipts=content.receipts.files if content.receipts else (),
            tax_choice=TaxChoiceResponse.of(view.choices) if view.choices else None,
        )
