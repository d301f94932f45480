"""Approved billable time, entry by entry, and how much there is in each bucket."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import text

from database import Session
from invoicing.domain.attributes import build

Bucket = Literal["unpriced", "ready", "claimed", "billed"]

_BUCKET = """
    CASE WHEN e.claimed_seconds = 0 AND e.priced THEN 'ready' WHEN e.claimed_seconds = 0 THEN 'unpriced'
         WHEN i.id IS NOT NULL THEN 'billed' ELSE 'claimed' END
"""
_FROM = """
    FROM time_entries e
    LEFT JOIN LATERAL (SELECT c.invoice_id, c.line_id FROM claims c WHERE e.claimed_seconds > 0
        AND c.account_id = e.account_id AND c.entry_id = e.entry_id
        AND c.released_by IS NULL LIMIT 1) c ON true
    LEFT JOIN invoices i ON i.account_id = e.account_id AND i.id = c.invoice_id
    WHERE e.billable
"""
# A price that came after the invoice changes nothing on it: what is on a line shows the line's rate.
_RATED = """
    WITH page AS ({page})
    SELECT page.entry_id, page.version, page.organization_id, page.project_id, page.project_name, page.work_item_id,
        page.work_item_name, page.agent_id, page.agent_name, page.service_type_id, page.service_type_name,
        page.work_date, page.seconds, page.description, page.state, page.invoice_id,
        page.price_entry_version, page.unpriced_reason, r.version AS refused_version, r.reason AS refused_because,
        r.hours AS refused_hours,
        CASE WHEN page.line_id IS NULL THEN
            (SELECT CASE WHEN min(s.hourly_rate) = max(s.hourly_rate) THEN min(s.hourly_rate) END
                FROM jsonb_to_recordset(page.segments) AS s(hourly_rate numeric))
            ELSE coalesce(i.hourly_rate, d.hourly_rate) END
            AS hourly_rate,
        CASE WHEN page.line_id IS NULL THEN page.currency ELSE coalesce(i.currency, d.currency) END AS currency
    FROM page
    LEFT JOIN refused_changes r ON r.account_id = page.account_id AND r.entry_id = page.entry_id
    LEFT JOIN LATERAL (SELECT l.hourly_rate, i.currency FROM invoice_lines l
        JOIN invoices i ON i.account_id = l.account_id AND i.id = l.invoice_id
        WHERE l.account_id = page.account_id AND l.invoice_id = page.invoice_id AND l.line_id = page.line_id) i ON true
    LEFT JOIN LATERAL (SELECT l.hourly_rate, d.currency FROM draft_lines l
        JOIN drafts d ON d.account_id = l.account_id AND d.id = l.draft_id
        WHERE l.account_id = page.account_id AND l.line_id = page.line_id) d ON true
    ORDER BY page.entry_id
"""
_REFUSED = """
    EXISTS (SELECT FROM refused_changes r WHERE r.account_id = e.account_id AND r.entry_id = e.entry_id)
"""
_STATES: dict[Bucket, str] = {
    "ready": " AND e.claimed_seconds = 0 AND e.claimed_seconds < e.seconds AND e.priced",
    "unpriced": " AND e.claimed_seconds = 0 AND e.claimed_seconds < e.seconds AND NOT e.priced",
    "claimed": " AND e.claimed_seconds > 0 AND i.id IS NULL",
    "billed": " AND e.claimed_seconds > 0 AND i.id IS NOT NULL",
}


@dataclass(frozen=True)
class BillableTimeFilter:
    """Which time is asked for; None is any."""

    organization_id: UUID | None = None
    first_day: date | None = None
    last_day: date | None = None
    state: Bucket | None = None
    change_refused: bool | None = None

    def conditions(self) -> tuple[str, dict[str, Any]]:
        """The filter as SQL, without the state, with its parameters."""
        columns = {
            "organization_id": "e.organization_id =",
            "first_day": "e.work_date >=",
            "last_day": "e.work_date <=",
        }
        given = {name: value for name in columns if (value := getattr(self, name)) is not None}
        where = "".join(f" AND {columns[name]} :{name}" for name in given)
        if self.change_refused is not None:
            where += f" AND {'' if self.change_refused else 'NOT '}{_REFUSED}"
        return where, given


@dataclass(frozen=True)
class RefusedChange:
    """Newer hours of a billed entry, set aside because an issued invoice contradicts them."""

    version: int
    reason: str
    hours: Mapping[str, Any]

    @property
    def seconds(self) -> int:
        """The hours as they were approved again."""
        return int(self.hours["seconds"])

    @property
    def billable(self) -> bool:
        """Whether they were still billable."""
        return bool(self.hours["billable"])

    @property
    def organization_id(self) -> UUID | None:
        """The customer that they were approved for."""
        found = self.hours["organization_id"]
        return UUID(found) if found else None


@dataclass(frozen=True)
class BillableEntry:
    """One approved billable entry. The rate is that of the line which charges it, before that its price."""

    entry_id: UUID
    version: int
    organization_id: UUID | None
    project_id: UUID | None
    project_name: str | None
    work_item_id: UUID | None
    work_item_name: str | None
    agent_id: UUID
    agent_name: str
    service_type_id: UUID | None
    service_type_name: str | None
    work_date: date
    seconds: int
    description: str
    state: Bucket
    invoice_id: UUID | None
    price_entry_version: int | None
    unpriced_reason: str | None
    hourly_rate: Decimal | None
    currency: str | None
    refused_change: RefusedChange | None = None

    @property
    def reason(self) -> str | None:
        """Why the entry is unpriced, if it is."""
        if self.state != "unpriced":
            return None
        if self.organization_id is None:
            return "no-organization"
        if self.price_entry_version != self.version:
            return "not-priced-yet"
        return self.unpriced_reason


async def list_time(
    session: Session, filters: BillableTimeFilter, *, after: UUID | None, limit: int
) -> list[BillableEntry]:
    """Entries by id."""
    where, parameters = filters.conditions()
    if filters.state:
        where += _STATES[filters.state]
    if after is not None:
        where += " AND e.entry_id > :after"
        parameters["after"] = after
    page = f"SELECT e.*, {_BUCKET} AS state, c.invoice_id, c.line_id {_FROM} {where} ORDER BY e.entry_id LIMIT :limit"
    rows = await session.execute(text(_RATED.format(page=page)), {**parameters, "limit": limit})
    return [build(BillableEntry, row, refused_change=_refused_change(row)) for row in rows]


def _refused_change(row: Any) -> RefusedChange | None:
    if row.refused_version is None:
        return None
    return RefusedChange(row.refused_version, row.refused_because, row.refused_hours)


async def sum_time(session: Session, filters: BillableTimeFilter) -> dict[Bucket, int]:
    """Seconds in each bucket, whatever state is asked for."""
    where, parameters = filters.conditions()
    statement = f"SELECT {_BUCKET} AS state, sum(e.seconds) AS seconds {_FROM} {where} GROUP BY 1"
    found = {row.state: row.seconds for row in await session.execute(text(statement), parameters)}
    return {bucket: found.get(bucket, 0) for bucket in _STATES}
