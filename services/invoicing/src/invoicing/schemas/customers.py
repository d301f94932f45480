"""The customer's page, the link that opens it, and what is asked there."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field

import web
from invoicing.domain.customer_links import CustomerLinks, CustomerSees
from invoicing.domain.questions import Question
from invoicing.domain.states import PaymentState
from invoicing.queries.customers import CustomerPage, LinkStatus
from invoicing.schemas.amounts import AmountOf, PriceOf, respond
from invoicing.schemas.invoices import TaxTotalResponse
from invoicing.schemas.settings import BuyerResponse, PartyResponse


class CustomerEntryResponse(web.ResponseModel):
    """Time that a line charges."""

    work_date: date
    """The day of the work."""
    seconds: int
    """How much of it is on the line, in whole seconds."""
    billed_seconds: int
    """What the line charges of that, after rounding."""
    description: str
    """What was done."""
    agent_name: str
    """Who did it."""


class CustomerLineResponse(web.ResponseModel):
    """A line of the invoice; time has seconds and a price per hour, a text has no amount."""

    position: int
    """Its place on the invoice, from 1."""
    description: str
    """What it charges, in words."""
    seconds: int | None
    """Time worked, or covered by an agreement, in whole seconds; null for other lines."""
    billed_seconds: int | None
    """What is charged or drawn of it, after rounding; null for other lines."""
    hours: Decimal | None
    """What is charged of time as decimal hours, as printed; null where it is printed as `0:50`, and for other lines."""
    included_seconds: int | None
    """How much time an agreement covers on the line, with what was rolled over; null for other lines."""
    rolled_over_seconds: int | None
    """What of that is left of months before; null for nothing."""
    hourly_rate: PriceOf | None
    """Price per hour before tax; null for other lines."""
    quantity: Decimal | None
    """How many of something it charges; null where its amount was named."""
    unit: str | None
    """What it is counted in; null for nothing."""
    unit_price: PriceOf | None
    """Price of one before tax; null without a quantity."""
    amount: AmountOf | None
    """Without tax; negative for a discount, null for a text."""
    entries: list[CustomerEntryResponse]
    """The time behind it; empty where the account does not show it."""


class CustomerPageResponse(web.ResponseModel):
    """An issued invoice as its customer sees it: what is charged, what is owed and how to pay."""

    number: str
    """As printed on the invoice."""
    language: str
    """BCP 47 tag of the invoice's language."""
    seller: PartyResponse
    """Who is owed."""
    buyer: BuyerResponse
    """Who owes."""
    issue_date: date
    """The date of the invoice."""
    due_date: date
    """Last day to pay in time."""
    first_day: date | None
    """First day of the period that is charged; null without time."""
    last_day: date | None
    """Last day of the period, included; null without time."""
    currency: str
    """ISO 4217 code of all amounts."""
    lines: list[CustomerLineResponse]
    """What is charged."""
    tax_totals: list[TaxTotalResponse]
    """Tax by category and rate."""
    subtotal: AmountOf
    """Without tax."""
    tax: AmountOf
    """All tax."""
    total: AmountOf
    """With tax."""
    credited: AmountOf
    """What credit notes took back of it, with tax."""
    paid: AmountOf
    """What money settles of it."""
    credit_applied: AmountOf
    """What credit settles of it that was applied in the seller's books."""
    differences: AmountOf
    """What the seller let go of it as a small difference."""
    balance: AmountOf
    """What is still owed: `total` − `credited` − `paid` − `credit_applied` − `differences`."""
    payment: PaymentState
    """Whether it is paid, in part or not at all."""
    overdue: bool
    """Whether something is owed after the due date."""
    payment_instructions: str
    """How to pay."""
    reference: str
    """The customer's own reference."""
    purchase_order: str | None
    """The customer's purchase order number; null for none."""
    notes: str
    """What the seller wrote."""
    shows: CustomerSees
    """Whether the entries behind the lines are shown."""

    @classmethod
    def of(cls, page: CustomerPage) -> Self:
        """From a page."""
        content = page.view.content
        lines = [
            respond(CustomerLineResponse, line, line.line, currency=content.currency)
            for line in page.lines
        ]
        sources = (page.view.summary, content, content.totals)
        return respond(cls, *sources, currency=content.currency, lines=lines, shows=page.sees)


class QuestionRequest(web.RequestModel):
    """A question about the invoice."""

    name: Annotated[str, Field(max_length=200)] = ""
    """Who asks; may be left out."""
    text: Annotated[str, Field(min_length=1, max_length=4000, pattern=r"\S")]
    """The question."""


class QuestionResponse(web.ResponseModel):
    """A question about an invoice."""

    id: UUID
    """Of the question."""
    asked_at: datetime
    """When it was asked (UTC)."""
    name: str
    """Who asked, as they wrote it; may be empty."""
    text: str
    """The question."""

    @classmethod
    def of(cls, question: Question) -> Self:
        """From a question."""
        return cls.model_validate(question, from_attributes=True)


class QuestionsResponse(web.ResponseModel):
    """All that was asked about an invoice, oldest first."""

    items: list[QuestionResponse]
    """The questions."""


class CustomerLinkResponse(web.ResponseModel):
    """The link that opens an invoice for its customer without logging in."""

    path: str
    """Path of the page under the gateway's address; whoever has it sees this invoice, and nothing else."""
    expires_at: datetime
    """When it opens the page no more (UTC)."""
    revoked_at: datetime | None
    """When it was revoked (UTC); null while it opens the page."""

    @classmethod
    def of(cls, status: LinkStatus, links: CustomerLinks) -> Self:
        """From a link."""
        return cls(
            path=links.page(status.link),
            expires_at=status.link.expires_at,
            revoked_at=status.revoked_at,
        )
