"""Seller and buyer, and what the law wants to know of them."""

from dataclasses import dataclass
from uuid import UUID

from invoicing.domain.customer_billing import NOTHING_SAID, CustomerBilling


@dataclass(frozen=True)
class Address:
    """A postal address; `lines` holds street and number, care-of, floor; `country` is ISO 3166-1 alpha-2."""

    lines: tuple[str, ...]
    postal_code: str
    city: str
    country: str


@dataclass(frozen=True)
class Party:
    """A seller or buyer as printed; `gln` is where a buyer receives invoices electronically (EAN)."""

    name: str
    address: Address | None = None
    vat_number: str | None = None
    registration_number: str | None = None
    gln: str | None = None

    @property
    def country(self) -> str | None:
        """Where they are; None: not known."""
        return None if self.address is None else self.address.country


@dataclass(frozen=True)
class Contact:
    """A person who gets the invoice."""

    name: str
    email: str


@dataclass(frozen=True)
class Customer:
    """A customer as timer last described it; `language` is a BCP 47 tag, no currency means the account's.

    `version` is timer's: it grows with every change. `merged_into` is the customer whose duplicate it is.
    """

    organization_id: UUID
    party: Party
    billing_contact: Contact | None
    language: str
    currency: str | None
    version: int = 1
    merged_into: UUID | None = None
    code: str | None = None
    billing: CustomerBilling = NOTHING_SAID
