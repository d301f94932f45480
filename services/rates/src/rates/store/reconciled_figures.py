"""Figures that should be equal, compared by months of days: each statement sees one moment."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from database import Row, Session, Statement
from database.kept_sums import NOTHING
from rates.domain.reconciliation import MOST_ENTRIES, MOST_KEPT, Difference
from rates.store.valued_triggers import KEYS, SUMS, VALUED

_NUMBERS = ", ".join(str(number + 1) for number in range(len(KEYS)))
_KEYS, _SUMS = ", ".join(KEYS), ", ".join(SUMS)
_WITHIN = (
    "work_date >= CAST(:month AS date) AND work_date < CAST(:month AS date) + interval '1 month'"
)
_MONTH = "date_trunc('month', work_date::timestamp)::date"
_OF_CHANGE = ("organization_id", "project_id", "work_item_id", "service_type_id")
_PREPARE = Statement("""
SELECT set_config('work_mem', '64MB', true), set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)
""")
_MONTHS = Statement(f"""
SELECT generate_series(date_trunc('month', first::timestamp), last::timestamp, interval '1 month')::date AS month
FROM (SELECT min(work_date) AS first, max(work_date) AS last FROM (
    SELECT min(work_date) AS work_date FROM time_entries WHERE live
    UNION ALL SELECT max(work_date) FROM time_entries WHERE live
    {
    "".join(
        f"UNION ALL SELECT {edge}(work_date) FROM {table} "
        for edge in ("min", "max")
        for table in ("valued_days", "valued_months", "valued_changes")
    )
}
) AS edges) AS period
""")
_COUNT = Statement(f"""
SELECT count(*) AS entries, coalesce(sum(seconds), 0)::bigint AS seconds FROM time_entries WHERE live AND {_WITHIN}
""")


def _compared(kind: str, table: str, day: str) -> Statement:
    """Sums of a table, with what is not moved yet, against the entries; a line for each key of which any sum differs."""
    same = " AND ".join(f"kept.{key} = said.{key}" for key in KEYS)
    differ = " OR ".join(f"coalesce(kept.{name}, 0) <> coalesce(said.{name}, 0)" for name in SUMS)
    keys = {key: f"coalesce(kept.{key}, said.{key})" for key in KEYS}
    entry = " AND ".join(f"coalesce(entry.{key}, '{NOTHING}') = differ.{key}" for key in _OF_CHANGE)
    of_day = day.replace("work_date", "entry.work_date")
    of_changes = _KEYS.replace("work_date", day, 1)
    said_keys = ", ".join(
        f"{day if key == 'work_date' else sql} AS {key}" for key, sql in VALUED.keys.items()
    )
    rate_seconds = {
        name: f"coalesce({name}.billed_seconds, 0) * {keys['amount']}" for name in ("said", "kept")
    }
    return Statement(f"""
WITH kept AS (
    SELECT {_KEYS}, {", ".join(f"sum({name}) AS {name}" for name in SUMS)} FROM (
        SELECT {_KEYS}, {_SUMS} FROM {table} WHERE {_WITHIN}
        UNION ALL SELECT {of_changes}, {_SUMS} FROM valued_changes WHERE {_WITHIN}
    ) AS kept GROUP BY {_NUMBERS}
), said AS (
    SELECT {said_keys}, {", ".join(f"{sql} AS {name}" for name, sql in VALUED.sums.items())}
    FROM (SELECT 1 AS sign, * FROM time_entries WHERE live AND {_WITHIN}) AS changes {VALUED.each} GROUP BY {_NUMBERS}
), differ AS (
    SELECT {", ".join(f"{sql} AS {key}" for key, sql in keys.items())},
        coalesce(said.seconds, 0)::bigint AS seconds, coalesce(kept.seconds, 0)::bigint AS other_seconds,
        {rate_seconds["said"]} AS rate_seconds, {rate_seconds["kept"]} AS other_rate_seconds
    FROM kept FULL JOIN said ON {same} WHERE {differ}
)
SELECT '{kind}' AS kind, work_date, nullif(organization_id, '{NOTHING}') AS organization_id, currency, seconds,
    other_seconds, rate_seconds, other_rate_seconds, count(*) OVER () AS found, ARRAY(
        SELECT entry_id FROM time_entries AS entry WHERE live AND {of_day} = differ.work_date
            AND entry.work_date >= CAST(:month AS date) AND entry.work_date < CAST(:month AS date) + interval '1 month'
            AND entry.agent_id = differ.agent_id AND {entry}
        ORDER BY entry_id LIMIT {MOST_ENTRIES}
    ) AS entry_ids
