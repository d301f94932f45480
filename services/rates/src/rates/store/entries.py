"""Time entries as the timer last told of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.invoicing import BilledEntry
from contracts.timer import TimeEntryRecorded
from rates.choosing import Work
from rates.rules import NAMES, Scope
from rates.store import turns
from rates.store.tables import time_entries

_RECORD = text("""
WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(:turn))
INSERT INTO time_entries AS kept (
    account_id, entry_id, version, live, project_id, organization_id, agent_id, service_type_id,
    work_date, seconds, billable)
SELECT :account_id, :entry_id, :version, true, :project_id, :organization_id, :agent_id, :service_type_id,
    :work_date, :seconds, :billable
FROM turn
ON CONFLICT (account_id, entry_id) DO UPDATE SET
    version = excluded.version, live = true, project_id = excluded.project_id,
    organization_id = excluded.organization_id, agent_id = excluded.agent_id,
    service_type_id = excluded.service_type_id, work_date = excluded.work_date,
    seconds = excluded.seconds, billable = excluded.billable
WHERE kept.version < excluded.version
RETURNING true
""")

_DISCARD = text("""
INSERT INTO time_entries AS kept (account_id, entry_id, version, live)
VALUES (:account_id, :entry_id, :version, false)
ON CONFLICT (account_id, entry_id) DO UPDATE SET version = excluded.version, live = false
WHERE kept.version < excluded.version
""")

# Sorted, so that two processes with the same entries wait for each other and do not deadlock. Should two invoices name
# prices of one entry, the earlier price stays, in whatever order they are heard.
_BILL = text("""
WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(:turn))
INSERT INTO time_entries AS kept (
    account_id, entry_id, version, live, billed_at, billed_price_version, billed_rate, billed_currency)
SELECT DISTINCT ON (billed.entry_id) :account_id, billed.entry_id, 0, false, CAST(:billed_at AS timestamptz),
    billed.price_version, billed.rate, billed.currency
FROM turn, unnest(CAST(:entry_ids AS uuid[]), CAST(:price_versions AS int[]), CAST(:hourly_rates AS numeric[]),
    CAST(:currencies AS text[])) AS billed(entry_id, price_version, rate, currency)
ORDER BY billed.entry_id, billed.price_version
ON CONFLICT (account_id, entry_id) DO UPDATE SET
    billed_at = least(kept.billed_at, excluded.billed_at),
    billed_price_version = least(kept.billed_price_version, excluded.billed_price_version),
    billed_rate = CASE WHEN kept.billed_price_version <= excluded.billed_price_version
        OR excluded.billed_price_version IS NULL THEN kept.billed_rate ELSE excluded.billed_rate END,
    billed_currency = CASE WHEN kept.billed_price_version <= excluded.billed_price_version
        OR excluded.billed_price_version IS NULL THEN kept.billed_currency ELSE excluded.billed_currency END
""")


async def record(session: AsyncSession, fact: TimeEntryRecorded) -> bool:
    """Keep this version unless a newer one is known; says whether it was kept. One statement, with the turn to price."""
    turn = turns.to_price(fact.account_id)
    found = await session.execute(_RECORD, {**fact.model_dump(), "turn": turn})
    return found.first() is not None


async def discard(session: AsyncSession, account_id: UUID, entry_id: UUID, version: int) -> None:
    """End the entry, unless a newer version is known."""
    row = {"account_id": account_id, "entry_id": entry_id, "version": version}
    await session.execute(_DISCARD, row)


async def bill(
    session: AsyncSession, account_id: UUID, billed: Sequence[BilledEntry], billed_at: datetime
) -> None:
    """Note when entries were first billed and at what price, also those that we have not heard of yet.

    A rate is kept only with the price version that it belongs to.
    """
    rates = [one.hourly_rate if one.price_version is not None else None for one in billed]
    row = {
        "account_id": account_id,
        "turn": turns.to_price(account_id),
        "billed_at": billed_at,
        "entry_ids": [one.entry_id for one in billed],
        "price_versions": [one.price_version for one in billed],
        "hourly_rates": [rate and rate.amount for rate in rates],
        "currencies": [rate and rate.currency for rate in rates],
    }
    await session.execute(_BILL, row)


@dataclass(frozen=True, slots=True)
class Entry:
    """A live entry: what decides its price, which price it has, and whether it was billed, at which price."""

    entry_id: UUID
    version: int
    work: Work
    seconds: int
    price_version: int
    billed_at: datetime | None
    billed_price_version: int | None

    @property
    def pinned(self) -> bool:
        """Whether it has the very price that its invoice names."""
        return self.price_version == self.billed_price_version


async def find(session: AsyncSession, account_id: UUID, entry_id: UUID) -> Entry | None:
    """Read an entry, unless it was discarded or never recorded."""
    columns = time_entries.c
    query = select(time_entries).where(
        columns.account_id == account_id, columns.entry_id == entry_id, columns.live
    )
    row = (await session.execute(query)).first()
    if row is None:
        return None
    scope = Scope(**{name: getattr(row, name) for name in NAMES})
    work = Work(scope, row.work_date, row.billable)
    return Entry(
        entry_id=entry_id,
        version=row.version,
        work=work,
        seconds=row.seconds,
        price_version=row.price_version,
        billed_at=row.billed_at,
        billed_price_version=row.billed_price_version,
    )


async def any_billed_by(session: AsyncSession, account_id: UUID, rule_id: UUID) -> bool:
    """Whether billed time was priced by this rule."""
    billed = exists().where(
        time_entries.c.account_id == account_id,
        time_entries.c.rule_id == rule_id,
        time_entries.c.billed_at.is_not(None),
    )
    return bool(await session.scalar(select(billed)))
