"""Issued credit notes: the service may insert, and change nothing."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from database.mapping import AccountOwned, grants
from invoicing.domain.appearance import COLOUR
from invoicing.domain.credit_note import CreditDelivery
from invoicing.domain.parties import Contact, Party
from invoicing.domain.tax import Tax, TaxCategory
from invoicing.store.tables.base import (
    Base,
    DiscountColumns,
    LineColumns,
    agreement_is_named,
    discounts_of_lines,
    of_discounted_line,
    of_issued_invoice,
    quantity_is_priced,
    time_is_charged,
)


def of_credit_note() -> ForeignKeyConstraint:
    """The credit note must be there."""
    return ForeignKeyConstraint(
        ["account_id", "credit_note_id"], ["credit_notes.account_id", "credit_notes.id"]
    )


class CreditNoteRow(AccountOwned, Base):
    """An issued credit note; a trigger adds its total to what is credited of its invoice."""

    __tablename__ = "credit_notes"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    series: Mapped[str]
    sequence: Mapped[int]
    invoice_id: Mapped[UUID]
    invoice_number: Mapped[str]
    invoice_date: Mapped[date]
    organization_id: Mapped[UUID]
    issue_date: Mapped[date]
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    currency: Mapped[str]
    language: Mapped[str]
    seller: Mapped[Party]
    buyer: Mapped[Party]
    billing_contact: Mapped[Contact | None]
    delivery: Mapped[CreditDelivery]
    reason: Mapped[str]
    reference: Mapped[str]
    purchase_order: Mapped[str | None]
    colour: Mapped[str] = mapped_column(server_default=COLOUR)
    logo: Mapped[str | None]
    seconds: Mapped[int] = mapped_column(BigInteger)
    subtotal: Mapped[Decimal]
    tax: Mapped[Decimal]
    total: Mapped[Decimal]
    previous_hash: Mapped[str]
    hash: Mapped[str]
    issued_at: Mapped[datetime]
    issued_by: Mapped[str]
    lines: Mapped[list["CreditNoteLineRow"]] = relationship(
        primaryjoin="CreditNoteRow.id == foreign(CreditNoteLineRow.credit_note_id)",
        order_by="CreditNoteLineRow.position",
        lazy="raise",
        viewonly=True,
    )
    taxes: Mapped[list["CreditNoteTaxRow"]] = relationship(
        primaryjoin="CreditNoteRow.id == foreign(CreditNoteTaxRow.credit_note_id)",
        order_by="(CreditNoteTaxRow.category, CreditNoteTaxRow.rate)",
        lazy="raise",
        viewonly=True,
    )

    __table_args__ = (
        UniqueConstraint("account_id", "number", name="credit_note_number_once"),
        UniqueConstraint("account_id", "series", "sequence"),
        UniqueConstraint("account_id", "id", "invoice_id"),
        CheckConstraint("sequence > 0", name="credit_notes_sequence_check"),
        CheckConstraint("total = subtotal + tax AND total >= 0", name="credit_notes_total_check"),
        CheckConstraint("reason ~ '\\S'", name="credit_notes_reason_check"),
        of_issued_invoice(),
        Index("credit_notes_of_invoice", "account_id", "invoice_id"),
        Index("credit_notes_organization", "account_id", "organization_id"),
        Index("credit_notes_dated", "account_id", "issue_date"),
        Index("credit_notes_recorded", "account_id", "issued_at"),
        grants("SELECT, INSERT"),
    )


class CreditNoteLineRow(AccountOwned, LineColumns, DiscountColumns, Base):
    """What a credit note takes back of a line of its invoice, whose id it has. A trigger refuses more than was billed."""

    __tablename__ = "credit_note_lines"

    credit_note_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[UUID]
    line_id: Mapped[UUID]
    amount: Mapped[Decimal]
    tax_category: Mapped[TaxCategory]
    tax_rate: Mapped[Decimal]
    tax_code: Mapped[str | None]
    tax: Mapped[Tax] = composite("tax_category", "tax_rate", "tax_code")

    __table_args__ = (
        UniqueConstraint("account_id", "credit_note_id", "line_id"),
        ForeignKeyConstraint(
            ["account_id", "credit_note_id", "invoice_id"],
            ["credit_notes.account_id", "credit_notes.id", "credit_notes.invoice_id"],
        ),
        ForeignKeyConstraint(
            ["account_id", "invoice_id", "line_id"],
            ["invoice_lines.account_id", "invoice_lines.invoice_id", "invoice_lines.line_id"],
        ),
        time_is_charged("credit_note_lines"),
        agreement_is_named("credit_note_lines"),
        quantity_is_priced("credit_note_lines"),
        *discounts_of_lines("credit_note_lines", "credit_note_id"),
        of_discounted_line("credit_note_lines", "credit_note_id"),
        Index("credit_note_lines_of_invoice", "account_id", "invoice_id"),
        grants("SELECT, INSERT"),
    )


class CreditNoteTaxRow(AccountOwned, Base):
    """Tax of one category and rate on a credit note."""

    __tablename__ = "credit_note_taxes"

    credit_note_id: Mapped[UUID] = mapped_column(primary_key=True)
    category: Mapped[TaxCategory] = mapped_column(primary_key=True)
    rate: Mapped[Decimal] = mapped_column(primary_key=True)
    base: Mapped[Decimal]
    tax: Mapped[Decimal]

    __table_args__ = (of_credit_note(), grants("SELECT, INSERT"))


class CreditNoteDocumentRow(AccountOwned, Base):
    """The document of an issued credit note, made once."""

    __tablename__ = "credit_note_documents"

    credit_note_id: Mapped[UUID] = mapped_column(primary_key=True)
    media_type: Mapped[str] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    sha256: Mapped[str]
    content: Mapped[bytes]

    __table_args__ = (of_credit_note(), grants("SELECT, INSERT"))
