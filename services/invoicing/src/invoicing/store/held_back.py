"""Entries that are held back from drafts."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from contracts.timer import DEFAULT_ACCOUNT_SETTINGS
from database import Session, Statement
from invoicing.domain.held_back import HoldBack

_TODAY = f"""(now() AT TIME ZONE coalesce((SELECT time_zone FROM account_settings),
            '{DEFAULT_ACCOUNT_SETTINGS.time_zone}'))::date"""
OF_ENTRY = f"""SELECT * FROM held_back h WHERE h.account_id = e.account_id AND h.entry_id = e.entry_id
            AND (h.until IS NULL OR h.until > {_TODAY})"""
"""SQL of what holds the entry `e` back today, in the account's zone."""
IS_HELD_BACK = f"((SELECT EXISTS (SELECT FROM held_back)) AND EXISTS ({OF_ENTRY}))"
"""SQL of whether something does. Most accounts hold nothing back, and look no further."""

_DRAFTABLE = Statement(f"""
    SELECT e.entry_id FROM time_entries e WHERE e.organization_id = :organization_id AND e.billable AND e.priced
        AND e.claimed_seconds < e.seconds AND e.claimed_seconds + e.held_seconds < e.seconds
        AND e.currency = :currency AND NOT {IS_HELD_BACK} ORDER BY e.entry_id
""")
_READY = """
    e.billable AND e.priced AND e.claimed_seconds + e.held_seconds < e.seconds
"""
_HOLD = Statement(f"""
    INSERT INTO held_back AS known (entry_id, until, reason, held_back_at, held_back_by)
    SELECT e.entry_id, CAST(:until AS date), :reason, CAST(:held_back_at AS timestamptz), :held_back_by
    FROM unnest(CAST(:entry_ids AS uuid[])) AS asked(entry_id)
    CROSS JOIN LATERAL (SELECT * FROM time_entries e WHERE e.entry_id = asked.entry_id LIMIT 1) AS e
    WHERE e.organization_id = :organization_id AND {_READY}
    ORDER BY e.entry_id
    ON CONFLICT (account_id, entry_id) DO UPDATE SET until = excluded.until, reason = excluded.reason,
        held_back_at = excluded.held_back_at, held_back_by = excluded.held_back_by
    RETURNING entry_id
""")
_LET_GO = Statement("""
    DELETE FROM held_back WHERE entry_id = ANY(:entry_ids) RETURNING entry_id
""")


async def hold_back(
    session: Session, organization_id: UUID, entry_ids: Sequence[UUID], hold: HoldBack
) -> set[UUID]:
    """Hold back what is ready of these entries of a customer whose billable time is locked; returns which are."""
    about: dict[str, Any] = {
        "organization_id": organization_id,
        "entry_ids": sorted(set(entry_ids)),
    }
    return {row["entry_id"] for row in await _HOLD.all(session, {**about, **vars(hold)})}


async def draftable(session: Session, organization_id: UUID, currency: str) -> list[UUID]:
    """All entries of a customer of which a draft in this currency can take something."""
    about = {"organization_id": organization_id, "currency": currency}
    return [row["entry_id"] for row in await _DRAFTABLE.all(session, about)]


async def let_go(session: Session, entry_ids: Sequence[UUID]) -> set[UUID]:
    """Hold these entries back no longer; returns which were."""
    return {row["entry_id"] for row in await _LET_GO.all(session, {"entry_ids": list(entry_ids)})}
