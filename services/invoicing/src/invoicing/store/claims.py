"""Claims: which seconds of which entry a line charges.

What claims time or frees it (drafting, discarding) holds `BILLABLE_TIME` exclusively, so two drafts follow each other and
the second gets what the first left. What brings new hours and prices holds it shared. So a draft never sees half of a
change, no change overlooks a claim that is being made, and the two cannot deadlock over entries, in whatever order a batch
brings them. The exclusion constraint `claimed_once` holds whatever the code does.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from database import Session
from invoicing.domain.attributes import build
from invoicing.domain.draft import Draft
from invoicing.domain.grouping import Group, GroupBy
from invoicing.domain.invoice import InvoiceContent

BILLABLE_TIME = "billable time"
"""Name of the lock."""
_KEYS: dict[GroupBy, str] = {
    "entry": "entry_id::text",
    "work_item": "concat_ws('/', project_id, work_item_id)",
    "project": "coalesce(project_id::text, '')",
    "agent": "agent_id::text",
    "service_type": "coalesce(service_type_id::text, '')",
    "day": "work_date::text",
    "all": "''",
}
_PERIOD = "work_date BETWEEN CAST(:first_day AS date) AND CAST(:last_day AS date)"
_NAMED = "entry_id = ANY(CAST(:entry_ids AS uuid[]))"


@dataclass(frozen=True)
class BilledTime:
    """Seconds of an entry on an invoice, at the rate of their line; `price_version` is of the price that set it."""

    entry_id: UUID
    seconds: int
    hourly_rate: Decimal
    price_version: int


def _claim(group_by: GroupBy, condition: str) -> str:
    return f"""
    WITH picked AS (
        SELECT * FROM time_entries
        WHERE organization_id = :organization_id AND {condition} AND billable AND claimed_seconds < seconds
            AND claimed_seconds = 0 AND priced AND currency = :currency
    ), keyed AS (
        SELECT picked.*, {_KEYS[group_by]} AS group_key FROM picked
    ), grouped AS MATERIALIZED (
        SELECT uuidv7() AS line_id, group_key, hourly_rate, sum(seconds) AS seconds,
            min(work_date) AS first_day, max(work_date) AS last_day,
            (array_agg(agent_name ORDER BY work_date DESC))[1] AS agent_name,
            (array_agg(project_name ORDER BY work_date DESC))[1] AS project_name,
            (array_agg(work_item_name ORDER BY work_date DESC))[1] AS work_item_name,
            CASE WHEN count(service_type_id) = count(*) AND count(DISTINCT service_type_id) = 1
                THEN (array_agg(service_type_id))[1] END AS service_type_id,
            (array_agg(service_type_name ORDER BY work_date DESC))[1] AS service_type_name,
            (array_agg(description))[1] AS description, count(*) AS entries
        FROM keyed GROUP BY group_key, hourly_rate
    ), claimed AS (
        INSERT INTO claims (entry_id, seconds, invoice_id, line_id)
        SELECT entry_id, int4range(0, keyed.seconds), :invoice_id, line_id
        FROM keyed JOIN grouped USING (group_key, hourly_rate)
    )
    SELECT line_id, hourly_rate, seconds, first_day, last_day, agent_name, project_name, work_item_name,
        service_type_id, CASE WHEN service_type_id IS NOT NULL THEN service_type_name END AS service_type_name,
        description, entries
    FROM grouped ORDER BY first_day, project_name, work_item_name, agent_name, last_day, line_id
    """


# A price with another rate drops the entry from its draft; one with the same rate only brings a new version. So under
# the draft's lock the entry's price is that of its line.
_BILLED = text("""
    SELECT c.entry_id, c.line_id, upper(c.seconds) - lower(c.seconds) AS seconds, e.price_version
    FROM claims c
    JOIN time_entries e ON e.account_id = c.account_id AND e.entry_id = c.entry_id
    WHERE c.invoice_id = :invoice_id ORDER BY c.entry_id
""")
_NUMBERS = text("""
    SELECT c.entry_id, string_agg(DISTINCT i.number, ', ') AS number
    FROM claims c JOIN invoices i ON i.account_id = c.account_id AND i.id = c.invoice_id
    WHERE c.entry_id = ANY(:entry_ids) GROUP BY c.entry_id
""")
_DROP_ENTRIES = text("""
    DELETE FROM claims WHERE entry_id = ANY(:entry_ids) AND invoice_id = ANY(:draft_ids)
    RETURNING invoice_id, line_id, upper(seconds) - lower(seconds) AS seconds
""")
_HOLDERS = text("SELECT DISTINCT invoice_id FROM claims WHERE entry_id = ANY(:entry_ids)")


async def claim(session: Session, draft: Draft, entry_ids: Collection[UUID]) -> list[Group]:
    """Claim for a draft all that is ready in its period, or just these entries; returns what goes on its lines."""
    condition, parameters = _wanted(draft, entry_ids)
    statement = text(_claim(draft.group_by, condition))
    rows = await session.execute(statement, {"invoice_id": draft.id, **parameters})
    return [build(Group, row) for row in rows]


def _wanted(draft: Draft, entry_ids: Collection[UUID]) -> tuple[str, dict[str, object]]:
    """Which time a draft asks for, as SQL, and its parameters with customer and currency."""
    about: dict[str, object] = {
        "organization_id": draft.organization_id,
        "currency": draft.currency,
    }
    if entry_ids:
        return _NAMED, about | {"entry_ids": list(entry_ids)}
    return _PERIOD, about | {"first_day": draft.first_day, "last_day": draft.last_day}


async def billed_by(session: Session, content: InvoiceContent) -> list[BilledTime]:
    """What the invoice that is being issued charges of each entry, by the entry's id."""
    rates = {line.line_id: line.hourly_rate for line in content.lines}
    rows = await session.execute(_BILLED, {"invoice_id": content.id})
    return [build(BilledTime, row, hourly_rate=rates[row.line_id]) for row in rows]


async def holders(session: Session, entry_ids: Sequence[UUID]) -> list[UUID]:
    """The drafts and invoices that bill something of these entries."""
    return list(await session.scalars(_HOLDERS, {"entry_ids": entry_ids}))


async def invoice_numbers(session: Session, entry_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The numbers of the issued invoices that charge something of these entries; entries on none are left out."""
    rows = await session.execute(_NUMBERS, {"entry_ids": entry_ids})
    return {row.entry_id: row.number for row in rows}


async def drop(
    session: Session, entry_ids: Sequence[UUID], draft_ids: Sequence[UUID]
) -> list[tuple[UUID, UUID, int]]:
    """Free these entries from these drafts; gives (draft, line, seconds) of each claim."""
    rows = await session.execute(_DROP_ENTRIES, {"entry_ids": entry_ids, "draft_ids": draft_ids})
    return [(row.invoice_id, row.line_id, row.seconds) for row in rows]
