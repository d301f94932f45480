"""Values that the events of several services carry: money, seconds, versions, addresses, contacts."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from contracts.event import PayloadModel

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="ISO 4217 code")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2 code")]
EntrySeconds = Annotated[
    int, Field(gt=0, le=86_400, description="Raw seconds of work, at most 24 hours, never rounded")
]


class SecondsRange(PayloadModel):
    """Raw seconds of an entry, from the first, which is 0, up to and without `end`."""

    start: int = Field(ge=0, lt=86_400)
    end: int = Field(gt=0, le=86_400)


class Money(PayloadModel):
    """An amount in one currency, for example 1000.00 DKK: a decimal string on the wire, never a float."""

    amount: Decimal
    currency: Currency


class Address(PayloadModel):
    """A postal address."""

    lines: tuple[str, ...] = Field(description="Street and number, care-of, floor")
    postal_code: str
    city: str
    country: Country


class Contact(PayloadModel):
    """A person who can be written to."""

    name: str
    email: str
