"""Who owes how much since when, and who has credit. Currencies are never added up."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from database import Session
from invoicing.domain.attributes import build
from invoicing.store import accounts

_RECEIVABLES = text("""
    SELECT coalesce(o.merged_into, parts.organization_id) AS organization_id,
        (array_agg(coalesce(stays.name, parts.name) ORDER BY issue_date DESC NULLS LAST))[1] AS organization_name,
        parts.currency,
        coalesce(sum(owed) FILTER (WHERE days <= 0), 0) AS not_due,
        coalesce(sum(owed) FILTER (WHERE days BETWEEN 1 AND 30), 0) AS days_1_30,
        coalesce(sum(owed) FILTER (WHERE days BETWEEN 31 AND 60), 0) AS days_31_60,
        coalesce(sum(owed) FILTER (WHERE days BETWEEN 61 AND 90), 0) AS days_61_90,
        coalesce(sum(owed) FILTER (WHERE days > 90), 0) AS days_over_90,
        coalesce(sum(owed), 0) AS total, coalesce(sum(credit), 0) AS credit
    FROM (
        SELECT i.organization_id, b.currency, i.buyer ->> 'name' AS name, i.issue_date, :today - i.due_date AS days,
            b.total - b.credited - b.allocated AS owed, NULL::numeric AS credit
        FROM balances b JOIN invoices i ON i.account_id = b.account_id AND i.id = b.invoice_id
        WHERE b.total - b.credited - b.allocated > 0
        UNION ALL
        SELECT p.organization_id, p.currency, max(o.name), NULL, NULL, NULL, sum(p.amount - p.allocated)
        FROM payments p LEFT JOIN organizations o
            ON o.account_id = p.account_id AND o.organization_id = p.organization_id
        GROUP BY p.organization_id, p.currency HAVING sum(p.amount - p.allocated) <> 0
    ) parts
    LEFT JOIN organizations o ON o.organization_id = parts.organization_id AND o.merged_into IS NOT NULL
    LEFT JOIN organizations stays ON stays.organization_id = o.merged_into
    GROUP BY 1, parts.currency ORDER BY organization_name, parts.currency
""")


@dataclass(frozen=True)
class CustomerReceivables:
    """What one customer owes in one currency, by days after the due date, and what credit they have."""

    organization_id: UUID
    organization_name: str | None
    currency: str
    not_due: Decimal
    days_1_30: Decimal
    days_31_60: Decimal
    days_61_90: Decimal
    days_over_90: Decimal
    total: Decimal
    credit: Decimal


@dataclass(frozen=True)
class Receivables:
    """Who owes how much on this day of the account."""

    as_of: date
    items: tuple[CustomerReceivables, ...]


async def receivables(session: Session, *, now: datetime) -> Receivables:
    """One item per customer and currency, by age after the due date."""
    today = (await accounts.load_account(session)).settings.today(now)
    rows = await session.execute(_RECEIVABLES, {"today": today})
    return Receivables(today, tuple(build(CustomerReceivables, row) for row in rows))
