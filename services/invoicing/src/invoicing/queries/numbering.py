"""The number series: from which to which, what is missing, and whether the chain of documents is unbroken."""

from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from invoicing.chain import FIRST

_SERIES = text("""
    SELECT series, count(*) AS count, min(sequence) AS first_sequence, max(sequence) AS last_sequence,
        (array_agg(number ORDER BY sequence))[1] AS first_number,
        (array_agg(number ORDER BY sequence DESC))[1] AS last_number,
        min(issue_date) AS first_date, max(issue_date) AS last_date,
        bool_and(previous_hash = before) AS chained, bool_and(dated) AS dated
    FROM (SELECT *, coalesce(lag(hash) OVER one_series, :first) AS before,
              coalesce(lag(issue_date) OVER one_series <= issue_date, true) AS dated
          FROM invoice WINDOW one_series AS (PARTITION BY series ORDER BY sequence)) linked
    GROUP BY series ORDER BY series
""")
_GAPS = text("""
    SELECT n FROM generate_series(1, :last) AS numbers(n)
    WHERE NOT EXISTS (SELECT FROM invoice WHERE series = :series AND sequence = n) LIMIT 100
""")


async def series(session: AsyncSession) -> list[tuple[Row[Any], list[int]]]:
    """Each series with the sequence numbers that are missing in it (at most 100)."""
    rows = (await session.execute(_SERIES, {"first": FIRST})).all()
    return [(row, await _gaps(session, row)) for row in rows]


async def _gaps(session: AsyncSession, row: Row[Any]) -> list[int]:
    if row.first_sequence == 1 and row.last_sequence == row.count:
        return []
    return list(await session.scalars(_GAPS, {"series": row.series, "last": row.last_sequence}))
