"""Rules of what an hour is charged at or costs: what they name, what that weighs, when they hold."""

from collections.abc import Container
from dataclasses import Field, dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Literal, Protocol, Self
from uuid import UUID

from domain_errors import ConflictError, FieldError, InvalidInputError
from money import Money, pad

RuleKind = Literal["rate", "cost"]
"""What an hour is charged to the customer, or what it costs the account. Rules of both kinds match in the same way."""


class RateBilledError(ConflictError):
    """Time was billed at this rate, so it cannot be withdrawn."""


class UnknownReferenceError(InvalidInputError):
    """A rule names what the account does not have, or what has not been heard of here yet."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Things that a rule names, or that a piece of work has. A rule that names nothing is the account's default.

    The team of a piece of work is that in which its agent is on the day of the work.
    """

    project_id: UUID | None = None
    organization_id: UUID | None = None
    agent_id: UUID | None = None
    team_id: UUID | None = None
    service_type_id: UUID | None = None

    @property
    def weight(self) -> int:
        """How specific a rule with this scope is; different combinations never weigh the same."""
        return sum(WEIGHTS[name] for name in SCOPE_FIELDS if getattr(self, name) is not None)

    @property
    def named(self) -> dict[str, UUID]:
        """The ids that it has, by the name of their field."""
        ids = ((name, getattr(self, name)) for name in SCOPE_FIELDS)
        return {name: value for name, value in ids if value is not None}

    def covers(self, work: "Scope") -> bool:
        """Whether the work has everything that this rule names."""
        return all(getattr(self, name) in (None, getattr(work, name)) for name in SCOPE_FIELDS)


SCOPE_FIELDS = tuple(field.name for field in fields(Scope))
WEIGHTS = {
    "project_id": 16,
    "organization_id": 8,
    "agent_id": 4,
    "team_id": 2,
    "service_type_id": 1,
}


def check_known(scope: Scope, known: Container[str]) -> None:
    """Raise `UnknownReferenceError` for the fields of a scope whose things are not known."""
    errors = [unknown(name) for name in scope.named if name not in known]
    if errors:
        first, *more = errors
        raise UnknownReferenceError(first.field, first.reason, *more)


def unknown(field: str, prefix: str = "") -> FieldError:
    """The refusal of a field that names what is not known."""
    reason = f"no such {_noun(field)} in this account, or not yet known here; {_LATER}"
    return FieldError(prefix + field, reason)


_LATER = "if it was made a moment ago it is on its way: try again shortly"


def _noun(field: str) -> str:
    return field.removesuffix("_id").replace("_", " ")


@dataclass(frozen=True, slots=True)
class Days:
    """Days of work from the first to the last, both included; None is without end."""

    first: date
    last: date | None = None


class DatedRule:
    """What rules of every kind have in common: versions, of which each holds on some days of work.

    A rule that is ended or withdrawn is superseded, never overwritten.
    """

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    version: int
    valid_from: date
    valid_to: date | None

    @property
    def days(self) -> Days:
        """The days on which it holds."""
        return Days(self.valid_from, self.valid_to)

    def holds_on(self, day: date) -> bool:
        """Whether it is valid for work of this day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def ended(self, valid_to: date | None, now: datetime) -> Self:
        """The next version, with another last day. Raises `InvalidInputError` when it lies before the first."""
        if valid_to is not None and valid_to < self.valid_from:
            raise InvalidInputError("valid_to", f"must not be before valid_from, {self.valid_from}")
        return replace(self, version=self.version + 1, valid_to=valid_to, recorded_at=now)


@dataclass(frozen=True, slots=True)
class NewRule:
    """A rule that somebody wants to hold."""

    scope: Scope
    hourly_rate: Money
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Rule(DatedRule):
    """An amount per hour for a scope, from `valid_from` to `valid_to`, both included; None is without end.

    `recorded_at` and `superseded_at` bound the time in which it was our knowledge. A rule that is ended or withdrawn
    is superseded, never overwritten; `version` counts what it was.
    """

    rule_id: UUID
    version: int
    scope: Scope
    hourly_rate: Money
    valid_from: date
    valid_to: date | None
    recorded_at: datetime
    superseded_at: datetime | None = None

    @classmethod
    def first(cls, rule_id: UUID, new: NewRule, now: datetime) -> Self:
        """The first version of a new rule. Raises `InvalidInputError` when it ends before it begins."""
        if new.valid_to is not None and new.valid_to < new.valid_from:
            raise InvalidInputError("valid_to", "must not be before valid_from")
        rate = new.hourly_rate
        hourly_rate = replace(rate, amount=pad(rate.amount, rate.currency))
        return cls(rule_id, 1, new.scope, hourly_rate, new.valid_from, new.valid_to, now)

    def as_new(self) -> NewRule:
        """The same, wanted once more."""
        return NewRule(self.scope, self.hourly_rate, self.valid_from, self.valid_to)

    @property
    def weight(self) -> int:
        """How specific it is."""
        return self.scope.weight

    def known_at(self, moment: datetime) -> bool:
        """Whether this was our knowledge at that moment."""
        return self.recorded_at <= moment and (
            self.superseded_at is None or moment < self.superseded_at
        )


ONE_DAY = timedelta(days=1)


class Dated(Protocol):
    """What holds from a day until a last day, or without end."""

    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...


def check_replaced(rule: Dated, first_day: date, noun: str) -> None:
    """Raise `InvalidInputError` when something cannot take the place of a rule from this day on."""
    if first_day < rule.valid_from:
        reason = f"must not be before the {noun}'s own first day, {rule.valid_from}"
        raise InvalidInputError("valid_from", reason)
    if rule.valid_to is not None and first_day > rule.valid_to:
        raise InvalidInputError("valid_from", f"the {noun} ends on {rule.valid_to} already")


def days_changed(before: Dated, after: Dated) -> Days:
    """The days between two different ends of one rule."""
    first, *last = sorted(end for end in (before.valid_to, after.valid_to) if end is not None)
    return Days(first, *last)
