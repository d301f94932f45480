"""The time that a change of rates or costs may touch, and whether any of what decides its money has moved."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from database import Session, Statement
from rates.domain.previews import Time
from rates.domain.rules import SCOPE_FIELDS, Days, RuleKind, Scope
from rates.store.customers import names, staying
from rates.store.divided_time import DIVIDES
from rates.store.matching import matched
from rates.store.prices import ENTRY_COLUMNS
from rates.store.rounding import ROUNDS, ROUNDS_GROUPS

Region = tuple[Scope, Days]

_SCOPE = ", ".join(SCOPE_FIELDS)
REGIONS = f"""
region AS MATERIALIZED (
    SELECT named.*, CASE WHEN named.organization_id IS NOT NULL THEN {names("stays.id")} END AS names
    FROM unnest({", ".join(f"CAST(:region_{name} AS uuid[])" for name in SCOPE_FIELDS)},
        CAST(:first_days AS date[]), CAST(:last_days AS date[])) AS named({_SCOPE}, first_day, last_day)
    CROSS JOIN LATERAL (SELECT {staying("named.organization_id")} AS id) AS stays
)"""
_IN_REGION = " AND ".join(
    [
        *(
            f"(region.{name} IS NULL OR stored.{name} = region.{name})"
            for name in SCOPE_FIELDS
            if name != "organization_id"
        ),
        "(region.names IS NULL OR stored.organization_id = ANY(region.names))",
        "stored.work_date >= region.first_day",
        "(region.last_day IS NULL OR stored.work_date <= region.last_day)",
    ]
)
# The days of all regions together bound the walk through the index of an account's days.
_REACHED = f"""
    FROM time_entries stored CROSS JOIN LATERAL (SELECT count(*) AS parts FROM region WHERE {_IN_REGION}) AS reach
    WHERE stored.live AND stored.work_date >= CAST(:first_day AS date)
        AND stored.work_date <= CAST(:last_day AS date) AND reach.parts > 0
"""
_TOUCHED: dict[RuleKind, str] = {"rate": "stored.billed_at IS NULL", "cost": "true"}
"""Prices of what is billed stay; what time costs does not."""
_DECIDES = "entry_id, version, price_version, approved, billed_at"
# What decides the price of an entry, or its cost, apart from the rules: whoever changes any of it changes this.
_PRINT = """
    hash_record_extended(ROW(entry.entry_id, entry.version, entry.price_version, entry.team_id, entry.known_cost,
        coalesce(customer.names, ARRAY[entry.organization_id])), 0)::numeric
"""


def reached(kind: RuleKind, known: Sequence[str] = ()) -> str:
    """SQL of the entries in `REGIONS` that a change of such rules may touch; `parts`: in how many regions each is.

    `known`: more of what is stored of each.
    """
    known_cost = "stored.cost_rule_id" if kind == "cost" else "NULL::uuid"
    return f"""
    SELECT {", ".join(f"stored.{name}" for name in ENTRY_COLUMNS)}, stored.price_version, {known_cost} AS known_cost,
        {"".join(f"{one}, " for one in known)}stored.rule_id AS known_rule_id, reach.parts
    {_REACHED} AND {_TOUCHED[kind]}
"""


# What is not in reach, and yet decides how time in it is charged: all that agreements of its customers cover, what agents
# worked in weeks in which overtime counts, and what is rounded together with it. Most accounts have nothing of this.
_BESIDE = f"""
week AS MATERIALIZED (
    SELECT DISTINCT agent_id, work_date - extract(isodow FROM work_date)::int + 1 AS monday FROM given
    WHERE (SELECT EXISTS (SELECT FROM multipliers WHERE superseded_at IS NULL AND above_seconds IS NOT NULL))
), worked AS MATERIALIZED (
    SELECT same.* FROM week CROSS JOIN LATERAL (
        SELECT organization_id, {_DECIDES} FROM time_entries WHERE live
            AND work_date >= week.monday AND work_date < week.monday + 7 AND agent_id = week.agent_id OFFSET 0) AS same
), payer AS MATERIALIZED (
    SELECT DISTINCT {staying("concerned.organization_id")} AS id
    FROM (SELECT organization_id FROM given UNION SELECT organization_id FROM worked) AS concerned
    WHERE (SELECT {DIVIDES}) AND organization_id IS NOT NULL
), agreed AS MATERIALIZED (
    SELECT payer.id AS payer, agreement_id, first_day FROM payer
    JOIN agreements AS agreement ON agreement.organization_id = ANY({names("payer.id")})
    WHERE agreement.superseded_at IS NULL
), place AS MATERIALIZED (
    SELECT DISTINCT work_item_id, work_date FROM given WHERE work_item_id IS NOT NULL AND (SELECT {ROUNDS_GROUPS})
), beside AS (
    SELECT same.* FROM (SELECT payer, min(first_day) AS first_day FROM agreed GROUP BY payer) AS covered
    CROSS JOIN LATERAL unnest({names("covered.payer")}) AS name(organization_id)
    CROSS JOIN LATERAL (
        SELECT {_DECIDES} FROM time_entries WHERE live AND billable
            AND organization_id = name.organization_id AND work_date >= covered.first_day OFFSET 0) AS same
    UNION
    SELECT {_DECIDES} FROM worked
    UNION
    SELECT same.* FROM place CROSS JOIN LATERAL (
        SELECT {_DECIDES} FROM time_entries WHERE live
            AND work_item_id = place.work_item_id AND work_date = place.work_date OFFSET 0) AS same
)"""


_PRINTS: dict[RuleKind, tuple[str, str]] = {
    "rate": (
        f", {_BESIDE}",
        """(SELECT sum(hash_record_extended(beside, 0)::numeric) FROM beside),
    (SELECT sum(hash_record_extended(ROW(charge_id, amount, billed_at), 0)::numeric) FROM agreement_charges
        WHERE billed_at IS NOT NULL AND agreement_id IN (SELECT agreement_id FROM agreed))""",
    ),
    "cost": ("", "NULL, NULL"),
}


def _look(kind: RuleKind) -> Statement:
    beside, prints = _PRINTS[kind]
    return Statement(f"""
