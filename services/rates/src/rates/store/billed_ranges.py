"""Ranges of entries that invoices bill, or that are written off, and the price that they give to the entries.

What is billed, written off and released of an entry is a set that only grows, and the entry's price follows from it: so it
does not matter in which order invoices, credit notes, write-offs and time are consumed, nor how often.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text

from contracts.invoicing import (
    BilledRange,
    ReleasedRange,
    TimeBilled,
    TimeReleased,
    TimeWrittenOff,
    WriteOffUndone,
    WrittenOffRange,
)
from database import Session
from rates.store.customers import names, staying
from rates.store.matching import covers

_COLUMNS = {
    "entry_id": "uuid",
    "line_id": "uuid",
    "start_second": "int",
    "end_second": "int",
    "price_version": "int",
    "amount": "numeric",
    "currency": "text",
    "billed_at": "timestamptz",
    "released_at": "timestamptz",
    "written_off": "bool",
}
_NAMES = ", ".join(_COLUMNS)
_KEY = "entry_id", "line_id", "start_second", "end_second"
_MERGED = (*_KEY, "written_off")
_PINNED = (
    *("billed_at", "price_version", "rule_id", "override_version", "amount", "currency"),
    *("rounding_policy_id", "rounding_seconds", "segments", "segments_currency"),
    *("billed_part", "written_off_part"),
)
"""What of an entry follows from what is billed of it."""

BillingEvent = TimeBilled | TimeReleased | TimeWrittenOff | WriteOffUndone
"""What makes an entry keep its price, and lets go of it."""

# The rows of the entries are locked first, in the order of their ids, and made where they are missing: two invoices with
# one entry wait for each other, and the second sees the ranges of the first when it asks what is billed.
_STORE = text(f"""
WITH range AS MATERIALIZED (
    SELECT * FROM unnest({", ".join(f"CAST(:{name} AS {type_}[])" for name, type_ in _COLUMNS.items())})
    AS event({_NAMES})
), entry AS (
    INSERT INTO time_entries AS stored (entry_id, version, live)
    SELECT DISTINCT entry_id, 0, false FROM range ORDER BY entry_id
    ON CONFLICT (account_id, entry_id) DO UPDATE SET version = stored.version WHERE false
)
INSERT INTO billed_ranges AS stored ({_NAMES}) SELECT {_NAMES} FROM range ORDER BY {", ".join(_KEY)}
ON CONFLICT (account_id, {", ".join(_KEY)}) DO UPDATE SET
    written_off = stored.written_off OR excluded.written_off,
    {", ".join(f"{name} = coalesce(stored.{name}, excluded.{name})" for name in _COLUMNS if name not in _MERGED)}
WHERE (stored.billed_at IS NULL AND excluded.billed_at IS NOT NULL)
    OR (stored.released_at IS NULL AND excluded.released_at IS NOT NULL)
