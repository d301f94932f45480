"""The QuickBooks customer that an organization is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from qbo_sync.domain import Entity
from qbo_sync.domain.invoice import Document
from qbo_sync.domain.invoice_entity import LONGEST_EMAIL

LONGEST_NAME, LONGEST_COMPANY_NAME, MOST_ADDRESS_LINES = 500, 100, 4


@dataclass(frozen=True)
class Organization:
    """An organization in the version known; what it leaves open is taken from the invoice."""

    organization_id: UUID
    version: int
    name: str
    billing_email: str | None
    address_lines: list[str]
    postal_code: str | None
    city: str | None
    country: str | None


@dataclass(frozen=True)
class Customer:
    """The customer as QuickBooks is to know them."""

    organization_id: UUID
    name: str
    email: str | None
    currency: str
    address: Entity

    @classmethod
    def of(cls, invoice: Document, organization: Organization | None) -> Self:
        """By the organization's newest version, else by what the invoice says."""
        email = invoice.billing_contact.email if invoice.billing_contact else None
        return cls(
            invoice.organization_id,
            clean_name(organization.name if organization else invoice.buyer.name),
            (organization and organization.billing_email) or email,
            invoice.currency,
            _address(invoice, organization),
        )

    @property
    def key(self) -> str:
        """What its id is remembered by. A QuickBooks customer has one currency for ever, so each is another customer."""
        return f"{self.organization_id}/{self.currency}"

    def names(self) -> Iterator[str]:
        """The name, then what to try when it is taken by a vendor, an employee or another currency."""
        yield self.name
        for addition in ("(C)", f"({self.currency})", f"({str(self.organization_id)[-6:]})"):
            yield f"{self.name[: LONGEST_NAME - len(addition) - 1]} {addition}"

    def entity(self, name: str, *, multi_currency: bool) -> Entity:
        """The customer to create under `name`."""
        entity: Entity = {
            "DisplayName": name,
            "CompanyName": self.name[:LONGEST_COMPANY_NAME],
            **self.address,
        }
        if self.email and len(self.email) <= LONGEST_EMAIL:
            entity["PrimaryEmailAddr"] = {"Address": self.email}
        if multi_currency:
            entity["CurrencyRef"] = {"value": self.currency}
        return entity

    def fits(self, found: Entity) -> bool:
        """Whether a customer of the company has our currency."""
        currency = (found.get("CurrencyRef") or {}).get("value", self.currency)
        return bool(currency == self.currency)


def clean_name(name: str) -> str:
    """Without what QuickBooks refuses in a name: colon, tab, line break."""
    return re.sub(r"[:\s]+", " ", name).strip()[:LONGEST_NAME]


def _address(invoice: Document, organization: Organization | None) -> Entity:
    printed = invoice.buyer.address
    lines = (organization and organization.address_lines) or printed.lines
    last = MOST_ADDRESS_LINES - 1
    shown = [*lines[:last], ", ".join(lines[last:])]
    address: Entity = {f"Line{number}": line for number, line in enumerate(shown, start=1)}
    address["City"] = (organization and organization.city) or printed.city
    address["PostalCode"] = (organization and organization.postal_code) or printed.postal_code
    address["Country"] = (organization and organization.country) or printed.country
    return {"BillAddr": {name: value for name, value in address.items() if value}}
