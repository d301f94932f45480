"""What the time of a period is expected to earn, and what of it has no price."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from domain_errors import InvalidInputError
from money import Money, hourly_amount
from rates.matching import UnpricedReason


@dataclass(frozen=True, slots=True)
class Period:
    """Days of work, both included; None is open."""

    first_day: date | None = None
    last_day: date | None = None

    def __post_init__(self) -> None:
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise InvalidInputError("last_day", "must not be before first_day")


@dataclass(frozen=True, slots=True)
class Revenue:
    """What the priced billable time of an organization earns in one currency.

    `rate_seconds` is the exact Σ(seconds × hourly rate); `amount` is that ÷ 3600, rounded once.
    """

    organization_id: UUID
    currency: str
    entries: int
    seconds: int
    rate_seconds: Decimal

    @property
    def amount(self) -> Money:
        """The money, in the currency's own decimals."""
        return Money(hourly_amount(self.rate_seconds, self.currency), self.currency)


@dataclass(frozen=True, slots=True)
class UnpricedTime:
    """Time without a price, by reason."""

    reason: UnpricedReason
    entries: int
    seconds: int
