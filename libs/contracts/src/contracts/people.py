"""Addresses and contacts, as several facts carry them."""

from typing import Annotated

from pydantic import Field

from contracts.fact import Part

Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2 code")]


class Address(Part):
    """A postal address; `lines` holds street and number, care-of, floor."""

    lines: tuple[str, ...]
    postal_code: str
    city: str
    country: Country


class Contact(Part):
    """A person who can be written to."""

    name: str
    email: str
