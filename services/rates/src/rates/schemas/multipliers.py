"""Requests and responses about multipliers and holidays."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AliasPath, Field, StringConstraints, field_validator

import web
from money import Money
from rates.domain.holidays import NewHoliday
from rates.domain.multiplier_candidates import MultiplierReason
from rates.domain.multipliers import MOST_FACTOR, NewMultiplier, Window, WindowKind
from rates.domain.rules import Days
from rates.schemas.rules import (
    Day,
    HourlyRate,
    RateFilterRequest,
    RuleRequest,
    RuleResponse,
    scope_of,
)

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
)
ClockTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Factor = Annotated[
    web.Amount,
    Field(
        ge=0,
        le=int(MOST_FACTOR),
        max_digits=7,
        decimal_places=4,
        json_schema_extra={"pattern": r"^[0-9]{1,3}(\.[0-9]{1,4})?$"},
    ),
]


class CreateMultiplierRequest(RuleRequest):
    """What an hour costs on holidays, as overtime, or at hours of the week. It holds for whatever it does not name."""

    name: web.Name
    """What people call it: Evening, Weekend."""
    kind: WindowKind
    """When it applies: `holiday`, on the account's holidays; `overtime-day` and `overtime-week`, when the agent has worked
    more than `above_seconds` on the day or in the ISO week; `hours`, at hours of the week. Each goes before the next."""
    weekdays: Annotated[list[Weekday], Field(max_length=7)] = Field(default=[])
    """Of `hours`: the days of the week on which they begin."""
    starts_at: ClockTime | None = None
    """Of `hours`: when they begin by the clock where the work is done, as `18:00`."""
    ends_at: ClockTime | None = None
    """Of `hours`: when they end, on the next day if not after `starts_at`; from `00:00` to `00:00` is the whole day."""
    above_seconds: Annotated[int, Field(gt=0, lt=604_800)] | None = None
    """Of overtime: how much an agent works on a day, or in a week, before it begins; any work counts, billable or not."""
    factor: Factor | None = None
    """What the hourly rate is multiplied by, up to four decimals, as `1.5`. Either this or `hourly_rate`."""
    hourly_rate: HourlyRate | None = None
    """What an hour is charged at instead of the rate. It leaves time alone that is priced in another currency."""

    def multiplier(self) -> NewMultiplier:
        """The multiplier that the caller wants."""
        window = Window(
            self.kind,
            tuple(sorted(WEEKDAYS.index(day) + 1 for day in self.weekdays)),
            _time(self.starts_at),
            _time(self.ends_at),
            self.above_seconds,
        )
        rate = self.hourly_rate
        return NewMultiplier(
            name=self.name,
            scope=scope_of(self),
            window=window,
            factor=self.factor,
            hourly_rate=Money(rate.amount, rate.currency) if rate else None,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
        )


def _time(clock: str | None) -> time | None:
    return time.fromisoformat(clock) if clock else None


class EndMultiplierRequest(web.RequestModel):
    """The only thing of a multiplier that can change: its last day."""

    valid_to: Day | None
    """Last day of work for which it holds, included; null: until further notice. Not before `valid_from`."""


class MultiplierFilterRequest(RateFilterRequest):
    """Which multipliers are asked for."""

    kind: WindowKind | None = None
    """Only those that apply then."""


class MultiplierResponse(RuleResponse):
    """What an hour is charged at on holidays, as overtime, or at hours of the week, on the days of work on which it holds.

    A multiplier is never overwritten. Ending it makes the next version; `known_at` in a query reads an earlier one.
    """

    id: UUID = Field(validation_alias="multiplier_id")
    """Its id, the same in every version."""
    name: str
    """What people call it."""
    kind: WindowKind = Field(validation_alias=AliasPath("window", "kind"))
    """When it applies: `holiday`, `overtime-day`, `overtime-week` or `hours`."""
    weekdays: list[Weekday] = Field(validation_alias=AliasPath("window", "weekdays"))
    """Of `hours`: the days of the week on which they begin; else empty."""
    starts_at: str | None = Field(validation_alias=AliasPath("window", "starts_at"))
    """Of `hours`: when they begin by the clock where the work is done; else null."""
    ends_at: str | None = Field(validation_alias=AliasPath("window", "ends_at"))
    """Of `hours`: when they end, on the next day if that is not after `starts_at`; else null."""
    above_seconds: int | None = Field(validation_alias=AliasPath("window", "above_seconds"))
    """Of overtime: how much an agent works before it begins; else null."""
    factor: Decimal | None
    """What the hourly rate is multiplied by; null: it has an `hourly_rate`."""
    hourly_rate: web.Money | None
    """What an hour is charged at instead of the rate; null: it has a `factor`."""

    @field_validator("weekdays", mode="before")
    @classmethod
    def _weekdays(cls, value: tuple[int, ...]) -> list[Weekday]:
        return [WEEKDAYS[number - 1] for number in value]

    @field_validator("starts_at", "ends_at", mode="before")
    @classmethod
    def _clock(cls, value: time | None) -> str | None:
        return value.isoformat("minutes") if value else None


class MultiplierCandidateResponse(web.ResponseModel):
    """A multiplier that holds for the work of an entry on its day: how much of the entry it charges, and why."""

    multiplier: MultiplierResponse
    """The multiplier."""
    seconds: int
    """How many of the entry's seconds it charges; 0: none."""
    reason: MultiplierReason
    """`charges`: some of it, or all; or why none: `price-set` (somebody set the price), `other-currency` (its own rate is in
    another one), `no-start` (it is not known when the work was done), `too-many-parts` (multipliers would cut it into
    more than 60), `another-first` (one that goes before it charges then), `other-times` (the work was at other times)."""
    why: str
    """The same in English, for people."""


class NewHolidayRequest(web.RequestModel):
    """A day that counts as a holiday."""

    day: Day
    """The day."""
    name: web.Name
    """What it is called."""

    def holiday(self) -> NewHoliday:
        """The holiday that the caller wants."""
        return NewHoliday(self.day, self.name)


class AddHolidaysRequest(web.RequestModel):
    """Days that count as holidays: all of them or, if one is refused, none."""

    holidays: Annotated[list[NewHolidayRequest], Field(min_length=1, max_length=500)]
    """The days, each once."""


class HolidayFilterRequest(web.FilterModel):
    """Which holidays are asked for."""

    year: Annotated[int, Field(ge=1970, le=2200)] | None = None
    """Only those of this year."""

    @property
    def days(self) -> Days | None:
        """The days that are asked for."""
        return (self.year and Days(date(self.year, 1, 1), date(self.year, 12, 31))) or None


class HolidayResponse(web.ResponseModel):
    """A day that counts as a holiday, from midnight to midnight where the work is done."""

    id: UUID = Field(validation_alias="holiday_id")
    """Its id."""
    day: date
    """The day."""
    name: str
    """What it is called."""
    recorded_at: datetime
    """When it was added."""


class HolidaysResponse(web.ResponseModel):
    """Holidays that were added."""

    items: list[HolidayResponse]
    """In the order in which they were sent."""
