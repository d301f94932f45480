"""Counts what the conservation law speaks of, straight from the tables."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from invoicing.conservation import Buckets, Check, Conservation

# Approved time from all entries, open time from the index of open ones, the rest from drafts and invoices.
_BUCKETS = text("""
    SELECT organization_id, sum(approved)::bigint AS approved, sum(unpriced)::bigint AS unpriced,
        sum(ready)::bigint AS ready, sum(claimed)::bigint AS claimed_by_drafts, sum(billed)::bigint AS billed
    FROM (
        SELECT organization_id, sum(seconds) AS approved, 0 AS unpriced, 0 AS ready, 0 AS claimed, 0 AS billed
        FROM time_entry WHERE billable GROUP BY organization_id
        UNION ALL
        SELECT organization_id, 0, coalesce(sum(seconds - claimed_seconds) FILTER (WHERE NOT priced), 0),
            coalesce(sum(seconds - claimed_seconds) FILTER (WHERE priced), 0), 0, 0
        FROM time_entry WHERE billable AND claimed_seconds < seconds GROUP BY organization_id
        UNION ALL
        SELECT d.organization_id, 0, 0, 0, coalesce(sum(l.seconds), 0), 0
        FROM draft d JOIN draft_line l ON l.draft_id = d.id GROUP BY d.organization_id
        UNION ALL
        SELECT organization_id, 0, 0, 0, 0, coalesce(sum(seconds), 0) FROM invoice GROUP BY organization_id
    ) parts GROUP BY organization_id
""")
_CHECKS = {
    "the claims are the time on drafts and invoices": """
        SELECT abs((SELECT coalesce(sum(upper(seconds) - lower(seconds)), 0) FROM claim)
            - (SELECT coalesce(sum(seconds), 0) FROM draft_line)
            - (SELECT coalesce(sum(seconds), 0) FROM invoice))
    """,
    "lines + tax = total": """
        SELECT count(*) FROM invoice i
        JOIN (SELECT invoice_id, sum(amount) AS amount FROM invoice_line GROUP BY 1) l ON l.invoice_id = i.id
        JOIN (SELECT invoice_id, sum(tax) AS tax FROM invoice_tax GROUP BY 1) t ON t.invoice_id = i.id
        WHERE l.amount + t.tax <> i.total
    """,
    "numbers have no gaps": """
        SELECT count(*) FROM (SELECT FROM invoice GROUP BY series
            HAVING min(sequence) <> 1 OR max(sequence) <> count(*)) gaps
    """,
    "allocations + balance = total − credits": """
        SELECT count(*) FROM balance b
        LEFT JOIN (SELECT invoice_id, sum(amount) AS amount FROM allocation GROUP BY 1) a USING (invoice_id)
        WHERE coalesce(a.amount, 0) <> b.allocated
    """,
    "allocations are within their payment": """
        SELECT count(*) FROM payment p
        LEFT JOIN (SELECT payment_id AS id, sum(amount) AS amount FROM allocation GROUP BY 1) a USING (id)
        WHERE coalesce(a.amount, 0) <> p.allocated
    """,
}
_CHECK_ALL = text(
    "SELECT " + ", ".join(f"({sql}) AS check_{n}" for n, sql in enumerate(_CHECKS.values()))
)


async def conservation(session: AsyncSession) -> Conservation:
    """Count everything, now."""
    rows = await session.execute(_BUCKETS)
    organizations = {
        row.organization_id: Buckets(
            row.approved, row.unpriced, row.ready, row.claimed_by_drafts, row.billed
        )
        for row in rows
    }
    counts = (await session.execute(_CHECK_ALL)).one()
    checks = tuple(Check(name, int(count)) for name, count in zip(_CHECKS, counts, strict=True))
    return Conservation(organizations, checks)
