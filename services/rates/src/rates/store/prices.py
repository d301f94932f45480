"""Pricing sets of entries by the rules, what they cost too, in one statement. `store/matching.py` has its heart."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import select

from contracts.timer import TimeEntryDiscarded, TimeEntryRecorded
from database import Row, Session, Statement
from database.locks import LOCK_KEY
from database.mapping import as_dataclass
from rates.domain.division import Division
from rates.domain.prices import Price
from rates.store import divided_time
from rates.store.divided_time import DIVIDES
from rates.store.matching import COST, matched
from rates.store.new_prices import NewPrice, Priced, divided_price, priced
from rates.store.rounding import ROUNDS, rounded, unrounded
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
_SHARE_PRICING = Statement(f"""
SELECT CASE WHEN rounds = 2 OR divides THEN pg_advisory_xact_lock({LOCK_KEY})::text
    ELSE pg_advisory_xact_lock_shared({LOCK_KEY})::text END, set_config('enable_seqscan', 'off', true), rounds, divides
FROM (SELECT {ROUNDS} AS rounds, {DIVIDES} AS divides OFFSET 0) AS account
""")
# What a chunk prices again is found in the order of an index, a part at a time.
_HOLD_PRICING = Statement(f"""
SELECT pg_advisory_xact_lock({LOCK_KEY}), set_config('enable_seqscan', 'off', true),
    set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true),
    set_config('max_parallel_workers_per_gather', '0', true), {ROUNDS} AS rounds, {DIVIDES} AS divides
""")
_ROUNDS, _DIVIDES = "rounds", "divides"
"""In the session: what the account rounded, and whether it divided, when the lock was asked for."""


ENTRY_COLUMNS = {
    "entry_id": "uuid",
    "version": "int",
    "live": "bool",
    "work_item_id": "uuid",
    "project_id": "uuid",
    "organization_id": "uuid",
    "agent_id": "uuid",
    "service_type_id": "uuid",
    "work_date": "date",
    "started_at": "timestamptz",
    "time_zone": "text",
    "seconds": "int",
    "billable": "bool",
}
_NAMES = ", ".join(ENTRY_COLUMNS)
_KEY, _WORK = attrgetter("entry_id", "version"), attrgetter(*list(ENTRY_COLUMNS)[3:])
_NO_WORK = [None] * len(list(ENTRY_COLUMNS)[3:])
_OF_EVENTS = f"""
    SELECT {_NAMES}
    FROM unnest({", ".join(f"CAST(:{name} AS {type_}[])" for name, type_ in ENTRY_COLUMNS.items())}) AS event({_NAMES})
"""
PRICE = "rule_id", "override_version", "amount", "currency", "unpriced_reason"
_ROUNDING = "rounding_policy_id", "rounding_seconds"
_VALUATION = PRICE + _ROUNDING
_CONTEXT = "team_id", "customer_currency"
_GIVEN_BY_RULES = *_VALUATION, *_CONTEXT, *COST
_STORED = f"""
    SELECT entry.* FROM unnest(CAST(:entry_ids AS uuid[])) AS wanted(entry_id)
    CROSS JOIN LATERAL (
        SELECT {_NAMES}, billed_at, {", ".join(f"{name} AS stored_{name}" for name in _GIVEN_BY_RULES)}
        FROM time_entries WHERE entry_id = wanted.entry_id LIMIT 1
    ) AS entry
    WHERE entry.live
"""
# Neighbours of entries that were billed: those that are rounded together with them.
_NEIGHBOURS = f"""
    SELECT entry.* FROM (
        SELECT DISTINCT stored.work_item_id, stored.work_date FROM unnest(CAST(:entry_ids AS uuid[])) AS wanted(entry_id)
        CROSS JOIN LATERAL (SELECT * FROM time_entries WHERE entry_id = wanted.entry_id LIMIT 1) AS stored
        WHERE stored.live
    ) AS place
    CROSS JOIN LATERAL (SELECT {_NAMES} FROM time_entries AS same
        WHERE live AND billed_at IS NULL AND same.work_item_id = place.work_item_id AND same.work_date = place.work_date
    ) AS entry
