"""Sums of what was worked, read by two of what they are kept by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from database import Row, Session, Statement
from database.kept_sums import NOTHING
from timer.calendar import FIRST_DAY, LAST_DAY
from timer.store.worked_triggers import SUMS
from timer.work_report import Dimension, Key

_A_MONDAY = "DATE '1899-12-25'"
_COLUMNS: dict[Dimension, str] = {
    "agent": "w.agent_id",
    "team": "m.team_id",
    "project": f"nullif(w.project_id, '{NOTHING}')",
    "organization": f"coalesce(o.merged_into, nullif(w.organization_id, '{NOTHING}'))",
    "service_type": f"nullif(w.service_type_id, '{NOTHING}')",
    "day": "w.work_date",
    "week": f"w.work_date - (w.work_date - {_A_MONDAY}) % 7",
    "month": "date_trunc('month', w.work_date::timestamp)::date",
}
_JOINS = {
    "team": "LEFT JOIN team_memberships m ON m.agent_id = w.agent_id"
    " AND w.work_date >= m.first_day AND (m.last_day IS NULL OR w.work_date <= m.last_day)",
    "organization": "LEFT JOIN organizations o ON o.id = w.organization_id AND o.merged_into IS NOT NULL",
}
_CONDITIONS = {
    "agent_id": "w.agent_id = :agent_id",
    "team_id": "m.team_id = :team_id",
    "project_id": "w.project_id = :project_id",
    "organization_id": "(w.organization_id = :organization_id OR o.merged_into = :organization_id)",
    "service_type_id": "w.service_type_id = :service_type_id",
}
_SUMMED = ", ".join(f"sum({name})::bigint AS {name}" for name in SUMS)
_BY_DAY = "w.work_date BETWEEN :first_day AND :last_day"
_PREPARE = Statement("""
SELECT set_config('work_mem', '64MB', true), set_config('enable_seqscan', 'off', true)
""")
"""So that a year of many people is grouped in memory instead of sorted on disk, and found by the index of its account: else
the database works out for each row which account it is asked for."""
_TABLES: dict[Dimension, str] = {
    "agent": "agents",
    "team": "teams",
    "project": "projects",
    "organization": "organizations",
    "service_type": "service_types",
}
_NAMES: dict[Dimension, Statement] = {
    one: Statement(f"SELECT id, name FROM {table} WHERE id = ANY(CAST(:ids AS uuid[]))")
    for one, table in _TABLES.items()
}


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """Which time; None for any value. Days are work dates, both included."""

    first_day: date | None = None
    last_day: date | None = None
    agent_id: UUID | None = None
    team_id: UUID | None = None
    project_id: UUID | None = None
    organization_id: UUID | None = None
    service_type_id: UUID | None = None


@cache
def _summing(by: tuple[Dimension, ...], asked: frozenset[str]) -> Statement:
    """Everything, by the first dimension, and by both; `depth` says how many count. Only what is asked for is joined."""
    needed = {*by, *(name.removesuffix("_id") for name in asked)}
    joins = " ".join(join for name, join in _JOINS.items() if name in needed)
    where = " AND ".join((_BY_DAY, *(_CONDITIONS[name] for name in _CONDITIONS if name in asked)))
    keys = [f"key{number}" for number in range(len(by))]
    columns = ", ".join(f"{_COLUMNS[one]} AS {key}" for one, key in zip(by, keys, strict=True))
    select, group = (f"{columns}, ", f"GROUP BY {', '.join(keys)}") if by else ("", "")
    cells = " UNION ALL ".join(
        f"SELECT {select}{_SUMMED} FROM {table} w {joins} WHERE {where} {group}"
        for table in ("worked_days", "worked_changes")
    )
    levels = ", ".join(f"({', '.join(keys[:depth])})" for depth in range(len(keys) + 1))
    depth = " + ".join(("0", *(f"1 - grouping({key})" for key in keys)))
    names = ", ".join((*keys, _SUMMED))
    return Statement(f"""
WITH cells AS ({cells}), worked AS (SELECT {names} FROM cells {group})
SELECT {depth} AS depth, {names} FROM worked WHERE entries > 0
GROUP BY GROUPING SETS ({levels}) ORDER BY {", ".join(("depth", *keys))} LIMIT :limit
""")


async def sums(
    session: Session, by: tuple[Dimension, ...], wanted: WorkFilter, limit: int
) -> list[Row]:
    """The sums by up to two dimensions, less deep ones first: `depth`, `key0`, `key1`, and what is added up.

    Those of depth 0 are always there, of nulls where there is no time.
    """
    asked = frozenset(name for name in _CONDITIONS if getattr(wanted, name) is not None)
    values = {name: getattr(wanted, name) for name in asked}
    days = {
        "first_day": wanted.first_day or FIRST_DAY,
        "last_day": wanted.last_day or LAST_DAY,
    }
    await _PREPARE.all(session)
    return await _summing(by, asked).all(session, {**values, **days, "limit": limit})


async def names(session: Session, dimension: Dimension, ids: Iterable[object]) -> dict[Key, str]:
    """What the agents, teams, projects, customers or service types with these ids are called."""
    rows = await _NAMES[dimension].all(session, {"ids": list(ids)})
    return {row.id: row.name for row in rows}
