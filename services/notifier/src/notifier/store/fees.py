"""Fees of reminders: what a mail that may have gone says is charged, and what was charged because it did go."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint, insert
from sqlalchemy.orm import Mapped, mapped_column

from database import Row, Session, Statement
from database.mapping import AccountOwned, grants
from notifier.reminder_fees import DAYS_BETWEEN, MOST_FEES, Fee, FeesOf, Stated
from notifier.store.base import Base


class StatedFee(AccountOwned, Base):
    """What a reminder says it costs, from just before its mail's last line. It goes when the server refuses the mail.

    No invoice has more than three, nor two less than ten days apart, whatever the code does.
    """

    __tablename__ = "stated_fees"

    reminder_id: Mapped[UUID] = mapped_column(primary_key=True)
    invoice_id: Mapped[UUID]
    number: Mapped[int]
    day: Mapped[date]
    amount: Mapped[Decimal]
    currency: Mapped[str]

    __table_args__ = (
        ForeignKeyConstraint(
            ["account_id", "reminder_id"], ["reminders.account_id", "reminders.id"]
        ),
        CheckConstraint(f"number BETWEEN 1 AND {MOST_FEES}", name="few_fees_of_an_invoice"),
        CheckConstraint("amount > 0", name="fees_are_amounts"),
        CheckConstraint("currency <> 'DKK' OR amount <= 100", name="fees_are_small"),
        UniqueConstraint("account_id", "invoice_id", "number", name="fees_are_numbered"),
        ExcludeConstraint(
            ("account_id", "="),
            ("invoice_id", "="),
            (text(f"daterange(day, day + {DAYS_BETWEEN})"), "&&"),
            name="fees_are_apart",
        ),
        grants("SELECT, INSERT, DELETE"),
    )


class ChargedFee(AccountOwned, Base):
    """A mail server took the reminder: its fee is charged, for good."""

    __tablename__ = "charged_fees"

    reminder_id: Mapped[UUID] = mapped_column(primary_key=True)
    charged_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(
            ["account_id", "reminder_id"], ["stated_fees.account_id", "stated_fees.reminder_id"]
        ),
        grants("SELECT, INSERT"),
    )


_STATED = Statement("""
SELECT s.reminder_id, s.number, s.day, s.amount, s.currency, c.reminder_id IS NOT NULL AS charged
FROM stated_fees s LEFT JOIN charged_fees c ON c.reminder_id = s.reminder_id
WHERE s.invoice_id = CAST(:invoice_id AS uuid)
""")
_OPEN = Statement("""
SELECT coalesce(sum(balance), 0) FROM invoices
WHERE fee_of = CAST(:invoice_id AS uuid) AND balance > 0 AND number IS NOT NULL AND NOT disputed
    AND content ->> 'currency' = :currency
""")
_TAKE_BACK = Statement("""
DELETE FROM stated_fees s WHERE s.reminder_id = CAST(:reminder_id AS uuid)
    AND NOT EXISTS (SELECT FROM charged_fees c WHERE c.reminder_id = s.reminder_id)
""")
_CHARGE = Statement("""
WITH charged AS (
    INSERT INTO charged_fees (reminder_id, charged_at)
    SELECT reminder_id, CAST(:at AS timestamptz) FROM stated_fees WHERE reminder_id = CAST(:reminder_id AS uuid)
    ON CONFLICT DO NOTHING RETURNING reminder_id
)
SELECT s.reminder_id, s.number, s.day, s.amount, s.currency, true AS charged, i.organization_id
FROM charged c JOIN stated_fees s ON s.reminder_id = c.reminder_id JOIN invoices i ON i.id = s.invoice_id
""")


async def fees_of(
    session: Session, invoice_id: UUID, currency: str, *, reminder_id: UUID
) -> FeesOf:
    """The fees of an invoice, as they stand for one of its reminders."""
    rows = await _STATED.all(session, {"invoice_id": invoice_id})
    owed = await _OPEN.scalar(session, {"invoice_id": invoice_id, "currency": currency})
    return FeesOf(
        own=next((_stated(row) for row in rows if row.reminder_id == reminder_id), None),
        others=[_stated(row) for row in rows if row.reminder_id != reminder_id],
        open=Decimal(str(owed)),
    )


async def state(
    session: Session, reminder_id: UUID, invoice_id: UUID, number: int, day: date, fee: Fee
) -> None:
    """Keep what a mail says that is about to go."""
    values: dict[str, Any] = {"reminder_id": reminder_id, "invoice_id": invoice_id}
    values |= {"number": number, "day": day, "amount": fee.amount, "currency": fee.currency}
    await session.execute(insert(StatedFee).values(values))


async def take_back(session: Session, reminder_id: UUID) -> None:
    """The mail that said so did not go, or another one takes its place; what was charged stays."""
    await _TAKE_BACK.all(session, {"reminder_id": reminder_id})


async def charge(session: Session, reminder_id: UUID, at: datetime) -> tuple[Stated, UUID] | None:
    """Charge what the mail said, and tell whom; None where it said nothing, or that was charged before."""
    row = await _CHARGE.first(session, {"reminder_id": reminder_id, "at": at})
    return None if row is None else (_stated(row), row.organization_id)


def _stated(row: Row) -> Stated:
    return Stated(row.number, row.day, Fee(amount=row.amount, currency=row.currency), row.charged)
