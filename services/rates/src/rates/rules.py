"""Rules of what an hour costs: what they name, what that weighs, when they hold."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Scope:
    """Things that a rule names, or that a piece of work has. A rule that names nothing is the account's default."""

    project_id: UUID | None = None
    organization_id: UUID | None = None
    agent_id: UUID | None = None
    service_type_id: UUID | None = None

    @property
    def weight(self) -> int:
        """How specific a rule with this scope is; different combinations never weigh the same."""
        return sum(WEIGHTS[name] for name in NAMES if getattr(self, name) is not None)

    def covers(self, work: "Scope") -> bool:
        """Whether the work has everything that this rule names."""
        return all(getattr(self, name) in (None, getattr(work, name)) for name in NAMES)


NAMES = tuple(field.name for field in fields(Scope))
# Team would weigh 2 (domain rules §3); time entries do not carry one yet.
WEIGHTS = {"project_id": 16, "organization_id": 8, "agent_id": 4, "service_type_id": 1}


@dataclass(frozen=True, slots=True)
class Rule:
    """An amount per hour for a scope, from `valid_from` to `valid_to`, both included; None is for ever.

    `recorded_at` and `superseded_at` bound the time in which we thought so. A rule that is ended or withdrawn
    is superseded, never overwritten; `version` counts what it was.
    """

    rule_id: UUID
    version: int
    scope: Scope
    amount: Decimal
    currency: str
    valid_from: date
    valid_to: date | None
    recorded_at: datetime
    superseded_at: datetime | None = None

    @property
    def weight(self) -> int:
        """How specific it is."""
        return self.scope.weight

    def holds_on(self, day: date) -> bool:
        """Whether the rule is valid on this day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def known_at(self, moment: datetime) -> bool:
        """Whether this is what we thought at that moment."""
        return self.recorded_at <= moment and (
            self.superseded_at is None or moment < self.superseded_at
        )
