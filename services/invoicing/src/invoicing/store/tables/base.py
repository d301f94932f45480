"""The base class of the tables, and what their columns hold."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, text
from sqlalchemy.orm import DeclarativeBase, Mapped

from database.mapping import TYPES, new_metadata
from invoicing.domain.appendix import TimeAppendix
from invoicing.domain.charges import ChargeKind
from invoicing.domain.credit_note import CreditDelivery
from invoicing.domain.customer_billing import PurchaseOrder
from invoicing.domain.customer_links import CustomerSees
from invoicing.domain.disputes import DisputeOutcome
from invoicing.domain.expenses import Decision, ExpenseAct
from invoicing.domain.grouping import GroupBy
from invoicing.domain.invoice import DeliveryChannel, DraftedAs
from invoicing.domain.line_texts import LineTexts
from invoicing.domain.lines import LineKind
from invoicing.domain.parties import Address, Contact, Party
from invoicing.domain.payment import PaymentMethod, SettlementKind
from invoicing.domain.payment_details import PaymentDetails
from invoicing.domain.quote import QuoteAnswer, QuotedLineKind, QuotePricing
from invoicing.domain.receipts import AttachedReceipts
from invoicing.domain.recurring import RecurringTerms
from invoicing.domain.tax import TaxCategory
from invoicing.domain.terms import Terms
from invoicing.domain.vat import TaxedDocument
from invoicing.store import (
    credit_triggers,
    expense_triggers,
    issued_triggers,
    journal_triggers,
    quote_triggers,
    refund_triggers,
    sum_triggers,
    triggers,
)
from invoicing.store.mapping import JsonOf


class Base(DeclarativeBase):
    """The tables of this service."""

    metadata = new_metadata(
        *triggers.CLAIMS,
        *triggers.HELD,
        *triggers.TOTALS,
        *triggers.CHARGES,
        *triggers.ALLOCATIONS,
        *triggers.DOCUMENTS,
        *triggers.LINES,
        *triggers.DISCOUNTS,
        *credit_triggers.CREDITS,
        *credit_triggers.SPLITS,
        *quote_triggers.QUOTES,
        *expense_triggers.EXPENSES,
        *refund_triggers.REFUNDS,
        *refund_triggers.DIFFERENCES,
        *journal_triggers.JOURNAL,
        *issued_triggers.ISSUED,
        *sum_triggers.SUMS,
    )
    type_annotation_map = (
        TYPES
        | {
            kind: JsonOf(kind)
            for kind in (
                Address,
                AttachedReceipts,
                Contact,
                DraftedAs,
                LineTexts,
                Party,
                PaymentDetails,
                PurchaseOrder,
                RecurringTerms,
                Terms,
            )
        }
        | dict.fromkeys(
            (
                ChargeKind,
                CreditDelivery,
                CustomerSees,
                Decision,
                DeliveryChannel,
                TaxedDocument,
                DisputeOutcome,
                ExpenseAct,
                GroupBy,
                LineKind,
                PaymentMethod,
                QuoteAnswer,
                QuotePricing,
                QuotedLineKind,
                SettlementKind,
                TaxCategory,
                TimeAppendix,
            ),
            Text(),
        )
    )


class LineColumns:
    """What lines of drafts and of issued invoices have alike."""

    kind: Mapped[LineKind]
    description: Mapped[str]
    seconds: Mapped[int | None]
    billed_seconds: Mapped[int | None]
    hourly_rate: Mapped[Decimal | None]
    hours: Mapped[Decimal | None]
    """As decimals, where the line prints them so."""
    service_type_id: Mapped[UUID | None]
    service_type_name: Mapped[str | None]
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    charge_id: Mapped[UUID | None]
    """What of an agreement it bills."""
    included_seconds: Mapped[int | None]
    rolled_over_seconds: Mapped[int | None]
    quantity: Mapped[Decimal | None]
    """How many the amount is of."""
    unit: Mapped[str | None]
    unit_price: Mapped[Decimal | None]


class DiscountColumns:
    """What lines of documents have alike that are a discount, or parts of one on the whole."""

    discount_id: Mapped[UUID | None]
    percent: Mapped[Decimal | None]
    of_line_id: Mapped[UUID | None]
    """The line that it is taken off."""


def discounts_of_lines(table: str, document: str) -> tuple[CheckConstraint, Index]:
    """Only a discount is taken off a line, and of each line there is one."""
    return (
        CheckConstraint(
            "of_line_id IS NULL OR kind = 'discount' AND of_line_id <> line_id",
            name=f"{table}_of_line_check",
        ),
        Index(
            f"{table}_one_discount",
            *("account_id", document, "of_line_id"),
            unique=True,
            postgresql_where=text("of_line_id IS NOT NULL"),
        ),
    )


def of_discounted_line(table: str, document: str) -> ForeignKeyConstraint:
    """The line that a discount is taken off is on the same document."""
    line = (f"{table}.{name}" for name in ("account_id", document, "line_id"))
    return ForeignKeyConstraint(["account_id", document, "of_line_id"], list(line))


def time_is_charged(table: str) -> CheckConstraint:
    """A line with time says what is charged of it, no other does."""
    return CheckConstraint(
        "(seconds IS NULL) = (billed_seconds IS NULL) AND coalesce(billed_seconds, 0) >= 0",
        name=f"{table}_billed_seconds_check",
    )


def quantity_is_priced(table: str) -> CheckConstraint:
    """A line with a quantity has its price, and only such a line has a unit."""
    return CheckConstraint(
        "(quantity IS NULL) = (unit_price IS NULL) AND (unit IS NULL OR quantity IS NOT NULL)",
        name=f"{table}_quantity_check",
    )


def hours_are_charged(table: str) -> CheckConstraint:
    """Hours that are printed as decimals are what the amount is a product of, on lines of time alone."""
    return CheckConstraint(
        "hours IS NULL OR (kind = 'time' AND hourly_rate IS NOT NULL"
        " AND amount = round(hours * hourly_rate, scale(amount)))",
        name=f"{table}_hours_check",
    )


def agreement_is_named(table: str) -> CheckConstraint:
    """A line of an agreement says what it bills, no other does."""
    return CheckConstraint(
        "(kind = 'agreement') = (charge_id IS NOT NULL)", name=f"{table}_charge_check"
    )


def of_issued_invoice() -> ForeignKeyConstraint:
    """The invoice must be there."""
    return ForeignKeyConstraint(
        ["account_id", "invoice_id"], ["invoices.account_id", "invoices.id"]
    )
