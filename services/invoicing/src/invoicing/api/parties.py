"""Sellers, buyers and addresses as JSON."""

from typing import Annotated

from pydantic import Field

import web
from invoicing.parties import Address, Party

_Text = Annotated[str, Field(max_length=200)]


class AddressBody(web.RequestModel):
    """A postal address; `lines` holds street and number, care-of, floor."""

    lines: tuple[_Text, ...] = Field(min_length=1, max_length=6)
    postal_code: Annotated[str, Field(max_length=20)] = ""
    city: Annotated[str, Field(min_length=1, max_length=100)]
    country: str = Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2 code")

    def address(self) -> Address:
        """Read it."""
        return Address(**self.model_dump())


class PartyBody(web.RequestModel):
    """Who sells."""

    name: Annotated[str, Field(max_length=200)] = ""
    address: AddressBody | None = None
    vat_number: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    registration_number: Annotated[str, Field(min_length=1, max_length=40)] | None = None

    def party(self) -> Party:
        """Read it."""
        address = self.address.address() if self.address else None
        return Party(self.name, address, self.vat_number, self.registration_number)


class AddressAnswer(web.ResponseModel):
    """A postal address."""

    lines: tuple[str, ...]
    postal_code: str
    city: str
    country: str


class PartyAnswer(web.ResponseModel):
    """Seller or buyer."""

    name: str
    address: AddressAnswer | None
    vat_number: str | None
    registration_number: str | None


class ContactAnswer(web.ResponseModel):
    """Who gets the invoice."""

    name: str
    email: str
