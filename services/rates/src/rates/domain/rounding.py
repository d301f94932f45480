"""How time is rounded before it is charged: the policies of customers, and what they make of entries.

`store/rounding.py` has the same rule in SQL for many entries at once; a property test holds the two together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from domain_errors import ConflictError, InvalidInputError
from rates.domain.matching import Customer
from rates.domain.rules import DatedRule

RoundingMode = Literal["none", "up", "nearest", "down"]
RoundingScope = Literal["entry", "day-work-item"]

MODES: tuple[RoundingMode, ...] = ("none", "up", "nearest", "down")
SCOPES: tuple[RoundingScope, ...] = ("entry", "day-work-item")
STEPS_SECONDS = tuple(60 * minutes for minutes in (1, 5, 6, 10, 15, 30, 60))
MOST_SECONDS = 24 * 3600
"""What an entry can have at the most, and so what its minimum can be."""


class RoundingBilledError(ConflictError):
    """Time was billed as this policy rounds it, so it cannot be withdrawn."""


@dataclass(frozen=True, slots=True)
class Rounding:
    """To which multiple of a step time is rounded, each entry by itself or all of a day on a work item together.

    An entry counts at least `minimum_seconds`; the mode `none` has no step.
    """

    mode: RoundingMode
    step_seconds: int | None = None
    scope: RoundingScope = "entry"
    minimum_seconds: int = 0

    def check(self) -> None:
        """Raise `InvalidInputError` for what does not say how to round, or would round below zero."""
        if self.mode == "none" and self.step_seconds is not None:
            raise InvalidInputError("step_seconds", "the mode none has no step")
        if self.mode != "none" and self.step_seconds not in STEPS_SECONDS:
            steps = ", ".join(map(str, STEPS_SECONDS))
            raise InvalidInputError("step_seconds", f"the mode {self.mode} needs one of {steps}")
        if not 0 <= self.minimum_seconds <= MOST_SECONDS:
            raise InvalidInputError("minimum_seconds", f"must lie between 0 and {MOST_SECONDS}")

    def rounded(self, seconds: int) -> int:
        """A duration by mode and step. What is a multiple stays put; nearest rounds a half up."""
        step = self.step_seconds or 1
        ahead = {"none": 0, "up": step - 1, "nearest": step // 2, "down": 0}[self.mode]
        return (seconds + ahead) // step * step

    def billed_seconds(
        self, group: Sequence[int], charged: Iterable[tuple[int, int]] = ()
    ) -> list[int]:
        """What is billed of entries that are rounded together, from the raw seconds of each, in their order.

        Together they bill the rounded sum. The last entry gets the difference; what it has too little of to give, those
        before it do. None bills less than its minimum. `charged`: raw and billed seconds of others in the group, which are
        on invoices: they stay as they are, and the sum is rounded with them.
        """
        charged = list(charged)
        counted = [self._counted(seconds) for seconds in group]
        target = self.rounded(sum(counted) + sum(self._counted(raw) for raw, _ in charged))
        missing = target - sum(counted) - sum(billed for _, billed in charged)
        for place in reversed(range(len(counted))):
            change = max(missing, self.minimum_seconds - counted[place])
            counted[place] += change
            missing -= change
        return counted

    def _counted(self, seconds: int) -> int:
        return max(seconds, self.minimum_seconds)


@dataclass(frozen=True, slots=True)
class NewRoundingPolicy:
    """A policy that somebody wants to hold; without a customer it is the account's default."""

    organization_id: UUID | None
    rounding: Rounding
    valid_from: date
    valid_to: date | None = None

    def check(self) -> None:
        """Raise `InvalidInputError` for what does not say how to round, or ends before it begins."""
        self.rounding.check()
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise InvalidInputError("valid_to", "must not be before valid_from")


@dataclass(frozen=True, slots=True)
class RoundingPolicy(DatedRule):
    """How the time of a customer, or of all who have none of their own, is rounded, by day of work.

    `recorded_at` and `superseded_at` bound the time in which it was our knowledge, as those of a rate do.
    """

    policy_id: UUID
    version: int
    organization_id: UUID | None
    rounding: Rounding
    valid_from: date
    valid_to: date | None
    recorded_at: datetime
    superseded_at: datetime | None = None

    @classmethod
    def first(cls, policy_id: UUID, new: NewRoundingPolicy, now: datetime) -> "RoundingPolicy":
        """The first version of a new policy. Raises `InvalidInputError`."""
        new.check()
        return cls(
            policy_id, 1, new.organization_id, new.rounding, new.valid_from, new.valid_to, now
        )


def policy_for(
    policies: Iterable[RoundingPolicy], customer: Customer, day: date
) -> RoundingPolicy | None:
    """The policy of a customer on a day: its own, else one of those that were merged into it, else the account's."""
    return max(
        (
            policy
            for policy in policies
            if policy.holds_on(day) and policy.organization_id in {None, *customer.names}
        ),
        key=lambda policy: (
            policy.organization_id is not None,
            policy.organization_id == customer.organization_id,
            policy.policy_id,
        ),
        default=None,
    )


@dataclass(frozen=True, slots=True)
class Together:
    """Entries that are rounded together: how many, and what was recorded and is charged of all of them."""

    entries: int
    seconds: int
    billed_seconds: int


@dataclass(frozen=True, slots=True)
class RoundingExplanation:
    """How much of an entry is charged, by which policy, and with which others it is rounded."""

    seconds: int
    billed_seconds: int
    policy: RoundingPolicy | None
    together: Together

    @property
    def others_gone(self) -> bool:
        """Whether it keeps its share of what was rounded when it was billed, of which nothing else is there any more."""
        return (
            self.policy is not None
            and self.together.entries == 1
            and self.policy.rounding.billed_seconds([self.seconds]) != [self.billed_seconds]
        )

    @property
    def why(self) -> str:
        """The same in words."""
        if self.policy is None:
            return "not rounded: no policy holds"
        by = _in_words(self.policy)
        if self.together.entries == 1:
            share = ", its share of what was rounded when it was billed" if self.others_gone else ""
            return f"{by}: {_long(self.seconds)} billed as {_long(self.billed_seconds)}{share}"
        return (
            f"{by}: {self.together.entries} entries of the day on the work item, {_long(self.together.seconds)}, "
            f"billed as {_long(self.together.billed_seconds)}, and this one, {_long(self.seconds)}, "
            f"as {_long(self.billed_seconds)}; the last has the difference"
        )


def _in_words(policy: RoundingPolicy) -> str:
    rounding = policy.rounding
    step = f" to {(rounding.step_seconds or 0) // 60} min"
    ways = {"none": "as recorded", "up": f"up{step}", "nearest": f"to the nearest{step[3:]}"}
    way = (ways | {"down": f"down{step}"})[rounding.mode]
    least = f", at least {_long(rounding.minimum_seconds)}" if rounding.minimum_seconds else ""
    whose = "the account's" if policy.organization_id is None else "the customer's"
    return f"{way}{least}, by {whose} policy from {policy.valid_from}"


def _long(seconds: int) -> str:
    """A duration as invoices write it: 1:10, with seconds where there are some: 1:10:05."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60}:{minutes % 60:02}" + (f":{rest:02}" if rest else "")
