"""Seller and buyer, and what the law wants to know of them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Address:
    """A postal address; `lines` holds street and number, care-of, floor."""

    lines: tuple[str, ...]
    postal_code: str
    city: str
    country: str


@dataclass(frozen=True)
class Party:
    """A seller or buyer as printed."""

    name: str
    address: Address | None = None
    vat_number: str | None = None
    registration_number: str | None = None


@dataclass(frozen=True)
class Contact:
    """A person who gets the invoice."""

    name: str
    email: str
