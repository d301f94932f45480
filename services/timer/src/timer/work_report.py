"""How much was worked: sums by two dimensions, and what part of people's time they are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from domain_errors import InvalidInputError
from timer.calendar import first_day_of_week
from timer.capacity import Capacity, Period
from timer.membership import Membership

Dimension = Literal[
    "agent", "team", "project", "organization", "service_type", "day", "week", "month"
]
Key = UUID | date | None
"""What a sum is of: an id, or the first day of a day, week or month; None: time without one."""
Keys = tuple[Key, ...]
"""Of no dimension, of the first, or of both."""
PERIODS: Collection[Dimension] = ("day", "week", "month")
WHO_AND_WHEN: Collection[Dimension] = ("agent", "team", *PERIODS)
"""By what else than these time is split, capacity is not."""
MOST_PARTS = 10_000
_SHARE_DIGITS = 4
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sums:
    """Time added up. Billed time is approved time, so it is in both; what is neither submitted nor approved is in drafts."""

    entries: int = 0
    seconds: int = 0
    billable_seconds: int = 0
    submitted_seconds: int = 0
    submitted_billable_seconds: int = 0
    approved_seconds: int = 0
    approved_billable_seconds: int = 0
    billed_seconds: int = 0

    @property
    def draft_seconds(self) -> int:
        """What was not handed in."""
        return self.seconds - self.submitted_seconds - self.approved_seconds

    @property
    def draft_billable_seconds(self) -> int:
        """What of it is billable."""
        not_draft = self.submitted_billable_seconds + self.approved_billable_seconds
        return self.billable_seconds - not_draft


@dataclass(frozen=True, slots=True)
class Part:
    """The time of one key, and how long its people could work; None where that is not asked, or means nothing."""

    key: Key
    sums: Sums
    name: str | None = None
    capacity_seconds: int | None = None

    @property
    def id(self) -> UUID | None:
        """Of what it is, unless of a period."""
        return self.key if isinstance(self.key, UUID) else None

    @property
    def day(self) -> date | None:
        """The first day of the period that it is of."""
        return self.key if isinstance(self.key, date) else None

    @property
    def billable_share(self) -> float | None:
        """Of the time that was worked; None without any."""
        return _share(self.sums.billable_seconds, self.sums.seconds)

    @property
    def submitted_share(self) -> float | None:
        """Of the time that was worked; None without any."""
        return _share(self.sums.submitted_seconds, self.sums.seconds)

    @property
    def approved_share(self) -> float | None:
        """Of the time that was worked; None without any."""
        return _share(self.sums.approved_seconds, self.sums.seconds)

    @property
    def billed_share(self) -> float | None:
        """Of the time that was worked; None without any."""
        return _share(self.sums.billed_seconds, self.sums.seconds)

    @property
    def utilization(self) -> float | None:
        """What was worked of what people could work."""
        return _share(self.sums.seconds, self.capacity_seconds)

    @property
    def billable_utilization(self) -> float | None:
        """What was billable of what people could work."""
        return _share(self.sums.billable_seconds, self.capacity_seconds)


@dataclass(frozen=True, slots=True)
class Group(Part):
    """The time of one key of the first dimension, split by the second."""

    parts: Sequence[Part] = ()


@dataclass(frozen=True, slots=True)
class WorkReport:
    """All time, and the same in groups."""

    total: Part
    groups: Sequence[Group]


@dataclass(frozen=True, slots=True)
class WorkTotals:
    """All time, and the same by customer and by agent."""

    totals: Sums
    by_organization: Sequence[Part]
    by_agent: Sequence[Part]


@dataclass(frozen=True, slots=True)
class People:
    """How long agents can work on each day of a period, and in which team they are."""

    period: Period
    capacity: Mapping[UUID, Capacity]
    memberships: Mapping[UUID, Sequence[Membership]]

    def seconds(self, by: Sequence[Dimension], team_id: UUID | None = None) -> dict[Keys, int]:
        """What can be worked, by these dimensions; of one team alone if it is given."""
        found: dict[Keys, int] = defaultdict(int)
        starts = {self.period.first}
        for dimension in by:
            starts |= set(_starts(dimension, self.period))
        for agent_id, capacity in self.capacity.items():
            for first, end, team in self._stretches(agent_id, starts):
                if team_id not in (None, team):
                    continue
                keys = tuple(_key(one, agent_id, team, first) for one in by)
                found[keys] += sum(capacity.days[self._number(first) : self._number(end)])
        return found

    def _number(self, day: date) -> int:
        return (day - self.period.first).days

    def _stretches(
        self, agent_id: UUID, starts: Collection[date]
    ) -> Iterator[tuple[date, date, UUID | None]]:
        """First day, the day after the last, and the team of stretches in which no key of theirs changes."""
        after = self.period.last + _ONE_DAY
        memberships = self.memberships.get(agent_id, ())
        changes = {
            *(one.first_day for one in memberships),
            *(one.last_day + _ONE_DAY for one in memberships if one.last_day),
        }
        inside = (day for day in changes if self.period.first <= day < after)
        days = sorted({*starts, *inside})
        for first, end in zip(days, (*days[1:], after), strict=True):
            yield first, end, _team_on(first, memberships)


def report_of(
    by: Sequence[Dimension],
    sums: Mapping[Keys, Sums],
    capacity: Mapping[Keys, int],
    names: Mapping[Key, str],
) -> WorkReport:
    """Groups in the order of their names or days, with those who worked nothing but could have."""
    worked = dict(sums)
    for keys, seconds in capacity.items():
        if len(keys) == 1 and seconds:
            worked.setdefault(keys, Sums())

    def part(keys: Keys) -> Part:
        key = keys[-1] if keys else None
        name = None if key is None else names.get(key)
        return Part(key, worked.get(keys, Sums()), name, capacity.get(keys))

    parts: dict[Keys, list[Part]] = defaultdict(list)
    for keys in worked:
        if keys:
            parts[keys[:-1]].append(part(keys))
    return WorkReport(
        part(()),
        tuple(
            Group(one.key, one.sums, one.name, one.capacity_seconds, _ordered(parts[one.key,]))
            for one in _ordered(parts[()])
        ),
    )


def _ordered(parts: Iterable[Part]) -> list[Part]:
    return sorted(
        parts, key=lambda one: (one.key is None, (one.name or "").casefold(), str(one.key))
    )


def must_be_two(by: Sequence[Dimension]) -> None:
    """Raises `InvalidInputError` when a report is split twice by the same."""
    if len(set(by)) < len(by):
        raise InvalidInputError("then_by", "must be another one than by")


def period_of(dimension: Dimension, day: date) -> date:
    """The first day of the day, week or month that `day` is in."""
    if dimension == "month":
        return day.replace(day=1)
    return first_day_of_week(day) if dimension == "week" else day


def _starts(dimension: Dimension, period: Period) -> Iterator[date]:
    if dimension not in PERIODS:
        return
    day = period.first
    while day <= period.last:
        if period_of(dimension, day) == day:
            yield day
        day += _ONE_DAY


def _team_on(day: date, memberships: Iterable[Membership]) -> UUID | None:
    for one in memberships:
        if one.first_day <= day and (one.last_day is None or day <= one.last_day):
            return one.team_id
    return None


def _key(dimension: Dimension, agent_id: UUID, team_id: UUID | None, day: date) -> Key:
    if dimension == "agent":
        return agent_id
    return team_id if dimension == "team" else period_of(dimension, day)


def _share(part: int, whole: int | None) -> float | None:
    return round(part / whole, _SHARE_DIGITS) if whole else None
