"""The sums that the database keeps of the value of time, and the triggers that do."""

from database.kept_sums import NOTHING, KeptSums
from money import CURRENCIES, minor_units

PRICED = ""
"""The `reason` of time that has a price; other time has a rate of 0 and no currency, as has time without a cost."""
_PLAIN = """
        SELECT CASE WHEN billed_at IS NOT NULL THEN 'billed' WHEN approved THEN 'approved' ELSE 'logged' END AS state,
            CASE WHEN amount IS NULL THEN '' ELSE 'hourly' END AS treatment, coalesce(amount, 0) AS rate,
            1 AS entries, seconds AS raw, billed_seconds AS charged
        WHERE segments IS NULL AND billed_part IS NULL AND written_off_part IS NULL
"""
PARTS = f"""CROSS JOIN LATERAL ({_PLAIN}        UNION ALL
        SELECT * FROM parts_of_time(segments,
            CASE WHEN billed_at IS NULL THEN '{{}}' ELSE coalesce(billed_part, '{{(,)}}') END,
            coalesce(written_off_part, '{{}}'),
            CASE WHEN approved THEN 'approved' ELSE 'logged' END, seconds, billed_seconds, amount)
        WHERE NOT (segments IS NULL AND billed_part IS NULL AND written_off_part IS NULL)
    ) AS part"""
"""An entry by what is billed of it and how it is charged: most are all of one kind."""


def _share(ranges: str) -> str:
    """SQL of the raw seconds of what some ranges have of a segment, and of what is charged of them."""
    until, before = (
        f"segment.charged::bigint * ({edge}(piece) - segment.first) / (segment.behind - segment.first)"
        for edge in ("upper", "lower")
    )
    return f"""SELECT coalesce(sum(upper(piece) - lower(piece)), 0)::int AS raw, coalesce(sum(
            {until}
            - {before}), 0)::int AS charged
        FROM unnest(int4multirange(int4range(segment.first, segment.behind)) {ranges}) AS piece"""


PARTS_OF_TIME = f"""
CREATE FUNCTION parts_of_time(segments jsonb, billed_part int4multirange, written_off_part int4multirange,
    state_of_rest text, seconds int, billed_seconds int, amount numeric)
    RETURNS TABLE (state text, treatment text, rate numeric, entries int, raw int, charged int)
LANGUAGE sql IMMUTABLE AS $$
    SELECT piece.state, segment.treatment,
        CASE WHEN segment.treatment IN ('hourly', 'overage') AND piece.state <> 'written-off' THEN segment.rate ELSE 0 END,
        (row_number() OVER (ORDER BY segment.first, piece.place) = 1)::int, piece.raw, piece.charged
    FROM (
        SELECT (one->>'start')::int AS first, (one->>'end')::int AS behind, one->>'treatment' AS treatment,
            (one->>'billed_seconds')::int AS charged, (one->>'hourly_rate')::numeric AS rate
        FROM jsonb_array_elements(segments) AS one
        UNION ALL
        SELECT 0, seconds, CASE WHEN amount IS NULL THEN '' ELSE 'hourly' END, billed_seconds, coalesce(amount, 0)
        WHERE segments IS NULL
    ) AS segment
    CROSS JOIN LATERAL (
        {_share("- billed_part")}
    ) AS open
    CROSS JOIN LATERAL (
        {_share("* written_off_part")}
    ) AS given_up
    CROSS JOIN LATERAL (VALUES
        (1, 'billed', segment.behind - segment.first - open.raw - given_up.raw,
            segment.charged - open.charged - given_up.charged),
        (2, 'written-off', given_up.raw, 0),
        (3, state_of_rest, open.raw, open.charged)
    ) AS piece(place, state, raw, charged)
    WHERE piece.raw > 0
$$
""".strip()
"""The parts of an entry of which a part is billed or written off, or that is charged in segments. What is written off is
worth nothing."""

_KEYS = {
    "work_date": "work_date",
    **{
        key: f"coalesce({key}, '{NOTHING}')"
        for key in ("organization_id", "project_id", "work_item_id")
    },
    "agent_id": "agent_id",
    "service_type_id": f"coalesce(service_type_id, '{NOTHING}')",
    "amount": "part.rate",
    "currency": "coalesce(currency, segments_currency, '')",
    "reason": f"""CASE WHEN amount IS NOT NULL OR segments IS NOT NULL THEN '{PRICED}' WHEN NOT billable THEN 'not-billable'
            ELSE coalesce(unpriced_reason, 'no-rate') END""",
    "cost_currency": "coalesce(cost_currency, '')",
    "state": "part.state",
    "treatment": "part.treatment",
}
_SUMS = {
    "parts": "sum(sign)",
    "entries": "sum(sign * part.entries)",
    "seconds": "sum(sign * part.raw)",
    "billed_seconds": "sum(sign * part.charged)",
    "cost_seconds": "sum(sign * part.raw * coalesce(cost_amount, 0))",
}
KEYS, SUMS = tuple(_KEYS), tuple(_SUMS)
"""What the sums are kept by, and what is added up."""
LINE = """md5(project_id::text || work_item_id::text || trim_scale(amount)::text || currency || reason || treatment)::uuid"""
"""What an invoice has on one line by default, and rounds once: time on one work item of a project at one hourly rate."""
IDENTITY = (
    *("work_date", "organization_id", "line", "agent_id", "service_type_id"),
    *("cost_currency", "state"),
)
"""What tells one sum from another; `LINE` stands for the rest of its keys."""


def _halves() -> str:
    usual = 2
    others = {one: 2 * 10 ** minor_units(one) for one in CURRENCIES if minor_units(one) != usual}
    cases = " ".join(
        f"WHEN '{currency}' THEN {halves}" for currency, halves in sorted(others.items())
    )
    return f"CASE currency {cases} ELSE {2 * 10**usual} END"


HALVES_OF_ONE = _halves()
"""SQL of how many halves of its smallest unit a currency has to one."""
MOST_HALVES = 10**8
"""So many times the seconds of any line are an integer of eight bytes."""
_RATE = f"amount * {HALVES_OF_ONE}"
HALVES = (
    f"CASE WHEN {_RATE} < {MOST_HALVES} AND {_RATE} = trunc({_RATE}) THEN ({_RATE})::bigint END"
)
"""The rate in halves of the smallest unit of its currency, where that is a small integer."""
VALUED = KeptSums(
    table="time_entries",
    name="valued",
    task="compact-valued-days",
    keys=_KEYS,
    sums=_SUMS,
    where="live",
    months=True,
    each=PARTS,
    counted="parts",
    identity=IDENTITY,
)
