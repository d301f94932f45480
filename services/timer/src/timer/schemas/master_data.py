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
    """`allow_self_approval` is for those who work alone, and only an owner changes it; `currency` is ISO 4217."""

    time_zone: TimeZone
    currency: web.CurrencyCode
    language: Language = DEFAULT_ACCOUNT_SETTINGS.language
    allow_self_approval: bool = False
    allow_overlaps: bool = False


class SettingsReplacement(SettingsRequest, Complete):
    """All fields, also those that stay as they are."""


class SettingsPatch(SettingsRequest, Partial):
    """The fields that change."""


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


class OrganizationReplacement(OrganizationRequest, Complete):
    """All fields, also those that stay as they are."""


class OrganizationPatch(OrganizationRequest, Partial):
    """The fields that change."""


class OrganizationResponse(VersionedResponse):
    """`currency` None: the account's. `effective_currency` is the one that holds."""

    name: str
    address_lines: list[str]
    postal_code: str
    city: str
    country: str | None
    vat_number: str | None
    language: str
    currency: str | None
    effective_currency: str
    email_domains: list[str]
    archived: bool


class ContactRequest(web.RequestModel):
    """`billing`: this one gets the invoices, instead of whoever got them before."""

    name: Name
    email: Email | None = None
    phone: Text = ""
    billing: bool = False


class ContactReplacement(ContactRequest, Complete):
    """All fields, also those that stay as they are."""


class ContactPatch(ContactRequest, Partial):
    """The fields that change."""


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


class AgentReplacement(AgentRequest, Complete):
    """All fields, also those that stay as they are."""


class AgentPatch(AgentRequest, Partial):
    """The fields that change."""


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


class ServiceTypeReplacement(ServiceTypeRequest, Complete):
    """All fields, also those that stay as they are."""


class ServiceTypePatch(ServiceTypeRequest, Partial):
    """The fields that change."""


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


class ProjectReplacement(ProjectRequest, Complete):
    """All fields, also those that stay as they are."""


class ProjectPatch(ProjectRequest, Partial):
    """The fields that change."""


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


class TaskReplacement(TaskRequest, Complete):
    """All fields, also those that stay as they are."""


class TaskPatch(TaskRequest, Partial):
    """The fields that change."""


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


class TicketReplacement(TicketRequest, Complete):
    """All fields, also those that stay as they are."""


class TicketPatch(TicketRequest, Partial):
    """The fields that change."""


class TicketResponse(VersionedResponse):
    name: str
    requester_id: UUID
    service_type_id: UUID | None
    closed: bool