"""


def _differ(columns: Iterable[str], stored: str = "stored.", new: str = "excluded.") -> str:
    before, after = ([f"{row}{name}" for name in columns] for row in (stored, new))
    return f"({', '.join(before)}) IS DISTINCT FROM ({', '.join(after)})"


_NEWER = "stored.version < excluded.version"
_RECORDED = f"""
    {_NEWER} OR stored.version = excluded.version AND stored.live AND stored.billed_at IS NULL AND {_differ(_ROUNDING)}
"""
_DIFFERENT = f"""
    CAST(:anew AS bool) AND excluded.entry_id = ANY(CAST(:entry_ids AS uuid[])) OR {_differ(_VALUATION)}
"""
# Most of what a change may touch comes out as it was: of that no row is locked or written.
_TOUCHED = f"""
    CAST(:anew AS bool) OR billed_at IS NULL AND {_differ((*_VALUATION, *_CONTEXT), "stored_", "")}
    OR {_differ(COST, "stored_", "")}
"""


def _assignments() -> Iterator[str]:
    """While an entry is billed its price stays, and the team that it was billed with; what it costs does not."""
    yield from (
        f"{name} = excluded.{name}"
        for name in (*ENTRY_COLUMNS, *COST, "customer_currency")
        if name != "entry_id"
    )
    yield f"""team_id = CASE WHEN stored.billed_at IS NULL OR {_NEWER}
        THEN excluded.team_id ELSE stored.team_id END"""
    for name in _VALUATION:
        yield f"{name} = CASE WHEN stored.billed_at IS NULL THEN excluded.{name} ELSE stored.{name} END"


# A new version of an entry has a new price, and an old one where it came out differently. That it is not billable is
# published only when it had a price before. Where time is divided, the history is written after that (`divided_time`).
def _pricing(
    entries: str,
    touched: str,
    accepted: str,
    different: str,
    rounding: Callable[[Sequence[str], str], str] = rounded,
) -> Statement:
    return Statement(f"""
WITH {matched(entries)}, {rounding([*ENTRY_COLUMNS, *_CONTEXT, *PRICE, *COST], touched)}, priced AS (
    INSERT INTO time_entries AS stored ({_NAMES}, team_id, customer_currency, price_version,
        {", ".join(_VALUATION + COST)})
    SELECT {_NAMES}, team_id, customer_currency, (live AND unpriced_reason IS DISTINCT FROM 'not-billable')::int,
        {", ".join(_VALUATION + COST)}
    FROM rounded ORDER BY entry_id
    ON CONFLICT (account_id, entry_id) DO UPDATE SET {", ".join(_assignments())},
        price_version = stored.price_version + CASE
            WHEN stored.billed_at IS NOT NULL OR NOT excluded.live OR NOT ({different}) THEN 0
            WHEN excluded.unpriced_reason = 'not-billable'
            THEN (stored.price_version > 0 AND stored.unpriced_reason IS DISTINCT FROM 'not-billable')::int
            ELSE 1 END
    WHERE {accepted}
    RETURNING stored.entry_id, stored.price_version, stored.version AS entry_version, stored.seconds,
        {", ".join(f"stored.{name}" for name in _VALUATION)}, stored.work_date,
        stored.billed_at IS NOT NULL AS billed, new.price_version > coalesce(old.price_version, 0) AS is_new,
        old.organization_id AS left_organization_id, old.agent_id AS left_agent_id, old.work_date AS left_day
), history AS (
    INSERT INTO prices (entry_id, price_version, entry_version, seconds, {", ".join(_VALUATION)}, priced_at, rules_as_of)
    SELECT entry_id, price_version, entry_version, seconds, {", ".join(_VALUATION)},
        statement_timestamp(), coalesce((SELECT changed_at FROM rate_cards), to_timestamp(0))
    FROM priced WHERE is_new AND NOT {DIVIDES}
)
SELECT entry_id, price_version, entry_version, seconds, {", ".join(_VALUATION)}, work_date,
    statement_timestamp() AS priced_at, is_new, billed, left_organization_id, left_agent_id, left_day,
    {ROUNDS} AS rounds, {DIVIDES} AS divides
