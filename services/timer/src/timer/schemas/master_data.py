"""The account's settings, its customers, people and work."""

from typing import Literal
from uuid import UUID

import web
from contracts.timer import DEFAULT_ACCOUNT_SETTINGS
from timer.schemas.fields import (
    Country,
    Domains,
    Email,
    Emails,
    Name,
    Text,
    Texts,
    TimeZone,
    VersionedResponse,
)

Language = Literal["en", "da"]


class SettingsRequest(web.RequestModel):
    """`allow_self_approval` is for those who work alone, and only an owner changes it; `currency` is ISO 4217."""

    time_zone: TimeZone
    currency: web.CurrencyCode
    language: Language = DEFAULT_ACCOUNT_SETTINGS.language
    allow_self_approval: bool = False
    allow_overlaps: bool = False


class SettingsResponse(web.ResponseModel):
    """`version` 0: the defaults, nothing was chosen yet."""

    version: int
    time_zone: str
    currency: str
    language: Language
    allow_self_approval: bool
    allow_overlaps: bool


class OrganizationRequest(web.RequestModel):
    """A customer. `currency` None: the account's. `language` is a BCP 47 tag."""

    name: Name
    address_lines: Texts = ()
    postal_code: Text = ""
    city: Text = ""
    country: Country | None = None
    vat_number: Text | None = None
    language: Text = "en"
    currency: web.CurrencyCode | None = None
    email_domains: Domains = ()
    archived: bool = False


class OrganizationResponse(VersionedResponse):
    name: str
    address_lines: list[str]
    postal_code: str
    city: str
    country: str | None
    vat_number: str | None
    language: str
    currency: str | None
    email_domains: list[str]
    archived: bool


class ContactRequest(web.RequestModel):
    """`billing`: this one gets the invoices, instead of whoever got them before."""

    name: Name
    email: Email | None = None
    phone: Text = ""
    billing: bool = False


class ContactResponse(VersionedResponse):
    organization_id: UUID
    name: str
    email: str | None
    phone: str
    billing: bool


class AgentRequest(web.RequestModel):
    """`aliases` are further e-mail addresses by which imports know the agent. `time_zone` None: the account's."""

    name: Name
    email: Email | None = None
    aliases: Emails = ()
    time_zone: TimeZone | None = None
    active: bool = True


class AgentResponse(VersionedResponse):
    name: str
    email: str | None
    aliases: list[str]
    time_zone: str
    active: bool


class ServiceTypeRequest(web.RequestModel):
    name: Name
    billable: bool = True
    archived: bool = False


class ServiceTypeResponse(VersionedResponse):
    name: str
    billable: bool
    archived: bool


class ProjectRequest(web.RequestModel):
    """`billable` is what time on it is, unless the entry says otherwise."""

    name: Name
    organization_id: UUID | None = None
    billable: bool = True
    archived: bool = False


class ProjectResponse(VersionedResponse):
    name: str
    organization_id: UUID | None
    billable: bool
    archived: bool


class TaskRequest(web.RequestModel):
    name: Name
    project_id: UUID
    service_type_id: UUID | None = None
    archived: bool = False


class TaskResponse(VersionedResponse):
    name: str
    project_id: UUID
    service_type_id: UUID | None
    archived: bool


class TicketRequest(web.RequestModel):
    name: Name
    requester_id: UUID
    service_type_id: UUID | None = None
    closed: bool = False


class TicketResponse(VersionedResponse):
    name: str
    requester_id: UUID
    service_type_id: UUID | None
    closed: bool
