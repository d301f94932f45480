"""How much an agent has worked before an entry, on its day and in its week: what overtime is counted from."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Worked:
    """Time of an agent, whether anybody is to pay for it or not."""

    entry_id: UUID
    agent_id: UUID
    work_date: date
    started_at: datetime | None
    seconds: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """Raw seconds that the agent of an entry has worked before it, on the day on which it started and in its ISO week."""

    day_seconds: int = 0
    week_seconds: int = 0


NOTHING_EARLIER = Earlier()


def earlier_of(entries: Iterable[Worked]) -> dict[UUID, Earlier]:
    """What was worked before each entry, given all of the agents' weeks that they are in.

    In order of start; time of a day whose start is not known counts as worked first on it.
    """
    days: dict[tuple[UUID, date], int] = defaultdict(int)
    weeks: dict[tuple[UUID, int, int], int] = defaultdict(int)
    earlier = {}
    for one in sorted(entries, key=_order):
        day, week = (one.agent_id, one.work_date), (one.agent_id, *one.work_date.isocalendar()[:2])
        earlier[one.entry_id] = Earlier(days[day], weeks[week])
        days[day] += one.seconds
        weeks[week] += one.seconds
    return earlier


def _order(one: Worked) -> tuple[date, datetime, UUID]:
    return one.work_date, one.started_at or _BEFORE_ALL, one.entry_id
