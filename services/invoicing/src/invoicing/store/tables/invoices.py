"""Issued invoices: the service may insert, and change nothing."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from database.mapping import AccountOwned, grants
from invoicing.domain.appearance import COLOUR
from invoicing.domain.appendix import TimeAppendix
from invoicing.domain.invoice import DeliveryChannel, DraftedAs
from invoicing.domain.parties import Contact, Party
from invoicing.domain.payment_details import PaymentDetails
from invoicing.domain.receipts import AttachedReceipts
from invoicing.domain.tax import Tax, TaxCategory
from invoicing.store.tables.base import (
    Base,
    DiscountColumns,
    LineColumns,
    agreement_is_named,
    discounts_of_lines,
    hours_are_charged,
    of_discounted_line,
    of_issued_invoice,
    quantity_is_priced,
    time_is_charged,
)


class NumberSeriesRow(AccountOwned, Base):
    """Where a series of numbers stands; its row is locked while a number is taken."""

    __tablename__ = "number_series"

    series: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    last_sequence: Mapped[int]
    last_issue_date: Mapped[date | None]
    last_hash: Mapped[str]

    __table_args__ = (
        CheckConstraint(
            "kind IN ('invoice', 'credit-note', 'quote')", name="number_series_kind_check"
        ),
        grants("SELECT, INSERT, UPDATE (series, last_sequence, last_issue_date, last_hash)"),
    )


class InvoiceRow(AccountOwned, Base):
    """An issued invoice."""

    __tablename__ = "invoices"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    series: Mapped[str]
    sequence: Mapped[int]
    organization_id: Mapped[UUID]
    issue_date: Mapped[date]
    due_date: Mapped[date]
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    currency: Mapped[str]
    language: Mapped[str]
    seller: Mapped[Party]
    buyer: Mapped[Party]
    billing_contact: Mapped[Contact | None]
    delivery: Mapped[DeliveryChannel]
    notes: Mapped[str]
    reference: Mapped[str]
    purchase_order: Mapped[str | None]
    payment_instructions: Mapped[str]
    payment_details: Mapped[PaymentDetails] = mapped_column(server_default=text("'{}'"))
    payment_reference: Mapped[str] = mapped_column(server_default="")
    colour: Mapped[str] = mapped_column(server_default=COLOUR)
    logo: Mapped[str | None]
    time_appendix: Mapped[TimeAppendix] = mapped_column(server_default="none")
    appendix: Mapped[str | None]
    receipts: Mapped[AttachedReceipts | None]
    reminder_fee_of: Mapped[UUID | None]
    seconds: Mapped[int] = mapped_column(BigInteger)
    subtotal: Mapped[Decimal]
    tax: Mapped[Decimal]
    total: Mapped[Decimal]
    previous_hash: Mapped[str]
    hash: Mapped[str]
    issued_at: Mapped[datetime]
    issued_by: Mapped[str]
    drafted_at: Mapped[datetime | None]
    drafted_by: Mapped[str | None]
    drafted_as: Mapped[DraftedAs | None]
    lines: Mapped[list["InvoiceLineRow"]] = relationship(
        primaryjoin="InvoiceRow.id == foreign(InvoiceLineRow.invoice_id)",
        order_by="InvoiceLineRow.position",
        lazy="raise",
        viewonly=True,
    )
    taxes: Mapped[list["InvoiceTaxRow"]] = relationship(
        primaryjoin="InvoiceRow.id == foreign(InvoiceTaxRow.invoice_id)",
        order_by="(InvoiceTaxRow.category, InvoiceTaxRow.rate)",
        lazy="raise",
        viewonly=True,
    )

    __table_args__ = (
        UniqueConstraint("account_id", "number", name="invoice_number_once"),
        UniqueConstraint("account_id", "series", "sequence"),
        CheckConstraint("sequence > 0", name="invoices_sequence_check"),
        CheckConstraint("total = subtotal + tax AND total >= 0", name="invoices_total_check"),
        CheckConstraint("due_date >= issue_date", name="invoice_due_after_issue"),
        Index("invoices_organization", "account_id", "organization_id"),
        Index(
            "invoices_dated",
            "account_id",
            "issue_date",
            postgresql_include=["organization_id", "currency", "subtotal", "total"],
        ),
        grants("SELECT, INSERT"),
    )


class InvoiceLineRow(AccountOwned, LineColumns, DiscountColumns, Base):
    """A line of an issued invoice, as printed. A trigger sees to it that the invoice is there."""

    __tablename__ = "invoice_lines"

    invoice_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[UUID]
    amount: Mapped[Decimal | None]
    tax_category: Mapped[TaxCategory | None]
    tax_rate: Mapped[Decimal | None]
    tax_code: Mapped[str | None]
    tax: Mapped[Tax | None] = composite("tax_category", "tax_rate", "tax_code")

    __table_args__ = (
        UniqueConstraint("account_id", "invoice_id", "line_id"),
        CheckConstraint(
            "num_nonnulls(amount, tax_category, tax_rate) = CASE WHEN kind = 'text' THEN 0 ELSE 3 END",
            name="texts_charge_nothing",
        ),
        CheckConstraint("kind <> 'text' OR tax_code IS NULL", name="texts_have_no_tax_code"),
        time_is_charged("invoice_lines"),
        hours_are_charged("invoice_lines"),
        agreement_is_named("invoice_lines"),
        quantity_is_priced("invoice_lines"),
        *discounts_of_lines("invoice_lines", "invoice_id"),
        of_discounted_line("invoice_lines", "invoice_id"),
        grants("SELECT, INSERT"),
    )


class InvoiceTaxRow(AccountOwned, Base):
    """Tax of one category and rate on an issued invoice."""

    __tablename__ = "invoice_taxes"

    invoice_id: Mapped[UUID] = mapped_column(primary_key=True)
    category: Mapped[TaxCategory] = mapped_column(primary_key=True)
    rate: Mapped[Decimal] = mapped_column(primary_key=True)
    base: Mapped[Decimal]
    tax: Mapped[Decimal]

    __table_args__ = (of_issued_invoice(), grants("SELECT, INSERT"))


class DocumentRow(AccountOwned, Base):
    """A document of an issued invoice, made once."""

    __tablename__ = "documents"

    invoice_id: Mapped[UUID] = mapped_column(primary_key=True)
    media_type: Mapped[str] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    sha256: Mapped[str]
    content: Mapped[bytes]
    made_at: Mapped[datetime] = mapped_column(server_default=text("now()"))

    __table_args__ = (of_issued_invoice(), grants("SELECT, INSERT"))


class AppendixRow(AccountOwned, Base):
    """The time behind the lines of an invoice as it was when it was issued; `invoices.appendix` is its SHA-256."""

    __tablename__ = "appendices"

    invoice_id: Mapped[UUID] = mapped_column(primary_key=True)
    content: Mapped[str]

    __table_args__ = (grants("SELECT, INSERT"),)


class DeliveryReportRow(AccountOwned, Base):
    """What notifier published of a delivery of an invoice or a credit note; the newest holds."""

    __tablename__ = "delivery_reports"

    document_id: Mapped[UUID] = mapped_column(primary_key=True)
    delivery_id: Mapped[UUID] = mapped_column(primary_key=True)
    outcome: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    recipient: Mapped[str | None]
    detail: Mapped[str | None]

    __table_args__ = (
        CheckConstraint(
            "outcome IN ('sent', 'failed', 'unknown')", name="delivery_reports_outcome_check"
        ),
        Index(
            "delivery_reports_undelivered",
            "account_id",
            "document_id",
            postgresql_where=text("outcome <> 'sent'"),
        ),
        grants("SELECT, INSERT"),
    )


class ReminderReportRow(AccountOwned, Base):
    """What notifier published of a reminder of an invoice. One that was passed over has its own id as that of a delivery."""

    __tablename__ = "reminder_reports"

    invoice_id: Mapped[UUID] = mapped_column(primary_key=True)
    delivery_id: Mapped[UUID] = mapped_column(primary_key=True)
    outcome: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int | None]
    days: Mapped[int]
    at: Mapped[datetime]
    recipient: Mapped[str | None]
    balance: Mapped[Decimal | None]
    detail: Mapped[str | None]
    requested_by: Mapped[str | None]

    __table_args__ = (
        CheckConstraint(
            "outcome IN ('sent', 'failed', 'unknown', 'passed-over')",
            name="reminder_reports_outcome_check",
        ),
        grants("SELECT, INSERT"),
    )


class QuickbooksReportRow(AccountOwned, Base):
    """What qbo-sync published of the invoice's copy; the newest holds."""

    __tablename__ = "quickbooks_reports"

    invoice_id: Mapped[UUID] = mapped_column(primary_key=True)
    outcome: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    qbo_id: Mapped[str | None]
    detail: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("outcome IN ('copied', 'failed')", name="quickbooks_reports_outcome_check"),
        grants("SELECT, INSERT"),
    )


class CreditMemoReportRow(AccountOwned, Base):
    """What qbo-sync published of the copy of a credit note of the invoice; the newest holds."""

    __tablename__ = "credit_memo_reports"

    invoice_id: Mapped[UUID] = mapped_column(primary_key=True)
    credit_note_id: Mapped[UUID] = mapped_column(primary_key=True)
    outcome: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    doc_number: Mapped[str | None]
    applied: Mapped[Decimal | None]
    detail: Mapped[str | None]

    __table_args__ = (
        CheckConstraint(
            "outcome IN ('copied', 'failed')", name="credit_memo_reports_outcome_check"
        ),
        grants("SELECT, INSERT"),
    )
