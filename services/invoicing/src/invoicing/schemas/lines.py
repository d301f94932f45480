"""Lines of drafts and invoices, and what is behind them."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

import web
from invoicing.domain.draft import NewLine
from invoicing.domain.lines import LineKind
from invoicing.domain.tax import TaxCategory
from invoicing.queries.explanation import ExplainedLine
from invoicing.schemas.amounts import AmountOf, Positive, PriceOf, respond
from invoicing.schemas.settings import TaxRequest


class AddLineRequest(web.RequestModel):
    """A fee, fixed price, expense or text with its amount before tax, or a discount on the whole: amount or percent."""

    kind: Literal["fee", "fixed", "expense", "discount", "text"]
    description: Annotated[str, Field(min_length=1, max_length=5000)]
    amount: Positive | None = None
    percent: Annotated[web.Amount, Field(gt=0, le=100, decimal_places=4)] | None = None
    tax: TaxRequest | None = None

    @model_validator(mode="after")
    def _fits_kind(self) -> Self:
        given = (self.amount is not None) + (self.percent is not None)
        if self.kind == "text" and given:
            raise ValueError("a text has no amount")
        if self.kind == "text" and self.tax is not None:
            raise ValueError("a text has no tax")
        if self.kind != "text" and given != 1:
            raise ValueError("give an amount or, for a discount, a percentage")
        if self.kind != "discount" and self.percent is not None:
            raise ValueError("only a discount has a percentage")
        if self.kind == "discount" and self.tax is not None:
            raise ValueError("a discount is spread over the taxes of the lines")
        return self

    def to_domain(self) -> NewLine:
        """Raises `InvalidInputError` for a tax that cannot be."""
        return NewLine(**{**dict(self), "tax": self.tax and self.tax.to_domain()})


class LineResponse(web.ResponseModel):
    """A line. Time has seconds and a price per hour: amount = seconds × hourly_rate ÷ 3600, rounded half-up once.

    A text has no amount and no tax.
    """

    line_id: UUID
    position: int
    kind: LineKind
    description: str
    seconds: int | None
    hourly_rate: PriceOf | None
    amount: AmountOf | None
    tax_category: TaxCategory | None
    tax_rate: Decimal | None
    service_type_id: UUID | None
    service_type_name: str | None
    first_day: date | None
    last_day: date | None


class BilledEntryResponse(web.ResponseModel):
    """An entry, or the seconds of it, that a line charges."""

    entry_id: UUID
    version: int
    seconds: int
    work_date: date
    agent_name: str
    project_name: str | None
    work_item_name: str | None
    service_type_name: str | None
    description: str


class ExplainedLineResponse(LineResponse):
    """A line, how its amount comes about, and the entries behind it."""

    formula: str | None
    entries: list[BilledEntryResponse]

    @classmethod
    def of(cls, explained: ExplainedLine, currency: str) -> "ExplainedLineResponse":
        """From an explained line."""
        return respond(cls, explained, explained.line, currency=currency)


class ExplanationResponse(web.ResponseModel):
    """The lines of a draft or invoice, explained."""

    invoice_id: UUID
    lines: list[ExplainedLineResponse]
