"""Pricing sets of entries by the rules, in one statement. `matching.py` has the same rule for one entry."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, select, text

from contracts.timer import TimeEntryDiscarded, TimeEntryRecorded
from database import Session
from database.locks import LOCK_KEY
from database.mapping import as_dataclass
from rates.matching import UnpricedReason
from rates.prices import Price, Segment, segments_of
from rates.store.tables import PriceRow

PRICING_LOCK = "pricing"
"""Messages of an account share it while they price; a chunk of re-pricing holds it exclusively.

Otherwise a message could read the rules before a change, commit after the change's re-pricing has looked for entries,
and leave a price that no rule gives. It is taken by a statement of its own: the next one sees what was committed before.
"""

# Statistics know nothing of an account whose first entries came a moment ago, and plans are kept from when tables were
# empty. So the statements on sets leave no choice: entries are found by their ids, one probe of the primary key each (a
# subquery with LIMIT cannot become a join, one without `live` cannot use the indexes of an account's live entries), and
# written by ON CONFLICT. Nothing of an account is worth a scan of a whole table.
_SHARE_PRICING = text(f"""
SELECT pg_advisory_xact_lock_shared({LOCK_KEY}), set_config('enable_seqscan', 'off', true)
""")

COVERS = """
        (rates.project_id IS NULL OR rates.project_id = entry.project_id)
        AND (rates.organization_id IS NULL OR rates.organization_id = entry.organization_id)
        AND (rates.agent_id IS NULL OR rates.agent_id = entry.agent_id)
        AND (rates.service_type_id IS NULL OR rates.service_type_id = entry.service_type_id)
        AND rates.valid_from <= entry.work_date
        AND (rates.valid_to IS NULL OR entry.work_date <= rates.valid_to)
"""
"""Whether a rule of `rates` covers `entry` on its day."""

_COLUMNS = {
    "entry_id": "uuid",
    "version": "int",
    "live": "bool",
    "work_item_id": "uuid",
    "project_id": "uuid",
    "organization_id": "uuid",
    "agent_id": "uuid",
    "service_type_id": "uuid",
    "work_date": "date",
    "seconds": "int",
    "billable": "bool",
}
_NAMES = ", ".join(_COLUMNS)
_KEY, _WORK = attrgetter("entry_id", "version"), attrgetter(*list(_COLUMNS)[3:])
_NO_WORK = [None] * len(list(_COLUMNS)[3:])
_OF_EVENTS = f"""
    SELECT {_NAMES}
    FROM unnest({", ".join(f"CAST(:{name} AS {type_}[])" for name, type_ in _COLUMNS.items())}) AS event({_NAMES})
"""
_STORED = f"""
    SELECT entry.* FROM unnest(CAST(:entry_ids AS uuid[])) AS wanted(entry_id)
    CROSS JOIN LATERAL (
        SELECT {_NAMES}, billed_at FROM time_entries WHERE entry_id = wanted.entry_id LIMIT 1
    ) AS entry
    WHERE entry.live AND entry.billed_at IS NULL
"""

_VALUATION = "rule_id", "amount", "currency", "unpriced_reason"
_RECORDED = "stored.version < excluded.version"
_DIFFERENT = f"""
    CAST(:anew AS bool) OR ({", ".join(f"stored.{name}" for name in _VALUATION)})
    IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in _VALUATION)})
"""


def _assignments() -> Iterator[str]:
    """While an entry is billed its price stays, whatever becomes of the entry."""
    yield from (f"{name} = excluded.{name}" for name in _COLUMNS if name != "entry_id")
    for name in _VALUATION:
        yield f"{name} = CASE WHEN stored.billed_at IS NULL THEN excluded.{name} ELSE stored.{name} END"


# A new version of an entry has a new price, and an old one where it came out differently. That it is not billable is
# published only when it had a price before.
def _pricing(entries: str, accepted: str) -> TextClause:
    return text(f"""
