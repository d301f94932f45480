"""Time entries as the timer last published them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, select, text, tuple_

from contracts.invoicing import BilledEntry
from contracts.timer import TimeEntryRecorded
from database import Session
from database.locks import LOCK_KEY
from database.mapping import as_dataclass
from rates.matching import Work
from rates.prices import TimeEntry
from rates.rules import Days, Scope
from rates.store.tables import TimeEntryRow

PRICING_LOCK = "pricing"
"""Messages of an account share it while they price; a chunk of re-pricing holds it exclusively.

Otherwise a message could read the rules before a change, commit after the change's re-pricing has looked for entries,
and leave a price that no rule gives.
"""

_RECORD = text(f"""
WITH pricing AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared({LOCK_KEY}))
INSERT INTO time_entries AS stored (
    entry_id, version, live, project_id, work_item_id, organization_id, agent_id, service_type_id,
    work_date, seconds, billable)
SELECT :entry_id, :version, true, :project_id, :work_item_id, :organization_id, :agent_id, :service_type_id,
    :work_date, :seconds, :billable
FROM pricing
ON CONFLICT (account_id, entry_id) DO UPDATE SET
    version = excluded.version, live = true, project_id = excluded.project_id,
    work_item_id = excluded.work_item_id, organization_id = excluded.organization_id,
    agent_id = excluded.agent_id, service_type_id = excluded.service_type_id, work_date = excluded.work_date,
    seconds = excluded.seconds, billable = excluded.billable
WHERE stored.version < excluded.version
RETURNING true
""")

_DISCARD = text("""
INSERT INTO time_entries AS stored (entry_id, version, live) VALUES (:entry_id, :version, false)
ON CONFLICT (account_id, entry_id) DO UPDATE SET version = excluded.version, live = false
WHERE stored.version < excluded.version
""")

# Sorted, so that two processes with the same entries wait for each other and do not deadlock. Should two invoices name
# prices of one entry, the earlier price stays, in whatever order they are consumed.
_BILL = text(f"""
WITH pricing AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared({LOCK_KEY}))
INSERT INTO time_entries AS stored (
    entry_id, version, live, billed_at, billed_price_version, billed_amount, billed_currency)
SELECT DISTINCT ON (billed.entry_id) billed.entry_id, 0, false, CAST(:billed_at AS timestamptz),
    billed.price_version, billed.amount, billed.currency
FROM pricing, unnest(CAST(:entry_ids AS uuid[]), CAST(:price_versions AS int[]), CAST(:amounts AS numeric[]),
    CAST(:currencies AS text[])) AS billed(entry_id, price_version, amount, currency)
ORDER BY billed.entry_id, billed.price_version
ON CONFLICT (account_id, entry_id) DO UPDATE SET
    billed_at = least(stored.billed_at, excluded.billed_at),
    billed_price_version = least(stored.billed_price_version, excluded.billed_price_version),
    billed_amount = CASE WHEN stored.billed_price_version <= excluded.billed_price_version
        OR excluded.billed_price_version IS NULL THEN stored.billed_amount ELSE excluded.billed_amount END,
    billed_currency = CASE WHEN stored.billed_price_version <= excluded.billed_price_version
        OR excluded.billed_price_version IS NULL THEN stored.billed_currency ELSE excluded.billed_currency END
""")


async def record(session: Session, event: TimeEntryRecorded) -> bool:
    """Keep this version unless a newer one is known, and share the pricing lock; returns whether it was kept."""
    found = await session.execute(_RECORD, {**event.model_dump(), "lock": PRICING_LOCK})
    return found.first() is not None


async def discard(session: Session, entry_id: UUID, version: int) -> None:
    """End the entry, unless a newer version is known."""
    await session.execute(_DISCARD, {"entry_id": entry_id, "version": version})


async def bill(session: Session, billed: Sequence[BilledEntry], billed_at: datetime) -> None:
    """Note when entries were first billed and at what price, also those that are not recorded yet.

    A rate is kept only with the price version that it belongs to.
    """
    rates = [entry.hourly_rate if entry.price_version is not None else None for entry in billed]
    values = {
        "lock": PRICING_LOCK,
        "billed_at": billed_at,
        "entry_ids": [entry.entry_id for entry in billed],
        "price_versions": [entry.price_version for entry in billed],
        "amounts": [rate and rate.amount for rate in rates],
        "currencies": [rate and rate.currency for rate in rates],
    }
    await session.execute(_BILL, values)


async def find(session: Session, entry_id: UUID) -> TimeEntry | None:
    """Read an entry, unless it was discarded or never recorded."""
    row = await session.scalar(
        select(TimeEntryRow).where(TimeEntryRow.entry_id == entry_id, TimeEntryRow.live)
    )
    if row is None:
        return None
    assert row.work_date is not None
    assert row.seconds is not None
    return TimeEntry(
        entry_id=entry_id,
        version=row.version,
        work=Work(row.scope, row.work_date, bool(row.billable)),
        seconds=row.seconds,
        price_version=row.price_version,
        billed_at=row.billed_at,
        billed_price_version=row.billed_price_version,
    )


async def any_billed_by(session: Session, rule_id: UUID) -> bool:
    """Whether billed time was priced by this rule."""
    billed = exists().where(TimeEntryRow.rule_id == rule_id, TimeEntryRow.billed_at.is_not(None))
    return bool(await session.scalar(select(billed)))


@dataclass(frozen=True, slots=True)
class Cursor:
    """An entry, and where it stands in the order of re-pricing."""

    work_date: date
    entry_id: UUID


async def list_unbilled(
    session: Session, scope: Scope, days: Days, after: Cursor | None, limit: int
) -> Sequence[Cursor]:
    """Live entries in a scope that are not billed, in order of day and id, behind `after`."""
    row = TimeEntryRow
    query = (
        select(row.work_date, row.entry_id)
        .where(row.live, row.billed_at.is_(None), row.work_date >= days.first)
        .order_by(row.work_date, row.entry_id)
        .limit(limit)
    )
    for name, value in asdict(scope).items():
        if value is not None:
            query = query.where(getattr(row, name) == value)
    if days.last is not None:
        query = query.where(row.work_date <= days.last)
    if after is not None:
        query = query.where(
            tuple_(row.work_date, row.entry_id) > tuple_(after.work_date, after.entry_id)
        )
    return [as_dataclass(Cursor, row) for row in await session.execute(query)]
