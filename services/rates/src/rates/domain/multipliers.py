"""Rules of evenings, weekends, holidays and overtime: when they hold, and what an hour is then charged at."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal
from uuid import UUID

from domain_errors import ConflictError, InvalidInputError
from money import Money, pad
from rates.domain.rules import DatedRule, Scope
from rates.domain.weekly_hours import Minutes, minutes_of_week

WindowKind = Literal["holiday", "overtime-day", "overtime-week", "hours"]
"""When a rule applies: on holidays of the account; above so many hours of a day, or an ISO week; at hours of the week."""

KINDS: tuple[WindowKind, ...] = ("holiday", "overtime-day", "overtime-week", "hours")
"""The first that has a rule for a moment decides it."""
MOST_SECONDS: dict[WindowKind, int] = {"overtime-day": 24 * 3600, "overtime-week": 7 * 24 * 3600}
MOST_FACTOR = Decimal(100)
_RATE_DECIMALS = Decimal("0.0001")


class MultiplierBilledError(ConflictError):
    """Time was billed as this multiplier charges it, so it cannot be withdrawn."""


@dataclass(frozen=True, slots=True)
class Window:
    """When a multiplier applies, by the agent's own clock and calendar.

    `weekdays` (Monday is 1), `starts_at` and `ends_at` belong to `hours`: those begin on these weekdays, and go on into the
    next day where they end before they begin. `above_seconds` belongs to overtime.
    """

    kind: WindowKind
    weekdays: tuple[int, ...] = ()
    starts_at: time | None = None
    ends_at: time | None = None
    above_seconds: int | None = None

    def check(self) -> None:
        """Raise `InvalidInputError` for what does not say when."""
        if self.kind == "hours":
            self._check_hours()
        elif self.weekdays or self.starts_at or self.ends_at:
            name = "weekdays" if self.weekdays else "starts_at" if self.starts_at else "ends_at"
            raise InvalidInputError(name, f"only the kind hours has it, not {self.kind}")
        self._check_overtime()

    @property
    def minutes(self) -> Minutes:
        """The minutes of the week of `hours`; of the other kinds none."""
        if self.starts_at is None or self.ends_at is None:
            return ()
        return minutes_of_week(self.weekdays, self.starts_at, self.ends_at)

    def _check_hours(self) -> None:
        if not self.weekdays:
            raise InvalidInputError("weekdays", "the kind hours needs one at least")
        if len(set(self.weekdays)) < len(self.weekdays) or not set(self.weekdays) <= set(
            range(1, 8)
        ):
            raise InvalidInputError("weekdays", "days of the week, each once")
        for name in ("starts_at", "ends_at"):
            clock: time | None = getattr(self, name)
            if clock is None:
                raise InvalidInputError(name, "the kind hours needs it")
            if clock.second or clock.microsecond or clock.tzinfo:
                raise InvalidInputError(name, "must be an hour and a minute of the agent's clock")

    def _check_overtime(self) -> None:
        most = MOST_SECONDS.get(self.kind)
        if most is None:
            if self.above_seconds is not None:
                raise InvalidInputError("above_seconds", f"the kind {self.kind} has none")
        elif self.above_seconds is None or not 0 < self.above_seconds < most:
            reason = f"the kind {self.kind} needs it, above 0 and below {most}"
            raise InvalidInputError("above_seconds", reason)


@dataclass(frozen=True, slots=True)
class NewMultiplier:
    """A multiplier that somebody wants to hold: either a factor of the rate, or a rate of its own."""

    name: str
    scope: Scope
    window: Window
    factor: Decimal | None
    hourly_rate: Money | None
    valid_from: date
    valid_to: date | None = None

    def check(self) -> None:
        """Raise `InvalidInputError` for what does not say when or how much, or ends before it begins."""
        self.window.check()
        if (self.factor is None) == (self.hourly_rate is None):
            raise InvalidInputError("factor", "either a factor or an hourly_rate, and not both")
        if self.factor is not None and not 0 <= self.factor <= MOST_FACTOR:
            raise InvalidInputError("factor", f"must lie between 0 and {MOST_FACTOR}")
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise InvalidInputError("valid_to", "must not be before valid_from")


@dataclass(frozen=True, slots=True)
class Multiplier(DatedRule):
    """What an hour of the work in a scope is charged at in a window, by day of work.

    `recorded_at` and `superseded_at` bound the time in which it was our knowledge, as those of a rate do.
    """

    multiplier_id: UUID
    version: int
    name: str
    scope: Scope
    window: Window
    factor: Decimal | None
    hourly_rate: Money | None
    valid_from: date
    valid_to: date | None
    recorded_at: datetime
    superseded_at: datetime | None = None

    @classmethod
    def first(cls, multiplier_id: UUID, new: NewMultiplier, now: datetime) -> "Multiplier":
        """The first version of a new multiplier. Raises `InvalidInputError`."""
        new.check()
        rate = new.hourly_rate
        return cls(
            *(multiplier_id, 1, new.name, new.scope, new.window, new.factor),
            rate and Money(pad(rate.amount, rate.currency), rate.currency),
            *(new.valid_from, new.valid_to, now),
        )

    @property
    def weight(self) -> int:
        """How specific it is, as a rate is."""
        return self.scope.weight

    def applies_to(self, currency: str) -> bool:
        """Whether time that is priced in this currency can have it: a rate of its own is never converted."""
        return self.hourly_rate is None or self.hourly_rate.currency == currency

    def rate(self, base: Decimal, currency: str) -> Decimal:
        """What an hour is charged at in the window, to four decimals, when it is `base` without."""
        if self.factor is None:
            return self.hourly_rate.amount if self.hourly_rate else base
        return pad((base * self.factor).quantize(_RATE_DECIMALS, ROUND_HALF_UP), currency)
