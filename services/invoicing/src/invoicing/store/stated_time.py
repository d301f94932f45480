"""Approved time and what is charged of it, as rates should have it too.

Claims are added up anew: that they are what entries and lines say is what is to be found out.
"""

from contracts.statements import StatedCharges
from database.stated_rows import StatedRows, short_digest

SUMS = (
    *("approved_seconds", "unpriced_seconds", "held_seconds", "ready_seconds"),
    *("drafted_seconds", "billed_seconds", "written_off_seconds"),
)
"""All billable time, and the buckets that its seconds are in."""
_PRICE = """string_agg(concat_ws(':', segment."start", segment."end", segment.billed_seconds,
            trim_scale(segment.hourly_rate), coalesce(segment.treatment, 'hourly'), segment.charge_id),
            ',' ORDER BY segment."start")"""
_LINES = """string_agg(concat_ws(':', line_id, price_version, currency, coalesce(rate::text, '-'), charged, ranges),
            ',' ORDER BY line_id, price_version) FILTER (WHERE issued)"""
CHARGED_TIME = StatedRows(
    f"""
    SELECT e.entry_id, e.work_date AS day, e.version, e.seconds, e.billable, e.recorded_for AS organization_id,
        CASE WHEN price.open THEN e.price_version END AS price_version,
        CASE WHEN claimed.billed > 0 THEN claimed.currency WHEN price.open THEN e.currency END AS currency,
        CASE WHEN price.open THEN {short_digest("concat(e.currency, ' ', price.segments)")} END AS price,
        CASE WHEN price.open THEN e.held_seconds + claimed.covered ELSE 0 END AS covered_seconds,
        {short_digest("claimed.lines")} AS billed, claimed.billed AS billed_seconds, claimed.drafted AS drafted_seconds,
        claimed.written_off AS written_off_seconds,
        trim_scale(CASE WHEN claimed.billed > 0 THEN claimed.rate_seconds WHEN price.open THEN price.rate_seconds
            ELSE 0 END) AS rate_seconds,
        bucket.*, CASE WHEN e.billable THEN e.seconds ELSE 0 END - bucket.unpriced_seconds - bucket.held_seconds
            - bucket.ready_seconds - claimed.drafted - claimed.billed - claimed.written_off AS unaccounted_seconds
    FROM time_entries e
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(raw) FILTER (WHERE issued), 0)::int AS billed,
            coalesce(sum(raw) FILTER (WHERE NOT issued AND NOT written_off), 0)::int AS drafted,
            coalesce(sum(raw) FILTER (WHERE written_off), 0)::int AS written_off,
            coalesce(sum(raw) FILTER (WHERE covered), 0)::int AS covered,
            coalesce(sum(charged * rate) FILTER (WHERE issued), 0) AS rate_seconds,
            max(currency) FILTER (WHERE issued) AS currency, {_LINES} AS lines
        FROM (
            SELECT c.line_id, c.price_version, c.written_off, i.id IS NOT NULL AS issued, i.currency,
                c.charge_id IS NOT NULL AS covered,
                CASE WHEN c.charge_id IS NULL THEN trim_scale(l.hourly_rate) END AS rate,
                sum(c.billed_seconds) AS charged, range_agg(c.seconds) FILTER (WHERE c.released_by IS NULL) AS ranges,
                sum(upper(c.seconds) - lower(c.seconds)) FILTER (WHERE c.released_by IS NULL) AS raw
            FROM claims c
            LEFT JOIN invoices i ON i.account_id = c.account_id AND i.id = c.invoice_id
            LEFT JOIN invoice_lines l ON l.account_id = i.account_id AND l.invoice_id = i.id AND l.line_id = c.line_id
            WHERE c.account_id = e.account_id AND c.entry_id = e.entry_id GROUP BY 1, 2, 3, 4, 5, 6, 7
        ) AS line WHERE ranges IS NOT NULL
    ) AS claimed
    CROSS JOIN LATERAL (
        SELECT e.billable AND e.priced AND claimed.billed + claimed.written_off < e.seconds AS open, {_PRICE} AS segments,
            coalesce(sum(segment.billed_seconds * segment.hourly_rate)
                FILTER (WHERE coalesce(segment.treatment, 'hourly') IN ('hourly', 'overage')), 0) AS rate_seconds
        FROM jsonb_to_recordset(e.segments)
            AS segment("start" int, "end" int, billed_seconds bigint, hourly_rate numeric, treatment text, charge_id uuid)
    ) AS price
    CROSS JOIN LATERAL (
        SELECT CASE WHEN e.billable THEN e.seconds ELSE 0 END AS approved_seconds,
            CASE WHEN e.billable AND NOT e.priced THEN e.seconds - e.claimed_seconds ELSE 0 END AS unpriced_seconds,
            CASE WHEN e.billable AND e.priced THEN e.held_seconds ELSE 0 END AS held_seconds,
            CASE WHEN e.billable AND e.priced THEN e.seconds - e.claimed_seconds - e.held_seconds ELSE 0 END AS ready_seconds
    ) AS bucket
    WHERE e.version IS NOT NULL AND NOT e.withdrawn
    """,
    [name for name in StatedCharges.model_fields if name != "day"],
    sums=SUMS,
)
