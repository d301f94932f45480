"""The account's settings, its customers, people and work."""

from typing import Literal
from uuid import UUID

import web
from contracts.timer import DEFAULT_ACCOUNT_SETTINGS
from timer.schemas.fields import (
    Complete,
    Country,
    Domains,
    Email,
    Emails,
    Name,
    Partial,
    Text,
    Texts,
    TimeZone,
    VersionedResponse,
)

Language = Literal["en", "da"]


class SettingsRequest(web.RequestModel):
    """What the account chooses, for all services."""

    time_zone: TimeZone
    """IANA name of the zone in which days begin and end for those who have none of their own."""
    currency: web.CurrencyCode
    """The currency of customers who have none of their own."""
    language: Language = DEFAULT_ACCOUNT_SETTINGS.language
    """The language of documents and mails where a customer has no other."""
    allow_self_approval: bool = False
    """Whether people may approve their own timesheets, for those who work alone. Only an owner changes it."""
    allow_overlaps: bool = False
    """Whether a file to be imported may have time that overlaps what an agent has already."""


class SettingsReplacement(SettingsRequest, Complete):
    """All fields, also those that stay as they are."""


class SettingsPatch(SettingsRequest, Partial):
    """The fields that change."""


class SettingsResponse(web.ResponseModel):
    """What holds in the account."""

    version: int
    """Counts the changes; the number in the `ETag`. 0: the defaults, nothing was chosen yet."""
    time_zone: str
    """IANA name of the zone in which days begin and end for those who have none of their own."""
    currency: str
    """Code of the currency (ISO 4217) of customers who have none of their own."""
    language: Language
    """The language of documents and mails where a customer has no other."""
    allow_self_approval: bool
    """Whether people may approve their own timesheets."""
    allow_overlaps: bool
    """Whether a file to be imported may have time that overlaps what an agent has already."""


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
    vat_number: Text | None = None
    """VAT number with its country's prefix, such as `DK12345678`; null for those who have none."""
    language: Text = "en"
    """Language of the customer's invoices and mails, a BCP 47 tag."""
    currency: web.CurrencyCode | None = None
    """Currency in which the customer is invoiced; null: the account's."""
    email_domains: Domains = ()
    """Domains of the customer's e-mail addresses, such as `nordlys.example`."""
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
    vat_number: str | None
    """VAT number with its country's prefix; null for those who have none."""
    language: str
    """Language of the customer's invoices and mails, a BCP 47 tag."""
    currency: str | None
    """The customer's own currency (ISO 4217); null: the account's."""
    effective_currency: str
    """The currency (ISO 4217) that holds: the customer's own, else the account's."""
    email_domains: list[str]
    """Domains of the customer's e-mail addresses."""
    archived: bool
    """Whether the customer takes no new time."""


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


class AgentRequest(web.RequestModel):
    """Somebody who logs time."""

    name: Name
    """The person's name."""
    email: Email | None = None
    """E-mail address, stored in lower case; no two agents have the same. Null when there is none."""
    aliases: Emails = ()
    """Further e-mail addresses by which imports know the agent."""
    time_zone: TimeZone | None = None
    """IANA name of the zone in which the agent works; null: the account's."""
    active: bool = True
    """An agent who is not active logs no time."""


class AgentReplacement(AgentRequest, Complete):
    """All fields, also those that stay as they are."""


class AgentPatch(AgentRequest, Partial):
    """The fields that change."""


class AgentResponse(VersionedResponse):
    """Somebody who logs time, as stored. The id is the `agent_id` of their tokens."""

    name: str
    """The person's name."""
    email: str | None
    """E-mail address; null when there is none."""
    aliases: list[str]
    """Further e-mail addresses by which imports know the agent."""
    time_zone: str
    """IANA name of the zone in which the agent works."""
    active: bool
    """Whether the agent logs time."""


class ServiceTypeRequest(web.RequestModel):
    """A kind of work, such as development or support."""

    name: Name
    """What it is called; no two kinds of work have the same name."""
    billable: bool = True
    """Whether time of this kind is billable, unless its project or the entry says otherwise."""
    archived: bool = False
    """An archived kind of work takes no new time."""


class ServiceTypeReplacement(ServiceTypeRequest, Complete):
    """All fields, also those that stay as they are."""


class ServiceTypePatch(ServiceTypeRequest, Partial):
    """The fields that change."""


class ServiceTypeResponse(VersionedResponse):
    """A kind of work, as stored."""

    name: str
    """What it is called."""
    billable: bool
    """Whether time of this kind is billable, unless its project or the entry says otherwise."""
    archived: bool
    """Whether it takes no new time."""


class ProjectRequest(web.RequestModel):
    """A project of a customer, or of the account itself."""

    name: Name
    """What it is called; no two projects of a customer have the same name."""
    organization_id: UUID | None = None
    """The customer; null for work that is for nobody's invoice."""
    billable: bool = True
    """Whether time on it is billable, unless the entry says otherwise."""
    archived: bool = False
    """An archived project takes no new time."""


class ProjectReplacement(ProjectRequest, Complete):
    """All fields, also those that stay as they are."""


class ProjectPatch(ProjectRequest, Partial):
    """The fields that change."""


class ProjectResponse(VersionedResponse):
    """A project, as stored."""

    name: str
    """What it is called."""
    organization_id: UUID | None
    """The customer; null when there is none."""
    billable: bool
    """Whether time on it is billable, unless the entry says otherwise."""
    archived: bool
    """Whether it takes no new time."""


class TaskRequest(web.RequestModel):
    """A piece of a project that time is logged on."""

    name: Name
    """What it is called; no two tasks of a project have the same name."""
    project_id: UUID
    """The project."""
    service_type_id: UUID | None = None
    """The kind of work that time on it is; null when it has none."""
    archived: bool = False
    """An archived task takes no new time."""


class TaskReplacement(TaskRequest, Complete):
    """All fields, also those that stay as they are."""


class TaskPatch(TaskRequest, Partial):
    """The fields that change."""


class TaskResponse(VersionedResponse):
    """A piece of a project, as stored."""

    name: str
    """What it is called."""
    project_id: UUID
    """The project."""
    service_type_id: UUID | None
    """The kind of work that time on it is; null when it has none."""
    archived: bool
    """Whether it takes no new time."""


class TicketRequest(web.RequestModel):
    """Something that a person at a customer asked for, outside of projects."""

    name: Name
    """What was asked for."""
    requester_id: UUID
    """The contact who asked; time on the ticket is for their organization."""
    service_type_id: UUID | None = None
    """The kind of work that time on it is; null when it has none."""
    closed: bool = False
    """A closed ticket takes no new time."""


class TicketReplacement(TicketRequest, Complete):
    """All fields, also those that stay as they are."""


class TicketPatch(TicketRequest, Partial):
    """The fields that change."""


class TicketResponse(VersionedResponse):
    """Something that was asked for, as stored."""

    name: str
    """What was asked for."""
    requester_id: UUID
    """The contact who asked."""
    service_type_id: UUID | None
    """The kind of work that time on it is; null when it has none."""
    closed: bool
    """Whether it takes no new time."""
