"""What a change of rates is made of: acts that begin, end, withdraw and replace rules."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from domain_errors import ConflictError, InvalidInputError
from money import Money
from rates.domain.rules import NewRule

MOST_ACTS = 500


class ActsRefusedError(InvalidInputError):
    """Acts of a change of rates are in conflict with the rates or with each other; nothing was changed."""


class PreviewExpiredError(ConflictError):
    """The preview is older than an hour: look at the change again."""


class PreviewOutdatedError(ConflictError):
    """Rates, or time that the change touches, have moved since the preview: look at the change again."""


@dataclass(frozen=True, slots=True)
class Create:
    """Begin a rule, under an id of its own."""

    rule_id: UUID
    new: NewRule
    kind: Literal["create"] = "create"

    @property
    def named(self) -> UUID | None:
        """The rule that is there and that it changes; it changes none."""
        return None


@dataclass(frozen=True, slots=True)
class End:
    """Let a rule end on another day, or (None) hold until further notice."""

    rule_id: UUID
    version: int
    valid_to: date | None
    kind: Literal["end"] = "end"

    @property
    def named(self) -> UUID | None:
        """The rule that it changes."""
        return self.rule_id


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take back a rule that should never have been."""

    rule_id: UUID
    version: int
    kind: Literal["withdraw"] = "withdraw"

    @property
    def named(self) -> UUID | None:
        """The rule that it changes."""
        return self.rule_id


@dataclass(frozen=True, slots=True)
class Replace:
    """Charge another amount from a day on: the rule ends the day before, and another of the same scope takes its days.

    From its first day on, the rule is withdrawn. `new_id` is that of the other.
    """

    rule_id: UUID
    version: int
    hourly_rate: Money
    valid_from: date
    new_id: UUID
    kind: Literal["replace"] = "replace"

    @property
    def named(self) -> UUID | None:
        """The rule that it changes."""
        return self.rule_id


Act = Create | End | Withdraw | Replace
