"""The time that a change of rates may touch, and what rules that are not there yet would make of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from database import Session, Statement
from money import Money
from rates.domain.previews import Example, Repriced, Time, most_different
from rates.domain.rules import SCOPE_FIELDS, Days, Rule, Scope
from rates.store.customers import names, staying
from rates.store.matching import matched
from rates.store.prices import ENTRY_COLUMNS

Region = tuple[Scope, Days]

_SCOPE = ", ".join(SCOPE_FIELDS)
_REGIONS = f"""
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
_GIVEN = f"""
    SELECT {", ".join(f"stored.{name}" for name in ENTRY_COLUMNS)}, stored.price_version,
        stored.amount AS known_amount, stored.currency AS known_currency,
        stored.billed_seconds AS known_billed_seconds, reach.parts
    {_REACHED} AND stored.billed_at IS NULL
"""
# What decides the price of an entry, apart from the rules: whoever changes any of it changes this.
_PRINT = """
    hash_record_extended(ROW(entry.entry_id, entry.version, entry.price_version, entry.team_id,
        coalesce(customer.names, ARRAY[entry.organization_id])), 0)::numeric
"""

# Named as the table of rates, it takes its place in what follows. Ordered, so that the first that covers is the one. What
# time costs does not change.
_PROPOSED = f"""
rates AS MATERIALIZED (
    SELECT rule_id, {_SCOPE}, weight, amount, currency, valid_from, valid_to, superseded_at FROM rates
    WHERE superseded_at IS NULL AND rule_id <> ALL(CAST(:superseded AS uuid[]))
    UNION ALL
    SELECT *, NULL FROM unnest(CAST(:rule_ids AS uuid[]),
        {", ".join(f"CAST(:rule_{name} AS uuid[])" for name in SCOPE_FIELDS)}, CAST(:weights AS int[]),
        CAST(:amounts AS numeric[]), CAST(:currencies AS text[]), CAST(:valid_from AS date[]), CAST(:valid_to AS date[]))
    ORDER BY weight DESC
), costs AS (SELECT * FROM costs WHERE false)"""

# A row for what is alike, so that money is rounded as on the lines of an invoice; one for all that stays as it is.
_PREVIEW = Statement(f"""
WITH {_REGIONS}, {_PROPOSED}, {matched(_GIVEN)}, compared AS (
    SELECT entry.*, coalesce(customer.id, entry.organization_id) AS payer, {_PRINT} AS print,
        (known_amount, known_currency) IS DISTINCT FROM (entry.amount, entry.currency) AS changes
    FROM outcome AS entry LEFT JOIN customer ON customer.organization_id = entry.organization_id
)
SELECT changes, CASE WHEN changes THEN payer END AS organization_id, CASE WHEN changes THEN project_id END AS project_id,
    CASE WHEN changes THEN work_item_id END AS work_item_id,
    CASE WHEN changes THEN known_amount END AS known_amount, CASE WHEN changes THEN known_currency END AS known_currency,
    CASE WHEN changes THEN amount END AS amount, CASE WHEN changes THEN currency END AS currency,
    count(*) AS entries, sum(seconds) AS seconds, sum(known_billed_seconds) AS billed_seconds,
    any_value(entry_id) AS example, sum(print) AS print
FROM compared GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
""")
_FINGERPRINT = Statement(f"""
WITH {_REGIONS}, {matched(_GIVEN)}
SELECT count(*) AS entries, coalesce(sum(parts), 0) AS parts, sum({_PRINT}) AS print
FROM entry LEFT JOIN customer ON customer.organization_id = entry.organization_id
""")
_BILLED = Statement(f"""
WITH {_REGIONS} SELECT count(*) AS entries, coalesce(sum(stored.seconds), 0) AS seconds
{_REACHED} AND stored.billed_at IS NOT NULL
""")
_BILLED_BY = Statement("""
SELECT rule_id, count(*) AS entries, coalesce(sum(seconds), 0) AS seconds FROM time_entries
WHERE rule_id = ANY(CAST(:rule_ids AS uuid[])) AND billed_at IS NOT NULL GROUP BY rule_id
""")
_EXAMPLES = Statement("""
SELECT entry_id, agent_id, work_date, seconds FROM time_entries WHERE entry_id = ANY(CAST(:entry_ids AS uuid[]))
""")
_NO_SCANS = Statement("SELECT set_config('enable_seqscan', 'off', true)")


