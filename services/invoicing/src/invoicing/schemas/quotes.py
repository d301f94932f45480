"""Quotes: what is asked for, and what is answered of them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

import web
from invoicing.commands.quotes import NewAnswer
from invoicing.domain.quote import (
    NewQuotedLine,
    QuoteAnswer,
    QuotedLineKind,
    QuotePricing,
    QuoteRequest,
    QuoteState,
    QuoteTerms,
)
from invoicing.domain.tax import TaxCategory
from invoicing.queries.quotes import QuoteFilter, QuoteView, ViewedLine
from invoicing.schemas.amounts import (
    AmountOf,
    AmountsResponse,
    Day,
    Percent,
    Positive,
    PriceOf,
    respond,
)
from invoicing.schemas.invoices import TaxTotalResponse
from invoicing.schemas.settings import BuyerResponse, ContactResponse, PartyResponse, TaxRequest

_MOST_SECONDS = 36_000_000
"""Ten thousand hours."""


class QuotedLineRequest(web.RequestModel):
    """A line: `time` has hours and a rate; fee, fixed price and expense an amount; a discount an amount or a percentage."""

    kind: QuotedLineKind
    """What would be charged. A `discount` is taken off a line or the whole, a `text` is only printed."""
    description: Annotated[str, Field(min_length=1, max_length=5000, pattern=r"\S")]
    """What is printed on the line."""
    seconds: Annotated[int, Field(gt=0, le=_MOST_SECONDS)] | None = None
    """How much time is reckoned with, in whole seconds; only of `time`."""
    hourly_rate: Positive | None = None
    """Price per hour before tax; only of `time`."""
    amount: Positive | None = None
    """Amount before tax, in the quote's currency; not of `time`, whose amount is `seconds` × `hourly_rate` ÷ 3600."""
    percent: Percent | None = None
    """Discount in per cent of its line; on the whole, of what discounts of lines leave."""
    of_line: Annotated[int, Field(ge=1, le=750)] | None = None
    """The line that a discount is taken off, by its place in `lines`, from 1; one of each. Null: on the whole."""
    tax: TaxRequest | None = None
    """How the line is taxed; null: as the quote. Not for a text, nor for a discount."""

    @model_validator(mode="after")
    def _fits_kind(self) -> Self:
        timed = (self.seconds is not None, self.hourly_rate is not None)
        if self.kind == "time" and timed != (True, True):
            raise ValueError("give seconds and hourly_rate")
        if self.kind != "time" and any(timed):
            raise ValueError("only time has seconds and hourly_rate")
        given = (self.amount is not None) + (self.percent is not None)
        if given != (self.kind not in ("time", "text")):
            raise ValueError(
                "give an amount or, for a discount, a percentage; time and texts have none"
            )
        if self.kind != "discount" and self.percent is not None:
            raise ValueError("only a discount has a percentage")
        if self.kind != "discount" and self.of_line is not None:
            raise ValueError("only a discount is taken off a line")
        if self.kind in ("text", "discount") and self.tax is not None:
            raise ValueError("a text has no tax, that of a discount is that of its line or lines")
        return self

    def to_domain(self) -> NewQuotedLine:
        """Raises `InvalidInputError` for a tax that cannot be."""
        return NewQuotedLine(**{**dict(self), "tax": self.tax and self.tax.to_domain()})


class ChangeQuoteRequest(web.RequestModel):
    """All that a quote says; what is left out is empty."""

    lines: Annotated[tuple[QuotedLineRequest, ...], Field(max_length=750)] = ()
    """In the order of the page; the discount of a line comes under it, those on the whole after all others."""
    title: Annotated[str, Field(max_length=200)] = ""
    """What it is about, printed at the top."""
    pricing: QuotePricing = "fixed"
    """`fixed`: hours are charged as quoted, whatever the work takes. `estimate`: they are charged as they are worked, and
    only the other lines of the quote go on invoices."""
    valid_until: Day | None = None
    """Last day on which the customer can accept; null for no end."""
    notes: Annotated[str, Field(max_length=2000)] = ""
    """Printed under the lines."""
    reference: Annotated[str, Field(max_length=200)] = ""
    """The customer's own reference, printed at the top and on the invoices made of it."""

    def to_domain(self) -> QuoteTerms:
        """Raises `InvalidInputError` for a tax that cannot be."""
        return _terms(self)


