"""Lines of drafts and invoices."""

from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

import web
from invoicing.domain.draft import NewLine
from invoicing.domain.line_changes import LineChange
from invoicing.domain.lines import MOST_LINES, Line, LineKind
from invoicing.domain.tax import TaxCategory
from invoicing.schemas.amounts import (
    AmountOf,
    Counted,
    Percent,
    Positive,
    PriceOf,
    amount_of,
    price_of,
)
from invoicing.schemas.settings import TaxRequest

Unit = Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[^\s].*$")]
"""What something is counted in."""


class AddLineRequest(web.RequestModel):
    """A line besides time. Fee, fixed price and expense need `amount`, or `quantity` and `unit_price`; a discount `amount`
    or `percent`; a text neither.
    """

    kind: Literal["fee", "fixed", "expense", "discount", "text"]
    """What is charged. A `discount` is taken off a line or off the whole invoice, a `text` is only printed."""
    description: Annotated[str, Field(min_length=1, max_length=5000, pattern=r"\S")]
    """What is printed on the line."""
    amount: Positive | None = None
    """Amount before tax, in the draft's currency and with at most its decimals; above 0 for a discount too."""
    percent: Percent | None = None
    """Discount in per cent: of its line, or of the lines less their own discounts."""
    of_line_id: UUID | None = None
    """The line that a discount is taken off, one at most: it is taxed as that, follows its amount, is never more, and goes
    with it. Null: it is taken off the whole.
    """
    quantity: Counted | None = None
    """How many, instead of an amount: the line charges quantity × unit price, rounded half up once. Not of a discount."""
    unit: Unit | None = None
    """What it is counted in, such as pcs, licence or km; null for nothing."""
    unit_price: Counted | None = None
    """Price of one before tax, in the draft's currency; with at most 4 decimals, in any currency."""
    tax: TaxRequest | None = None
    """How the line is taxed; null: as the draft's time. Not for a text, nor for a discount, which is spread over the
    taxes of the lines.
    """

    @model_validator(mode="after")
    def _fits_kind(self) -> Self:
        counted = self.quantity is not None
        if counted != (self.unit_price is not None):
            raise ValueError("quantity and unit_price belong together")
        if self.unit is not None and not counted:
            raise ValueError("a unit belongs to a quantity")
        if counted and self.kind == "discount":
            raise ValueError("a discount has no quantity")
        given = (self.amount is not None) + (self.percent is not None) + counted
        if self.kind == "text" and given:
            raise ValueError("a text has no amount")
        if self.kind == "text" and self.tax is not None:
            raise ValueError("a text has no tax")
        if self.kind != "text" and given != 1:
            raise ValueError("give an amount, a quantity or, for a discount, a percentage")
        if self.kind != "discount" and self.percent is not None:
            raise ValueError("only a discount has a percentage")
        if self.kind == "discount" and self.tax is not None:
            raise ValueError("a discount is spread over the taxes of the lines")
        if self.kind != "discount" and self.of_line_id is not None:
            raise ValueError("only a discount is taken off a line")
        return self

    def to_domain(self) -> NewLine:
        """Raises `InvalidInputError` for a tax that cannot be."""
        return NewLine(**{**dict(self), "tax": self.tax and self.tax.to_domain()})


class DraftTaxRequest(web.RequestModel):
    """How a draft, or some of its lines, are to be taxed."""

    tax: TaxRequest
    """The tax code, or category and rate."""
    line_ids: Annotated[tuple[UUID, ...], Field(max_length=MOST_LINES)] = ()
    """Just these lines, by id; none: all that have a tax, and those that are added later."""


