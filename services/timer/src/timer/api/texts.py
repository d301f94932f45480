"""Texts, days, zones, currencies and addresses as callers may send them."""

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from timer.currencies import CURRENCIES
from timer.days import RANGE, countable
from timer.zones import ZONES


def _storable(text: str) -> str:
    if "\0" in text:
        raise ValueError("must not contain a NUL character")
    return text


def _zone(name: str) -> str:
    if name not in ZONES:
        raise ValueError("not an IANA time zone")
    return name


def _day(day: date) -> date:
    if not countable(day):
        raise ValueError(RANGE)
    return day


def _instant(at: datetime) -> datetime:
    _day(at.date())
    return at


def _currency(code: str) -> str:
    if code not in CURRENCIES:
        raise ValueError("not a currency of ISO 4217")
    return code


Text = Annotated[str, StringConstraints(max_length=5000), AfterValidator(_storable)]
Short = Annotated[str, StringConstraints(max_length=255), AfterValidator(_storable)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=255), AfterValidator(_storable)]
Email = Annotated[
    str,
    StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$", max_length=255, to_lower=True),
    AfterValidator(_storable),
]
TimeZone = Annotated[str, AfterValidator(_zone)]
Day = Annotated[date, AfterValidator(_day)]
Instant = Annotated[AwareDatetime, AfterValidator(_instant)]
CurrencyCode = Annotated[str, AfterValidator(_currency)]
# Fifty of the longest still leave a fact far below the 512 KiB that the outbox takes.
Shorts = Annotated[list[Short], Field(max_length=50)]
Emails = Annotated[list[Email], Field(max_length=50)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
