"""Ledger accounts, and exports of the journal."""

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

import web
from invoicing.domain.journal import JournalLine, LedgerSettings, RevenueRule
from invoicing.domain.lines import LineKind
from invoicing.schemas.amounts import Day
from invoicing.schemas.tax_codes import CodeName
from money import round_money

Account = Annotated[
    str, Field(min_length=1, max_length=20, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
]
FileFormat = Literal["comma", "semicolon"]


class RevenueRuleRequest(web.RequestModel):
    """An account for some of the revenue; what is null is any. The rule that names most holds."""

    account: Account
    """Account of the ledger."""
    tax_code: CodeName | None = None
    """Lines with this tax code."""
    service_type_id: UUID | None = None
    """Lines of this kind of work, by timer's id."""
    kind: LineKind | None = None
    """Lines of this kind."""

    def to_domain(self) -> RevenueRule:
        """As the domain has it."""
        return RevenueRule(**dict(self))


class LedgerSettingsRequest(web.RequestModel):
    """Accounts of the ledger, by what is booked there. An export needs the first four."""

    receivables: Account | None = None
    """What customers owe."""
    revenue: Account | None = None
    """Revenue that no rule gives another account."""
    vat: Account | None = None
    """VAT on sales, unless its tax code has an account."""
    bank: Account | None = None
    """Payments by bank, and all others that have no account below."""
    cash: Account | None = None
    """Payments in cash."""
    card: Account | None = None
    """Payments by card."""
    quickbooks: Account | None = None
    """Payments that QuickBooks showed."""
    other: Account | None = None
    """Other payments."""
    customer_credit: Account | None = None
    """What customers paid and nothing is settled with yet; null: it stays in the receivables."""
    credit_applied: Account | None = None
    """Credits of QuickBooks that settle invoices; null: the receivables."""
    write_offs: Account | None = None
    """Small differences that are written off; null: the revenue."""
    revenue_rules: Annotated[tuple[RevenueRuleRequest, ...], Field(max_length=200)] = ()
    """Accounts for some of the revenue."""

    def to_domain(self) -> LedgerSettings:
        """As the domain has it."""
        rules = tuple(rule.to_domain() for rule in self.revenue_rules)
        return LedgerSettings(**{**dict(self), "revenue_rules": rules})


class RevenueRuleResponse(web.ResponseModel):
    """An account for some of the revenue; what is null is any."""

    account: str
    """Account of the ledger."""
    tax_code: str | None
    """Lines with this tax code."""
    service_type_id: UUID | None
    """Lines of this kind of work, by timer's id."""
    kind: LineKind | None
    """Lines of this kind."""


class LedgerSettingsResponse(web.ResponseModel):
    """Accounts of the ledger, by what is booked there; null for none."""

    receivables: str | None
    """What customers owe."""
    revenue: str | None
    """Revenue that no rule gives another account."""
    vat: str | None
    """VAT on sales, unless its tax code has an account."""
    bank: str | None
    """Payments by bank, and all others that have no account below."""
    cash: str | None
    """Payments in cash."""
    card: str | None
    """Payments by card."""
    quickbooks: str | None
    """Payments that QuickBooks showed."""
    other: str | None
    """Other payments."""
    customer_credit: str | None
    """What customers paid and nothing is settled with yet; null: it stays in the receivables."""
    credit_applied: str | None
    """Credits of QuickBooks that settle invoices; null: the receivables."""
    write_offs: str | None
    """Small differences that are written off; null: the revenue."""
    revenue_rules: list[RevenueRuleResponse]
    """Accounts for some of the revenue."""
    version: int
    """For `If-Match`; 0: nobody named any account yet."""


class JournalExportRequest(web.RequestModel):
    """Up to when the books are exported."""

    last_day: Day
    """The last day that is booked, today at the latest. What came late of earlier days comes along."""


class JournalExportResponse(web.ResponseModel):
    """An export of the journal. It never changes: a later one has only what is new."""

    id: UUID
    """Names the export."""
    last_day: date
    """The last day that is booked."""
    transactions: int
    """How many transactions it has."""
    created_at: datetime
    """When it was made (UTC)."""
    created_by: str
    """Who made it."""


_COLUMNS = (
    *("transaction", "date", "voucher", "text", "account", "tax_code", "ledger_code"),
    *("currency", "debit", "credit", "amount", "source", "source_id"),
)


def header(file_format: FileFormat) -> str:
    """The first line of the file."""
    return _written([_COLUMNS], file_format)


def rows(lines: Iterable[JournalLine], file_format: FileFormat) -> str:
    """Lines of the file: `semicolon` is how programs in Denmark read tables, with decimal commas and days first."""
    return _written((_row(line, file_format) for line in lines), file_format)


def _row(line: JournalLine, file_format: FileFormat) -> tuple[object, ...]:
    def number(value: Decimal) -> str:
        text = str(round_money(value, line.currency))
        return text.replace(".", ",") if file_format == "semicolon" else text

    day = f"{line.booked_on:%d-%m-%Y}" if file_format == "semicolon" else line.booked_on
    return (
        *(line.transaction, day, _text(line.voucher), _text(line.text), line.account),
        *(line.tax_code, line.ledger_code, line.currency),
        *(number(line.debit), number(line.credit), number(line.debit - line.credit)),
        *(line.fact_kind, line.fact_id),
    )


def _text(typed: str) -> str:
    """What people typed, which no table program takes for a formula."""
    return f"'{typed}" if typed[:1] in ("=", "+", "-", "@", "\t", "\r") else typed


def _written(found: Iterable[Iterable[Any]], file_format: FileFormat) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";" if file_format == "semicolon" else ",").writerows(found)
    return text.getvalue()
