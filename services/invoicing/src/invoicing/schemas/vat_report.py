"""The VAT report: what is asked for, and what is answered."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

import web
from invoicing.domain.tax import TaxCategory
from invoicing.domain.vat import TaxedDocument
from invoicing.queries.vat_report import Period, VatLineKey, VatReport
from invoicing.schemas.amounts import AmountOf, AmountsResponse, Day, TaxRate
from invoicing.schemas.tax_codes import CodeName
from money import round_money


class PeriodRequest(web.FilterModel):
    """Days of issue, both included."""

    first_day: Day
    """First issue date."""
    last_day: Day
    """Last issue date, included."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last_day < self.first_day:
            raise ValueError("last_day is before first_day")
        return self

    @property
    def period(self) -> Period:
        """As queries take it."""
        return Period(self.first_day, self.last_day)


class VatDocumentsRequest(PeriodRequest):
    """Which line of the report is opened."""

    currency: web.CurrencyCode
    """ISO 4217 code."""
    category: TaxCategory
    """VAT category."""
    rate: TaxRate
    """Per cent."""
    tax_code: Annotated[
        CodeName | None, Field(description="Tax code; absent: lines without one.")
    ] = None

    @property
    def key(self) -> VatLineKey:
        """As queries take it."""
        return VatLineKey(self.currency, self.category, self.rate, self.tax_code)


class VatLineResponse(AmountsResponse):
    """What a period came to in one currency, code, category and rate. What credit notes took back is negative."""

    currency: str
    """ISO 4217 code; currencies are never added up."""
    tax_code: str | None
    """The account's code; null for what has none."""
    category: TaxCategory
    """VAT category, as in EN 16931."""
    rate: Decimal
    """Per cent."""
    invoices: int
    """How many invoices have it."""
    invoiced_base: AmountOf
    """What they charge before tax."""
    invoiced_tax: AmountOf
    """Their tax."""
    credit_notes: int
    """How many credit notes have it."""
    credited_base: AmountOf
    """What they take back before tax; negative."""
    credited_tax: AmountOf
    """Their tax; negative."""
    base: AmountOf
    """Invoices less credit notes, before tax."""
    tax: AmountOf
    """The tax of it."""


class EuSaleResponse(AmountsResponse):
    """What was sold in one currency under reverse charge to one VAT number."""

    currency: str
    """ISO 4217 code."""
    country: str | None
    """ISO 3166-1 alpha-2 code of where the number is registered; null when it is not known."""
    vat_number: str | None
    """The number without its country."""
    organization_id: UUID
    """The customer, by timer's id; of several with this number the one that was invoiced last."""
    organization_name: str | None
    """Its name today."""
    invoices: int
    """How many invoices."""
    credit_notes: int
    """How many credit notes."""
    base: AmountOf
    """Invoices less credit notes; no tax."""


class VatBoxResponse(AmountsResponse):
    """A field of the seller's VAT return whose amount follows for certain."""

    name: str
    """In Denmark `salgsmoms` and `rubrik-b-ydelser`."""
    currency: str
    """ISO 4217 code: amounts in other currencies than that of the return must be converted by people."""
    amount: AmountOf
    """What of these documents belongs there."""


class VatReportResponse(web.ResponseModel):
    """What documents of a period came to, by their issue date, which is the tax point."""

    first_day: date
    """First issue date."""
    last_day: date
    """Last issue date, included."""
    lines: list[VatLineResponse]
    """By currency, category, rate and code."""
    eu_sales: list[EuSaleResponse]
    """Reverse-charged sales by VAT number, for the list of sales to other member states."""
    boxes: list[VatBoxResponse]
    """Fields of the return; empty where the seller's country is another than Denmark."""

    @classmethod
    def of(cls, report: VatReport) -> Self:
        """From the report."""
        return cls(
            first_day=report.first_day,
            last_day=report.last_day,
            lines=[VatLineResponse.of(one) for one in report.lines],
            eu_sales=[EuSaleResponse.of(one) for one in report.eu_sales],
            boxes=[VatBoxResponse.of(one) for one in report.boxes],
        )


class VatDocumentResponse(AmountsResponse):
    """What a document contributes to a line of the report."""

    document_id: UUID
    """Of the invoice or the credit note."""
    kind: TaxedDocument
    """Which of both."""
    number: str
    """Its number."""
    issue_date: date
    """When it was issued: the tax point."""
    organization_id: UUID
    """The customer, by timer's id."""
    organization_name: str
    """Its name, as it was printed."""
    base: AmountOf
    """Before tax; negative on a credit note."""
    tax: AmountOf
    """Its tax."""


_COLUMNS = (
    *("currency", "tax_code", "category", "rate", "invoices", "invoiced_base", "invoiced_tax"),
    *("credit_notes", "credited_base", "credited_tax", "base", "tax"),
)
_SALES = (
    "currency",
    "country",
    "vat_number",
    "organization_name",
    "invoices",
    "credit_notes",
    "base",
)
_AMOUNTS = frozenset(
    ("invoiced_base", "invoiced_tax", "credited_base", "credited_tax", "base", "tax")
)


def as_csv(report: VatReport) -> str:
    """The lines, an empty line, and the sales by VAT number."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    writer.writerows(_rows(report.lines, _COLUMNS))
    if report.eu_sales:
        writer.writerow(())
        writer.writerow(_SALES)
        writer.writerows(_rows(report.eu_sales, _SALES))
    return text.getvalue()


def _rows(found: object, names: tuple[str, ...]) -> Iterator[list[object]]:
    for one in found:  # type: ignore[attr-defined]
        yield [_cell(name, getattr(one, name), one.currency) for name in names]


def _cell(name: str, value: object, currency: str) -> object:
    if name in _AMOUNTS and isinstance(value, Decimal):
        return round_money(value, currency)
    text = value if isinstance(value, str) else None
    return f"'{text}" if text and text[0] in "=+-@\t\r" else value
