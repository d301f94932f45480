"""What the timer service says: people, customers, work and time."""

from datetime import date, datetime
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from contracts.event import Event, PayloadModel
from contracts.money import Currency
from contracts.people import Address, Contact


class OrganizationChanged(Event):
    """A customer as it now is; readers keep the newest `version`."""

    type: ClassVar[str] = "timer.organization-changed.v1"
    topic: ClassVar[str] = "timer.organizations"
    key_field: ClassVar[str] = "organization_id"

    organization_id: UUID
    version: int = Field(ge=1)
    name: str
    vat_number: str | None = None
    address: Address | None = None
    billing_contact: Contact | None = None
    language: str = Field(default="en", description="BCP 47 tag of the customer's language")
    currency: Currency | None = Field(default=None, description="None: the account's currency")
    email_domains: tuple[str, ...] = ()
    archived: bool = False


class AgentChanged(Event):
    """A person who logs time, as they now are."""

    type: ClassVar[str] = "timer.agent-changed.v1"
    topic: ClassVar[str] = "timer.agents"
    key_field: ClassVar[str] = "agent_id"

    agent_id: UUID
    version: int = Field(ge=1)
    name: str
    email: str | None = None
    time_zone: str = Field(description="IANA time zone")
    active: bool = True


class ProjectChanged(Event):
    """A project as it now is."""

    type: ClassVar[str] = "timer.project-changed.v1"
    topic: ClassVar[str] = "timer.projects"
    key_field: ClassVar[str] = "project_id"

    project_id: UUID
    version: int = Field(ge=1)
    organization_id: UUID | None = None
    name: str
    billable: bool = True
    archived: bool = False


class ServiceTypeChanged(Event):
    """A kind of work as it now is."""

    type: ClassVar[str] = "timer.service-type-changed.v1"
    topic: ClassVar[str] = "timer.service-types"
    key_field: ClassVar[str] = "service_type_id"

    service_type_id: UUID
    version: int = Field(ge=1)
    name: str
    billable: bool = True
    archived: bool = False


class TimeEntryRecorded(Event):
    """A finished stretch of work as it now is: all that decides its price."""

    type: ClassVar[str] = "timer.time-entry-recorded.v1"
    topic: ClassVar[str] = "timer.time-entries"
    key_field: ClassVar[str] = "entry_id"

    entry_id: UUID
    version: int = Field(ge=1)
    agent_id: UUID
    organization_id: UUID | None = None
    project_id: UUID | None = None
    service_type_id: UUID | None = None
    work_date: date = Field(description="The agent's local date on which the work started")
    seconds: int = Field(gt=0, le=86_400)
    billable: bool


class TimeEntryDiscarded(Event):
    """A draft entry was deleted; its `version` is above every earlier one."""

    type: ClassVar[str] = "timer.time-entry-discarded.v1"
    topic: ClassVar[str] = "timer.time-entries"
    key_field: ClassVar[str] = "entry_id"

    entry_id: UUID
    version: int = Field(ge=1)


class TimesheetSubmitted(Event):
    """An agent's period was handed in for approval."""

    type: ClassVar[str] = "timer.timesheet-submitted.v1"
    topic: ClassVar[str] = "timer.timesheets"
    key_field: ClassVar[str] = "timesheet_id"

    timesheet_id: UUID
    version: int = Field(ge=1)
    agent_id: UUID
    first_day: date
    last_day: date
    seconds: int = Field(ge=0)
    submitted_at: datetime


class ApprovedEntry(PayloadModel):
    """One approved entry with the names that an invoice line may print."""

    entry_id: UUID
    version: int = Field(ge=1)
    agent_id: UUID
    agent_name: str
    organization_id: UUID | None = None
    project_id: UUID | None = None
    project_name: str | None = None
    work_item_id: UUID | None = None
    work_item_kind: Literal["task", "ticket"] | None = None
    work_item_name: str | None = None
    service_type_id: UUID | None = None
    service_type_name: str | None = None
    work_date: date
    seconds: int = Field(gt=0, le=86_400)
    billable: bool
    description: str = ""


class TimesheetApproved(Event):
    """A sheet was approved. A sheet of many entries is said in parts, each of which stands alone."""

    type: ClassVar[str] = "timer.timesheet-approved.v1"
    topic: ClassVar[str] = "timer.timesheets"
    key_field: ClassVar[str] = "timesheet_id"

    timesheet_id: UUID
    version: int = Field(ge=1)
    agent_id: UUID
    first_day: date
    last_day: date
    approved_at: datetime
    approved_by: str = Field(description="The subject of the approving caller's token")
    part: int = Field(ge=1)
    parts: int = Field(ge=1)
    entries: tuple[ApprovedEntry, ...] = Field(max_length=500)
