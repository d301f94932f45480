"""Approved hours and prices of entries, as they arrive from timer and rates in any order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.rates import TimePriced, TimeUnpriced
from contracts.timer import ApprovedEntry
from invoicing.store.turns import KEY

_COLUMNS = {
    "entry_id": "uuid",
    "version": "int",
    "agent_id": "uuid",
    "agent_name": "text",
    "organization_id": "uuid",
    "project_id": "uuid",
    "project_name": "text",
    "work_item_id": "uuid",
    "work_item_name": "text",
    "service_type_id": "uuid",
    "service_type_name": "text",
    "work_date": "date",
    "seconds": "int",
    "billable": "boolean",
    "description": "text",
}
_NAMES = ", ".join(_COLUMNS)
_ARRAYS = ", ".join(f"CAST(:{name} AS {kind}[])" for name, kind in _COLUMNS.items())
_NEWEST = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name != "entry_id")

_SAVE_HOURS = text(f"""
    INSERT INTO time_entry (account_id, timesheet_id, approved_at, {_NAMES})
    SELECT :account_id, :timesheet_id, :approved_at, {_NAMES} FROM unnest({_ARRAYS}) AS heard({_NAMES})
    ORDER BY entry_id
    ON CONFLICT (account_id, entry_id) DO UPDATE
    SET timesheet_id = excluded.timesheet_id, approved_at = excluded.approved_at, {_NEWEST}
    WHERE time_entry.version IS NULL OR time_entry.version < excluded.version
""")
_CLAIMED = text("""
    SELECT entry_id, version, organization_id, seconds, billable FROM time_entry
    WHERE entry_id = ANY(:entry_ids) AND claimed_seconds > 0 ORDER BY entry_id FOR UPDATE
""")
# Its turn is taken in the same statement, to spare a round trip per price: what ON CONFLICT finds, and `old`, are the
# row as it is after the wait.
_SAVE_PRICE = text(f"""
    INSERT INTO time_entry (account_id, entry_id, price_version, price_entry_version, hourly_rate, currency,
        unpriced_reason)
    SELECT CAST(:account_id AS uuid), CAST(:entry_id AS uuid), CAST(:price_version AS int),
        CAST(:entry_version AS int), CAST(:hourly_rate AS numeric), CAST(:currency AS text), CAST(:reason AS text)
    FROM pg_advisory_xact_lock_shared({KEY})
    ON CONFLICT (account_id, entry_id) DO UPDATE
    SET price_version = excluded.price_version, price_entry_version = excluded.price_entry_version,
        hourly_rate = excluded.hourly_rate, currency = excluded.currency, unpriced_reason = excluded.unpriced_reason
    WHERE time_entry.price_version IS NULL
        OR (time_entry.price_entry_version, time_entry.price_version)
            < (excluded.price_entry_version, excluded.price_version)
    RETURNING coalesce(old.claimed_seconds > 0 AND (old.hourly_rate, old.currency, old.price_entry_version)
        IS DISTINCT FROM (new.hourly_rate, new.currency, new.price_entry_version), false)
""")


@dataclass(frozen=True)
class ClaimedEntry:
    """What is known of an entry of which a line bills something."""

    entry_id: UUID
    version: int
    organization_id: UUID | None
    seconds: int
    billable: bool


async def save_hours(
    session: AsyncSession,
    account_id: UUID,
    timesheet_id: UUID,
    approved_at: datetime,
    entries: Sequence[ApprovedEntry],
) -> None:
    """Keep the newest version of each entry; an entry is in `entries` once."""
    columns: dict[str, Any] = {
        name: [getattr(entry, name) for entry in entries] for name in _COLUMNS
    }
    about = {"account_id": account_id, "timesheet_id": timesheet_id, "approved_at": approved_at}
    await session.execute(_SAVE_HOURS, {**about, **columns})


async def lock_claimed(session: AsyncSession, entry_ids: Sequence[UUID]) -> list[ClaimedEntry]:
    """Lock those entries of which a line bills something, in the order of their ids."""
    rows = await session.execute(_CLAIMED, {"entry_ids": entry_ids})
    return [ClaimedEntry(**row._mapping) for row in rows]


async def save_price(session: AsyncSession, fact: TimePriced | TimeUnpriced) -> bool:
    """Keep the newest price of the newest version of the entry; whether a claimed entry's price changed."""
    price: dict[str, Any] = {"hourly_rate": None, "currency": None, "reason": None}
    if isinstance(fact, TimePriced):
        price |= {"hourly_rate": fact.hourly_rate.amount, "currency": fact.hourly_rate.currency}
    else:
        price["reason"] = fact.reason
    about = fact.model_dump(include={"account_id", "entry_id", "price_version", "entry_version"})
    return bool(await session.scalar(_SAVE_PRICE, {**about, **price}))