WITH entry AS MATERIALIZED ({entries}), outcome AS (
    SELECT entry.*, rule.rule_id, rule.amount, rule.currency,
        CASE WHEN NOT entry.live THEN NULL
             WHEN NOT entry.billable THEN 'not-billable'
             WHEN entry.organization_id IS NULL THEN 'no-organization'
             WHEN rule.rule_id IS NULL THEN 'no-rate' END AS unpriced_reason
    FROM entry
    LEFT JOIN LATERAL (
        SELECT rates.rule_id, rates.amount, rates.currency
        FROM rates
        WHERE entry.billable AND entry.organization_id IS NOT NULL AND rates.superseded_at IS NULL AND {COVERS}
        ORDER BY rates.weight DESC LIMIT 1
    ) AS rule ON true
), priced AS (
    INSERT INTO time_entries AS stored ({_NAMES}, price_version, {", ".join(_VALUATION)})
    SELECT {_NAMES}, (live AND unpriced_reason IS DISTINCT FROM 'not-billable')::int, {", ".join(_VALUATION)}
    FROM outcome ORDER BY entry_id
    ON CONFLICT (account_id, entry_id) DO UPDATE SET {", ".join(_assignments())},
        price_version = stored.price_version + CASE
            WHEN stored.billed_at IS NOT NULL OR NOT excluded.live THEN 0
            WHEN excluded.unpriced_reason = 'not-billable'
            THEN (stored.price_version > 0 AND stored.unpriced_reason IS DISTINCT FROM 'not-billable')::int
            ELSE 1 END
    WHERE {accepted}
    RETURNING stored.entry_id, stored.price_version, stored.version AS entry_version, stored.seconds,
        stored.rule_id, stored.amount, stored.currency, stored.unpriced_reason, stored.work_date,
        stored.billed_at IS NOT NULL AS billed, new.price_version > coalesce(old.price_version, 0) AS is_new
), history AS (
    INSERT INTO prices (entry_id, price_version, entry_version, seconds, rule_id, amount, currency, unpriced_reason,
        priced_at, rules_as_of)
    SELECT entry_id, price_version, entry_version, seconds, rule_id, amount, currency, unpriced_reason,
        statement_timestamp(), coalesce((SELECT changed_at FROM rate_cards), to_timestamp(0))
    FROM priced WHERE is_new
)
SELECT entry_id, price_version, entry_version, seconds, rule_id, amount, currency, unpriced_reason, work_date,
    statement_timestamp() AS priced_at, is_new
FROM priced WHERE is_new OR billed
""")


_RECORD = _pricing(_OF_EVENTS, _RECORDED)
_REPRICE = _pricing(_STORED, _DIFFERENT)


@dataclass(frozen=True, slots=True)
class NewPrice:
    """A price that is new: `amount` and `currency` per hour by a rule, or the reason why there is none."""

    entry_id: UUID
    price_version: int
    entry_version: int
    seconds: int
    rule_id: UUID | None
    amount: Decimal | None
    currency: str | None
    unpriced_reason: UnpricedReason | None
    work_date: date
    priced_at: datetime

    @property
    def segments(self) -> list[Segment]:
        """The seconds that are charged alike."""
        return segments_of(self.seconds, self.amount, self.rule_id)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of a set of entries: prices that are new, and entries that have the price which their invoice names."""

    new: Sequence[NewPrice]
    billed: Sequence[UUID]


async def share_pricing(session: Session) -> None:
    """Hold the pricing lock with other messages of the account, before anything of a set is read."""
    await session.execute(_SHARE_PRICING, {"lock": PRICING_LOCK})


async def record(
    session: Session, events: Collection[TimeEntryRecorded | TimeEntryDiscarded]
) -> Recorded:
    """Keep these versions, one an entry, where no newer one is known, and price them. Needs the pricing lock."""
    rows = (await session.execute(_RECORD, _arrays(events))).all()
    new = [NewPrice(*price) for *price, is_new in rows if is_new]
    return Recorded(new, [row.entry_id for row in rows if not row.is_new])


async def reprice(
    session: Session, entry_ids: Collection[UUID], *, anew: bool = False
) -> Sequence[NewPrice]:
    """Price live entries that are not billed; returns those whose price is another, or (`anew`) all.

    Needs the pricing lock.
    """
    rows = await session.execute(_REPRICE, {"entry_ids": list(entry_ids), "anew": anew})
    return [NewPrice(*price) for *price, _ in rows]


async def history(session: Session, entry_id: UUID) -> Sequence[Price]:
    """Read all versions of an entry's price, oldest first."""
    query = select(PriceRow).where(PriceRow.entry_id == entry_id).order_by(PriceRow.price_version)
    return [as_dataclass(Price, row) for row in await session.scalars(query)]


def _arrays(events: Iterable[TimeEntryRecorded | TimeEntryDiscarded]) -> dict[str, list[Any]]:
    """The events' fields by column; what ends an entry has none but its version."""
    rows = (
        (*_KEY(event), True, *_WORK(event))
        if isinstance(event, TimeEntryRecorded)
        else (*_KEY(event), False, *_NO_WORK)
        for event in events
    )
    columns = zip(*rows, strict=True)
    return {name: list(values) for name, values in zip(_COLUMNS, columns, strict=True)}
