"""Who is in which team when, and on which days a change of that moves somebody."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from rates.domain.rules import Days

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Membership:
    """The days on which an agent is in a team, both included; None is until further notice."""

    team_id: UUID
    first_day: date
    last_day: date | None = None


def days_moved(before: Iterable[Membership], after: Iterable[Membership]) -> Days | None:
    """From the first to the last day on which an agent is in another team than before; None: there is no such day.

    No two memberships of an agent have a day in common.
    """
    old, new = _in_order(before), _in_order(after)
    starts = sorted({day for one in (*old, *new) for day in _turns(one)})
    moved = [
        (first, behind and behind - _DAY)
        for first, behind in pairwise([*starts, None])
        if first is not None and _team_on(old, first) != _team_on(new, first)
    ]
    return Days(moved[0][0], moved[-1][1]) if moved else None


def _in_order(memberships: Iterable[Membership]) -> Sequence[Membership]:
    return sorted(memberships, key=lambda one: one.first_day)


def _turns(one: Membership) -> Iterable[date]:
    """The days on which a team may begin or be no more."""
    yield one.first_day
    if one.last_day not in (None, date.max):
        yield one.last_day + _DAY


def _team_on(memberships: Sequence[Membership], day: date) -> UUID | None:
    index = bisect_right(memberships, day, key=lambda one: one.first_day)
    last = memberships[index - 1] if index else None
    return last.team_id if last and (last.last_day is None or day <= last.last_day) else None