FROM differ ORDER BY work_date, organization_id LIMIT {MOST_KEPT}
""")


# Segments follow each other from 0 to the end, and charge together what is charged of the entry.
_SEGMENTS = Statement(f"""
SELECT 'segments' AS kind, work_date, organization_id, coalesce(currency, segments_currency, '') AS currency,
    time_entries.seconds, coalesce(segment.seconds, 0) AS other_seconds,
    billed_seconds * coalesce(amount, 0) AS rate_seconds, coalesce(segment.rate_seconds, 0) AS other_rate_seconds,
    count(*) OVER () AS found, ARRAY[entry_id] AS entry_ids
FROM time_entries CROSS JOIN LATERAL (
    SELECT sum(behind - first)::bigint AS seconds, sum(charged)::bigint AS charged, sum(charged * rate) AS rate_seconds,
        count(*) FILTER (WHERE first <> before OR behind <= first) AS gaps
    FROM (
        SELECT (one->>'start')::int AS first, (one->>'end')::int AS behind, (one->>'billed_seconds')::bigint AS charged,
            (one->>'hourly_rate')::numeric AS rate, coalesce(lag((one->>'end')::int) OVER (ORDER BY number), 0) AS before
        FROM jsonb_array_elements(segments) WITH ORDINALITY AS list(one, number)
    ) AS one
) AS segment
WHERE live AND {_WITHIN} AND segments IS NOT NULL
    AND (segment.gaps > 0 OR (segment.seconds, segment.charged) IS DISTINCT FROM (time_entries.seconds, billed_seconds))
ORDER BY work_date, entry_id LIMIT {MOST_KEPT}
""")
# What is billed has the price that the invoice names, which may be of another version of the entry.
_PRICES = Statement(f"""
SELECT 'price' AS kind, entry.work_date, entry.organization_id,
    coalesce(entry.currency, entry.segments_currency, '') AS currency, entry.seconds,
    coalesce(price.seconds, 0) AS other_seconds, entry.billed_seconds * coalesce(entry.amount, 0) AS rate_seconds,
    coalesce(price.billed_seconds * price.amount, 0) AS other_rate_seconds, count(*) OVER () AS found,
    ARRAY[entry.entry_id] AS entry_ids
FROM (SELECT * FROM time_entries WHERE live AND {_WITHIN} AND price_version > 0) AS entry
LEFT JOIN LATERAL (
    SELECT * FROM prices WHERE entry_id = entry.entry_id AND price_version = entry.price_version LIMIT 1
) AS price ON true
WHERE entry.unpriced_reason IS DISTINCT FROM 'not-billable' AND CASE WHEN entry.billed_at IS NULL
    THEN (entry.seconds, entry.amount, entry.currency, entry.rounding_seconds, entry.segments, entry.unpriced_reason)
        IS DISTINCT FROM (price.seconds, price.amount, price.currency, price.rounding_seconds, price.segments,
            price.unpriced_reason)
    ELSE price.price_version IS NOT NULL
        AND (entry.amount, entry.currency) IS DISTINCT FROM (price.amount, price.currency) END
ORDER BY entry.work_date, entry.entry_id LIMIT {MOST_KEPT}
""")
_COMPARISONS = (
    _compared("day-sums", "valued_days", "work_date"),
    _compared("month-sums", "valued_months", _MONTH),
    _SEGMENTS,
    _PRICES,
)


class MonthCompared(NamedTuple):
    """What was compared of a month, how many differences there are, and the first of each kind."""

    entries: int
    seconds: int
    found: int
    differences: list[Difference]


async def months(session: Session) -> list[date]:
    """The first days of the months in which there is anything to compare."""
    await _PREPARE.all(session)
    return [row.month for row in await _MONTHS.all(session) if row.month is not None]


async def compare(session: Session, month: date) -> MonthCompared:
    """Compare the figures of a month."""
    await _PREPARE.all(session)
    asked = {"month": month}
    count = await _COUNT.one(session, asked)
    found, differences = 0, list[Difference]()
    for comparison in _COMPARISONS:
        rows = await comparison.all(session, asked)
        found += rows[0]["found"] if rows else 0
        differences += _differences(rows)
    return MonthCompared(count["entries"], count["seconds"], found, differences)


def _differences(rows: list[Row]) -> Iterator[Difference]:
    for row in rows:
        values = {name: row[name] for name in Difference.__dataclass_fields__ if name != "service"}
        yield Difference(**values)
