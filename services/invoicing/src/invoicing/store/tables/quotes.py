"""Quotes, what became of them, and which lines of drafts and invoices bill them."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, composite, mapped_column

from database.mapping import AccountOwned, grants
from invoicing.domain.parties import Contact, Party
from invoicing.domain.quote import QuoteAnswer, QuotedLineKind, QuotePricing
from invoicing.domain.tax import Tax, TaxCategory
from invoicing.store.tables.base import Base, discounts_of_lines, of_discounted_line


def of_quote() -> ForeignKeyConstraint:
    """The quote must be there."""
    return ForeignKeyConstraint(["account_id", "quote_id"], ["quotes.account_id", "quotes.id"])


class QuoteRow(AccountOwned, Base):
    """A quote. A trigger keeps one that has a number as it was sent."""

    __tablename__ = "quotes"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    organization_id: Mapped[UUID]
    currency: Mapped[str]
    language: Mapped[str]
    tax_category: Mapped[TaxCategory]
    tax_rate: Mapped[Decimal]
    tax_code: Mapped[str | None]
    tax: Mapped[Tax] = composite("tax_category", "tax_rate", "tax_code")
    title: Mapped[str]
    pricing: Mapped[QuotePricing]
    valid_until: Mapped[date | None]
    notes: Mapped[str]
    reference: Mapped[str]
    replaces: Mapped[UUID | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    number: Mapped[str | None]
    series: Mapped[str | None]
    sequence: Mapped[int | None]
    issue_date: Mapped[date | None]
    seller: Mapped[Party | None]
    colour: Mapped[str | None]
    logo: Mapped[str | None]
    buyer: Mapped[Party | None]
    billing_contact: Mapped[Contact | None]
    sent_at: Mapped[datetime | None]
    sent_by: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("account_id", "number", name="quote_number_once"),
        UniqueConstraint("account_id", "series", "sequence"),
        CheckConstraint(
            "num_nulls(number, series, sequence, issue_date, seller, buyer, sent_at, sent_by) IN (0, 8)",
            name="quotes_are_sent_whole",
        ),
        Index("quotes_organization", "account_id", "organization_id"),
        Index("quotes_replaced", "account_id", "replaces"),
        grants("SELECT, INSERT, UPDATE, DELETE"),
    )


class QuoteLineRow(AccountOwned, Base):
    """A line of a quote, or a discount of one or on the whole. A trigger keeps those of a quote that was sent."""

    __tablename__ = "quote_lines"

    line_id: Mapped[UUID] = mapped_column(primary_key=True)
    quote_id: Mapped[UUID]
    position: Mapped[int]
    kind: Mapped[QuotedLineKind]
    description: Mapped[str]
    seconds: Mapped[int | None]
    hourly_rate: Mapped[Decimal | None]
    amount: Mapped[Decimal | None]
    percent: Mapped[Decimal | None]
    of_line_id: Mapped[UUID | None]
    tax_category: Mapped[TaxCategory | None]
    tax_rate: Mapped[Decimal | None]
    tax_code: Mapped[str | None]
    tax: Mapped[Tax | None] = composite("tax_category", "tax_rate", "tax_code")

    __table_args__ = (
        of_quote(),
        UniqueConstraint("account_id", "quote_id", "line_id"),
        *discounts_of_lines("quote_lines", "quote_id"),
        of_discounted_line("quote_lines", "quote_id"),
        CheckConstraint(
            "(kind = 'time') = (seconds IS NOT NULL) AND (kind = 'time') = (hourly_rate IS NOT NULL)",
            name="quote_lines_time_check",
        ),
        Index("quote_lines_order", "account_id", "quote_id", "position"),
        grants("SELECT, INSERT, DELETE"),
    )


class QuoteAnswerRow(AccountOwned, Base):
    """What became of a quote; the newest holds, and all are kept."""

    __tablename__ = "quote_answers"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    quote_id: Mapped[UUID]
    answer: Mapped[QuoteAnswer]
    answered_on: Mapped[date]
    name: Mapped[str]
    """Who of the customer said so; empty when nobody noted it."""
    reason: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]

    __table_args__ = (
        of_quote(),
        Index("quote_answers_of_quote", "account_id", "quote_id", "id"),
        grants("SELECT, INSERT"),
    )


class QuoteDocumentRow(AccountOwned, Base):
    """The document of a sent quote, made once."""

    __tablename__ = "quote_documents"

    quote_id: Mapped[UUID] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    sha256: Mapped[str]
    content: Mapped[bytes]

    __table_args__ = (of_quote(), grants("SELECT, INSERT"))


class QuoteClaimRow(AccountOwned, Base):
    """The line of a draft or invoice that bills a line of a quote; at most one of those that are live.

    It goes with the draft's line, and is released when credit notes took back all of the invoice's line.
    """

    __tablename__ = "quote_claims"

    invoice_id: Mapped[UUID] = mapped_column(primary_key=True)
    line_id: Mapped[UUID] = mapped_column(primary_key=True)
    quote_id: Mapped[UUID]
    quoted_id: Mapped[UUID]
    released_by: Mapped[UUID | None]

    __table_args__ = (
        of_quote(),
        Index(
            "quoted_once",
            "account_id",
            "quoted_id",
            unique=True,
            postgresql_where=text("released_by IS NULL"),
        ),
        Index("quote_claims_of_quote", "account_id", "quote_id"),
        grants("SELECT, INSERT, DELETE, UPDATE (released_by)"),
    )