@dataclass(frozen=True, slots=True)
class Seen:
    """What rules would make of the time in reach: all of it, that which gets another price, and what the rest is."""

    looked_at: Time
    repriced: list[Repriced]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Reach:
    """The time in regions: `fingerprint` is another when any was recorded, changed, priced anew, billed or moved.

    `parts`: the number of its entries, each counted in every region that it is in.
    """

    fingerprint: str
    parts: int


async def preview(
    session: Session, regions: Sequence[Region], superseded: Sequence[Rule], added: Sequence[Rule]
) -> Seen:
    """Match the time in these regions with the rules as they would be; nothing is written."""
    await _NO_SCANS.all(session)
    values = {
        **_regions(regions),
        **_rules(added),
        "superseded": [rule.rule_id for rule in superseded],
    }
    rows = await _PREVIEW.all(session, values)
    looked_at = Time(sum(row.entries for row in rows), sum(row.seconds for row in rows))
    repriced = [_repriced(row) for row in rows if row.changes]
    return Seen(looked_at, repriced, _print(looked_at.entries, rows))


async def look(session: Session, regions: Sequence[Region]) -> Reach:
    """Look at the time in these regions as it is."""
    await _NO_SCANS.all(session)
    row = await _FINGERPRINT.one(session, _regions(regions))
    return Reach(_print(row.entries, [row]), row.parts)


async def billed(session: Session, regions: Sequence[Region]) -> Time:
    """The time in these regions that keeps its price, for an invoice names it."""
    row = await _BILLED.one(session, _regions(regions))
    return Time(row.entries, row.seconds)


async def billed_by(session: Session, rule_ids: Collection[UUID]) -> dict[UUID, Time]:
    """The time that is billed at each of these rules, of those at which some is."""
    rows = await _BILLED_BY.all(session, {"rule_ids": list(rule_ids)}) if rule_ids else []
    return {row.rule_id: Time(row.entries, row.seconds) for row in rows}


async def examples(session: Session, repriced: Sequence[Repriced]) -> list[Example]:
    """An entry of each of those that show best what a change does."""
    shown = {one.example: one for one in most_different(repriced)}
    rows = {row.entry_id: row for row in await _EXAMPLES.all(session, {"entry_ids": list(shown)})}
    return [
        Example(
            entry_id=entry_id,
            agent_id=rows[entry_id].agent_id,
            organization_id=one.organization_id,
            work_date=rows[entry_id].work_date,
            seconds=rows[entry_id].seconds,
            before=one.before,
            after=one.after,
        )
        for entry_id, one in shown.items()
    ]


def _print(entries: int, rows: Sequence[Any]) -> str:
    return f"{entries}:{sum((row.print or Decimal(0) for row in rows), Decimal(0))}"


def _repriced(row: Any) -> Repriced:
    return Repriced(
        *(row.organization_id, row.project_id, row.work_item_id),
        before=_money(row.known_amount, row.known_currency),
        after=_money(row.amount, row.currency),
        entries=row.entries,
        seconds=row.seconds,
        billed_seconds=row.billed_seconds,
        example=row.example,
    )


def _money(amount: Decimal | None, currency: str) -> Money | None:
    return None if amount is None else Money(amount, currency)


def _regions(regions: Sequence[Region]) -> dict[str, Any]:
    """A region that ends never ends with the calendar."""
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


def _rules(rules: Sequence[Rule]) -> dict[str, Any]:
    return {
        "rule_ids": [rule.rule_id for rule in rules],
        **{f"rule_{name}": [getattr(rule.scope, name) for rule in rules] for name in SCOPE_FIELDS},
        "weights": [rule.weight for rule in rules],
        "amounts": [rule.hourly_rate.amount for rule in rules],
        "currencies": [rule.hourly_rate.currency for rule in rules],
        "valid_from": [rule.valid_from for rule in rules],
        "valid_to": [rule.valid_to for rule in rules],
    }
