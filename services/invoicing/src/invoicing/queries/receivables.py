"""Who owes how much since when, and who has credit. Currencies are never added up."""

from datetime import date
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

_RECEIVABLES = text("""
    SELECT organization_id, currency, (array_agg(name ORDER BY issue_date DESC NULLS LAST))[1] AS organization_name,
        coalesce(sum(owed) FILTER (WHERE days <= 0), 0) AS not_due,
        coalesce(sum(owed) FILTER (WHERE days BETWEEN 1 AND 30), 0) AS days_1_30,
        coalesce(sum(owed) FILTER (WHERE days BETWEEN 31 AND 60), 0) AS days_31_60,
        coalesce(sum(owed) FILTER (WHERE days BETWEEN 61 AND 90), 0) AS days_61_90,
        coalesce(sum(owed) FILTER (WHERE days > 90), 0) AS days_over_90,
        coalesce(sum(owed), 0) AS total, coalesce(sum(credit), 0) AS credit
    FROM (
        SELECT i.organization_id, b.currency, i.buyer ->> 'name' AS name, i.issue_date, :today - i.due_date AS days,
            b.total - b.credited - b.allocated AS owed, NULL::numeric AS credit
        FROM balance b JOIN invoice i ON i.account_id = b.account_id AND i.id = b.invoice_id
        WHERE b.total - b.credited - b.allocated > 0
        UNION ALL
        SELECT p.organization_id, p.currency, max(o.name), NULL, NULL, NULL, sum(p.amount - p.allocated)
        FROM payment p LEFT JOIN organization o
            ON o.account_id = p.account_id AND o.organization_id = p.organization_id
        GROUP BY p.organization_id, p.currency HAVING sum(p.amount - p.allocated) <> 0
    ) parts
    GROUP BY organization_id, currency ORDER BY organization_name, currency
""")


async def receivables(session: AsyncSession, *, today: date) -> list[Row[Any]]:
    """One row per customer and currency, by age after the due date."""
    return list(await session.execute(_RECEIVABLES, {"today": today}))
