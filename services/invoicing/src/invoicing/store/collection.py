"""What was invoiced and received by day, and how long paid invoices took."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from database import Session
from invoicing.domain.attributes import build
from invoicing.store.merged_time import NAMES
from invoicing.store.open_balances import REFUND_DAY

# A counter-entry belongs to the day on which it was recorded: it changes no month before.
_CHANGES = """
    SELECT currency, day, sum(billed) AS billed, sum(received) AS received FROM (
        SELECT currency, issue_date AS day, total AS billed, 0 AS received FROM invoices
        WHERE issue_date > :since {customer}
        UNION ALL
        SELECT currency, issue_date, -total, 0 FROM credit_notes WHERE issue_date > :since {customer}
        UNION ALL
        SELECT currency, received_on, 0, amount FROM payments
        WHERE received_on > :since AND reverses IS NULL {customer}
        UNION ALL
        SELECT currency, (recorded_at AT TIME ZONE :zone)::date, 0, amount FROM payments
        WHERE reverses IS NOT NULL AND (recorded_at AT TIME ZONE :zone)::date > :since {customer}
        UNION ALL
        SELECT currency, {refund_day}, 0, -amount FROM refunds p WHERE {refund_day} > :since {customer}
    ) parts GROUP BY 1, 2
"""
_PAID = """
    SELECT b.currency, count(*)::int AS invoices, round(avg(greatest(paid_on - b.issue_date, 0)), 1) AS days_to_pay,
        round(avg(paid_on - b.due_date), 1) AS days_late
    FROM (
        SELECT a.invoice_id, max(p.received_on) AS paid_on
        FROM payments p JOIN allocations a ON a.account_id = p.account_id AND a.payment_id = p.id AND a.amount > 0
        WHERE p.received_on > :since AND p.kind = 'cash' AND p.reverses IS NULL {customer}
            AND p.id NOT IN (SELECT reverses FROM payments WHERE reverses IS NOT NULL)
        GROUP BY 1
    ) settled JOIN balances b USING (invoice_id)
    WHERE b.allocated > 0 AND b.total = b.credited + b.allocated
    GROUP BY 1
"""
_SENT = """
    SELECT currency, count(*)::int AS issued, coalesce(sum(total), 0) AS issued_amount,
        count(*) FILTER (WHERE sent)::int AS sent, coalesce(sum(total) FILTER (WHERE sent), 0) AS sent_amount
    FROM (
        SELECT currency, total, EXISTS (SELECT FROM delivery_reports r
            WHERE r.account_id = i.account_id AND r.document_id = i.id AND r.outcome = 'sent') AS sent
        FROM invoices i WHERE issue_date >= :since {customer}
    ) invoices GROUP BY 1
"""


@dataclass(frozen=True)
class Paid:
    """How many invoices were paid, and how many days they took on average from their date and after their due date."""

    invoices: int = 0
    days_to_pay: Decimal | None = None
    days_late: Decimal | None = None


@dataclass(frozen=True)
class Sent:
    """How many invoices were issued, and how many of them went out to the customer."""

    issued: int = 0
    issued_amount: Decimal = Decimal(0)
    sent: int = 0
    sent_amount: Decimal = Decimal(0)


async def changes(
    session: Session, organization_id: UUID | None, since: date, *, zone: str
) -> Sequence[Any]:
    """By currency and day, after `since`."""
    about = {"since": since, "zone": zone, "organization_id": organization_id}
    return (await session.execute(_about(_CHANGES, organization_id), about)).all()


async def paid(session: Session, organization_id: UUID | None, since: date) -> dict[str, Paid]:
    """By currency, the invoices that are paid and whose last payment came in after `since`."""
    about = {"since": since, "organization_id": organization_id}
    rows = await session.execute(_about(_PAID, organization_id), about)
    return {row.currency: build(Paid, row) for row in rows}


async def sent(session: Session, organization_id: UUID | None, since: date) -> dict[str, Sent]:
    """By currency, the invoices issued since this day."""
    about = {"since": since, "organization_id": organization_id}
    rows = await session.execute(_about(_SENT, organization_id), about)
    return {row.currency: build(Sent, row) for row in rows}


def _about(sql: str, organization_id: UUID | None) -> Any:
    customer = f"AND organization_id = {NAMES}" if organization_id else ""
    return text(sql.format(customer=customer, refund_day=REFUND_DAY))
