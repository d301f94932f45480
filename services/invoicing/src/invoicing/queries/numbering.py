"""The number series of invoices and credit notes: from where to where, what is missing, whether the chain is unbroken."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from sqlalchemy import text

from database import Session
from invoicing.domain.attributes import build
from invoicing.domain.invoice import FIRST_HASH
from invoicing.queries.verification import altered

_SERIES = text("""
    SELECT series, count(*) AS count, min(sequence) AS first_sequence, max(sequence) AS last_sequence,
        (array_agg(number ORDER BY sequence))[1] AS first_number,
        (array_agg(number ORDER BY sequence DESC))[1] AS last_number,
        min(issue_date) AS first_date, max(issue_date) AS last_date,
        bool_and(previous_hash = before AND kind = of_kind)
            AND (array_agg(hash ORDER BY sequence DESC))[1] IS NOT DISTINCT FROM min(last_hash)
            AND max(sequence) = min(stands_at) AND max(issue_date) = min(last_dated) AS chained,
        bool_and(dated) AS dated, min(kind) AS kind
    FROM (SELECT i.*, s.last_hash, s.last_sequence AS stands_at, s.last_issue_date AS last_dated, s.kind AS of_kind,
              coalesce(lag(i.hash) OVER one_series, :first) AS before,
              coalesce(lag(i.issue_date) OVER one_series <= i.issue_date, true) AS dated
          FROM (SELECT account_id, series, sequence, number, issue_date, previous_hash, hash, 'invoice' AS kind FROM invoices
                UNION ALL SELECT account_id, series, sequence, number, issue_date, previous_hash, hash, 'credit-note'
                FROM credit_notes) i LEFT JOIN number_series s ON s.account_id = i.account_id AND s.series = i.series
          WINDOW one_series AS (PARTITION BY i.series ORDER BY i.sequence)) linked
    GROUP BY series ORDER BY series
""")
_GAPS = text("""
    SELECT n FROM generate_series(1, :last) AS numbers(n)
    WHERE NOT EXISTS (SELECT FROM invoices WHERE series = :series AND sequence = n)
        AND NOT EXISTS (SELECT FROM credit_notes WHERE series = :series AND sequence = n) LIMIT 100
""")


DocumentKind = Literal["invoice", "credit-note"]


@dataclass(frozen=True)
class SeriesReport:
    """A series, the sequence numbers that are missing in it (at most 100), and whether its chain is unbroken."""

    series: str
    kind: DocumentKind
    count: int
    first_sequence: int
    last_sequence: int
    first_number: str
    last_number: str
    first_date: date
    last_date: date
    chained: bool
    dated: bool
    gaps: tuple[int, ...] = ()
    altered: tuple[str, ...] = ()
    """The numbers of those that are not as they were issued, at most 100; only looked for when all is verified."""


async def list_series(session: Session, *, verify: bool) -> list[SeriesReport]:
    """Each series. With `verify` the hashes are not only compared but made again from what is stored."""
    rows = (await session.execute(_SERIES, {"first": FIRST_HASH})).all()
    return [await _checked(session, build(SeriesReport, row), verify) for row in rows]


async def _checked(session: Session, series: SeriesReport, verify: bool) -> SeriesReport:
    found = await altered(session, series.kind, series.series) if verify else ()
    chained = series.chained and not found
    return replace(series, chained=chained, altered=found, gaps=await _gaps(session, series))


async def _gaps(session: Session, series: SeriesReport) -> tuple[int, ...]:
    if series.first_sequence == 1 and series.last_sequence == series.count:
        return ()
    known = {"series": series.series, "last": series.last_sequence}
    return tuple(await session.scalars(_GAPS, known))
