"""Sums of what time is worth, read by two of what they are kept by."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from database import Session, Statement
from database.kept_sums import NOTHING
from rates.domain.figures import (
    MOST_FIGURES,
    PERIODS,
    SAME_FOR_A_LINE,
    WORDS,
    CostFigure,
    Dimension,
    Figure,
)
from rates.store.valued_sources import cells
from rates.store.valued_triggers import HALVES_OF_ONE

_LINE_COLUMNS: dict[Dimension, str] = {
    "organization": "home",
    "project": "project_id",
    "treatment": "treatment",
}
"""`home`: the customer that stays when some were merged."""
_OF_LINE = "project_id", "amount", "currency", "reason", "treatment", "halves"
"""What all of a line has in common."""
_MERGED = "LEFT JOIN organizations o ON o.organization_id = {id} AND o.merged_into IS NOT NULL"
_WHOLE = "entries", "seconds", "billed_seconds"
_STATES = {"invoiced": "billed", "approved": "approved", "written_off": "written-off"}
"""Sums of a state, beside those of all."""
_LINE_SUMS = {
    **{name: f"sum({name}::float8)" for name in _WHOLE},
    **{
        f"{which}_{name}": f"coalesce(sum({name}::float8) FILTER (WHERE state = '{state}'), 0)"
        for which, state in _STATES.items()
        for name in ("seconds", "billed_seconds")
    },
}
"""SQL of sums. Whole numbers are exact as floats, and of many groups added up three times as fast as by `sum(bigint)`."""
_FIGURES = (*_WHOLE, *(f"{which}_seconds" for which in _STATES))
_AGREED = "included", "prepaid"
_COST_SUMS = {
    **{name: f"sum({name}::float8)::bigint" for name in ("parts", "entries", "seconds")},
    "cost_seconds": "sum(cost_seconds)",
}
_AT_MOST = f"LIMIT {MOST_FIGURES + 1}"
_HOURS_PER_HALF = 2 * 3600


async def figures(
    session: Session, by: tuple[Dimension, ...], values: Mapping[str, Any]
) -> list[Figure]:
    """The time by both dimensions, and by fewer where that is no sum of it; one figure more than an answer has at most.

    `values`: of `valued_sources.prepare`.
    """
    rows = await _earned(by, frozenset(values)).all(session, values)
    count = range(len(by) + 1)
    keys = [tuple(f"key{number}" for number in range(depth)) for depth in count]
    return [
        Figure(
            keys=tuple([row[name] for name in keys[row["depth"]]]),
            currency=row["currency"],
            reason=row["reason"] or None,
            entries=row["entries"],
            seconds=row["seconds"],
            billed_seconds=row["billed_seconds"],
            approved_seconds=row["approved_seconds"],
            invoiced_seconds=row["invoiced_seconds"],
            written_off_seconds=row["written_off_seconds"],
            included_seconds=row["included_seconds"],
            prepaid_seconds=row["prepaid_seconds"],
            rate_seconds=row["rate_seconds"],
            to_invoice=row["to_invoice"],
            approved=row["approved"],
            invoiced=row["invoiced"],
        )
        for row in rows
    ]


async def cost_figures(
    session: Session, by: tuple[Dimension, ...], values: Mapping[str, Any]
) -> list[CostFigure]:
    """What the same time costs, by both dimensions and currency."""
    return [
        CostFigure(
            keys=tuple([row[f"key{number}"] for number in range(len(by))]),
            currency=row["cost_currency"] or None,
            entries=row["entries"],
            seconds=row["seconds"],
            cost_seconds=row["cost_seconds"],
        )
        for row in await _spent(by, frozenset(values)).all(session, values)
    ]


@cache
def _earned(by: tuple[Dimension, ...], asked: frozenset[str]) -> Statement:
    """A line is rounded for what it is split into as if that had an invoice of its own, and once more as a whole."""
    extra = [one for one in by if one not in SAME_FOR_A_LINE]
    depths = {_level(by, depth): depth for depth in range(len(by) + 1)}
    sets = ", ".join(f"({', '.join((*extra[:level], 'home', 'line'))})" for level in depths)
    level = " + ".join(("0", *(f"1 - grouping({one})" for one in extra)))
    depth = " ".join(f"WHEN {level} THEN {depth}" for level, depth in depths.items())
    keys = [f"key{number}" for number in range(len(by))]
    named = ", ".join(("depth", *keys, "currency", "reason"))
    shown = "".join(
        f"CASE WHEN depth > {number} THEN {_key(one, _LINE_COLUMNS)} END AS {keys[number]}, "
        for number, one in enumerate(by)
    )
    columns = [one for one in ("state", *_OF_LINE, "organization_id", "line") if one not in extra]
    line_sums = ", ".join(f"{sql} AS {name}" for name, sql in _LINE_SUMS.items())
    sums = ", ".join(f"sum({name})::bigint AS {name}" for name in _FIGURES)
    agreed = ", ".join(
        f"coalesce(sum(seconds) FILTER (WHERE treatment = '{one}'), 0)::bigint AS {one}_seconds"
        for one in _AGREED
    )
    names = (
        *_FIGURES,
        *(f"{one}_seconds" for one in _AGREED),
        "to_invoice",
        "approved",
        "invoiced",
    )
    return Statement(f"""
