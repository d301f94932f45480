"""The time that a draft asks for and does not have."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from database import Session, Statement
from invoicing.domain.attributes import build
from invoicing.domain.draft import Draft
from invoicing.domain.left_out import EntryLeftOut, LeftOut
from invoicing.store.held_back import IS_HELD_BACK, OF_ENTRY

# Claims are looked up entry by entry, and drafts are asked, of which there are few: a join may read all that an account
# has ever billed.
_CLAIMED = """
    claimed AS MATERIALIZED (
        SELECT e.entry_id, c.invoice_id, c.written_off, sum(upper(c.seconds) - lower(c.seconds)) AS seconds
        FROM asked e CROSS JOIN LATERAL (SELECT * FROM claims c WHERE c.account_id = e.account_id
            AND c.entry_id = e.entry_id AND c.released_by IS NULL OFFSET 0) AS c
        WHERE e.claimed_seconds > 0 AND c.invoice_id <> :draft_id
        GROUP BY e.entry_id, c.invoice_id, c.written_off
    ), drafted AS MATERIALIZED (
        SELECT id FROM drafts WHERE id = ANY(ARRAY(SELECT DISTINCT invoice_id FROM claimed))
    )
"""
_ENTRY_AND_SECONDS = f"""
    SELECT entry_id, seconds, CASE WHEN NOT written_off THEN invoice_id END AS invoice_id,
        CASE WHEN written_off THEN 'written-off' WHEN invoice_id IN (SELECT id FROM drafted) THEN 'on-another-draft'
            ELSE 'billed' END AS reason, NULL AS detail
    FROM claimed
    UNION ALL
    SELECT e.entry_id, e.held_seconds, NULL, 'held-by-agreement', (SELECT string_agg(DISTINCT coalesce(c.name, '–'), ', ')
        FROM jsonb_to_recordset(e.segments) AS s(treatment text, charge_id uuid)
        LEFT JOIN agreement_charges c ON c.account_id = e.account_id AND c.charge_id = s.charge_id
        WHERE s.treatment IN ('included', 'prepaid'))
    FROM asked e WHERE e.priced AND e.billable AND e.held_seconds > 0 AND e.organization_id = :organization_id
    UNION ALL
    SELECT e.entry_id, e.seconds - e.claimed_seconds - CASE WHEN e.priced AND e.billable
            AND e.organization_id = :organization_id THEN e.held_seconds ELSE 0 END, NULL,
        CASE WHEN e.version IS NULL THEN 'approval-on-its-way'
             WHEN e.organization_id IS DISTINCT FROM :organization_id THEN 'another-customer'
             WHEN NOT e.billable THEN 'not-billable'
             WHEN e.price_entry_version IS DISTINCT FROM e.version THEN 'price-on-its-way'
             WHEN NOT e.priced THEN 'unpriced'
             WHEN e.currency <> :currency THEN 'other-currency'
             WHEN {IS_HELD_BACK} THEN 'held-back' ELSE 'ready' END,
        CASE WHEN NOT e.priced THEN e.unpriced_reason WHEN e.currency <> :currency THEN e.currency
            ELSE (SELECT reason FROM ({OF_ENTRY}) AS held_back) END
    FROM asked e WHERE e.version IS NULL OR e.claimed_seconds + CASE WHEN e.priced AND e.billable
        AND e.organization_id = :organization_id THEN e.held_seconds ELSE 0 END < e.seconds
"""
# Nothing is left out of what the draft has as a whole: usually of all that it asks for.
_NOT_ALL_ON_IT = """
    entry_id NOT IN (SELECT entry_id FROM claims WHERE invoice_id = :draft_id AND whole_entry)
"""
_OF_PERIOD = Statement(f"""
    WITH asked AS (SELECT * FROM time_entries WHERE organization_id = :organization_id AND billable
        AND work_date BETWEEN :first_day AND :last_day AND {_NOT_ALL_ON_IT}), {_CLAIMED}
    SELECT reason, detail, sum(seconds)::bigint AS seconds, count(DISTINCT entry_id) AS entries,
        coalesce(array_agg(DISTINCT invoice_id) FILTER (WHERE invoice_id IS NOT NULL), '{{}}') AS invoice_ids
    FROM ({_ENTRY_AND_SECONDS}) left_out
    GROUP BY reason, detail ORDER BY reason, detail
""")
_OF_ENTRIES = Statement(f"""
    WITH asked AS (SELECT * FROM time_entries WHERE entry_id = ANY(:entry_ids)), {_CLAIMED}
    SELECT DISTINCT ON (wanted.entry_id) wanted.entry_id, coalesce(known.reason, 'unknown') AS reason, known.detail
    FROM unnest(CAST(:entry_ids AS uuid[])) AS wanted(entry_id)
    LEFT JOIN ({_ENTRY_AND_SECONDS}) known USING (entry_id)
    WHERE NOT EXISTS (SELECT FROM claims c WHERE c.entry_id = wanted.entry_id AND c.invoice_id = :draft_id)
    ORDER BY wanted.entry_id, known.seconds DESC NULLS LAST
""")


class Claimant(Protocol):
    """A draft or a write-off: what claims time of a customer in a currency."""

    @property
    def id(self) -> UUID: ...
    @property
    def organization_id(self) -> UUID: ...
    @property
    def currency(self) -> str: ...


async def left_out(session: Session, draft: Draft) -> tuple[LeftOut, ...]:
    """What there is of the draft's period and not on it; nothing for a draft without a period."""
    if draft.first_day is None:
        return ()
    period = {"first_day": draft.first_day, "last_day": draft.last_day}
    rows = await _OF_PERIOD.all(session, _about(draft) | period)
    return tuple(build(LeftOut, row, invoice_ids=tuple(row.invoice_ids)) for row in rows)


async def entries_left_out(
    session: Session, claimant: Claimant, entry_ids: Sequence[UUID]
) -> list[EntryLeftOut]:
    """Which of the entries that were named it has not."""
    asked = {"entry_ids": list(set(entry_ids))}
    rows = await _OF_ENTRIES.all(session, _about(claimant) | asked)
    return [build(EntryLeftOut, row) for row in rows]


def _about(claimant: Claimant) -> dict[str, object]:
    return {
        "draft_id": claimant.id,
        "organization_id": claimant.organization_id,
        "currency": claimant.currency,
    }
