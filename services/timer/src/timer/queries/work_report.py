"""How much was worked, by two dimensions, against how long people could work; from kept sums, never from entries."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from database import Row, Session, Statement
from domain_errors import InvalidInputError
from timer.capacity import Period
from timer.membership import Membership
from timer.queries.capacity import capacity
from timer.store import worked_days
from timer.store.worked_days import WorkFilter
from timer.store.worked_triggers import SUMS
from timer.work_report import (
    MOST_PARTS,
    PERIODS,
    WHO_AND_WHEN,
    Dimension,
    Key,
    Keys,
    Part,
    People,
    Sums,
    WorkReport,
    WorkTotals,
    must_be_two,
    report_of,
)

__all__ = ["WorkFilter", "work_report", "work_totals"]

_AGENTS = Statement("""
SELECT a.id FROM agents a
WHERE (CAST(:agent_id AS uuid) IS NULL OR a.id = :agent_id) AND (a.active
    OR EXISTS (SELECT FROM worked_days w WHERE w.agent_id = a.id AND w.work_date BETWEEN :first AND :last)
    OR EXISTS (SELECT FROM worked_changes w WHERE w.agent_id = a.id AND w.work_date BETWEEN :first AND :last))
""")
_MEMBERSHIPS = Statement("""
SELECT id, version, agent_id, team_id, first_day, last_day FROM team_memberships
WHERE first_day <= :last AND (last_day IS NULL OR last_day >= :first) ORDER BY first_day
""")
_BY_AGENT: tuple[Dimension] = ("agent",)
_BY_ORGANIZATION: tuple[Dimension] = ("organization",)
_EVERYBODY = 100_000
"""More customers and agents than an account has."""


async def work_totals(session: Session, wanted: WorkFilter) -> WorkTotals:
    """Add up the time that is wanted. Raises `InvalidInputError` for an end before the start."""
    if wanted.first_day and wanted.last_day:
        Period(wanted.first_day, wanted.last_day).must_be_in_order()
    total, *organizations = await worked_days.sums(session, _BY_ORGANIZATION, wanted, _EVERYBODY)
    _, *agents = await worked_days.sums(session, _BY_AGENT, wanted, _EVERYBODY)
    return WorkTotals(
        _sums(total),
        [Part(row.key0, _sums(row)) for row in organizations],
        [Part(row.key0, _sums(row)) for row in agents],
    )


async def work_report(
    session: Session, by: tuple[Dimension, ...], wanted: WorkFilter
) -> WorkReport:
    """Add up the time that is wanted by one or two dimensions.

    With both days of a period it also says how long people could work, where time is not split by what it was spent on.
    Raises `InvalidInputError` for a period that is none, the same dimension twice, and more than 10,000 parts.
    """
    must_be_two(by)
    people = await _people(session, wanted)
    rows = await worked_days.sums(session, by, wanted, MOST_PARTS + 1)
    if len(rows) > MOST_PARTS:
        raise InvalidInputError(
            "then_by", f"more than {MOST_PARTS} parts: ask for fewer days, or less finely"
        )
    sums = {_keys(row): _sums(row) for row in rows}
    capacity: dict[Keys, int] = {}
    for depth in range(len(by) + 1):
        if people and set(by[:depth]) <= set(WHO_AND_WHEN):
            capacity |= people.seconds(by[:depth], wanted.team_id)
    return report_of(by, sums, capacity, await _names(session, by, {*sums, *capacity}))


async def _people(session: Session, wanted: WorkFilter) -> People | None:
    """Whoever is active or has worked in the period, if it is one."""
    if wanted.first_day is None or wanted.last_day is None:
        return None
    period = Period(wanted.first_day, wanted.last_day)
    period.must_be_possible()
    values = {"first": period.first, "last": period.last, "agent_id": wanted.agent_id}
    agents = [row.id for row in await _AGENTS.all(session, values)]
    teams: dict[UUID, list[Membership]] = defaultdict(list)
    for row in await _MEMBERSHIPS.all(session, values):
        teams[row.agent_id].append(Membership(*row))
    return People(period, await capacity(session, agents, period), teams)


async def _names(
    session: Session, by: Sequence[Dimension], found: Collection[Keys]
) -> dict[Key, str]:
    names: dict[Key, str] = {}
    for number, dimension in enumerate(by):
        if dimension not in PERIODS:
            ids = {keys[number] for keys in found if len(keys) > number}
            names |= await worked_days.names(session, dimension, ids - {None})
    return names


def _keys(row: Row) -> Keys:
    return tuple(row[f"key{number}"] for number in range(row.depth))


def _sums(row: Row) -> Sums:
    return Sums(*(row[name] or 0 for name in SUMS))
