"""Approved hours and prices of entries, as they arrive from timer and rates in any order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Table, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import insert

from contracts.rates import TimePriced, TimeUnpriced
from contracts.timer import ApprovedEntry, TimesheetApproved
from database import Session
from database.locks import LOCK_KEY
from invoicing.domain.attributes import build
from invoicing.store.claims import BILLABLE_TIME
from invoicing.store.mapping import to_values
from invoicing.store.tables.time import RefusedChangeRow, TimeEntryRow

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]


def _published_columns() -> dict[str, str]:
    """The columns that an approved entry fills, with their types."""
    table = TimeEntryRow.__table__
    assert isinstance(table, Table)
    return {
        column.name: column.type.compile(_DIALECT)
        for column in table.columns
        if column.name in ApprovedEntry.model_fields
    }


_COLUMNS = _published_columns()
_NAMES = ", ".join(_COLUMNS)
_ARRAYS = ", ".join(f"CAST(:{name} AS {kind}[])" for name, kind in _COLUMNS.items())
_NEWEST = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name != "entry_id")

_SAVE_HOURS = text(f"""
    INSERT INTO time_entries (timesheet_id, approved_at, {_NAMES})
    SELECT :timesheet_id, :approved_at, {_NAMES} FROM unnest({_ARRAYS}) AS approved({_NAMES})
    ORDER BY entry_id
    ON CONFLICT (account_id, entry_id) DO UPDATE
    SET timesheet_id = excluded.timesheet_id, approved_at = excluded.approved_at, {_NEWEST}
    WHERE time_entries.version IS NULL OR time_entries.version < excluded.version
""")
_CLAIMED = text("""
    SELECT entry_id, version, organization_id, seconds, billable FROM time_entries
    WHERE entry_id = ANY(:entry_ids) AND claimed_seconds > 0 ORDER BY entry_id FOR UPDATE
""")
_FORGET_REFUSED = text("""
    DELETE FROM refused_changes r USING unnest(CAST(:ids AS uuid[]), CAST(:versions AS int[])) AS taken(entry_id, version)
    WHERE r.entry_id = taken.entry_id AND r.version < taken.version
""")
# The lock is taken in the same statement, to spare a round trip per price: what ON CONFLICT finds, and `old`, are the
# row as it is after the wait.
_SAVE_PRICE = text(f"""
    INSERT INTO time_entries (entry_id, price_version, price_entry_version, hourly_rate, currency, unpriced_reason)
    SELECT CAST(:entry_id AS uuid), CAST(:price_version AS int), CAST(:entry_version AS int),
        CAST(:hourly_rate AS numeric), CAST(:currency AS text), CAST(:reason AS text)
    FROM pg_advisory_xact_lock_shared({LOCK_KEY})
    ON CONFLICT (account_id, entry_id) DO UPDATE
    SET price_version = excluded.price_version, price_entry_version = excluded.price_entry_version,
        hourly_rate = excluded.hourly_rate, currency = excluded.currency, unpriced_reason = excluded.unpriced_reason
    WHERE time_entries.price_version IS NULL
        OR (time_entries.price_entry_version, time_entries.price_version)
            < (excluded.price_entry_version, excluded.price_version)
    RETURNING coalesce(old.claimed_seconds > 0 AND (old.hourly_rate, old.currency, old.price_entry_version)
        IS DISTINCT FROM (new.hourly_rate, new.currency, new.price_entry_version), false)
""")


@dataclass(frozen=True)
class ClaimedEntry:
    """What is known of an entry of which a line charges something."""

    entry_id: UUID
    version: int
    organization_id: UUID | None
    seconds: int
    billable: bool


@dataclass(frozen=True)
class RefusedChange:
    """A version of a billed entry whose hours are not those on the invoice, and why it was set aside."""

    entry_id: UUID
    version: int
    reason: str


async def save_hours(
    session: Session, timesheet_id: UUID, approved_at: datetime, entries: Sequence[ApprovedEntry]
) -> None:
    """Store the newest version of each entry; an entry is in `entries` once."""
    columns = {name: [getattr(entry, name) for entry in entries] for name in _COLUMNS}
    about = {"timesheet_id": timesheet_id, "approved_at": approved_at}
    await session.execute(_SAVE_HOURS, {**about, **columns})


async def replace_refused(
    session: Session,
    event: TimesheetApproved,
    refused: Sequence[tuple[ApprovedEntry, RefusedChange]],
    *,
    taken: Sequence[ApprovedEntry],
) -> None:
    """Set changes of billed entries aside, and forget those that newer hours of the same entries overtook."""
    versions = {"ids": [e.entry_id for e in taken], "versions": [e.version for e in taken]}
    await session.execute(_FORGET_REFUSED, versions)
    rows = [
        to_values(RefusedChangeRow, change, event, hours=entry.model_dump(mode="json"))
        for entry, change in refused
    ]
    if rows:
        statement = insert(RefusedChangeRow).values(rows)
        newest = {name: statement.excluded[name] for name in rows[0] if name != "entry_id"}
        await session.execute(
            statement.on_conflict_do_update(
                index_elements=["account_id", "entry_id"],
                set_=newest,
                where=RefusedChangeRow.version < statement.excluded.version,
            )
        )


async def lock_claimed(session: Session, entry_ids: Sequence[UUID]) -> list[ClaimedEntry]:
    """Lock those entries of which a line charges something, in the order of their ids."""
    rows = await session.execute(_CLAIMED, {"entry_ids": entry_ids})
    return [build(ClaimedEntry, row) for row in rows]


async def save_price(session: Session, event: TimePriced | TimeUnpriced) -> bool:
    """Store the newest price of the newest version of the entry; whether a claimed entry's price changed."""
    rate = event.hourly_rate if isinstance(event, TimePriced) else None
    price = {
        "lock": BILLABLE_TIME,
        "entry_id": event.entry_id,
        "price_version": event.price_version,
        "entry_version": event.entry_version,
        "hourly_rate": rate and rate.amount,
        "currency": rate and rate.currency,
        "reason": None if isinstance(event, TimePriced) else event.reason,
    }
    return bool(await session.scalar(_SAVE_PRICE, price))
