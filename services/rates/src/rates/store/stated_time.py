"""Approved time as other services should have it too: the same query as theirs, from what is kept here."""

from collections.abc import Mapping

from contracts.statements import StatedCharges, StatedTime
from database.stated_rows import StatedRows, short_digest
from rates.domain.reconciliation import OtherService

_APPROVED = StatedRows(
    """
    SELECT entry_id, work_date AS day, version, seconds, billable, organization_id
    FROM time_entries WHERE live AND approved
    """,
    StatedTime.model_fields,
)
_SEGMENT = """"start" int, "end" int, billed_seconds bigint, hourly_rate numeric, treatment text, charge_id uuid"""
_SHARE = """segment.billed_seconds * ({0} - segment."start") / (segment."end" - segment."start")"""
# What a line charges of a range is its share of the segment that it is in, of the price that the line names.
_BILLED = f"""
        SELECT coalesce(sum(raw) FILTER (WHERE NOT written_off), 0)::int AS seconds,
            coalesce(sum(raw) FILTER (WHERE written_off), 0)::int AS written_off,
            coalesce(sum(charged * rate) FILTER (WHERE NOT written_off), 0) AS rate_seconds,
            max(currency) FILTER (WHERE NOT written_off) AS currency, string_agg(concat_ws(':', line_id, price_version,
                currency, coalesce(rate::text, '-'), charged, ranges), ',' ORDER BY line_id, price_version)
                FILTER (WHERE NOT written_off) AS lines
        FROM (
            SELECT line_id, price_version, currency, rate, written_off, sum(charged) AS charged, range_agg(still) AS ranges,
                sum(raw) AS raw
            FROM (
                SELECT billed.line_id, billed.price_version, billed.currency, trim_scale(billed.amount) AS rate,
                    billed.written_off, share.charged, left_over.still,
                    (SELECT sum(upper(one) - lower(one)) FROM unnest(left_over.still) AS one) AS raw
                FROM billed_ranges AS billed
                CROSS JOIN LATERAL (
                    SELECT int4multirange(int4range(billed.start_second, billed.end_second)) - coalesce(
                        range_agg(int4range(part.start_second, part.end_second)), '{{}}') AS still
                    FROM billed_ranges AS part WHERE part.account_id = billed.account_id
                        AND part.entry_id = billed.entry_id AND part.line_id = billed.line_id
                        AND part.released_at IS NOT NULL
                ) AS left_over
                LEFT JOIN LATERAL (
                    SELECT sum({_SHARE.format("billed.end_second")} - {_SHARE.format("billed.start_second")}) AS charged
                    FROM prices AS price
                    CROSS JOIN LATERAL (
                        SELECT 0 AS "start", price.seconds AS "end", price.billed_seconds::bigint AS billed_seconds
                        WHERE price.segments IS NULL
                        UNION ALL SELECT "start", "end", billed_seconds FROM jsonb_to_recordset(price.segments)
                            AS segment({_SEGMENT})
                    ) AS segment
                    WHERE price.account_id = billed.account_id AND price.entry_id = billed.entry_id
                        AND price.price_version = billed.price_version
                        AND segment."start" <= billed.start_second AND billed.end_second <= segment."end"
                ) AS share ON true
                WHERE billed.account_id = e.account_id AND billed.entry_id = e.entry_id AND billed.billed_at IS NOT NULL
            ) AS one GROUP BY 1, 2, 3, 4, 5
        ) AS line WHERE NOT isempty(ranges)
"""
_PRICE = f"""
        SELECT e.billable AND e.organization_id IS NOT NULL AND num_nonnulls(e.amount, e.segments) > 0
                AND billed.seconds + billed.written_off < e.seconds AS open,
            coalesce(e.currency, e.segments_currency) AS currency,
            CASE WHEN e.segments IS NULL THEN concat_ws(':', 0, e.seconds, e.billed_seconds, trim_scale(e.amount), 'hourly')
                ELSE string_agg(concat_ws(':', "start", "end", segment.billed_seconds, trim_scale(hourly_rate), treatment,
                    CASE WHEN treatment <> 'hourly' THEN charge_id END), ',' ORDER BY "start") END AS segments,
            coalesce(sum("end" - "start") FILTER (WHERE treatment IN ('included', 'prepaid')), 0)::int AS covered,
            CASE WHEN e.segments IS NULL THEN e.billed_seconds * e.amount
                ELSE coalesce(sum(segment.billed_seconds * hourly_rate)
                    FILTER (WHERE treatment IN ('hourly', 'overage')), 0) END AS rate_seconds
        FROM jsonb_to_recordset(e.segments) AS segment({_SEGMENT})
"""
_CHARGED = StatedRows(
    f"""
    SELECT e.entry_id, e.work_date AS day, e.version, e.seconds, e.billable, e.organization_id,
        CASE WHEN price.open THEN e.price_version END AS price_version,
        CASE WHEN billed.seconds > 0 THEN billed.currency WHEN price.open THEN price.currency END AS currency,
        CASE WHEN price.open THEN {short_digest("concat(price.currency, ' ', price.segments)")} END AS price,
        CASE WHEN price.open THEN price.covered ELSE 0 END AS covered_seconds,
        {short_digest("billed.lines")} AS billed, billed.seconds AS billed_seconds,
        billed.written_off AS written_off_seconds,
        trim_scale(CASE WHEN billed.seconds > 0 THEN billed.rate_seconds WHEN price.open THEN price.rate_seconds
            ELSE 0 END) AS rate_seconds,
        0 AS unaccounted_seconds
    FROM time_entries AS e
    CROSS JOIN LATERAL ({_BILLED}) AS billed
    CROSS JOIN LATERAL ({_PRICE}) AS price
    WHERE e.live AND e.approved
    """,
    [name for name in StatedCharges.model_fields if name != "day"],
)
OURS: Mapping[OtherService, StatedRows] = {"timer": _APPROVED, "invoicing": _CHARGED}
"""What each service should say, too."""