class CreateQuoteRequest(ChangeQuoteRequest):
    """A new quote."""

    organization_id: UUID
    """The customer, by timer's id."""
    currency: web.CurrencyCode | None = None
    """ISO 4217 code. Null: the customer's, or the account's where they have none."""
    tax: TaxRequest | None = None
    """How lines are taxed unless one says otherwise. Null proposes it, as for a draft."""
    replaces: UUID | None = None
    """A sent quote to the same customer, which is withdrawn when this one is sent."""

    def to_request(self) -> QuoteRequest:
        """Raises `InvalidInputError` for a tax that cannot be."""
        return QuoteRequest(
            self.organization_id,
            _terms(self),
            self.currency,
            None if self.tax is None else self.tax.to_domain(),
            self.replaces,
        )


class AnswerQuoteRequest(web.RequestModel):
    """What became of a sent quote."""

    answer: QuoteAnswer
    """The customer `accepted` or `declined`, or it is `withdrawn`. A late acceptance counts; one is taken back only while
    nothing of the quote is billed."""
    answered_on: Day | None = None
    """When; null: today in the account's time zone."""
    name: Annotated[str, Field(max_length=200)] = ""
    """Who of the customer said so."""
    reason: Annotated[str, Field(max_length=1000)] = ""
    """Why, or what was agreed."""

    def to_domain(self) -> NewAnswer:
        """As the command takes it."""
        return NewAnswer(**dict(self))


class BillQuoteRequest(web.RequestModel):
    """What of an accepted quote goes on a draft."""

    line_ids: Annotated[tuple[UUID, ...], Field(max_length=750)] = ()
    """Just these lines; empty: all that are left. Discounts of them come along; those on the whole, a percentage
    with each draft, an amount with the first."""


class QuoteFilterRequest(web.FilterModel):
    """Which quotes are asked for."""

    organization_id: UUID | None = None
    """Only those to this customer, or to one that was merged into it."""
    state: QuoteState | None = None
    """Only those that stand so today."""
    newest_first: bool = False
    """What was made last comes first; without it last."""

    def to_domain(self) -> QuoteFilter:
        """As the query takes it."""
        return QuoteFilter(**dict(self))


class QuotedLineResponse(web.ResponseModel):
    """A line of a quote."""

    line_id: UUID
    """Names the line, to bill it."""
    position: int
    """Place on the page, from 1."""
    kind: QuotedLineKind
    """What would be charged."""
    description: str
    """What is printed."""
    seconds: int | None
    """How much time is reckoned with, in whole seconds; null unless the kind is `time`."""
    hourly_rate: PriceOf | None
    """Price per hour before tax; null unless the kind is `time`."""
    amount: AmountOf | None
    """Amount before tax, rounded half up once; negative for a discount, null for a text."""
    percent: Decimal | None
    """Of a discount in per cent, how many; else null."""
    of_line_id: UUID | None
    """The line that a discount is taken off, which stands above it; null: it is on the whole, or no discount."""
    tax_category: TaxCategory | None
    """VAT category, as in EN 16931; null for a text."""
    tax_rate: Decimal | None
    """VAT rate in per cent; null for a text."""
    tax_code: str | None
    """The account's code for it; null for a text, and where none fits."""
    charged: bool
    """Whether it is charged as quoted: not a text, nor hours of an estimate."""
    invoice_id: UUID | None
    """The draft or invoice that bills it; null for none, and for a discount in per cent."""
    invoice_number: str | None
    """That invoice's number; null for a draft."""

    @classmethod
    def of_line(cls, viewed: ViewedLine, currency: str) -> Self:
        """From a line and what bills it."""
        return respond(cls, viewed, viewed.line, currency=currency)