WITH lines AS (
    SELECT {"".join(f"{one}, " for one in extra)}CASE {level} {depth} END AS depth, home,
        {", ".join(f"any_value({one}) AS {one}" for one in _OF_LINE)}, {line_sums}
    FROM (
        SELECT cells.*, coalesce(o.merged_into, cells.organization_id) AS home
        FROM ({cells(extra, columns, ("parts", *_WHOLE), asked)}) AS cells {_MERGED.format(id="cells.organization_id")}
    ) AS cells
    GROUP BY GROUPING SETS ({sets}) HAVING sum(parts::float8) <> 0
), by_rate AS (
    SELECT depth, {shown}currency, reason, amount, {sums}, {agreed},
        sum({rounded("(billed_seconds - invoiced_billed_seconds)")})::bigint AS to_invoice,
        sum({rounded("approved_billed_seconds")})::bigint AS approved,
        sum({rounded("invoiced_billed_seconds")})::bigint AS invoiced
    FROM lines
    GROUP BY {", ".join(("depth", *keys, "currency", "reason", "amount"))}
)
SELECT {named}, {", ".join(f"sum({name})::bigint AS {name}" for name in names)}, sum(amount * billed_seconds) AS rate_seconds
FROM by_rate GROUP BY {named} {_AT_MOST}
""")


@cache
def _spent(by: tuple[Dimension, ...], asked: frozenset[str]) -> Statement:
    merged = _MERGED.format(id="cells.organization") if "organization" in by else ""
    columns: dict[Dimension, str] = {"organization": "coalesce(o.merged_into, cells.organization)"}
    keys = [f"key{number}" for number in range(len(by))]
    shown = "".join(f"{_key(one, columns)} AS {key}, " for one, key in zip(by, keys, strict=True))
    sums = ", ".join(f"{sql} AS {name}" for name, sql in _COST_SUMS.items())
    return Statement(f"""
SELECT {shown}cost_currency, {sums} FROM ({cells(by, ("cost_currency",), _COST_SUMS, asked)}) AS cells {merged}
GROUP BY {", ".join((*keys, "cost_currency"))} HAVING sum(parts::float8) <> 0 {_AT_MOST}
""")


def _level(by: tuple[Dimension, ...], depth: int) -> int:
    """How many of the first dimensions split lines."""
    return sum(one not in SAME_FOR_A_LINE for one in by[:depth])


def _key(dimension: Dimension, columns: Mapping[Dimension, str]) -> str:
    column = columns.get(dimension, dimension)
    if dimension in PERIODS:
        return column
    return f"nullif({column}, '{'' if dimension in WORDS else NOTHING}')"


def rounded(seconds: str) -> str:
    """SQL of `money.hourly_amount` of a line in the smallest unit, by exact division: of integers where that is possible."""
    half = _HOURS_PER_HALF // 2
    return f"""CASE {seconds} WHEN 0 THEN 0 ELSE coalesce((halves * {seconds}::bigint + {half}) / {_HOURS_PER_HALF},
            div(amount * {HALVES_OF_ONE} * {seconds}::bigint + {half}, {_HOURS_PER_HALF})::bigint) END"""
