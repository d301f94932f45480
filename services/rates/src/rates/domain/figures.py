"""Sums of time by what it is split by: what it is worth, and what it costs."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal, TypeVar
from uuid import UUID

from rates.domain.matching import UnpricedReason
from rates.domain.revenue import Period
from rates.domain.segments import Treatment

Dimension = Literal[
    "agent",
    "team",
    "project",
    "organization",
    "service_type",
    "state",
    "treatment",
    "day",
    "week",
    "month",
]
State = Literal["logged", "approved", "billed", "written-off", "expected", "ready"]
"""Of time: not approved; approved and on no issued invoice; on one; not to be charged. What agreements charge: not yet to
be billed; to be billed now; on an issued invoice."""
ShownTreatment = Literal[Treatment, "agreement"]
"""How time is charged, or that it is no time but what an agreement charges."""
AGREEMENT = "agreement"
"""The key of what agreements charge, where it is of none of what it is split by: nothing is distributed."""
Key = UUID | date | str | None
"""What a figure is of: an id, the first day of a day, week or month, or a word; None: time without one."""
Keys = tuple[Key, ...]
"""Of no dimension, of the first, or of both."""
PERIODS: Collection[Dimension] = ("day", "week", "month")
WORDS: Collection[Dimension] = ("state", "treatment")
SAME_FOR_A_LINE: Collection[Dimension] = ("organization", "project", "treatment")
"""What all of a line of an invoice has in common: split by these, the parts of time add up to the cent."""
MOST_FIGURES = 10_000
"""What an answer has at most; money in each currency is a figure of its own, as is time without a price for each reason."""


@dataclass(frozen=True, slots=True)
class TimeFilter:
    """Which time; None for any value."""

    period: Period
    organization_id: UUID | None = None
    project_id: UUID | None = None
    agent_id: UUID | None = None
    team_id: UUID | None = None
    service_type_id: UUID | None = None
    state: State | None = None
    treatment: ShownTreatment | None = None

    @property
    def wants_charges(self) -> bool:
        """Whether what agreements charge is asked for: nobody works it, and it is no kind of work."""
        nobody = self.agent_id is None and self.team_id is None and self.service_type_id is None
        return nobody and self.treatment in (None, AGREEMENT) and self.state not in _OF_TIME


_OF_TIME: Collection[State | None] = ("logged", "approved")


@dataclass(frozen=True, slots=True)
class Charged:
    """What agreements charge, in minor units, apart from plain hours: all of it, what can be billed, and what is billed.

    What can be billed of a true-up counts the fees of approved time, all of it also those of time that is not: so `ready`
    may be more than what is not billed.
    """

    amount: int = 0
    ready: int = 0
    billed: int = 0

    def plus(self, other: "Charged") -> "Charged":
        """Both together."""
        return Charged(
            self.amount + other.amount, self.ready + other.ready, self.billed + other.billed
        )


NO_CHARGES = Charged()


@dataclass(frozen=True, slots=True)
class Figure:
    """Time of these keys at rates in one currency, or without a price for one reason. Money is in minor units.

    `approved` is what an invoice of just what is approved, and on none yet, charges: a part of `to_invoice`, as rounded
    for itself. What an agreement includes, or is prepaid, earns nothing by the hour; what agreements charge is `charged`.
    """

    keys: Keys
    currency: str
    reason: UnpricedReason | None
    entries: int
    seconds: int
    billed_seconds: int
    approved_seconds: int
    invoiced_seconds: int
    written_off_seconds: int
    included_seconds: int
    prepaid_seconds: int
    rate_seconds: Decimal
    to_invoice: int
    approved: int
    invoiced: int
    charged: Charged = NO_CHARGES

    def plus(self, other: "Figure") -> "Figure":
        """Both together, where they are of the same."""
        return Figure(
            self.keys,
            self.currency,
            self.reason,
            self.entries + other.entries,
            self.seconds + other.seconds,
            self.billed_seconds + other.billed_seconds,
            self.approved_seconds + other.approved_seconds,
            self.invoiced_seconds + other.invoiced_seconds,
            self.written_off_seconds + other.written_off_seconds,
            self.included_seconds + other.included_seconds,
            self.prepaid_seconds + other.prepaid_seconds,
            self.rate_seconds + other.rate_seconds,
            self.to_invoice + other.to_invoice,
            self.approved + other.approved,
            self.invoiced + other.invoiced,
            self.charged.plus(other.charged),
        )


@dataclass(frozen=True, slots=True)
class CostFigure:
    """Time of these keys that costs in one currency; None: no cost covers it. `cost_seconds`: exact Σ(seconds × cost)."""

    keys: Keys
    currency: str | None
    entries: int
    seconds: int
    cost_seconds: Decimal
    reason: None = None

    def plus(self, other: "CostFigure") -> "CostFigure":
        """Both together, where they are of the same."""
        return CostFigure(
            self.keys,
            self.currency,
            self.entries + other.entries,
            self.seconds + other.seconds,
            self.cost_seconds + other.cost_seconds,
        )


def charge_of(keys: Keys, currency: str, charged: Charged) -> Figure:
    """A figure of what agreements charge alone."""
    return Figure(keys, currency, None, *(0,) * 8, Decimal(0), *(0,) * 3, charged)


def at_every_depth(figures: Iterable[Figure], by: Sequence[Dimension]) -> Iterator[Figure]:
    """The figures, and the same of fewer dimensions where those of time are no sums."""
    depths = [depth for depth, one in enumerate(by) if one not in SAME_FOR_A_LINE]
    for one in figures:
        yield one
        yield from (replace(one, keys=one.keys[:depth]) for depth in depths)


AnyFigure = TypeVar("AnyFigure", Figure, CostFigure)


def added_up(figures: Sequence[AnyFigure], keys: Keys) -> AnyFigure:
    """One figure of several that have these keys, and perhaps more."""
    found = figures[0]
    for other in figures[1:]:
        found = found.plus(other)
    return found if found.keys == keys else replace(found, keys=keys)
