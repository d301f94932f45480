"""Fees that reminders charged."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, grants
from invoicing.store.tables.base import Base


class ReminderFeeRow(AccountOwned, Base):
    """What notifier published of a fee, once for each reminder; and the draft or invoice that it is on, or why on none.

    `failure`: why no draft was made, or why that was not issued by itself.
    """

    __tablename__ = "reminder_fees"

    reminder_id: Mapped[UUID] = mapped_column(primary_key=True)
    invoice_id: Mapped[UUID]
    days: Mapped[int]
    amount: Mapped[Decimal]
    currency: Mapped[str]
    charged_on: Mapped[date]
    charged_at: Mapped[datetime]
    fee_invoice_id: Mapped[UUID | None]
    failure: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))

    __table_args__ = (
        CheckConstraint("amount > 0", name="reminder_fees_amount_check"),
        Index("reminder_fees_of_invoice", "account_id", "invoice_id"),
        Index(
            "fee_invoiced_once",
            "account_id",
            "fee_invoice_id",
            unique=True,
            postgresql_where=text("fee_invoice_id IS NOT NULL"),
        ),
        grants("SELECT, INSERT, UPDATE (fee_invoice_id, failure)"),
    )
