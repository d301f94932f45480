"""Addresses and contacts, as several facts carry them."""

from typing import Annotated

from pydantic import Field

from contracts.event import PayloadModel

Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2 code")]


class Address(PayloadModel):
    """A postal address; `lines` holds street and number, care-of, floor."""

    lines: tuple[str, ...]
    postal_code: str
    city: str
    country: Country


class Contact(PayloadModel):
    """A person who can be written to."""

    name: str
    email: str
