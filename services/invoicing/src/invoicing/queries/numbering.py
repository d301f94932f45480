"""The number series: from which to which, what is missing, and whether the chain of documents is unbroken."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from invoicing.chain import FIRST
from invoicing.queries.proving import proved

_SERIES = text("""
    SELECT series, count(*) AS count, min(sequence) AS first_sequence, max(sequence) AS last_sequence,
        (array_agg(number ORDER BY sequence))[1] AS first_number,
        (array_agg(number ORDER BY sequence DESC))[1] AS last_number,
        min(issue_date) AS first_date, max(issue_date) AS last_date,
        bool_and(previous_hash = before)
            AND (array_agg(hash ORDER BY sequence DESC))[1] IS NOT DISTINCT FROM min(last_hash) AS chained,
        bool_and(dated) AS dated
    FROM (SELECT i.*, s.last_hash, coalesce(lag(i.hash) OVER one_series, :first) AS before,
              coalesce(lag(i.issue_date) OVER one_series <= i.issue_date, true) AS dated
          FROM invoice i LEFT JOIN number_series s ON s.account_id = i.account_id AND s.series = i.series
          WINDOW one_series AS (PARTITION BY i.series ORDER BY i.sequence)) linked
    GROUP BY series ORDER BY series
""")
_GAPS = text("""
    SELECT n FROM generate_series(1, :last) AS numbers(n)
    WHERE NOT EXISTS (SELECT FROM invoice WHERE series = :series AND sequence = n) LIMIT 100
""")


@dataclass(frozen=True)
class Numbers:
    """A series, the sequence numbers that are missing in it (at most 100), and whether its chain is unbroken."""

    row: Row[Any]
    gaps: list[int]
    chained: bool


async def series(session: AsyncSession, *, verify: bool) -> list[Numbers]:
    """Each series. With `verify` the hashes are not only compared but made again from what is stored."""
    rows = (await session.execute(_SERIES, {"first": FIRST})).all()
    return [await _numbers(session, row, verify) for row in rows]


async def _numbers(session: AsyncSession, row: Row[Any], verify: bool) -> Numbers:
    chained = row.chained and (not verify or await proved(session, row.series))
    return Numbers(row, await _gaps(session, row), chained)


async def _gaps(session: AsyncSession, row: Row[Any]) -> list[int]:
    if row.first_sequence == 1 and row.last_sequence == row.count:
        return []
    return list(await session.scalars(_GAPS, {"series": row.series, "last": row.last_sequence}))
