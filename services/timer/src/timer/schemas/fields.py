"""Types of single fields, and what responses share."""

from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticUndefined

import web
from timer.addresses import checked, checked_domain
from timer.calendar import DAY_RANGE, TIME_ZONES, is_possible_day
from timer.capacity import DAYS_OF_WEEK
from timer.public_holidays import is_region
from timer.time_entry import flat


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("must not contain a NUL character")
    return text


def _time_zone(name: str) -> str:
    if name not in TIME_ZONES:
        raise ValueError("not an IANA time zone")
    return name


def _holiday_region(region: str) -> str:
    if not is_region(region):
        raise ValueError("not a country, or a part of one, whose public holidays are known")
    return region


def _possible(day: date) -> date:
    if not is_possible_day(day):
        raise ValueError(DAY_RANGE)
    return day


def _on_possible_day(at: datetime) -> datetime:
    _possible(at.date())
    return at


LongText = Annotated[str, StringConstraints(max_length=5000), AfterValidator(_without_nul)]
Text = Annotated[str, StringConstraints(max_length=255), AfterValidator(_without_nul)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=255), AfterValidator(_without_nul)]
Email = Annotated[
    str,
    StringConstraints(max_length=255, to_lower=True),
    AfterValidator(_without_nul),
    AfterValidator(checked),
    Field(json_schema_extra={"format": "email"}),
]
Domain = Annotated[Text, StringConstraints(to_lower=True), AfterValidator(checked_domain)]
TimeZone = Annotated[
    str, AfterValidator(_time_zone), Field(json_schema_extra={"format": "iana-time-zone"})
]
Day = Annotated[web.Day, AfterValidator(_possible)]
Instant = Annotated[web.Instant, AfterValidator(_on_possible_day)]
HolidayRegion = Annotated[
    str,
    AfterValidator(_holiday_region),
    Field(json_schema_extra={"format": "holiday-region"}, examples=["DK", "DE-BY"]),
]
_SecondsOfDay = Annotated[int, Field(ge=0, le=86_400)]
WorkingWeek = Annotated[
    tuple[_SecondsOfDay, ...], Field(min_length=DAYS_OF_WEEK, max_length=DAYS_OF_WEEK)
]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]

# Fifty of the longest still leave an event far below the 512 KiB that the outbox takes.
Texts = Annotated[tuple[Text, ...], Field(max_length=50)]
Domains = Annotated[tuple[Domain, ...], Field(max_length=50)]
Emails = Annotated[tuple[Email, ...], Field(max_length=50)]


class Complete(web.RequestModel):
    """Mixed into a request: all of its fields, so that none that is left out is blanked (PUT)."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Take the defaults away."""
        for field in cls.model_fields.values():
            field.default, field.default_factory = PydanticUndefined, None
        cls.model_rebuild(force=True)


class Partial(web.RequestModel):
    """Mixed into a request: those of its fields that shall change (PATCH, RFC 7396)."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Let everything be left out."""
        for field in cls.model_fields.values():
            field.default, field.default_factory = None, None
        cls.model_rebuild(force=True)

    @property
    def changes(self) -> dict[str, Any]:
        """What was sent."""
        return self.model_dump(exclude_unset=True)


class FlatResponse(web.ResponseModel):
    """A response without nesting, made from dataclasses that have some."""

    @classmethod
    def of(cls, value: Any) -> Self:
        """The fields of `value`, and of the dataclasses inside it, by name."""
        return cls.model_validate(flat(value))


class VersionedResponse(web.ResponseModel):
    """What has an id, and a version that is its ETag."""

    id: UUID
    """Its id, a UUIDv7."""
    version: int
    """Counts its changes; the number in its `ETag`."""
