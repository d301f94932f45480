"""Credit notes: what is asked for, and what is answered of those that are issued."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

import web
from invoicing.commands.credit import Credited
from invoicing.domain.credit_note import (
    CreditDelivery,
    CreditRequest,
    EntryPart,
    LineCredit,
)
from invoicing.queries.credit_notes import CreditNoteFilter, CreditNoteView
from invoicing.schemas.amounts import AmountOf, AmountsResponse, Day, Positive, respond
from invoicing.schemas.invoices import DeliveryResponse, TaxTotalResponse
from invoicing.schemas.lines import LineResponse
from invoicing.schemas.settings import BuyerResponse, ContactResponse, PartyResponse

_Second = Annotated[int, Field(ge=0, le=86_400)]


class EntryPartRequest(web.RequestModel):
    """An entry of a time line, or some of its seconds."""

    entry_id: UUID
    """Timer's id of an entry that the line charges."""
    start: _Second | None = None
    """First second that is credited, counted from 0; null with `end`: all that the line still charges of the entry."""
    end: _Second | None = None
    """The second before which it ends."""

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.start is None) != (self.end is None):
            raise ValueError("start and end belong together")
        if self.start is not None and self.end is not None and self.end <= self.start:
            raise ValueError("end is not after start")
        return self


class LineCreditRequest(web.RequestModel):
    """What of a line is credited. Neither an amount nor entries: all that is left of it."""

    line_id: UUID
    """A line of the invoice; not a text, nor a discount, which follows the lines that it was taken off."""
    amount: Positive | None = None
    """How much of it before tax, in the invoice's currency; not for time."""
    entries: Annotated[tuple[EntryPartRequest, ...], Field(max_length=1000)] = ()
    """Which entries, or seconds of them, of a time line."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.amount is not None and self.entries:
            raise ValueError("give an amount or entries, not both")
        return self

    def to_domain(self) -> LineCredit:
        """As the domain has it."""
        parts = tuple(EntryPart(**dict(one)) for one in self.entries)
        return LineCredit(self.line_id, self.amount, parts)


class CreditPreviewRequest(web.RequestModel):
    """What of an invoice would be credited."""

    lines: Annotated[tuple[LineCreditRequest, ...], Field(max_length=750)] = ()
    """Each line once. Empty: all of the invoice that is not credited yet."""

    def to_domain(self) -> CreditRequest:
        """As the domain has it."""
        return CreditRequest("", tuple(line.to_domain() for line in self.lines))


class CreditInvoiceRequest(CreditPreviewRequest):
    """What of an invoice is credited, and why."""

    reason: Annotated[str, Field(min_length=1, max_length=1000, pattern=r"\S")]
    """Printed on the credit note."""
    issue_date: Day | None = None
    """Null: today in the account's time zone. Not in the future, nor before the invoice or the series' last credit note."""
    delivery: CreditDelivery = "email"
    """`email` sends it to the invoice's billing contact, `hand` leaves that to you."""
    draft_correction: bool = False
    """Whether the time that is given back is drafted anew at once; what of it is not ready is left out."""
    correct_with_ready: bool = False
    """Whether that draft also takes all else that is ready of the customer in the invoice's currency."""

    def to_domain(self) -> CreditRequest:
        """As the domain has it."""
        lines = tuple(line.to_domain() for line in self.lines)
        return CreditRequest(**{**dict(self), "lines": lines})


class CreditNoteFilterRequest(web.FilterModel):
    """Which credit notes are asked for."""

    organization_id: UUID | None = None
    """Only those of this customer, or of one that was merged into it."""
    invoice_id: UUID | None = None
    """Only those that correct this invoice."""
    number: Annotated[str, Field(max_length=60)] | None = None
    """The one with exactly this number."""
    newest_first: bool = False
    """What was issued last comes first; without it last."""

    def to_domain(self) -> CreditNoteFilter:
        """As the query takes it."""
        return CreditNoteFilter(**dict(self))


class CreditedAmountsResponse(AmountsResponse):
    """What a credit note comes to. Amounts are positive: they are taken off what the customer owes."""

    currency: str
    """ISO 4217 code of every amount."""
    seconds: int
    """Time that is given back, in whole seconds."""
    subtotal: AmountOf
    """Before tax."""
    tax: AmountOf
    """VAT. The credit note that takes the last of a tax's base takes what is left of the tax, so that all credit notes of an
    invoice together credit exactly its tax."""
    total: AmountOf
    """With tax."""


class CreditNoteSummaryResponse(CreditedAmountsResponse):
    """A credit note without its lines."""

    id: UUID
    """The credit note."""
    number: str
    """Its number, gapless in a series of its own."""
    issue_date: date
    """Its date."""
    invoice_id: UUID
    """The invoice that it corrects."""
    invoice_number: str
    """That invoice's number."""
    invoice_date: date
    """That invoice's date."""
    organization_id: UUID
    """The customer, by timer's id."""
    organization_name: str
    """The customer's name, as printed."""
    reason: str
    """Why, as printed."""
    delivery: DeliveryResponse
    """Where it is on its way to the customer."""
    issued_at: datetime
    """When it was issued (UTC)."""
    issued_by: str
    """Who issued it: the subject of their token."""


class CreditNoteResponse(CreditNoteSummaryResponse):
    """A credit note with everything on it."""

    language: str
    """BCP 47 tag of what is printed: that of the invoice."""
    seller: PartyResponse
    """Who sends it, as frozen with the invoice."""
    buyer: BuyerResponse
    """The customer, as frozen with the invoice."""
    billing_contact: ContactResponse | None
    """Who gets it; null when the invoice has none."""
    reference: str
    """The customer's own reference; may be empty."""
    purchase_order: str | None
    """The customer's purchase order number; null for none."""
    first_day: date | None
    """First work date of the time; null without time."""
    last_day: date | None
    """Last work date of the time, included; null without time."""
    lines: list[LineResponse]
    """What is taken back of which line of the invoice, by its `line_id`; a discount's part is negative."""
    tax_totals: list[TaxTotalResponse]
    """VAT by category and rate."""
    document_sha256: str | None
    """SHA-256 of the PDF, in hexadecimal; null until somebody asks for the PDF or seconds have passed."""
    previous_hash: str
    """`hash` of the credit note before it in its series, 64 zeros for the first."""
    hash: str
    """SHA-256, in hexadecimal, over `previous_hash`, everything printed, and when and by whom it was issued."""

    @classmethod
    def of_view(cls, view: CreditNoteView, **given: object) -> Self:
        """From a view."""
        content = view.issued.content
        lines = [LineResponse.of_line(line, content.currency) for line in content.lines]
        sources = (view.summary, view.issued, content, content.totals)
        return respond(cls, *sources, currency=content.currency, lines=lines, **given)


class CreditedResponse(CreditNoteResponse):
    """The credit note that was issued just now."""

    correction_id: UUID | None
    """The draft that was made of the time that it gave back; null where none was asked for."""

    @classmethod
    def of_credited(cls, credited: Credited) -> Self:
        """From what the command returns."""
        return cls.of_view(credited.view, correction_id=credited.correction_id)
