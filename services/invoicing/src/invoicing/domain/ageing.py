"""What customers owe by how late it is, today or as it was on a day before."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from domain_errors import InvalidInputError
from invoicing.domain.account import AccountSettings
from invoicing.domain.terms import overdue_from

Age = Literal["not_due", "days_1_30", "days_31_60", "days_61_90", "days_over_90"]
AGES: dict[Age, tuple[int | None, int | None]] = {
    "not_due": (None, 0),
    "days_1_30": (1, 30),
    "days_31_60": (31, 60),
    "days_61_90": (61, 90),
    "days_over_90": (91, None),
}
"""First and last day after the due date."""
By = Literal["recorded", "dated"]
"""Whether a day in the past is seen as it was shown then, or by the dates that documents and payments bear."""


def age_of(days_late: int) -> Age:
    """The bucket of what is so many days after its due date."""
    return next(age for age, (_, last) in AGES.items() if last is None or days_late <= last)


@dataclass(frozen=True)
class Standing:
    """The end of a day of the account: `cutoff` is the instant at which the next one begins there."""

    day: date
    zone: str
    cutoff: datetime
    by: By = "recorded"
    past: bool = False

    @classmethod
    def of(
        cls, settings: AccountSettings, as_of: date | None, by: By, *, now: datetime
    ) -> "Standing":
        """How things stood on a day, or stand now. Raises `InvalidInputError` for a day to come."""
        today = settings.today(now)
        day = as_of or today
        if day > today:
            raise InvalidInputError("as_of", f"is in the future; today is {today}")
        cutoff = overdue_from(day, settings.time_zone)
        return cls(day, settings.time_zone, cutoff, by, past=as_of is not None)


@dataclass(frozen=True, kw_only=True)
class Ageing:
    """What is owed in one currency, by days after the due date, and the credit beside it."""

    currency: str
    invoices: int
    not_due: Decimal
    days_1_30: Decimal
    days_31_60: Decimal
    days_61_90: Decimal
    days_over_90: Decimal
    total: Decimal
    credit: Decimal

    @property
    def overdue(self) -> Decimal:
        """What is owed after its due date."""
        return self.total - self.not_due
