"""The invariants of the books, counted straight from the tables (domain §6)."""

from sqlalchemy import text

from database import Session
from invoicing.domain.attributes import build
from invoicing.domain.conservation import Conservation, Invariant, OrganizationBuckets

# Approved time from all entries, open time from the index of open ones, the rest from drafts and invoices.
_BUCKETS = text("""
    SELECT organization_id, sum(approved)::bigint AS approved, sum(unpriced)::bigint AS unpriced,
        sum(ready)::bigint AS ready, sum(claimed)::bigint AS claimed_by_drafts, sum(billed)::bigint AS billed
    FROM (
        SELECT organization_id, sum(seconds) AS approved, 0 AS unpriced, 0 AS ready, 0 AS claimed, 0 AS billed
        FROM time_entries WHERE billable GROUP BY organization_id
        UNION ALL
        SELECT organization_id, 0, coalesce(sum(seconds - claimed_seconds) FILTER (WHERE NOT priced), 0),
            coalesce(sum(seconds - claimed_seconds) FILTER (WHERE priced), 0), 0, 0
        FROM time_entries WHERE billable AND claimed_seconds < seconds GROUP BY organization_id
        UNION ALL
        SELECT d.organization_id, 0, 0, 0, coalesce(sum(l.seconds), 0), 0
        FROM drafts d JOIN draft_lines l ON l.draft_id = d.id GROUP BY d.organization_id
        UNION ALL
        SELECT organization_id, 0, 0, 0, 0, coalesce(sum(seconds), 0) FROM invoices GROUP BY organization_id
        UNION ALL
        SELECT i.organization_id, 0, 0, 0, 0, -sum(upper(c.seconds) - lower(c.seconds))
        FROM claims c JOIN invoices i ON i.id = c.invoice_id WHERE c.released_by IS NOT NULL GROUP BY i.organization_id
    ) parts GROUP BY organization_id
""")
_CHECKS = {
    "the claims are the time on drafts and invoices": """
        SELECT count(*) FROM (
            SELECT invoice_id, line_id, sum(upper(seconds) - lower(seconds)) AS seconds FROM claims GROUP BY 1, 2) c
        FULL JOIN (
            SELECT draft_id AS invoice_id, line_id, seconds FROM draft_lines WHERE seconds IS NOT NULL
            UNION ALL
            SELECT invoice_id, line_id, seconds FROM invoice_lines WHERE seconds IS NOT NULL) l USING (invoice_id, line_id)
        WHERE c.seconds IS DISTINCT FROM l.seconds
    """,
    "entries know how much of them is claimed": """
        SELECT count(*) FROM (SELECT entry_id, claimed_seconds FROM time_entries WHERE claimed_seconds > 0) e
        FULL JOIN (SELECT entry_id, sum(upper(seconds) - lower(seconds)) AS seconds FROM claims
            WHERE released_by IS NULL GROUP BY 1) c USING (entry_id)
        WHERE c.seconds IS DISTINCT FROM e.claimed_seconds
    """,
    "totals by customer and day are those of the entries": """
        SELECT count(*) FROM (
            SELECT coalesce(organization_id, '00000000-0000-0000-0000-000000000000') AS organization_id, work_date,
                sum(seconds) AS approved, sum(CASE WHEN priced THEN 0 ELSE seconds - claimed_seconds END) AS unpriced,
                sum(claimed_seconds) AS claimed
            FROM time_entries WHERE billable GROUP BY 1, 2) e
        FULL JOIN (SELECT organization_id, work_date, sum(approved) AS approved, sum(unpriced) AS unpriced,
            sum(claimed) AS claimed FROM time_totals GROUP BY 1, 2) t USING (organization_id, work_date)
        WHERE (coalesce(e.approved, 0), coalesce(e.unpriced, 0), coalesce(e.claimed, 0))
            IS DISTINCT FROM (coalesce(t.approved, 0), coalesce(t.unpriced, 0), coalesce(t.claimed, 0))
    """,
    "lines + tax = total": """
        SELECT count(*) FROM invoices i
        LEFT JOIN (SELECT invoice_id AS id, sum(amount) AS amount, coalesce(sum(seconds), 0) AS seconds
            FROM invoice_lines GROUP BY 1) l USING (id)
        LEFT JOIN (SELECT invoice_id AS id, sum(tax) AS tax, sum(base) AS base FROM invoice_taxes GROUP BY 1) t USING (id)
        WHERE (l.amount, t.base, t.tax, l.amount + t.tax, l.seconds)
            IS DISTINCT FROM (i.subtotal, i.subtotal, i.tax, i.total, i.seconds)
    """,
    "numbers have no gaps": """
        SELECT count(*) FROM (SELECT series, min(sequence) AS first, max(sequence) AS last, count(*) AS count
            FROM invoices GROUP BY series) i
        FULL JOIN (SELECT series, last_sequence FROM number_series WHERE last_sequence > 0) s USING (series)
        WHERE (i.first, i.last, i.count) IS DISTINCT FROM (1, s.last_sequence, s.last_sequence::bigint)
    """,
    "allocations + balance = total − credits": """
        SELECT count(*) FROM (SELECT id AS invoice_id, total, currency FROM invoices) i
        FULL JOIN balances b USING (invoice_id)
        LEFT JOIN (SELECT invoice_id, sum(amount) AS amount FROM allocations GROUP BY 1) a USING (invoice_id)
        WHERE (b.total, b.currency, b.allocated) IS DISTINCT FROM (i.total, i.currency, coalesce(a.amount, 0))
    """,
    "allocations are within their payment": """
        SELECT count(*) FROM payments p
        LEFT JOIN (SELECT payment_id AS id, sum(amount) AS amount FROM allocations GROUP BY 1) a USING (id)
        WHERE coalesce(a.amount, 0) <> p.allocated
    """,
    "payments settle invoices of their own customer and currency": """
        SELECT count(*) FROM allocations a
        LEFT JOIN payments p ON p.id = a.payment_id
        LEFT JOIN invoices i ON i.id = a.invoice_id
        WHERE p.id IS NULL OR i.id IS NULL
            OR (p.organization_id, p.currency) IS DISTINCT FROM (i.organization_id, i.currency)
    """,
}
_CHECK_ALL = text(
    "SELECT " + ", ".join(f"({sql}) AS check_{n}" for n, sql in enumerate(_CHECKS.values()))
)


async def conservation(session: Session) -> Conservation:
    """Count everything, now."""
    buckets = [build(OrganizationBuckets, row) for row in await session.execute(_BUCKETS)]
    counts = (await session.execute(_CHECK_ALL)).one()
    checks = (Invariant(name, count) for name, count in zip(_CHECKS, counts, strict=True))
    return Conservation(tuple(buckets), tuple(checks))
