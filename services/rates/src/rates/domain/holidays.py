"""Days that an account counts as holidays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from domain_errors import InvalidInputError
from rates.domain.rules import Days

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NewHoliday:
    """A day that somebody wants to count as one."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day that counts as one, from midnight to midnight where the work was done."""

    holiday_id: UUID
    day: date
    name: str
    recorded_at: datetime
    superseded_at: datetime | None = None

    @property
    def reach(self) -> Days:
        """The days of work that it may touch: work that began the day before may go on into it."""
        return Days(self.day - _DAY, self.day)


def must_be_different(holidays: Sequence[NewHoliday]) -> None:
    """Raise `InvalidInputError` for a day that comes twice."""
    days: dict[date, int] = {}
    for number, one in enumerate(holidays):
        if (first := days.setdefault(one.day, number)) != number:
            raise InvalidInputError(f"holidays.{number}.day", f"the same as holidays.{first}.day")
