"""The invariants of the books, counted straight from the tables (domain §6)."""

from sqlalchemy import text

from database import Session
from invoicing.domain.attributes import build
from invoicing.domain.conservation import Conservation, Invariant, OrganizationBuckets
from invoicing.store.held_back import IS_HELD_BACK

# Approved time from all entries, open time from the index of open ones, the rest from drafts and invoices, whose lines do
# not count what agreements covered later.
_BUCKETS = text(f"""
    SELECT coalesce(o.merged_into, parts.organization_id) AS organization_id, sum(approved)::bigint AS approved,
        sum(unpriced)::bigint AS unpriced, sum(held)::bigint AS held, sum(ready)::bigint AS ready,
        sum(claimed)::bigint AS claimed_by_drafts, sum(billed)::bigint AS billed, sum(written_off)::bigint AS written_off,
        sum(held_back)::bigint AS held_back
    FROM (
        SELECT organization_id, sum(seconds) AS approved, 0 AS unpriced, 0 AS held, 0 AS ready, 0 AS claimed, 0 AS billed,
            0 AS written_off, 0 AS held_back
        FROM time_entries WHERE billable GROUP BY organization_id
        UNION ALL
        SELECT organization_id, 0, coalesce(sum(seconds - claimed_seconds) FILTER (WHERE NOT priced), 0),
            coalesce(sum(held_seconds) FILTER (WHERE priced), 0),
            coalesce(sum(seconds - claimed_seconds - held_seconds) FILTER (WHERE priced), 0), 0, 0, 0, 0
        FROM time_entries WHERE billable AND claimed_seconds < seconds GROUP BY organization_id
        UNION ALL
        SELECT d.organization_id, 0, 0, 0, 0, coalesce(sum(l.seconds), 0), 0, 0, 0
        FROM drafts d JOIN draft_lines l ON l.draft_id = d.id GROUP BY d.organization_id
        UNION ALL
        SELECT organization_id, 0, 0, 0, 0, 0, coalesce(sum(seconds), 0), 0, 0 FROM invoices GROUP BY organization_id
        UNION ALL
        SELECT i.organization_id, 0, 0, 0, 0, 0, sum((upper(c.seconds) - lower(c.seconds))
            * (CASE WHEN c.late THEN 1 ELSE 0 END - CASE WHEN c.released_by IS NULL THEN 0 ELSE 1 END)), 0, 0
        FROM claims c JOIN invoices i ON i.id = c.invoice_id WHERE c.released_by IS NOT NULL OR c.late
        GROUP BY i.organization_id
        UNION ALL
        SELECT w.organization_id, 0, 0, 0, 0, 0, 0, sum(l.seconds), 0
        FROM write_offs w JOIN write_off_lines l ON l.write_off_id = w.id
        WHERE NOT EXISTS (SELECT FROM undone_write_off_lines u WHERE u.write_off_id = w.id AND u.line_id = l.line_id)
        GROUP BY w.organization_id
        UNION ALL
        SELECT e.organization_id, 0, 0, 0, 0, 0, 0, 0, sum(e.seconds - e.claimed_seconds - e.held_seconds)
        FROM held_back known JOIN time_entries e USING (account_id, entry_id)
        WHERE e.billable AND e.priced AND {IS_HELD_BACK} GROUP BY e.organization_id
    ) parts LEFT JOIN organizations o ON o.organization_id = parts.organization_id
    GROUP BY 1
""")  # noqa: S608 put together from constants
_CHECKS = {
    "the claims are the time on drafts, invoices and write-offs": """
        SELECT count(*) FROM (
            SELECT invoice_id, line_id, sum(upper(seconds) - lower(seconds)) AS seconds, sum(billed_seconds) AS billed
            FROM claims WHERE NOT late GROUP BY 1, 2) c
        FULL JOIN (
            SELECT draft_id AS invoice_id, line_id, seconds, billed_seconds AS billed FROM draft_lines
            WHERE seconds IS NOT NULL
            UNION ALL
            SELECT invoice_id, line_id, seconds, billed_seconds FROM invoice_lines
            WHERE seconds IS NOT NULL
            UNION ALL
            SELECT write_off_id, line_id, seconds, billed_seconds FROM write_off_lines) l USING (invoice_id, line_id)
        WHERE (c.seconds, c.billed) IS DISTINCT FROM (l.seconds, l.billed)
    """,
    "lines of drafts charge their time as it is priced, and alike": """
        SELECT count(*) FROM (
            SELECT l.line_id, l.hourly_rate, bool_and(s.hourly_rate IS NOT DISTINCT FROM l.hourly_rate) AS priced,
                count(DISTINCT coalesce(s.treatment, 'hourly')) AS treatments
            FROM draft_lines l JOIN claims c ON c.invoice_id = l.draft_id AND c.line_id = l.line_id
            JOIN time_entries e ON e.entry_id = c.entry_id
            LEFT JOIN LATERAL (SELECT s.* FROM jsonb_to_recordset(e.segments)
                AS s("start" int, "end" int, hourly_rate numeric, treatment text)
                WHERE c.seconds <@ int4range(s."start", s."end")) AS s ON true
            WHERE l.kind = 'time' GROUP BY l.line_id, l.hourly_rate) found
        WHERE NOT priced OR treatments <> 1
    """,
    "entries know how much of them is claimed": """
        SELECT count(*) FROM (SELECT entry_id, claimed_seconds FROM time_entries WHERE claimed_seconds > 0) e
        FULL JOIN (SELECT entry_id, sum(upper(seconds) - lower(seconds)) AS seconds FROM claims
            WHERE released_by IS NULL GROUP BY 1) c USING (entry_id)
        WHERE c.seconds IS DISTINCT FROM e.claimed_seconds
    """,
    "entries know how much of them is written off": """
        SELECT count(*) FROM (SELECT entry_id, written_off_seconds FROM time_entries WHERE written_off_seconds > 0) e
        FULL JOIN (SELECT entry_id, sum(upper(seconds) - lower(seconds)) AS seconds FROM claims
            WHERE released_by IS NULL AND written_off GROUP BY 1) c USING (entry_id)
        WHERE c.seconds IS DISTINCT FROM e.written_off_seconds
    """,
    "write-offs have their time until they are undone": """
        SELECT count(*) FROM (SELECT invoice_id AS write_off_id, line_id, released_by FROM claims WHERE written_off) c
        FULL JOIN write_off_lines w USING (write_off_id, line_id)
        LEFT JOIN undone_write_off_lines u USING (write_off_id, line_id)
        WHERE w.entry_id IS NULL OR c.write_off_id IS NULL OR c.released_by IS DISTINCT FROM u.undoing_id
    """,
    "entries know how much of them agreements hold": """
        SELECT count(*) FROM time_entries e WHERE e.held_seconds <> coalesce((
            SELECT sum(upper(held.seconds) - lower(held.seconds))
            FROM jsonb_to_recordset(e.segments) AS s("start" int, "end" int, treatment text)
            CROSS JOIN LATERAL unnest(int4multirange(int4range(s."start", s."end")) - coalesce((
                SELECT range_agg(c.seconds) FROM claims c WHERE c.entry_id = e.entry_id AND c.released_by IS NULL), '{}'))
                AS held(seconds)
            WHERE s.treatment IN ('included', 'prepaid')), 0)
    """,
    "lines of agreements have their charges, and the time that is claimed for these": """
        SELECT (SELECT count(*) FROM charge_claims b FULL JOIN (
            SELECT draft_id AS invoice_id, line_id, charge_id FROM draft_lines WHERE charge_id IS NOT NULL
            UNION ALL SELECT invoice_id, line_id, charge_id FROM invoice_lines WHERE charge_id IS NOT NULL
            ) l USING (invoice_id, line_id) WHERE b.charge_id IS DISTINCT FROM l.charge_id)
        + (SELECT count(*) FROM claims c LEFT JOIN charge_claims b USING (invoice_id, line_id)
            WHERE (c.charge_id, CASE WHEN b.line_id IS NULL THEN NULL ELSE b.released_by IS NULL END)
                IS DISTINCT FROM (b.charge_id, CASE WHEN b.line_id IS NULL THEN NULL ELSE c.released_by IS NULL END))
    """,
    "totals by customer and day are those of the entries": """
        SELECT count(*) FROM (
            SELECT coalesce(organization_id, '00000000-0000-0000-0000-000000000000') AS organization_id, work_date,
                sum(seconds) AS approved, sum(CASE WHEN priced THEN 0 ELSE seconds - claimed_seconds END) AS unpriced,
                sum(claimed_seconds) AS claimed, sum(CASE WHEN priced THEN held_seconds ELSE 0 END) AS held,
                sum(written_off_seconds) AS written_off
            FROM time_entries WHERE billable GROUP BY 1, 2) e
        FULL JOIN (SELECT organization_id, work_date, sum(approved) AS approved, sum(unpriced) AS unpriced,
            sum(claimed) AS claimed, sum(held) AS held, sum(written_off) AS written_off
            FROM time_totals GROUP BY 1, 2) t USING (organization_id, work_date)
        WHERE (coalesce(e.approved, 0), coalesce(e.unpriced, 0), coalesce(e.claimed, 0), coalesce(e.held, 0),
                coalesce(e.written_off, 0))
            IS DISTINCT FROM (coalesce(t.approved, 0), coalesce(t.unpriced, 0), coalesce(t.claimed, 0), coalesce(t.held, 0),
                coalesce(t.written_off, 0))
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
            FROM (SELECT series, sequence FROM invoices UNION ALL SELECT series, sequence FROM credit_notes
                UNION ALL SELECT series, sequence FROM quotes WHERE number IS NOT NULL) documents
            GROUP BY series) i
        FULL JOIN (SELECT series, last_sequence FROM number_series WHERE last_sequence > 0) s USING (series)
        WHERE (i.first, i.last, i.count) IS DISTINCT FROM (1, s.last_sequence, s.last_sequence::bigint)
    """,
    "what is billed of quotes is on lines that are there": """
        SELECT count(*) FROM quote_claims q JOIN quote_lines l ON l.line_id = q.quoted_id AND l.kind <> 'discount'
        WHERE NOT EXISTS (SELECT FROM draft_lines d WHERE d.draft_id = q.invoice_id AND d.line_id = q.line_id)
            AND NOT EXISTS (SELECT FROM invoice_lines i WHERE i.invoice_id = q.invoice_id AND i.line_id = q.line_id)
    """,
    "allocations + balance = total − credits": """
        SELECT count(*) FROM (SELECT id AS invoice_id, total, currency,
            (organization_id, issue_date, due_date, issued_at) AS frozen FROM invoices) i
        FULL JOIN balances b USING (invoice_id)
        LEFT JOIN (SELECT invoice_id, sum(amount) AS amount FROM allocations GROUP BY 1) a USING (invoice_id)
        LEFT JOIN (SELECT invoice_id, sum(total) AS total, count(*) AS notes FROM credit_notes GROUP BY 1) c
            USING (invoice_id)
        WHERE (b.total, b.currency, b.allocated, b.credited, b.credit_notes) IS DISTINCT FROM
            (i.total, i.currency, coalesce(a.amount, 0), coalesce(c.total, 0), coalesce(c.notes, 0))
            OR (b.organization_id, b.issue_date, b.due_date, b.issued_at) IS DISTINCT FROM i.frozen
    """,
    "lines + tax = total of credit notes": """
        SELECT count(*) FROM credit_notes n
        LEFT JOIN (SELECT credit_note_id AS id, sum(amount) AS amount, coalesce(sum(seconds), 0) AS seconds
            FROM credit_note_lines GROUP BY 1) l USING (id)
        LEFT JOIN (SELECT credit_note_id AS id, sum(tax) AS tax, sum(base) AS base FROM credit_note_taxes GROUP BY 1) t
            USING (id)
        WHERE (l.amount, t.base, t.tax, l.amount + t.tax, l.seconds)
            IS DISTINCT FROM (n.subtotal, n.subtotal, n.tax, n.total, n.seconds)
    """,
    "credit notes give back the time that they name": """
        SELECT count(*) FROM (SELECT credit_note_id, line_id, seconds, billed_seconds AS billed FROM credit_note_lines
            WHERE seconds > 0 AND charge_id IS NULL) l
        FULL JOIN (SELECT released_by AS credit_note_id, line_id, sum(upper(seconds) - lower(seconds)) AS seconds,
                sum(billed_seconds) AS billed
            FROM claims WHERE released_by IN (SELECT id FROM credit_notes)
                AND line_id NOT IN (SELECT line_id FROM credit_note_lines WHERE charge_id IS NOT NULL) GROUP BY 1, 2) c
            USING (credit_note_id, line_id)
        WHERE (l.seconds, l.billed) IS DISTINCT FROM (c.seconds, c.billed)
    """,
    "what an invoice bills is given back by a credit note of it": """
        SELECT count(*) FROM (
            SELECT invoice_id, released_by FROM claims UNION ALL SELECT invoice_id, released_by FROM charge_claims
            UNION ALL SELECT invoice_id, released_by FROM quote_claims
            UNION ALL SELECT invoice_id, released_by FROM expense_claims) c
        JOIN invoices i ON i.id = c.invoice_id
        LEFT JOIN credit_notes n ON n.id = c.released_by
        WHERE c.released_by IS NOT NULL AND n.invoice_id IS DISTINCT FROM c.invoice_id
    """,
    "the VAT ledger is that of the documents": """
        SELECT count(*) FROM (
            SELECT document_id, category, rate, sum(base) AS base, sum(tax) AS tax FROM vat_entries GROUP BY 1, 2, 3) v
        FULL JOIN (
            SELECT invoice_id AS document_id, category, rate, base, tax FROM invoice_taxes
            UNION ALL SELECT credit_note_id, category, rate, -base, -tax FROM credit_note_taxes) d
            USING (document_id, category, rate)
        WHERE (v.base, v.tax) IS DISTINCT FROM (d.base, d.tax)
    """,
    "no more tax is credited than was charged": """
        SELECT count(*) FROM (
            SELECT n.invoice_id, t.category, t.rate, sum(t.base) AS base, sum(t.tax) AS tax
            FROM credit_notes n JOIN credit_note_taxes t ON t.credit_note_id = n.id GROUP BY 1, 2, 3) c
        LEFT JOIN invoice_taxes i USING (invoice_id, category, rate)
        WHERE (c.tax <= i.tax AND (c.base <> i.base OR c.tax = i.tax)) IS NOT TRUE
    """,
    "allocations are within their payment": """
        SELECT count(*) FROM payments p
        LEFT JOIN (SELECT payment_id AS id, sum(amount) AS amount FROM allocations GROUP BY 1) a USING (id)
        LEFT JOIN (SELECT payment_id AS id, sum(amount) AS amount FROM refund_parts GROUP BY 1) r USING (id)
        WHERE (coalesce(a.amount, 0) + coalesce(r.amount, 0), coalesce(r.amount, 0))
            IS DISTINCT FROM (p.allocated, p.refunded)
    """,
    "refunds are paid of their own customer's credit": """
        SELECT count(*) FROM refunds r
        LEFT JOIN (SELECT refund_id, sum(q.amount) AS amount,
                bool_and((p.organization_id, p.currency) = (f.organization_id, f.currency)
                    OR q.of_duplicate AND p.currency = f.currency) AS own
            FROM refund_parts q JOIN refunds f ON f.id = q.refund_id JOIN payments p ON p.id = q.payment_id GROUP BY 1) q
            ON q.refund_id = r.id
        WHERE (q.amount, q.own) IS DISTINCT FROM (r.amount, true)
    """,
    "what is written off or applied as credit is kept apart from what is paid": """
        SELECT (SELECT count(*) FROM payments WHERE kind = 'difference' AND allocated <> amount)
            + (SELECT count(*) FROM balances b LEFT JOIN (
                SELECT a.invoice_id, sum(a.amount) FILTER (WHERE p.kind = 'difference') AS differences,
                    sum(a.amount) FILTER (WHERE p.kind = 'credit') AS credit_applied
                FROM allocations a JOIN payments p ON p.id = a.payment_id GROUP BY 1) d USING (invoice_id)
            WHERE (b.differences, b.credit_applied)
                <> (coalesce(d.differences, 0), coalesce(d.credit_applied, 0)))
    """,
    "a transaction of the bank is one payment or refund, as long as it is taken": """
        SELECT count(*) FROM bank_transactions t
        LEFT JOIN bank_decisions d ON d.transaction_id = t.id AND d.version = t.version
        LEFT JOIN payments p ON p.id = d.payment_id
        LEFT JOIN payments back ON back.reverses = p.id
        LEFT JOIN refunds r ON r.id = d.refund_id
        LEFT JOIN refunds again ON again.reverses = r.id
        WHERE t.state <> coalesce(d.state, 'open') OR t.state = 'taken' AND (
            (coalesce(p.amount, -r.amount), coalesce(p.currency, r.currency)) IS DISTINCT FROM (t.amount, t.currency)
            OR back.id IS NOT NULL OR again.id IS NOT NULL)
    """,
    "payments settle invoices of their own customer and currency": """
        SELECT count(*) FROM allocations a
        LEFT JOIN payments p ON p.id = a.payment_id
        LEFT JOIN invoices i ON i.id = a.invoice_id
        WHERE p.id IS NULL OR i.id IS NULL
            OR p.currency IS DISTINCT FROM i.currency OR (p.organization_id = i.organization_id) = a.of_duplicate
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