class ChangeLineRequest(web.RequestModel):
    """What is to be otherwise on a line. What is not given stays."""

    position: Annotated[int, Field(ge=1, le=MOST_LINES)] | None = None
    """Its new place on the page, from 1, discounts not counted: the others make room. A discount stays under its line,
    those on the whole behind all lines.
    """
    description: Annotated[str, Field(min_length=1, max_length=5000, pattern=r"\S")] | None = None
    """What is printed on the line; not of an `agreement`, which says what it charges."""
    amount: Positive | None = None
    """Amount before tax of a fee, fixed price, expense or discount; that of time follows from its seconds."""
    percent: Percent | None = None
    """Discount in per cent, instead of an amount."""
    quantity: Counted | None = None
    """How many: of a fee, fixed price or expense, whose amount follows. A line without a quantity needs `unit_price` too."""
    unit: Annotated[str, Field(max_length=20, pattern=r"^([^\s].*)?$")] | None = None
    """What it is counted in; empty for nothing."""
    unit_price: Counted | None = None
    """Price of one before tax. Giving an `amount` instead takes quantity, unit and unit price off the line."""
    tax: TaxRequest | None = None
    """How the line is taxed; not of a text, nor of a discount."""

    @model_validator(mode="after")
    def _one_measure(self) -> Self:
        if self.amount is not None and self.percent is not None:
            raise ValueError("give an amount or, for a discount, a percentage")
        counted = (self.quantity, self.unit, self.unit_price) != (None, None, None)
        if counted and (self.amount is not None or self.percent is not None):
            raise ValueError("give an amount, or a quantity and its unit price")
        return self

    def to_domain(self) -> LineChange:
        """Raises `InvalidInputError` for a tax that cannot be."""
        return LineChange(**{**dict(self), "tax": self.tax and self.tax.to_domain()})


class LineResponse(web.ResponseModel):
    """A line of a draft or invoice. A text has no amount and no tax."""

    line_id: UUID
    """Names the line, on the draft and after issue."""
    position: int
    """Place on the page, from 1."""
    kind: LineKind
    """`time` is made from time entries, `agreement` from what an agreement charges; the others are added by hand."""
    description: str
    """What is printed."""
    seconds: int | None
    """Time worked, in whole seconds; of an `agreement` what it covers; null of others."""
    billed_seconds: int | None
    """What is charged of it, or drawn of the agreement, after rounding; null of others."""
    hours: Decimal | None
    """What is charged of time as decimal hours, as printed; null where time is printed as `0:50`, and of others."""
    hourly_rate: PriceOf | None
    """Price per hour before tax; null unless the kind is `time`."""
    amount: AmountOf | None
    """Amount before tax; of time `billed_seconds` × `hourly_rate` ÷ 3600, or `hours` × `hourly_rate` where there are such,
    rounded half up once. Negative for a discount."""
    tax_category: TaxCategory | None
    """VAT category, as in EN 16931; null for a text."""
    tax_rate: Decimal | None
    """VAT rate in per cent; null for a text."""
    tax_code: str | None
    """The account's code for it (`/v1/tax-codes`); null for a text, and where none fits."""
    service_type_id: UUID | None
    """The kind of work, when all time on the line has the same."""
    service_type_name: str | None
    """Its name."""
    first_day: date | None
    """First work date on the line, first day that an `agreement` or a recurring invoice charges; null of others."""
    last_day: date | None
    """Last work date on the line, last day that an `agreement` or a recurring invoice charges, included; null of others, and
    without end.
    """
    charge_id: UUID | None
    """What of an agreement it bills, by rates' id; null unless the kind is `agreement`."""
    included_seconds: int | None
    """How much time it covers at most, with what was rolled over; null without such a limit."""
    rolled_over_seconds: int | None
    """What of that is left of months before; null for nothing."""
    discount_id: UUID | None
    """The discount that it is, or is a part of: one on the whole has a line for each tax; null unless it is a `discount`."""
    percent: Decimal | None
    """Of a discount in per cent: how many of its line, or of what is billed; else null."""
    of_line_id: UUID | None
    """The line that a discount is taken off, right above it; null for one on the whole, and of others."""
    said_amount: AmountOf | None
    """Of a discount on a draft: the amount that was asked for, when its line charges less by now and all of that is taken
    off instead; else null.
    """
    quantity: Decimal | None
    """How many of something a fee, fixed price or expense charges; null where its amount was named."""
    unit: str | None
    """What it is counted in; null for nothing."""
    unit_price: PriceOf | None
    """Price of one before tax; the amount is quantity × unit price, rounded half up once. Null without a quantity."""

    @classmethod
    def of_line(cls, line: Line, currency: str) -> "LineResponse":
        """From a line. It is ours, so nothing is checked: an invoice has hundreds."""
        values = dict(zip(_LINE, _values_of_line(line), strict=True))
        if line.hourly_rate is not None:
            values["hourly_rate"] = price_of(line.hourly_rate, currency)
        if line.unit_price is not None:
            values["unit_price"] = price_of(line.unit_price, currency)
        if line.amount is not None:
            values["amount"] = amount_of(line.amount, currency)
        if line.said_amount is not None:
            values["said_amount"] = amount_of(line.said_amount, currency)
        return web.trusted(cls, values)


_LINE = tuple(LineResponse.model_fields)
_values_of_line = attrgetter(*_LINE)
