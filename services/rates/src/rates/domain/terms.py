"""What an agreement is made of: what it covers, its dated terms, rollover and indexing, blocks and milestones."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from domain_errors import InvalidInputError
from money import is_payable

RolloverMode = Literal["none", "all", "capped"]

MOST_SECONDS = 100_000 * 3600
MOST_MONTHS = 120
MOST_PERCENT = 100
_LEAP_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Coverage:
    """Whose work an agreement is for: that of one of the projects and of one of the service types, where it names any."""

    project_ids: tuple[UUID, ...] = ()
    service_type_ids: tuple[UUID, ...] = ()

    def covers(self, project_id: UUID | None, service_type_id: UUID | None) -> bool:
        """Whether it is for work of this project and service type."""
        return (not self.project_ids or project_id in self.project_ids) and (
            not self.service_type_ids or service_type_id in self.service_type_ids
        )

    def same_as(self, other: "Coverage") -> bool:
        """Whether both are for the same work, in whatever order they name it."""
        return set(self.project_ids) == set(other.project_ids) and (
            set(self.service_type_ids) == set(other.service_type_ids)
        )

    @property
    def breadth(self) -> int:
        """How wide it is: projects and service types 0, projects 1, service types 2, everything 3."""
        return 2 * (not self.project_ids) + (not self.service_type_ids)


EVERYTHING = Coverage()


@dataclass(frozen=True, slots=True)
class Terms:
    """What a month costs and covers from a day on: the fee or the minimum, and the seconds that the fee includes."""

    valid_from: date
    amount: Decimal
    included_seconds: int = 0

    def check(self, field: str, currency: str) -> None:
        """Raise `InvalidInputError` for what cannot be charged."""
        check_amount(f"{field}.amount", self.amount, currency)
        check_range(f"{field}.included_seconds", self.included_seconds, 0, MOST_SECONDS)


@dataclass(frozen=True, slots=True)
class Rollover:
    """Whether what a month did not use can be used in the months after it.

    `cap_seconds`: the most that rolls over of each month. `expiry_months`: for how many months; None: for ever.
    """

    mode: RolloverMode = "none"
    cap_seconds: int | None = None
    expiry_months: int | None = None

    def check(self) -> None:
        """Raise `InvalidInputError` for a cap or an expiry of nothing, and for a cap that is not said."""
        if self.mode != "capped" and self.cap_seconds is not None:
            raise InvalidInputError("rollover.cap_seconds", "only a capped rollover has one")
        if self.mode == "capped" and self.cap_seconds is None:
            raise InvalidInputError("rollover.cap_seconds", "a capped rollover needs one")
        if self.mode == "none" and self.expiry_months is not None:
            raise InvalidInputError("rollover.expiry_months", "nothing rolls over")
        if self.cap_seconds is not None:
            check_range("rollover.cap_seconds", self.cap_seconds, 1, MOST_SECONDS)
        if self.expiry_months is not None:
            check_range("rollover.expiry_months", self.expiry_months, 1, MOST_MONTHS)


NO_ROLLOVER = Rollover()


@dataclass(frozen=True, slots=True)
class Indexing:
    """By how many percent fee or minimum rise every year; without month and day on the day when the agreement began."""

    percent: Decimal
    month: int | None = None
    day: int | None = None

    def check(self) -> None:
        """Raise `InvalidInputError` for a percentage or a day that cannot be."""
        if not 0 < self.percent <= MOST_PERCENT:
            raise InvalidInputError("indexing.percent", f"must be above 0, at most {MOST_PERCENT}")
        if (self.month is None) != (self.day is None):
            missing = "month" if self.month is None else "day"
            raise InvalidInputError(f"indexing.{missing}", "month and day go together")
        if self.month is not None and self.day is not None:
            _check_day_of_year(self.month, self.day)


@dataclass(frozen=True, slots=True)
class Block:
    """Hours (`seconds`) or an `amount` of fees that are bought up front for a price.

    `usable_from`: the day on which its invoice was paid; None: not yet. `expires_on`: the last day of work it is for.
    """

    block_id: UUID
    bought_on: date
    price: Decimal
    seconds: int | None = None
    amount: Decimal | None = None
    expires_on: date | None = None
    usable_from: date | None = None

    def check(self, field: str, currency: str) -> None:
        """Raise `InvalidInputError` for a block that is neither, is empty, or ends before it begins."""
        check_amount(f"{field}.price", self.price, currency)
        if self.seconds is not None:
            check_range(f"{field}.seconds", self.seconds, 1, MOST_SECONDS)
        if self.amount is not None:
            check_amount(f"{field}.amount", self.amount, currency)
            if not self.amount:
                raise InvalidInputError(f"{field}.amount", "must be above 0")
        if self.expires_on is not None and self.expires_on < self.bought_on:
            raise InvalidInputError(f"{field}.expires_on", "must not be before bought_on")

    def usable_on(self, day: date) -> bool:
        """Whether work of this day can be drawn from it."""
        return (
            self.usable_from is not None
            and self.usable_from <= day
            and (self.expires_on is None or day <= self.expires_on)
        )


@dataclass(frozen=True, slots=True)
class Milestone:
    """A part of a fixed price; `reached_on`: the day from which it may be billed, None: not reached."""

    milestone_id: UUID
    name: str
    amount: Decimal
    reached_on: date | None = None

    def check(self, field: str, currency: str) -> None:
        """Raise `InvalidInputError` for an amount that cannot be charged."""
        check_name(f"{field}.name", self.name)
        check_amount(f"{field}.amount", self.amount, currency)


def check_name(field: str, name: str) -> None:
    """Raise `InvalidInputError` for a name that says nothing."""
    if not name.strip():
        raise InvalidInputError(field, "must not be empty")


def check_amount(field: str, amount: Decimal, currency: str) -> None:
    """Raise `InvalidInputError` for an amount that nobody can pay."""
    if not amount.is_finite() or amount < 0:
        raise InvalidInputError(field, "must not be negative")
    if not is_payable(amount, currency):
        raise InvalidInputError(field, f"has more decimals than {currency}")


def check_range(field: str, number: int, least: int, most: int) -> None:
    """Raise `InvalidInputError` for a number outside of its bounds."""
    if not least <= number <= most:
        raise InvalidInputError(field, f"must lie between {least} and {most}")


def _check_day_of_year(month: int, day: int) -> None:
    try:
        date(_LEAP_YEAR, month, day)
    except ValueError:
        raise InvalidInputError("indexing.day", "no year has such a day") from None
