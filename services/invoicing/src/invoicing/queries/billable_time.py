"""Approved billable time, entry by entry, and how much there is in each bucket."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

Bucket = Literal["unpriced", "ready", "claimed", "billed"]

_BUCKET = """
    CASE WHEN e.claimed_seconds = 0 AND e.priced THEN 'ready' WHEN e.claimed_seconds = 0 THEN 'unpriced'
         WHEN i.id IS NOT NULL THEN 'billed' ELSE 'claimed' END
"""
_FROM = """
    FROM time_entry e
    LEFT JOIN LATERAL (SELECT c.invoice_id, c.line_id FROM claim c WHERE e.claimed_seconds > 0
        AND c.account_id = e.account_id AND c.entry_id = e.entry_id LIMIT 1) c ON true
    LEFT JOIN invoice i ON i.account_id = e.account_id AND i.id = c.invoice_id
    WHERE e.billable
"""
# A price that came after the invoice changes nothing on it: what is on a line shows the line's rate.
_RATED = """
    WITH page AS ({page})
    SELECT page.*, CASE WHEN page.line_id IS NULL THEN page.hourly_rate
            ELSE coalesce(i.hourly_rate, d.hourly_rate) END AS rate,
        CASE WHEN page.line_id IS NULL THEN page.currency ELSE coalesce(i.currency, d.currency) END AS rate_currency
    FROM page
    LEFT JOIN LATERAL (SELECT l.hourly_rate, i.currency FROM invoice_line l
        JOIN invoice i ON i.account_id = l.account_id AND i.id = l.invoice_id
        WHERE l.account_id = page.account_id AND l.invoice_id = page.invoice_id AND l.line_id = page.line_id) i ON true
    LEFT JOIN LATERAL (SELECT l.hourly_rate, d.currency FROM draft_line l
        JOIN draft d ON d.account_id = l.account_id AND d.id = l.draft_id
        WHERE l.account_id = page.account_id AND l.line_id = page.line_id) d ON true
    ORDER BY page.entry_id
"""


@dataclass(frozen=True)
class Filter:
    """Which time is asked for; None is any."""

    organization_id: UUID | None = None
    first_day: date | None = None
    last_day: date | None = None
    state: Bucket | None = None

    def conditions(self) -> tuple[str, dict[str, Any]]:
        """The filter as SQL, without the state, with its parameters."""
        sql, parameters = "", dict[str, Any]()
        for column, operator, name in (
            ("organization_id", "=", "organization_id"),
            ("work_date", ">=", "first_day"),
            ("work_date", "<=", "last_day"),
        ):
            value = getattr(self, name)
            if value is not None:
                sql += f" AND e.{column} {operator} :{name}"
                parameters[name] = value
        return sql, parameters


_STATES = {
    "ready": " AND e.claimed_seconds = 0 AND e.claimed_seconds < e.seconds AND e.priced",
    "unpriced": " AND e.claimed_seconds = 0 AND e.claimed_seconds < e.seconds AND NOT e.priced",
    "claimed": " AND e.claimed_seconds > 0 AND i.id IS NULL",
    "billed": " AND e.claimed_seconds > 0 AND i.id IS NOT NULL",
}


async def list_time(
    session: AsyncSession, wanted: Filter, *, after: UUID | None, limit: int
) -> list[Row[Any]]:
    """Entries by id."""
    where, parameters = wanted.conditions()
    if wanted.state:
        where += _STATES[wanted.state]
    if after is not None:
        where += " AND e.entry_id > :after"
        parameters["after"] = after
    page = f"SELECT e.*, {_BUCKET} AS state, c.invoice_id, c.line_id {_FROM} {where} ORDER BY e.entry_id LIMIT :limit"
    statement = text(_RATED.format(page=page))
    return list(await session.execute(statement, {**parameters, "limit": limit}))


async def sums(session: AsyncSession, wanted: Filter) -> dict[Bucket, int]:
    """Seconds in each bucket, whatever state is asked for."""
    where, parameters = wanted.conditions()
    statement = f"SELECT {_BUCKET} AS state, sum(e.seconds) AS seconds {_FROM} {where} GROUP BY 1"
    found = {row.state: row.seconds for row in await session.execute(text(statement), parameters)}
    buckets: tuple[Bucket, ...] = ("unpriced", "ready", "claimed", "billed")
    return {bucket: found.get(bucket, 0) for bucket in buckets}
