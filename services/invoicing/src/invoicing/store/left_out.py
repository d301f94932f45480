"""The time that a draft asks for and does not have."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text

from database import Session
from invoicing.domain.attributes import build
from invoicing.domain.draft import Draft
from invoicing.domain.left_out import EntryLeftOut, LeftOut

_ENTRY_AND_SECONDS = """
    SELECT e.entry_id, c.seconds, c.invoice_id,
        CASE WHEN i.id IS NULL THEN 'on-another-draft' ELSE 'billed' END AS reason, NULL AS detail
    FROM asked e
    CROSS JOIN LATERAL (SELECT invoice_id, sum(upper(seconds) - lower(seconds)) AS seconds FROM claims c
        WHERE e.claimed_seconds > 0 AND c.account_id = e.account_id AND c.entry_id = e.entry_id
        AND c.released_by IS NULL AND c.invoice_id <> :draft_id GROUP BY invoice_id) c
    LEFT JOIN invoices i ON i.account_id = e.account_id AND i.id = c.invoice_id
    UNION ALL
    SELECT e.entry_id, e.seconds - e.claimed_seconds, NULL,
        CASE WHEN e.version IS NULL THEN 'approval-on-its-way'
             WHEN e.organization_id IS DISTINCT FROM :organization_id THEN 'another-customer'
             WHEN NOT e.billable THEN 'not-billable'
             WHEN e.price_entry_version IS DISTINCT FROM e.version THEN 'price-on-its-way'
             WHEN NOT e.priced THEN 'unpriced'
             WHEN e.currency <> :currency THEN 'other-currency' ELSE 'ready' END,
        CASE WHEN NOT e.priced THEN e.unpriced_reason WHEN e.currency <> :currency THEN e.currency END
    FROM asked e WHERE e.version IS NULL OR e.claimed_seconds < e.seconds
"""
_OF_PERIOD = text(f"""
    WITH asked AS (SELECT * FROM time_entries WHERE organization_id = :organization_id AND billable
        AND work_date BETWEEN :first_day AND :last_day)
    SELECT reason, detail, sum(seconds)::bigint AS seconds, count(DISTINCT entry_id) AS entries,
        coalesce(array_agg(DISTINCT invoice_id) FILTER (WHERE invoice_id IS NOT NULL), '{{}}') AS invoice_ids
    FROM ({_ENTRY_AND_SECONDS}) left_out
    GROUP BY reason, detail ORDER BY reason, detail
""")
_OF_ENTRIES = text(f"""
    WITH asked AS (SELECT * FROM time_entries WHERE entry_id = ANY(:entry_ids))
    SELECT DISTINCT ON (wanted.entry_id) wanted.entry_id, coalesce(known.reason, 'unknown') AS reason, known.detail
    FROM unnest(CAST(:entry_ids AS uuid[])) AS wanted(entry_id)
    LEFT JOIN ({_ENTRY_AND_SECONDS}) known USING (entry_id)
    WHERE NOT EXISTS (SELECT FROM claims c WHERE c.entry_id = wanted.entry_id AND c.invoice_id = :draft_id)
    ORDER BY wanted.entry_id, known.seconds DESC NULLS LAST
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