WITH {REGIONS}, {matched(reached(kind))}{beside}
SELECT count(*) AS entries, coalesce(sum(seconds), 0) AS seconds, coalesce(sum(parts), 0) AS parts,
    {ROUNDS} AS rounds, {DIVIDES} AS divides,
    concat_ws(':', count(*), sum({_PRINT}), {prints}) AS fingerprint
FROM entry LEFT JOIN customer ON customer.organization_id = entry.organization_id
""")


_LOOK: dict[RuleKind, Statement] = {kind: _look(kind) for kind in ("rate", "cost")}
_BILLED = Statement(f"""
WITH {REGIONS} SELECT count(*) AS entries, coalesce(sum(stored.seconds), 0) AS seconds
{_REACHED} AND stored.billed_at IS NOT NULL
""")
_BILLED_BY = Statement("""
SELECT rule_id, count(*) AS entries, coalesce(sum(seconds), 0) AS seconds FROM time_entries
WHERE rule_id = ANY(CAST(:rule_ids AS uuid[])) AND billed_at IS NOT NULL GROUP BY rule_id
""")
_NO_SCANS = Statement("SELECT set_config('enable_seqscan', 'off', true)")


@dataclass(frozen=True, slots=True)
class Reach:
    """The time in regions: `fingerprint` is another when any was recorded, changed, priced anew, billed or moved.

    So it is when that happened to other time that decides how this is charged. `parts`: the number of its entries, each
    counted in every region that it is in. `rounds` and `divides`: whether the account rounds time, or divides it.
    """

    time: Time
    fingerprint: str
    parts: int
    rounds: bool
    divides: bool


async def look(session: Session, regions: Sequence[Region], kind: RuleKind = "rate") -> Reach:
    """Look at the time in these regions as it is."""
    await without_scans(session)
    row = await _LOOK[kind].one(session, region_values(regions))
    time = Time(row.entries, row.seconds)
    return Reach(time, row.fingerprint, row.parts, row.rounds > 0, row.divides)


async def without_scans(session: Session) -> None:
    """Let the transaction find time by its indexes."""
    await _NO_SCANS.all(session)


async def billed(session: Session, regions: Sequence[Region]) -> Time:
    """The time in these regions that keeps its price, for an invoice names it."""
    row = await _BILLED.one(session, region_values(regions))
    return Time(row.entries, row.seconds)


async def billed_by(session: Session, rule_ids: Collection[UUID]) -> dict[UUID, Time]:
    """The time that is billed at each of these rules, of those at which some is."""
    rows = await _BILLED_BY.all(session, {"rule_ids": list(rule_ids)}) if rule_ids else []
    return {row.rule_id: Time(row.entries, row.seconds) for row in rows}


def region_values(regions: Sequence[Region]) -> dict[str, Any]:
    """Values of `REGIONS`. A region without an end ends with the calendar."""
    lasts = [days.last for _, days in regions]
    return {
        **{
            f"region_{name}": [getattr(scope, name) for scope, _ in regions]
            for name in SCOPE_FIELDS
        },
        "first_days": [days.first for _, days in regions],
        "last_days": lasts,
        "first_day": min((days.first for _, days in regions), default=None),
        "last_day": max((last or date.max for last in lasts), default=None),
    }
