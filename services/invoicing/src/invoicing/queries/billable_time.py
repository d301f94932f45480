"""Approved billable time, entry by entry, and how much there is in each bucket."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import text

from database import Session
from invoicing.domain.attributes import build
from invoicing.domain.held_back import HoldBack
from invoicing.store.held_back import IS_HELD_BACK, OF_ENTRY
from invoicing.store.merged_time import NAMES

Bucket = Literal["unpriced", "ready", "held", "claimed", "billed", "written-off"]

# Claims are looked up of the entries on the page alone. A price that came after the invoice changes nothing on it: what is
# on a line shows the line's rate.
_PAGE = """
    WITH entries AS MATERIALIZED ({entries} LIMIT :limit), page AS (
        SELECT e.*, c.invoice_id, c.line_id, coalesce(e.state, c.state) AS claimed_state
        FROM entries e LEFT JOIN LATERAL (
            SELECT c.invoice_id, c.line_id, kind.state
            FROM claims c LEFT JOIN drafts d ON d.account_id = c.account_id AND d.id = c.invoice_id
            CROSS JOIN LATERAL (SELECT CASE WHEN c.written_off THEN 'written-off' WHEN d.id IS NULL THEN 'billed'
                ELSE 'claimed' END AS state) AS kind
            WHERE c.account_id = e.account_id AND c.entry_id = e.entry_id AND c.released_by IS NULL
                AND coalesce(e.state, '') NOT IN ('ready', 'unpriced', 'held')
            ORDER BY kind.state = coalesce(e.state, 'claimed') DESC, kind.state, c.seconds LIMIT 1) c ON true
    )
    SELECT page.entry_id, page.version, page.organization_id, page.project_id, page.project_name, page.work_item_id,
        page.work_item_name, page.agent_id, page.agent_name, page.service_type_id, page.service_type_name,
        page.work_date, page.seconds, page.description, page.claimed_state AS state,
        CASE WHEN page.claimed_state = 'ready' THEN page.seconds - page.claimed_seconds - page.held_seconds END
            AS ready_seconds,
        CASE WHEN page.claimed_state <> 'written-off' THEN page.invoice_id END AS invoice_id,
        CASE WHEN page.claimed_state = 'written-off' THEN page.invoice_id END AS write_off_id,
        w.reason AS written_off_because, held_back.until, held_back.reason AS held_back_because, held_back.held_back_at,
        held_back.held_back_by,
        page.price_entry_version, page.unpriced_reason, r.version AS refused_version, r.reason AS refused_because,
        r.hours AS refused_hours,
        held.charge_id, held.charge_name,
        CASE WHEN page.claimed_state = 'held' THEN NULL WHEN page.line_id IS NULL THEN
            (SELECT CASE WHEN min(s.hourly_rate) = max(s.hourly_rate) THEN min(s.hourly_rate) END
                FROM jsonb_to_recordset(page.segments) AS s(hourly_rate numeric, treatment text)
                WHERE s.treatment IS NULL OR s.treatment = 'overage')
            ELSE coalesce(i.hourly_rate, d.hourly_rate, w.hourly_rate) END AS hourly_rate,
        CASE WHEN page.line_id IS NULL THEN page.currency ELSE coalesce(i.currency, d.currency, w.currency) END AS currency
    FROM page
    LEFT JOIN refused_changes r ON r.account_id = page.account_id AND r.entry_id = page.entry_id
    LEFT JOIN LATERAL (SELECT l.hourly_rate, i.currency FROM invoice_lines l
        JOIN invoices i ON i.account_id = l.account_id AND i.id = l.invoice_id
        WHERE l.account_id = page.account_id AND l.invoice_id = page.invoice_id AND l.line_id = page.line_id) i ON true
    LEFT JOIN LATERAL (SELECT l.hourly_rate, d.currency FROM draft_lines l
        JOIN drafts d ON d.account_id = l.account_id AND d.id = l.draft_id
        WHERE l.account_id = page.account_id AND l.line_id = page.line_id) d ON true
    LEFT JOIN LATERAL (SELECT l.hourly_rate, w.currency, w.reason FROM write_off_lines l
        JOIN write_offs w ON w.account_id = l.account_id AND w.id = l.write_off_id
        WHERE l.account_id = page.account_id AND l.write_off_id = page.invoice_id AND l.line_id = page.line_id) w ON true
    LEFT JOIN LATERAL (SELECT s.charge_id, ch.name AS charge_name
        FROM jsonb_to_recordset(page.segments) AS s("start" int, treatment text, charge_id uuid)
        LEFT JOIN agreement_charges ch ON ch.account_id = page.account_id AND ch.charge_id = s.charge_id
        WHERE page.claimed_state = 'held' AND s.treatment IN ('included', 'prepaid') ORDER BY s."start" LIMIT 1) held ON true
    LEFT JOIN LATERAL ({held_back}) held_back ON page.claimed_state = 'ready'
    ORDER BY page.entry_id