FROM priced WHERE is_new OR billed OR {DIVIDES}
""")


_REVALUED = f"""
    stored.billed_at IS NULL AND ({_DIFFERENT} OR {_differ(_CONTEXT)}) OR {_differ(COST)}
"""
_RECORD, _RECORD_ROUNDED = (
    _pricing(_OF_EVENTS, "true", _RECORDED, different="true", rounding=way)
    for way in (unrounded, rounded)
)
_REPRICE, _REPRICE_ROUNDED = (
    _pricing(_STORED, _TOUCHED, _REVALUED, _DIFFERENT, rounding=way) for way in (unrounded, rounded)
)
_REPRICE_NEIGHBOURS = _pricing(_NEIGHBOURS, "true", _REVALUED, _DIFFERENT)


class PricingChangedError(Exception):
    """While this waited, the account began to round, to round entries together, or to divide time: once more."""


async def share_pricing(session: Session) -> None:
    """Hold the pricing lock, before anything of a set is read: with other messages of the account, or alone if it rounds
    entries together or divides them, since each would do so without those of the others."""
    _remember(session, await _SHARE_PRICING.one(session, {"lock": PRICING_LOCK}))


async def hold_pricing(session: Session) -> None:
    """Keep the account's messages from pricing until the transaction ends; what they priced before is seen."""
    _remember(session, await _HOLD_PRICING.one(session, {"lock": PRICING_LOCK}))


def _remember(session: Session, row: Row) -> None:
    session.info[_ROUNDS], session.info[_DIVIDES] = row["rounds"], row["divides"]


def divides(session: Session) -> bool:
    """Whether the account divides time into segments. Needs the pricing lock."""
    return bool(session.info.get(_DIVIDES))


async def record(
    session: Session, events: Collection[TimeEntryRecorded | TimeEntryDiscarded]
) -> Priced:
    """Keep these versions, one an entry, where no newer one is known, and price them. Needs the pricing lock."""
    return await _price(session, _RECORD, _RECORD_ROUNDED, **_arrays(events))


async def reprice(session: Session, entry_ids: Collection[UUID], *, anew: bool = False) -> Priced:
    """Value live entries again; new are those that are not billed and whose price is another, or (`anew`) all of them.

    Needs the pricing lock.
    """
    return await _price(session, _REPRICE, _REPRICE_ROUNDED, entry_ids=list(entry_ids), anew=anew)


async def reprice_neighbours(session: Session, entry_ids: Collection[UUID]) -> Priced:
    """Price what is rounded together with entries that were billed; new are those whose price is another.

    Needs the pricing lock. Nothing is read where the account rounds each entry by itself.
    """
    if session.info[_ROUNDS] < 2:
        return Priced([])
    return priced(
        await _REPRICE_NEIGHBOURS.all(session, {"entry_ids": list(entry_ids), "anew": False})
    )


async def _price(session: Session, plain: Statement, rounding: Statement, **values: Any) -> Priced:
    rounds = session.info.get(_ROUNDS, 0)
    rows = await (rounding if rounds else plain).all(session, values)
    if rows and (rows[0]["rounds"] > rounds or (rows[0]["divides"] and not divides(session))):
        raise PricingChangedError
    return priced(rows)


async def store_divided(session: Session, divisions: Sequence[Division]) -> Sequence[NewPrice]:
    """Keep the segments of entries; returns their prices, each with a version of its own. Needs the pricing lock."""
    return [divided_price(row) for row in await divided_time.store(session, divisions)]


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
    return {name: list(values) for name, values in zip(ENTRY_COLUMNS, columns, strict=True)}
