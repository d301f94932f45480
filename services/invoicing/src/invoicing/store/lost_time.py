"""Time that drafts lost, and what of it they could have again."""

from collections.abc import Collection
from uuid import UUID

from database import Session, Statement
from invoicing.domain.lost_time import LostTime
from invoicing.store.held_back import IS_HELD_BACK

_LIST = Statement(f"""
    SELECT l.entry_id, l.seconds, l.reason, l.agent_name, l.work_item_name, l.work_date, l.lost_at,
        CASE WHEN e.billable AND e.priced AND e.organization_id = d.organization_id AND e.currency = d.currency
            AND NOT {IS_HELD_BACK} THEN e.seconds - e.claimed_seconds - e.held_seconds ELSE 0 END AS ready_seconds
    FROM lost_time l JOIN drafts d ON d.account_id = l.account_id AND d.id = l.draft_id
    CROSS JOIN LATERAL (SELECT * FROM time_entries e WHERE e.account_id = l.account_id AND e.entry_id = l.entry_id
        LIMIT 1) AS e
    WHERE l.draft_id = :draft_id ORDER BY l.id
""")
_FORGET = Statement("""
    DELETE FROM lost_time WHERE draft_id = :draft_id AND entry_id = ANY(CAST(:entry_ids AS uuid[]))
""")


async def lost_time(session: Session, draft_id: UUID) -> list[LostTime]:
    """What a draft lost, in the order in which it did."""
    return [LostTime(**row) for row in await _LIST.all(session, {"draft_id": draft_id})]


async def forget(session: Session, draft_id: UUID, entry_ids: Collection[UUID]) -> None:
    """Let the draft have lost nothing of these entries: it has them again."""
    await _FORGET.all(session, {"draft_id": draft_id, "entry_ids": sorted(entry_ids)})