"""
_ENTRIES = """
    SELECT e.*, {state} AS state FROM (SELECT * FROM time_entries e WHERE e.billable {where} {barrier}) AS e
    ORDER BY e.entry_id
"""
# From the drafts, of which there are few, and each step by key: the plan never begins with all time that there is.
_ON_DRAFTS = """
    SELECT e.*, {state} AS state
    FROM (SELECT DISTINCT account_id, entry_id FROM drafts d CROSS JOIN LATERAL (
        SELECT c.entry_id FROM claims c WHERE c.account_id = d.account_id AND c.invoice_id = d.id OFFSET 0) AS of_draft
    ) AS c
    CROSS JOIN LATERAL (
        SELECT * FROM time_entries e WHERE e.account_id = c.account_id AND e.entry_id = c.entry_id OFFSET 0) AS e
    WHERE e.billable {where} ORDER BY c.entry_id
"""
_ANY_STATE = """
    CASE WHEN e.claimed_seconds < e.seconds THEN CASE WHEN NOT e.priced THEN 'unpriced'
        WHEN e.claimed_seconds + e.held_seconds < e.seconds THEN 'ready' ELSE 'held' END END
"""
# Totals by customer and day, less or only those of refused changes; of what is claimed, drafts have what they have.
_SUMS = """
    SELECT coalesce(sum(approved), 0)::bigint AS approved, coalesce(sum(unpriced), 0)::bigint AS unpriced,
        coalesce(sum(claimed), 0)::bigint AS claimed, coalesce(sum(drafted), 0)::bigint AS drafted,
        coalesce(sum(held), 0)::bigint AS held, coalesce(sum(written_off), 0)::bigint AS written_off
    FROM ({parts}) AS parts
"""
_TOTALS = "SELECT approved, unpriced, claimed, 0 AS drafted, held, written_off FROM time_totals e WHERE true {where}"
_DRAFTED = """
    SELECT 0, 0, 0, upper(c.seconds) - lower(c.seconds), 0, 0
    FROM drafts e JOIN claims c ON c.account_id = e.account_id AND c.invoice_id = e.id WHERE true {where}
"""
_DRAFTED_OF_DAYS = """
    SELECT 0, 0, 0, upper(c.seconds) - lower(c.seconds), 0, 0
    FROM drafts d JOIN claims c ON c.account_id = d.account_id AND c.invoice_id = d.id
    CROSS JOIN LATERAL (SELECT * FROM time_entries e WHERE e.account_id = c.account_id AND e.entry_id = c.entry_id
        LIMIT 1) AS e
    WHERE true {where}
"""
_REFUSED_ENTRIES = """
    SELECT {sign} e.seconds AS approved, {sign} CASE WHEN e.priced THEN 0 ELSE e.seconds - e.claimed_seconds END
        AS unpriced, {sign} e.claimed_seconds AS claimed, {sign} coalesce(c.drafted, 0) AS drafted,
        {sign} CASE WHEN e.priced THEN e.held_seconds ELSE 0 END AS held, {sign} e.written_off_seconds AS written_off
    FROM refused_changes r
    CROSS JOIN LATERAL (SELECT * FROM time_entries e WHERE e.account_id = r.account_id AND e.entry_id = r.entry_id
        AND e.billable LIMIT 1) AS e
    CROSS JOIN LATERAL (SELECT sum(upper(c.seconds) - lower(c.seconds)) AS drafted
        FROM claims c JOIN drafts d ON d.account_id = c.account_id AND d.id = c.invoice_id
        WHERE c.account_id = e.account_id AND c.entry_id = e.entry_id) AS c
    WHERE true {where}
