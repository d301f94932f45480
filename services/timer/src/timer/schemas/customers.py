"""Customers and the people there."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

import web
from timer.schemas.fields import (
    Complete,
    Country,
    Domains,
    Email,
    LongText,
    Name,
    Partial,
    Text,
    Texts,
    VersionedResponse,
)

Kind = Literal["business", "private"]
Gln = Annotated[
    Text, Field(pattern=r"^[0-9 -]*$", json_schema_extra={"examples": ["5790000123452"]})
]
Code = Annotated[
    Text, Field(pattern=r"^[A-Za-z0-9 -]*$", json_schema_extra={"examples": ["FJORD"]})
]


class OrganizationRequest(web.RequestModel):
    """A customer."""

    name: Name
    """The name on invoices; no two customers have the same, whatever its case and spaces."""
    address_lines: Texts = ()
    """Street and further lines of the postal address, in order, without postal code, city and country."""
    postal_code: Text = ""
    """Postal code; empty when there is none."""
    city: Text = ""
    """City of the postal address."""
    country: Country | None = None
    """Two letters of ISO 3166-1; null when not known."""
    kind: Kind = "business"
    """Whether the customer is a business or a private person."""
    vat_number: Text | None = None
    """VAT number such as `DK12345674`, checked by its country's rules; without prefix it is one of `country`."""
    registration_number: Text | None = None
    """Number in the register of businesses of `country`, checked where its rules are known; null when there is none."""
    code: Code | None = None
    """Short code such as `ACME` that invoice numbers can begin with, of at most eight letters, digits and hyphens; null for
    none. Customers of a group may share one."""
    gln: Gln | None = None
    """Global location number (EAN, 13 digits) by which public buyers receive invoices; null for those who have none."""
    language: Text = "en"
    """Language of the customer's invoices and mails, a BCP 47 tag."""
    currency: web.CurrencyCode | None = None
    """Currency in which the customer is invoiced; null: the account's."""
    billable: bool | None = None
    """Whether new time for them is billable where neither task, ticket, project nor kind of work says; null: it is."""
    email_domains: Domains = ()
    """Domains of the customer's e-mail addresses, such as `nordlys.example`; each one customer's, no mail provider's."""
    notes: LongText = ""
    """What the account's people should know of the customer; printed nowhere."""
    archived: bool = False
    """An archived customer takes no new time."""


class OrganizationReplacement(OrganizationRequest, Complete):
    """All fields, also those that stay as they are."""


class OrganizationPatch(OrganizationRequest, Partial):
    """The fields that change."""


class OrganizationResponse(VersionedResponse):
    """A customer as it is stored."""

    name: str
    """The name on invoices."""
    address_lines: list[str]
    """Street and further lines of the postal address, in order."""
    postal_code: str
    """Postal code; empty when there is none."""
    city: str
    """City of the postal address."""
    country: str | None
    """Two letters of ISO 3166-1; null when not known."""
    kind: Kind
    """Whether the customer is a business or a private person."""
    vat_number: str | None
    """VAT number with its country's prefix, without spaces; null for those who have none."""
    registration_number: str | None
    """Number in the register of businesses of the country; null when there is none."""
    code: str | None
    """Short code, in capitals; null for none."""
    gln: str | None
    """Global location number (EAN), 13 digits; null for those who have none."""
    language: str
    """Language of the customer's invoices and mails, a BCP 47 tag."""
    currency: str | None
    """The customer's own currency (ISO 4217); null: the account's."""
    effective_currency: str
    """The currency (ISO 4217) that holds: the customer's own, else the account's."""
    billable: bool | None
    """Whether new time for them is billable where neither task, ticket, project nor kind of work says; null: it is."""
    email_domains: list[str]
    """Domains of the customer's e-mail addresses."""
    notes: str
    """What the account's people should know of the customer."""
    archived: bool
    """Whether the customer takes no new time."""
    merged_into: UUID | None
    """The customer that this one was merged into; null for one of its own."""


class MergeRequest(web.RequestModel):
    """Which customer stays."""

    into_id: UUID
    """The customer that stays and stands for the other."""


class MergePreviewResponse(web.ResponseModel):
    """What goes along when a customer is merged into another, and comes back when it is undone."""

    contacts: int
    """People there."""
    projects: int
    """Its projects."""
    tickets: int
    """What its people asked for."""
    email_domains: list[str]
    """Its domains: new people from there come to the one that stays."""
    entries: int
    """Time entries that no invoice bills yet; what is billed stays as it was billed."""
    seconds: int
    """Their seconds together."""


class ContactRequest(web.RequestModel):
    """A person at a customer."""

    name: Name
    """The person's name."""
    email: Email | None = None
    """E-mail address, stored in lower case; null when there is none."""
    phone: Text = ""
    """Telephone number as people write it."""
    billing: bool = False
    """Whether this person gets the invoices, instead of whoever got them before."""


class ContactReplacement(ContactRequest, Complete):
    """All fields, also those that stay as they are."""


class ContactPatch(ContactRequest, Partial):
    """The fields that change."""


class ContactResponse(VersionedResponse):
    """A person at a customer, as stored."""

    organization_id: UUID
    """The customer."""
    name: str
    """The person's name."""
    email: str | None
    """E-mail address; null when there is none."""
    phone: str
    """Telephone number as people write it."""
    billing: bool
    """Whether this person gets the invoices."""