RETURNING entry_id, old.released_at IS NULL AND new.released_at IS NOT NULL AS released
""")

# A line bills what it named without what credit notes released of it. Should invoices name several prices of an entry, it
# has the earliest. The rule is that of the price on record; without one
# (an older version of the entry came late) it is the most specific that had the billed rate, whenever that was. Of an entry
# that was divided the line has the rate of a segment, or none where an agreement covers it: the price on record tells all.
_PIN = text(f"""
WITH outcome AS (
    SELECT entry.entry_id, billed.billed_at, CASE WHEN priced.divided THEN priced.amount ELSE billed.amount END AS amount,
        CASE WHEN priced.divided THEN priced.currency WHEN billed.amount IS NOT NULL THEN billed.currency END AS currency,
        coalesce(priced.rule_id, named.rule_id) AS rule_id, priced.override_version,
        priced.rounding_policy_id, coalesce(priced.rounding_seconds, 0) AS rounding_seconds,
        priced.segments, priced.segments_currency, CASE WHEN billed.ranges <> int4multirange(int4range(0, entry.seconds))
            THEN billed.ranges END AS billed_part, billed.written_off AS written_off_part,
        CASE WHEN billed.billed_at IS NOT NULL THEN billed.price_version
            ELSE greatest(entry.price_version, newest.price_version) END AS price_version
    FROM unnest(CAST(:entry_ids AS uuid[])) AS wanted(entry_id)
    CROSS JOIN LATERAL (
        SELECT * FROM time_entries WHERE entry_id = wanted.entry_id LIMIT 1
    ) AS entry
    LEFT JOIN LATERAL (
        SELECT price_version, amount, currency, billed_at, range_agg(still.seconds) OVER () AS ranges,
            range_agg(still.seconds) FILTER (WHERE written_off) OVER () AS written_off
        FROM billed_ranges AS billed
        CROSS JOIN LATERAL (
            SELECT int4multirange(int4range(billed.start_second, billed.end_second)) - coalesce(
                range_agg(int4range(part.start_second, part.end_second)), '{{}}') AS seconds
            FROM billed_ranges AS part WHERE part.entry_id = billed.entry_id AND part.line_id = billed.line_id
                AND part.released_at IS NOT NULL
        ) AS still
        WHERE entry_id = wanted.entry_id AND billed_at IS NOT NULL AND NOT isempty(still.seconds)
        ORDER BY price_version, line_id, start_second LIMIT 1
    ) AS billed ON true
    LEFT JOIN LATERAL (
        SELECT rule_id, override_version, rounding_policy_id, rounding_seconds, segments, segments_currency,
            amount, currency, segments IS NOT NULL AS divided
        FROM prices
        WHERE entry_id = wanted.entry_id AND price_version = billed.price_version
            AND (segments IS NOT NULL OR (amount, currency) = (billed.amount, billed.currency))
        LIMIT 1
    ) AS priced ON true
    LEFT JOIN LATERAL (
        SELECT rates.rule_id FROM rates
        CROSS JOIN (SELECT stays.id, {names("stays.id")} AS names
            FROM (SELECT {staying("entry.organization_id")} AS id) AS stays) AS customer
        WHERE num_nonnulls(priced.rule_id, priced.override_version) = 0
            AND (rates.amount, rates.currency) = (billed.amount, billed.currency) AND {covers("= ANY(customer.names)")}
        ORDER BY rates.weight DESC, rates.recorded_at DESC LIMIT 1
    ) AS named ON true
    LEFT JOIN LATERAL (
        SELECT price_version FROM prices WHERE entry_id = wanted.entry_id ORDER BY price_version DESC LIMIT 1
    ) AS newest ON true
    WHERE billed.billed_at IS NOT NULL OR entry.billed_at IS NOT NULL
)
INSERT INTO time_entries AS stored (entry_id, version, live, {", ".join(_PINNED)})
SELECT entry_id, 0, false, {", ".join(_PINNED)}
FROM outcome ORDER BY entry_id
ON CONFLICT (account_id, entry_id) DO UPDATE SET
    {", ".join(f"{name} = excluded.{name}" for name in _PINNED)},
    unpriced_reason = CASE WHEN excluded.billed_at IS NULL OR excluded.amount IS NULL THEN 'no-rate' END
WHERE ({", ".join(f"stored.{name}" for name in _PINNED)}, stored.unpriced_reason)
    IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in _PINNED)}, NULL)
""")


@dataclass(frozen=True, slots=True)
class Changed:
    """Entries of which ranges were billed or released that had not been, and those of the released."""

    entries: Collection[UUID]
    released: Collection[UUID]


async def store(session: Session, events: Iterable[BillingEvent]) -> Changed:
    """Keep what these events bill, write off and release, and lock its entries. Needs the pricing lock."""
    rows: dict[tuple[Any, ...], dict[str, Any]] = defaultdict(dict)
    for row in _rows(events):
        rows[tuple(row[name] for name in _KEY)].update(row)
    values = {name: [row.get(name) for row in rows.values()] for name in _COLUMNS}
    values["written_off"] = [row.get("written_off", False) for row in rows.values()]
    changed = (await session.execute(_STORE, values)).all()
    return Changed(
        {row.entry_id for row in changed}, {row.entry_id for row in changed if row.released}
    )


async def pin(session: Session, entry_ids: Collection[UUID]) -> None:
    """Give entries the price that an invoice bills, and let go of those that none bills any more. Needs their locks."""
    await session.execute(_PIN, {"entry_ids": list(entry_ids)})


def _rows(events: Iterable[BillingEvent]) -> Iterator[dict[str, Any]]:
    for event in events:
        for one in event.ranges:
            yield {**_place(one), **_what(event, one)}


def _what(
    event: BillingEvent, one: BilledRange | WrittenOffRange | ReleasedRange
) -> dict[str, Any]:
    """What an event says of a range: that it is billed or written off at a price, or is no longer."""
    if isinstance(event, TimeReleased):
        return {"released_at": event.released_at}
    if isinstance(event, WriteOffUndone):
        return {"released_at": event.undone_at, "written_off": True}
    assert not isinstance(one, ReleasedRange)
    return {
        "price_version": one.price_version,
        "amount": one.hourly_rate,
        "currency": event.currency,
        "billed_at": event.written_off_at if isinstance(event, TimeWrittenOff) else event.billed_at,
        "written_off": isinstance(event, TimeWrittenOff),
    }


def _place(one: BilledRange | WrittenOffRange | ReleasedRange) -> dict[str, Any]:
    return {
        "entry_id": one.entry_id,
        "line_id": one.line_id,
        "start_second": one.start,
        "end_second": one.end,
    }
