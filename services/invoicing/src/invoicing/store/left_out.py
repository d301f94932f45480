"""The time that a draft asks for and does not have."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text

from database import Session
from invoicing.domain.attributes import build
from invoicing.domain.draft import Draft
from invoicing.domain.left_out import EntryLeftOut, LeftOut

_LEFT_OUT = """
    SELECT e.entry_id, e.seconds, c.invoice_id,
        CASE WHEN e.version IS NULL THEN 'approval-on-its-way'
             WHEN e.organization_id IS DISTINCT FROM :organization_id THEN 'another-customer'
             WHEN NOT e.billable THEN 'not-billable'
             WHEN i.id IS NOT NULL THEN 'billed'
             WHEN e.claimed_seconds > 0 THEN 'on-another-draft'
             WHEN e.price_entry_version IS DISTINCT FROM e.version THEN 'price-on-its-way'
             WHEN NOT e.priced THEN 'unpriced'
             WHEN e.currency <> :currency THEN 'other-currency' ELSE 'ready' END AS reason,
        CASE WHEN e.claimed_seconds > 0 THEN NULL WHEN NOT e.priced THEN e.unpriced_reason
             WHEN e.currency <> :currency THEN e.currency END AS detail
    FROM time_entries e
    LEFT JOIN LATERAL (SELECT c.invoice_id FROM claims c WHERE e.claimed_seconds > 0
        AND c.account_id = e.account_id AND c.entry_id = e.entry_id LIMIT 1) c ON true
    LEFT JOIN invoices i ON i.account_id = e.account_id AND i.id = c.invoice_id
    WHERE c.invoice_id IS DISTINCT FROM :draft_id
"""
_OF_PERIOD = text(f"""
    SELECT reason, detail, sum(seconds) AS seconds, count(*) AS entries,
        coalesce(array_agg(DISTINCT invoice_id) FILTER (WHERE invoice_id IS NOT NULL), '{{}}') AS invoice_ids
    FROM ({_LEFT_OUT} AND e.organization_id = :organization_id AND e.billable
        AND e.work_date BETWEEN :first_day AND :last_day) left_out
    GROUP BY reason, detail ORDER BY reason, detail
""")
_OF_ENTRIES = text(f"""
    SELECT asked.entry_id, coalesce(known.reason, 'unknown') AS reason, known.detail
    FROM unnest(CAST(:entry_ids AS uuid[])) AS asked(entry_id)
    LEFT JOIN ({_LEFT_OUT} AND e.entry_id = ANY(:entry_ids)) known USING (entry_id)
    WHERE NOT EXISTS (SELECT FROM claims c WHERE c.entry_id = asked.entry_id AND c.invoice_id = :draft_id)
""")


async def left_out(session: Session, draft: Draft) -> tuple[LeftOut, ...]:
    """What there is of the draft's period and not on it; nothing for a draft without a period."""
    if draft.first_day is None:
        return ()
    period = {"first_day": draft.first_day, "last_day": draft.last_day}
    rows = await session.execute(_OF_PERIOD, _about(draft) | period)
    return tuple(build(LeftOut, row, invoice_ids=tuple(row.invoice_ids)) for row in rows)


async def entries_left_out(
    session: Session, draft: Draft, entry_ids: Sequence[UUID]
) -> list[EntryLeftOut]:
    """Which of the entries that were named are not on the draft."""
    asked = {"entry_ids": list(set(entry_ids))}
    rows = await session.execute(_OF_ENTRIES, _about(draft) | asked)
    return [build(EntryLeftOut, row) for row in rows]


def _about(draft: Draft) -> dict[str, object]:
    return {
        "draft_id": draft.id,
        "organization_id": draft.organization_id,
        "currency": draft.currency,
    }