"""
_HELD_BACK = """
    SELECT sum(e.seconds - e.claimed_seconds - e.held_seconds)::bigint
    FROM held_back AS known
    CROSS JOIN LATERAL (SELECT * FROM time_entries e WHERE e.account_id = known.account_id
        AND e.entry_id = known.entry_id LIMIT 1) AS e
    WHERE e.billable AND e.priced AND {is_held_back} {where}
"""
_REFUSED = """
    EXISTS (SELECT FROM refused_changes r WHERE r.account_id = e.account_id AND r.entry_id = e.entry_id)
"""
_STATES: dict[Bucket, str] = {
    "unpriced": " AND e.claimed_seconds < e.seconds AND NOT e.priced",
    "ready": " AND e.claimed_seconds < e.seconds AND e.priced AND e.claimed_seconds + e.held_seconds < e.seconds",
    "held": " AND e.claimed_seconds < e.seconds AND e.priced AND e.held_seconds > 0",
    "billed": """
        AND e.claimed_seconds > 0 AND EXISTS (SELECT FROM claims c
            WHERE c.account_id = e.account_id AND c.entry_id = e.entry_id AND c.released_by IS NULL
            AND NOT c.written_off
            AND NOT EXISTS (SELECT FROM drafts d WHERE d.account_id = c.account_id AND d.id = c.invoice_id))
    """,
    "written-off": " AND e.written_off_seconds > 0",
}


_FEW_DAYS = timedelta(days=100)


@dataclass(frozen=True)
class BillableTimeFilter:
    """Which time is asked for; None is any."""

    organization_id: UUID | None = None
    first_day: date | None = None
    last_day: date | None = None
    state: Bucket | None = None
    change_refused: bool | None = None
    held_back: bool | None = None

    @property
    def few(self) -> bool:
        """Whether it is better to find all and sort them than to look through all time in the order of its ids."""
        if self.state in ("ready", "unpriced", "held"):
            return True
        if self.first_day is None or self.last_day is None:
            return False
        return self.last_day - self.first_day <= _FEW_DAYS

    def conditions(self) -> tuple[str, dict[str, Any]]:
        """Customer and days as SQL on `e`, with their parameters."""
        columns = {
            "organization_id": f"e.organization_id = {NAMES}",
            "first_day": "e.work_date >= :first_day",
            "last_day": "e.work_date <= :last_day",
        }
        given = {name: value for name in columns if (value := getattr(self, name)) is not None}
        where = "".join(f" AND {columns[name]}" for name in given)
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
    ready_seconds: int | None
    invoice_id: UUID | None
    write_off_id: UUID | None
    written_off_because: str | None
    price_entry_version: int | None
    unpriced_reason: str | None
    hourly_rate: Decimal | None
    currency: str | None
    charge_id: UUID | None
    charge_name: str | None
    refused_change: RefusedChange | None = None
    held_back: HoldBack | None = None

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
    """Entries by id. One that is in several states shows the one that was asked for, else the first of its way."""
    where, parameters = filters.conditions()
    if filters.change_refused is not None:
        where += f" AND {'' if filters.change_refused else 'NOT '}{_REFUSED}"
    if filters.held_back is not None:
        where += f" AND {'' if filters.held_back else 'NOT '}{IS_HELD_BACK}"
    if filters.state:
        where += _STATES.get(filters.state, "")
    if after is not None:
        where += " AND e.entry_id > :after"
        parameters["after"] = after
    state = f"'{filters.state}'" if filters.state else _ANY_STATE
    source = _ON_DRAFTS if filters.state == "claimed" else _ENTRIES
    entries = source.format(state=state, where=where, barrier="OFFSET 0" if filters.few else "")
    rows = await session.execute(
        text(_PAGE.format(entries=entries, held_back=OF_ENTRY.replace("e.", "page."))),
        {**parameters, "limit": limit},
    )
    return [
        build(BillableEntry, row, refused_change=_refused_change(row), held_back=_held_back(row))
        for row in rows
    ]


def _refused_change(row: Any) -> RefusedChange | None:
    if row.refused_version is None:
        return None
    return RefusedChange(row.refused_version, row.refused_because, row.refused_hours)


def _held_back(row: Any) -> HoldBack | None:
    if row.held_back_because is None:
        return None
    return build(HoldBack, row, reason=row.held_back_because)


async def sum_time(session: Session, filters: BillableTimeFilter) -> dict[str, int]:
    """Seconds in each bucket, whatever state is asked for, and what of the ready ones is held back."""
    where, parameters = filters.conditions()
    of_days = filters.first_day or filters.last_day
    parts = [_TOTALS, _DRAFTED_OF_DAYS if of_days else _DRAFTED, _REFUSED_ENTRIES]
    chosen = {None: parts[:2], False: parts, True: parts[2:]}[filters.change_refused]
    sign = "-" if filters.change_refused is False else ""
    union = " UNION ALL ".join(part.format(where=where, sign=sign) for part in chosen)
    found = (await session.execute(text(_SUMS.format(parts=union)), parameters)).one()
    return {
        "unpriced": found.unpriced,
        "ready": found.approved - found.unpriced - found.claimed - found.held,
        "held": found.held,
        "claimed": found.drafted,
        "billed": found.claimed - found.drafted - found.written_off,
        "written-off": found.written_off,
        "held-back": await _sum_held_back(session, where, parameters, filters.change_refused),
    }


# From the indexes of what is open and what is written off, and from drafts: it does not read what is billed.
_BY_CUSTOMER = f"""
    SELECT coalesce(o.merged_into, parts.organization_id) AS organization_id, sum(unpriced)::bigint AS unpriced,
        sum(held)::bigint AS held, sum(ready)::bigint AS ready, sum(held_back)::bigint AS held_back,
        sum(claimed)::bigint AS claimed_by_drafts, sum(written_off)::bigint AS written_off
    FROM (
        SELECT organization_id, coalesce(sum(seconds - claimed_seconds) FILTER (WHERE NOT priced), 0) AS unpriced,
            coalesce(sum(held_seconds) FILTER (WHERE priced), 0) AS held,
            coalesce(sum(seconds - claimed_seconds - held_seconds) FILTER (WHERE priced), 0) AS ready, 0 AS held_back,
            0 AS claimed, 0 AS written_off
        FROM time_entries WHERE billable AND claimed_seconds < seconds GROUP BY organization_id
        UNION ALL
        SELECT e.organization_id, 0, 0, 0, sum(e.seconds - e.claimed_seconds - e.held_seconds), 0, 0
        FROM held_back AS known
        CROSS JOIN LATERAL (SELECT * FROM time_entries e WHERE e.account_id = known.account_id
            AND e.entry_id = known.entry_id LIMIT 1) AS e
        WHERE e.billable AND e.priced AND {IS_HELD_BACK} GROUP BY e.organization_id
        UNION ALL
        SELECT d.organization_id, 0, 0, 0, 0, sum(l.seconds), 0
        FROM drafts d JOIN draft_lines l ON l.account_id = d.account_id AND l.draft_id = d.id
        WHERE l.seconds > 0 GROUP BY d.organization_id
        UNION ALL
        SELECT organization_id, 0, 0, 0, 0, 0, sum(written_off_seconds)
        FROM time_entries WHERE written_off_seconds > 0 GROUP BY organization_id
    ) parts LEFT JOIN organizations o ON o.organization_id = parts.organization_id
    GROUP BY 1 ORDER BY 1
"""  # noqa: S608 put together from constants


@dataclass(frozen=True)
class UnbilledTime:
    """Whole seconds of approved billable time that no invoice has, by what keeps them; of a customer, or of all."""

    organization_id: UUID | None = None
    unpriced: int = 0
    held: int = 0
    ready: int = 0
    held_back: int = 0
    claimed_by_drafts: int = 0
    written_off: int = 0


async def unbilled_by_customer(session: Session) -> list[UnbilledTime]:
    """What each customer has that is not billed; a duplicate's is that of the customer who stays."""
    return [build(UnbilledTime, row) for row in await session.execute(text(_BY_CUSTOMER))]


async def _sum_held_back(
    session: Session, where: str, parameters: dict[str, Any], change_refused: bool | None
) -> int:
    """Found from what is held back, which is little."""
    if change_refused is not None:
        where += f" AND {'' if change_refused else 'NOT '}{_REFUSED}"
    sql = _HELD_BACK.format(is_held_back=IS_HELD_BACK, where=where)
    found = await session.scalar(text(sql), parameters)
    return int(found or 0)
