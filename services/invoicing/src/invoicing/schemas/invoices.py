"""Drafts and invoices: what is asked for, and what is answered."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

import web
from invoicing.domain.draft import DraftRequest
from invoicing.domain.grouping import GroupBy
from invoicing.domain.invoice import DeliveryChannel
from invoicing.domain.issuing import IssueOptions
from invoicing.domain.left_out import LeftOutReason
from invoicing.domain.states import CopyState, DeliveryState, PaymentState
from invoicing.domain.summary import InvoiceState, InvoiceSummary
from invoicing.domain.tax import TaxCategory
from invoicing.queries.views import InvoiceView
from invoicing.schemas.amounts import AmountOf, Day, respond
from invoicing.schemas.lines import LineResponse
from invoicing.schemas.settings import ContactResponse, PartyResponse, TaxRequest, TermsRequest


class CreateDraftRequest(web.RequestModel):
    """What to invoice: all ready time of a period, or some entries; with neither, a draft for other lines.

    The tax follows from seller and buyer unless one is given: the account's own at home and for private customers in the
    EU, reverse charge for businesses in other member states, outside the scope of VAT elsewhere. Without a currency the
    customer's holds, and where it has none the account's; the draft shows which.
    """

    organization_id: UUID
    first_day: Day | None = None
    last_day: Day | None = None
    entry_ids: Annotated[tuple[UUID, ...], Field(max_length=10_000)] = ()
    group_by: GroupBy = "work_item"
    currency: web.CurrencyCode | None = None
    tax: TaxRequest | None = None
    notes: Annotated[str, Field(max_length=2000)] = ""
    reference: Annotated[str, Field(max_length=200)] = ""

    @model_validator(mode="after")
    def _period(self) -> Self:
        if (self.first_day is None) != (self.last_day is None):
            raise ValueError("first_day and last_day belong together")
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValueError("last_day is before first_day")
        if self.first_day and self.entry_ids:
            raise ValueError("give a period or entry_ids, not both")
        return self

    def to_domain(self) -> DraftRequest:
        """Raises `InvalidInputError` for a tax that cannot be."""
        return DraftRequest(**{**dict(self), "tax": self.tax and self.tax.to_domain()})


class IssueRequest(web.RequestModel):
    """How to issue. The date is today in the account's time zone, and the terms are the account's, unless said.

    With `customer_version` (timer's version of the organization, shown by the draft) the invoice is issued to just that
    customer, or refused: 409 `customer-changed`, or `customer-on-its-way` with `Retry-After`.

    `delivery` is `email` or `hand`; `qbo` is refused as long as QuickBooks is not asked to send.
    """

    issue_date: Day | None = None
    due_date: Day | None = None
    terms: TermsRequest | None = None
    delivery: DeliveryChannel = "email"
    customer_version: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _one_due_date(self) -> Self:
        if self.due_date and self.terms:
            raise ValueError("give due_date or terms, not both")
        return self

    def to_domain(self) -> IssueOptions:
        """Raises `InvalidInputError` for terms that cannot be."""
        return IssueOptions(**{**dict(self), "terms": self.terms and self.terms.to_domain()})


class DeliveryResponse(web.ResponseModel):
    """Where the invoice is on its way to the customer."""

    state: DeliveryState
    channel: DeliveryChannel | None
    recipient: str | None
    reason: str | None
    at: datetime | None


class QuickbooksResponse(web.ResponseModel):
    """How the copy in QuickBooks is; `reason` says what failed or differs."""

    state: CopyState
    qbo_id: str | None
    reason: str | None
    at: datetime | None


class SummaryResponse(web.ResponseModel):
    """A draft or invoice without its lines. `state` is draft or issued; the rest is derived from events."""

    id: UUID
    state: InvoiceState
    number: str | None
    organization_id: UUID
    organization_name: str
    first_day: date | None
    last_day: date | None
    issue_date: date | None
    due_date: date | None
    seconds: int
    currency: str
    subtotal: AmountOf
    tax: AmountOf
    total: AmountOf
    paid: AmountOf
    balance: AmountOf
    payment: PaymentState
    overdue: bool
    delivery: DeliveryResponse
    quickbooks: QuickbooksResponse
    created_at: datetime

    @classmethod
    def of(cls, summary: InvoiceSummary) -> "SummaryResponse":
        """From a summary."""
        return cls.model_validate(summary, context=summary.currency)


class TaxTotalResponse(web.ResponseModel):
    """Tax of one category and rate, on the sum of its lines."""

    category: TaxCategory
    rate: Decimal
    base: AmountOf
    tax: AmountOf


class LeftOutResponse(web.ResponseModel):
    """Time of a draft's period that is not on it: why, and what can be done about it.

    `detail` is the currency of time priced in another, or why rates gives no price; `invoice_ids` are the drafts or
    invoices that charge it.
    """

    reason: LeftOutReason
    detail: str | None
    seconds: int
    entries: int
    invoice_ids: tuple[UUID, ...]
    way_out: str


class InvoiceResponse(SummaryResponse):
    """A draft or invoice with everything on it. The hashes are those of an issued one.

    `left_out` lists what a draft's period has now and the draft has not. `customer_version` is timer's version of the
    organization that a draft shows.
    """

    group_by: GroupBy | None
    language: str
    seller: PartyResponse
    buyer: PartyResponse
    customer_version: int | None
    billing_contact: ContactResponse | None
    lines: list[LineResponse]
    left_out: list[LeftOutResponse]
    tax_totals: list[TaxTotalResponse]
    notes: str
    reference: str
    payment_instructions: str
    document_sha256: str | None
    previous_hash: str | None
    hash: str | None

    @classmethod
    def of_view(cls, view: InvoiceView) -> "InvoiceResponse":
        """From a view."""
        content = view.content
        sources = (view.summary, content, content.totals, view.draft or view.issued)
        return respond(cls, view, *sources, currency=content.currency)
