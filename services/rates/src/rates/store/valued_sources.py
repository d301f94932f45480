"""Where the sums of a period are read: of whole months the months, of other days the days, and what is not moved yet."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from database import Session, Statement
from rates.domain.figures import Dimension, TimeFilter
from rates.domain.matching import Customer
from rates.store.valued_tables import ValuedChange, ValuedDay, ValuedMonth

_A_MONDAY = "DATE '1899-12-25'"


def first_day_of(period: Dimension, day: str) -> str:
    """SQL of the first day of the day, week or month in which a day is."""
    return {
        "week": f"{day} - ({day} - {_A_MONDAY}) % 7",
        "month": f"date_trunc('month', {day}::timestamp)::date",
    }.get(period, day)


_COLUMNS: dict[Dimension, str] = {
    "organization": "v.organization_id",
    "project": "v.project_id",
    "agent": "v.agent_id",
    "team": "m.team_id",
    "service_type": "v.service_type_id",
    "state": "v.state",
    "treatment": "v.treatment",
    **{one: first_day_of(one, "v.work_date") for one in ("day", "week", "month")},
}
_MEMBERS = (
    "LEFT JOIN team_memberships m ON m.agent_id = v.agent_id"
    " AND v.work_date >= m.first_day AND (m.last_day IS NULL OR v.work_date <= m.last_day)"
)
_CONDITIONS = {
    "organization_ids": "v.organization_id = ANY(:organization_ids)",
    "project_id": "v.project_id = :project_id",
    "agent_id": "v.agent_id = :agent_id",
    "team_id": "m.team_id = :team_id",
    "service_type_id": "v.service_type_id = :service_type_id",
    "state": "v.state = :state",
    "treatment": "v.treatment = :treatment",
}
_PREPARE = Statement("""
SELECT set_config('work_mem', '64MB', true), set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)
""")
"""So that a year of many people is grouped in memory instead of sorted on disk, and found by the index of its account: else
the database works out for each row which account it is asked for. To compile such a query takes longer than it."""
_MOVES = Statement("""
SELECT DISTINCT date_trunc('month', day::timestamp)::date AS month
FROM (SELECT first_day FROM team_memberships UNION SELECT last_day + 1 FROM team_memberships) AS change(day)
WHERE extract(day FROM day) > 1 AND day > CAST(:first_month AS date) AND day < CAST(:end AS date)
""")
"""Months in the midst of which somebody came into a team or left one."""
_DAYS: Collection[str] = ("day", "week")
"""What months are not split by."""
_MEMBERSHIP: Collection[str] = ("team", "team_id")
_ONE_DAY = timedelta(days=1)


async def prepare(
    session: Session, by: tuple[Dimension, ...], wanted: TimeFilter, customer: Customer | None
) -> dict[str, Any]:
    """Values for the statements that read what is wanted.

    `customer`: whose time it is, with those that were merged into it.
    """
    await _PREPARE.all(session)
    period = wanted.period
    values: dict[str, Any] = {
        "first_day": period.first_day or date.min,
        "last_day": period.last_day or date.max,
    }
    for name in _CONDITIONS:
        if (value := getattr(wanted, name, None)) is not None:
            values[name] = value
    if customer is not None:
        values["organization_ids"] = list(customer.names)
    months = period.whole_months
    if months and not {*by}.intersection(_DAYS):
        values["first_month"], values["end"] = months
        if {*by, *values}.intersection(_MEMBERSHIP):
            moves = [row.month for row in await _MOVES.all(session, values)]
            values["months_of_moves"] = moves
            values["days_of_moves"] = [day for month in moves for day in _days_of(month)]
    return values


def _days_of(month: date) -> Iterator[date]:
    day = month
    while (day.year, day.month) == (month.year, month.month):
        yield day
        day += _ONE_DAY


def cells(
    dimensions: Collection[Dimension],
    columns: Iterable[str],
    sums: Iterable[str],
    asked: frozenset[str],
) -> str:
    """SQL of the sums by these dimensions and other columns; `asked` are the names of the values that `prepare` made.

    Days are grouped first, as few are in the other tables; months have hardly two rows that are of the same.
    """
    joins = _MEMBERS if {*dimensions, *asked}.intersection(_MEMBERSHIP) else ""
    conditions = [condition for name, condition in _CONDITIONS.items() if name in asked]
    names = [*(f"{_COLUMNS[one]} AS {one}" for one in dimensions), *(f"v.{one}" for one in columns)]
    return " UNION ALL ".join(
        f"SELECT {', '.join((*names, *sums))} FROM {table} v {joins}"
        f" WHERE {' AND '.join((within, *conditions))}"
        for table, within in _sources(asked)
    )


def _sources(asked: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Tables, and which of their rows are in the period."""
    days = ValuedDay.__tablename__
    within = "v.work_date >= :first_day AND v.work_date <= :last_day"
    if "first_month" in asked:
        in_months = "v.work_date >= :first_month AND v.work_date < CAST(:end AS date)"
        if "days_of_moves" in asked:
            in_months += " AND v.work_date <> ALL(CAST(:months_of_moves AS date[]))"
            yield days, "v.work_date = ANY(CAST(:days_of_moves AS date[]))"
        yield ValuedMonth.__tablename__, in_months
        yield days, "v.work_date >= :first_day AND v.work_date < CAST(:first_month AS date)"
        yield days, "v.work_date >= CAST(:end AS date) AND v.work_date <= :last_day"
    else:
        yield days, within
    yield ValuedChange.__tablename__, within
