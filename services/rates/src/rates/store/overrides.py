"""Prices that people set on entries: those that hold, and all that ever did."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from database import Session, Statement
from database.mapping import as_dataclass
from rates.domain.overrides import OverridableEntry, Override
from rates.store.override_tables import OverrideRow

# Whether there are any is asked once a statement: most accounts have none, and then their entries are not looked up.
SET_BY_HAND = """
    SELECT held.* FROM given CROSS JOIN LATERAL (
        SELECT entry_id, version AS override_version, amount AS set_amount, currency AS set_currency FROM price_overrides
        WHERE entry_id = given.entry_id AND superseded_at IS NULL LIMIT 1
    ) AS held
    WHERE given.billable AND given.organization_id IS NOT NULL
        AND (SELECT EXISTS (SELECT FROM price_overrides WHERE superseded_at IS NULL))
"""
"""SQL of the prices that people set on `given` entries."""

_ENTRIES = Statement("""
SELECT entry.entry_id, entry.billed_at IS NOT NULL AS billed,
    entry.billable AND entry.organization_id IS NOT NULL AS billable
FROM unnest(CAST(:entry_ids AS uuid[])) AS wanted(entry_id)
CROSS JOIN LATERAL (SELECT * FROM time_entries WHERE entry_id = wanted.entry_id LIMIT 1) AS entry
WHERE entry.live
""")
_SUPERSEDE = Statement("""
UPDATE price_overrides AS stored
SET superseded_at = greatest(stored.recorded_at, CAST(:now AS timestamptz)), superseded_by = CAST(:by AS text)
FROM unnest(CAST(:entry_ids AS uuid[])) AS gone(entry_id)
WHERE stored.entry_id = gone.entry_id AND stored.superseded_at IS NULL
""")
_ADD = Statement("""
INSERT INTO price_overrides (entry_id, version, amount, currency, reason, recorded_at, recorded_by)
SELECT * FROM unnest(CAST(:entry_id AS uuid[]), CAST(:version AS int[]), CAST(:amount AS numeric[]),
    CAST(:currency AS text[]), CAST(:reason AS text[]), CAST(:recorded_at AS timestamptz[]), CAST(:recorded_by AS text[]))
""")


async def entries(session: Session, entry_ids: Collection[UUID]) -> Mapping[UUID, OverridableEntry]:
    """Those of these entries that are live, with all prices that were ever set on them."""
    rows = await _ENTRIES.all(session, {"entry_ids": list(entry_ids)})
    overrides = await of(session, entry_ids)
    return {
        row.entry_id: OverridableEntry(
            row.entry_id, row.billable, row.billed, overrides.get(row.entry_id, [])
        )
        for row in rows
    }


async def of(session: Session, entry_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Override]]:
    """All prices that were ever set on these entries, oldest first."""
    query = select(OverrideRow).where(OverrideRow.entry_id.in_(entry_ids))
    found: dict[UUID, list[Override]] = defaultdict(list)
    for row in await session.scalars(query.order_by(OverrideRow.entry_id, OverrideRow.version)):
        found[row.entry_id].append(as_dataclass(Override, row))
    return found


async def supersede(session: Session, entry_ids: Collection[UUID], now: datetime, by: str) -> None:
    """Note that what is set on these entries holds no longer."""
    await _SUPERSEDE.all(session, {"entry_ids": list(entry_ids), "now": now, "by": by})


async def add(session: Session, overrides: Collection[Override]) -> None:
    """Write these; the index `price_overrides_in_force` refuses a second one for an entry."""
    names = ("entry_id", "version", "reason", "recorded_at", "recorded_by")
    values = {name: [getattr(one, name) for one in overrides] for name in names}
    rates = [one.hourly_rate for one in overrides]
    money = {
        "amount": [rate.amount for rate in rates],
        "currency": [rate.currency for rate in rates],
    }
    await _ADD.all(session, {**values, **money})
