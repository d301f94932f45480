"""Payments and what they settle."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, grants
from invoicing.domain.payment import PaymentMethod, SettlementKind
from invoicing.store.tables.base import Base, of_issued_invoice


class BalanceRow(AccountOwned, Base):
    """What an issued invoice asks for, what was credited and what is allocated to it.

    `version` is that of the last event of the invoice: whoever publishes one locks this row. Triggers keep it and
    `allocated` when something is allocated, `credited` and `credit_notes` when something is credited.
    """

    __tablename__ = "balances"

    invoice_id: Mapped[UUID] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID]
    """As its invoice has it, like the days: what is owed is read of the few open balances, not of all invoices."""
    issue_date: Mapped[date]
    due_date: Mapped[date]
    issued_at: Mapped[datetime]
    currency: Mapped[str]
    total: Mapped[Decimal]
    credited: Mapped[Decimal]
    credit_notes: Mapped[int]
    """How many."""
    allocated: Mapped[Decimal]
    differences: Mapped[Decimal]
    """Of what is allocated: small rests that were written off."""
    credit_applied: Mapped[Decimal]
    """Of what is allocated: credit that QuickBooks applied, which is no money."""
    version: Mapped[int]

    __table_args__ = (
        CheckConstraint("credited BETWEEN 0 AND total", name="credited_within_total"),
        CheckConstraint(
            "allocated >= 0 AND allocated <= total - credited", name="allocated_within_balance"
        ),
        CheckConstraint(
            "differences >= 0 AND credit_applied >= 0 AND differences + credit_applied <= allocated",
            name="unpaid_within_allocated",
        ),
        of_issued_invoice(),
        Index(
            "balances_owed",
            "account_id",
            "due_date",
            "invoice_id",
            postgresql_include=[
                *("organization_id", "issue_date", "issued_at", "currency"),
                *("total", "credited", "allocated"),
            ],
            postgresql_where=text("total - credited - allocated > 0"),
        ),
        grants(
            "SELECT, INSERT, UPDATE (credited, credit_notes, allocated, differences, credit_applied, version)"
        ),
    )


class PaymentRow(AccountOwned, Base):
    """A payment, or the counter-entry that undoes one. Triggers keep `allocated`, and what of it was `refunded`.

    A difference may have been `written_off_with` a payment: it is undone with that.
    """

    __tablename__ = "payments"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID]
    received_on: Mapped[date]
    amount: Mapped[Decimal]
    currency: Mapped[str]
    method: Mapped[PaymentMethod]
    kind: Mapped[SettlementKind]
    reference: Mapped[str]
    reverses: Mapped[UUID | None]
    reason: Mapped[str | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    bank_transaction_id: Mapped[UUID | None]
    written_off_with: Mapped[UUID | None]
    allocated: Mapped[Decimal] = mapped_column(server_default=text("0"))
    refunded: Mapped[Decimal] = mapped_column(server_default=text("0"))

    __table_args__ = (
        CheckConstraint("kind IN ('cash', 'credit', 'difference')", name="payments_kind_check"),
        UniqueConstraint("account_id", "reverses", name="reversed_once"),
        ForeignKeyConstraint(["account_id", "reverses"], ["payments.account_id", "payments.id"]),
        ForeignKeyConstraint(
            ["account_id", "written_off_with"], ["payments.account_id", "payments.id"]
        ),
        CheckConstraint(
            "written_off_with IS NULL OR kind = 'difference' AND reverses IS NULL",
            name="payments_written_off_with_check",
        ),
        CheckConstraint(
            "CASE WHEN reverses IS NULL THEN amount > 0 ELSE amount < 0 AND reason IS NOT NULL END",
            name="payments_check",
        ),
        CheckConstraint(
            "allocated BETWEEN least(amount, 0) AND greatest(amount, 0)",
            name="allocated_within_payment",
        ),
        CheckConstraint(
            "refunded = 0 OR reverses IS NULL AND kind <> 'difference' AND refunded BETWEEN 0 AND allocated",
            name="refunded_within_payment",
        ),
        Index("payments_organization", "account_id", "organization_id"),
        Index(
            "payments_written_off_with",
            "account_id",
            "written_off_with",
            postgresql_where=text("written_off_with IS NOT NULL"),
        ),
        Index(
            "payments_received",
            "account_id",
            "received_on",
            postgresql_include=["organization_id", "currency", "amount", "kind", "reverses"],
        ),
        Index("payments_recorded", "account_id", "recorded_at"),
        Index(
            "payments_not_allocated",
            "account_id",
            "organization_id",
            postgresql_include=["currency", "amount", "allocated"],
            postgresql_where=text("amount <> allocated"),
        ),
        grants("SELECT, INSERT, UPDATE (allocated, refunded)"),
    )


class AllocationRow(AccountOwned, Base):
    """So much of a payment settles an invoice; a counter-entry's are negative, and so is what takes a single one back.

    `version` is the invoice's, of the last event that is published of this; a trigger hands it on to the balance.
    """

    __tablename__ = "allocations"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    payment_id: Mapped[UUID]
    invoice_id: Mapped[UUID]
    amount: Mapped[Decimal]
    allocated_at: Mapped[datetime]
    version: Mapped[int]
    taken_back_because: Mapped[str | None]
    taken_back_by: Mapped[str | None]
    of_duplicate: Mapped[bool] = mapped_column(server_default=text("false"))
    """Whether the buyer and the payer were merged: a trigger notes it, since merging can be undone."""

    __table_args__ = (
        CheckConstraint(
            "(taken_back_because IS NULL) = (taken_back_by IS NULL)"
            " AND (taken_back_because IS NULL OR amount < 0)",
            name="allocations_taken_back_check",
        ),
        CheckConstraint("amount <> 0", name="allocations_amount_check"),
        ForeignKeyConstraint(["account_id", "payment_id"], ["payments.account_id", "payments.id"]),
        of_issued_invoice(),
        Index("allocations_payment", "account_id", "payment_id"),
        Index("allocations_invoice", "account_id", "invoice_id"),
        Index("allocations_made", "account_id", "allocated_at"),
        Index("allocations_across", "account_id", "id", postgresql_where=text("of_duplicate")),
        grants("SELECT, INSERT"),
    )


class SeenPaymentRow(AccountOwned, Base):
    """A payment that QuickBooks showed, or took back, under `seen_id`.

    A credit memo there may stand for what was credited here: then `mirrors` of it settle nothing of the invoice again.
    """

    __tablename__ = "seen_payments"

    seen_id: Mapped[UUID] = mapped_column(primary_key=True)
    payment_id: Mapped[UUID | None]
    undone_because: Mapped[str | None]
    invoice_id: Mapped[UUID | None]
    mirrors: Mapped[Decimal] = mapped_column(server_default=text("0"))

    __table_args__ = (
        Index(
            "seen_payments_that_mirror",
            "account_id",
            "invoice_id",
            postgresql_where=text("mirrors > 0"),
        ),
        grants("SELECT, INSERT, UPDATE"),
    )


class RefundRow(AccountOwned, Base):
    """Credit that was paid back to a customer, or the counter-entry that undoes such."""

    __tablename__ = "refunds"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID]
    refunded_on: Mapped[date]
    amount: Mapped[Decimal]
    currency: Mapped[str]
    method: Mapped[PaymentMethod]
    reference: Mapped[str]
    bank_transaction_id: Mapped[UUID | None]
    reverses: Mapped[UUID | None]
    reason: Mapped[str | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]

    __table_args__ = (
        UniqueConstraint("account_id", "reverses", name="refund_reversed_once"),
        ForeignKeyConstraint(["account_id", "reverses"], ["refunds.account_id", "refunds.id"]),
        CheckConstraint(
            "CASE WHEN reverses IS NULL THEN amount > 0 ELSE amount < 0 AND reason IS NOT NULL END",
            name="refunds_check",
        ),
        Index("refunds_of_customer", "account_id", "organization_id"),
        Index("refunds_recorded", "account_id", "recorded_at"),
        grants("SELECT, INSERT"),
    )


class RefundPartRow(AccountOwned, Base):
    """So much of a payment was paid back; a counter-entry's are negative."""

    __tablename__ = "refund_parts"

    refund_id: Mapped[UUID] = mapped_column(primary_key=True)
    payment_id: Mapped[UUID] = mapped_column(primary_key=True)
    amount: Mapped[Decimal]
    of_duplicate: Mapped[bool] = mapped_column(server_default=text("false"))
    """Whether the payment is another's with whom the customer was merged, as a trigger notes."""

    __table_args__ = (
        CheckConstraint("amount <> 0", name="refund_parts_amount_check"),
        ForeignKeyConstraint(["account_id", "refund_id"], ["refunds.account_id", "refunds.id"]),
        ForeignKeyConstraint(["account_id", "payment_id"], ["payments.account_id", "payments.id"]),
        Index("refund_parts_payment", "account_id", "payment_id"),
        Index(
            "refund_parts_across", "account_id", "refund_id", postgresql_where=text("of_duplicate")
        ),
        grants("SELECT, INSERT"),
    )


class PaymentSettingsRow(AccountOwned, Base):
    """How the account deals with small rests and with its customers' credit."""

    __tablename__ = "payment_settings"

    version: Mapped[int]
    difference_limit: Mapped[Decimal]
    credit_on_issue: Mapped[bool]

    __table_args__ = (
        CheckConstraint("difference_limit >= 0", name="payment_settings_check"),
        grants("SELECT, INSERT, UPDATE"),
    )