class QuotedDiscountResponse(web.ResponseModel):
    """A discount as it was asked for; `lines` have one on the whole spread over the taxes."""

    discount_id: UUID
    """Names the discount, as its first line does."""
    description: str
    """What is printed."""
    percent: Decimal | None
    """Per cent of its line, or of what discounts of lines leave; null for an amount."""
    amount: AmountOf | None
    """How much comes off before tax; null for a percentage."""
    of_line_id: UUID | None
    """The line that it is taken off; null: it is on the whole."""


class QuoteAnswerResponse(web.ResponseModel):
    """What became of a quote."""

    answer: QuoteAnswer
    """What it was."""
    answered_on: date
    """When, in the account's time zone."""
    name: str
    """Who of the customer said so; may be empty."""
    reason: str
    """Why, or what was agreed; may be empty."""
    recorded_at: datetime
    """When it was recorded (UTC)."""
    recorded_by: str
    """Who recorded it: the subject of their token."""


class QuoteSummaryResponse(AmountsResponse):
    """A quote without its lines."""

    id: UUID
    """The quote."""
    number: str | None
    """Its number, gapless in a series of its own; null until it is sent."""
    state: QuoteState
    """`draft` until it is sent; `expired` when nobody answered until `valid_until`."""
    organization_id: UUID
    """The customer, by timer's id."""
    organization_name: str
    """The customer's name, as printed."""
    title: str
    """What it is about; may be empty."""
    pricing: QuotePricing
    """Whether hours are charged as quoted, or as they are worked."""
    currency: str
    """ISO 4217 code of every amount."""
    subtotal: AmountOf
    """Before tax."""
    tax: AmountOf
    """VAT."""
    total: AmountOf
    """With tax."""
    left: AmountOf
    """What is charged as quoted and on no draft or invoice, before discounts and tax."""
    issue_date: date | None
    """When it was sent; null for a draft."""
    valid_until: date | None
    """Last day on which it can be accepted; null for no end."""
    created_at: datetime
    """When it was made (UTC)."""


class QuoteResponse(QuoteSummaryResponse):
    """A quote with everything on it."""

    language: str
    """BCP 47 tag of what is printed."""
    seller: PartyResponse
    """Who sends it; as frozen when it was sent."""
    buyer: BuyerResponse
    """The customer; as frozen when it was sent."""
    billing_contact: ContactResponse | None
    """Who of the customer gets it; null when they have none."""
    notes: str
    """Printed under the lines; may be empty."""
    reference: str
    """The customer's own reference; may be empty."""
    lines: list[QuotedLineResponse]
    """In the order of the page."""
    discounts: list[QuotedDiscountResponse]
    """What is taken off lines and the whole."""
    tax_totals: list[TaxTotalResponse]
    """VAT by category and rate."""
    answers: list[QuoteAnswerResponse]
    """What became of it, oldest first."""
    replaces: UUID | None
    """The quote that it replaces; null for none."""
    replaced_by: UUID | None
    """The newest quote that replaces it, or is to; null for none."""
    sent_by: str | None
    """Who sent it: the subject of their token; null for a draft."""

    @classmethod
    def of_view(cls, view: QuoteView) -> Self:
        """From a view."""
        content, currency = view.content, view.content.currency
        lines = [QuotedLineResponse.of_line(line, currency) for line in view.lines]
        quote = view.stored.quote
        discounts = [
            respond(QuotedDiscountResponse, one, currency=currency) for one in quote.discounts
        ]
        sources = (view.summary, view, content, content.totals, quote)
        return respond(cls, *sources, currency=currency, lines=lines, discounts=discounts)


def _terms(asked: ChangeQuoteRequest) -> QuoteTerms:
    lines = tuple(line.to_domain() for line in asked.lines)
    return QuoteTerms(
        lines=lines,
        title=asked.title,
        pricing=asked.pricing,
        valid_until=asked.valid_until,
        notes=asked.notes,
        reference=asked.reference,
    )
