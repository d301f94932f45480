"""Events of the timer service: account settings, people, customers, work and time."""

from datetime import date, datetime
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from contracts.event import Event, PayloadModel, Version
from contracts.statements import DaysStatement, EntriesStatement, StatedApproval
from contracts.values import Address, Contact, Currency, EntrySeconds, Money


class AccountSettings(PayloadModel):
    """What an account has chosen for itself; invoices and dates follow it where nothing nearer decides."""

    time_zone: str = Field(description="IANA time zone that decides the account's local date")
    currency: Currency = Field(description="ISO 4217 code; for customers without one of their own")
    language: Literal["en", "da"] = Field(description="BCP 47 tag of the account's own language")


DEFAULT_ACCOUNT_SETTINGS = AccountSettings(time_zone="UTC", currency="EUR", language="en")
"""The settings of an account that has chosen nothing, and so has published nothing."""


class AccountSettingsChanged(AccountSettings, Event):
    """The account's settings as they now are; before the first one `DEFAULT_ACCOUNT_SETTINGS` hold."""

    type: ClassVar[str] = "timer.account-settings-changed.v1"
    topic: ClassVar[str] = "timer.account-settings"
    key_field: ClassVar[str] = "account_id"

    holiday_region: str | None = Field(
        default=None,
        description="Whose public holidays are days off: a country (`DK`), or a part of one (`DE-BY`); None: nobody's",
    )


class _OrganizationEvent(Event):
    topic: ClassVar[str] = "timer.organizations"
    key_field: ClassVar[str] = "organization_id"

    organization_id: UUID
    name: str
    kind: Literal["business", "private"] = Field(
        default="business", description="A private person buys for no business"
    )
    vat_number: str | None = None
    registration_number: str | None = Field(
        default=None, description="In the register of businesses of the customer's country"
    )
    gln: str | None = Field(
        default=None,
        pattern=r"^[0-9]{13}$",
        description="Global location number (EAN) by which the customer receives invoices",
    )
    code: str | None = Field(
        default=None,
        pattern=r"^[A-Z0-9][A-Z0-9-]{0,7}$",
        description="Short code of the account's own, which invoice numbers can hold",
    )
    address: Address | None = None
    billing_contact: Contact | None = Field(default=None, description="Who gets the invoices")
    language: str = Field(default="en", description="BCP 47 tag of the customer's language")
    currency: Currency | None = Field(default=None, description="None: the account's currency")
    email_domains: tuple[str, ...] = Field(
        default=(), description="Domains whose senders belong to the customer"
    )
    archived: bool = False


class OrganizationChanged(_OrganizationEvent):
    """A customer as it now is, and is one of its own; it may have been merged into another before."""

    type: ClassVar[str] = "timer.organization-changed.v1"


class OrganizationMerged(_OrganizationEvent):
    """A customer that is another one's duplicate, as it now is: what is new is the other's, until it is undone.

    The newest of `OrganizationChanged` and this holds.
    """

    type: ClassVar[str] = "timer.organization-merged.v1"

    into_organization_id: UUID = Field(description="The customer that stays; never a merged one")
    merged_at: datetime


class AgentChanged(Event):
    """A person who logs time, as they now are."""

    type: ClassVar[str] = "timer.agent-changed.v1"
    topic: ClassVar[str] = "timer.agents"
    key_field: ClassVar[str] = "agent_id"

    agent_id: UUID
    name: str
    email: str | None = None
    time_zone: str = Field(description="IANA time zone")
    active: bool = True


class TeamChanged(Event):
    """A team as it now is; who belongs to it when is in `MembershipsChanged`."""

    type: ClassVar[str] = "timer.team-changed.v1"
    topic: ClassVar[str] = "timer.teams"
    key_field: ClassVar[str] = "team_id"

    team_id: UUID
    name: str
    archived: bool = False


class Membership(PayloadModel):
    """The days on which an agent belongs to a team."""

    team_id: UUID
    first_day: date
    last_day: date | None = Field(default=None, description="Included; None: until further notice")


class MembershipsChanged(Event):
    """The teams of an agent as they now are, whole: the past may have changed too.

    No two memberships have a day in common. `version` counts the changes of the agent's memberships, from 1.
    """

    type: ClassVar[str] = "timer.memberships-changed.v1"
    topic: ClassVar[str] = "timer.memberships"
    key_field: ClassVar[str] = "agent_id"

    agent_id: UUID
    memberships: tuple[Membership, ...] = Field(
        max_length=500, description="In the order of their days"
    )


class ProjectChanged(Event):
    """A project as it now is."""

    type: ClassVar[str] = "timer.project-changed.v1"
    topic: ClassVar[str] = "timer.projects"
    key_field: ClassVar[str] = "project_id"

    project_id: UUID
    organization_id: UUID | None = Field(default=None, description="None: an internal project")
    name: str
    billable: bool = Field(default=True, description="Default of new time on the project")
    planned_start: date | None = None
    planned_finish: date | None = Field(default=None, description="Included")
    budget_seconds: int | None = Field(default=None, description="None: no budget of hours")
    budget_money: Money | None = Field(default=None, description="None: no budget of money")
    budget_period: Literal["total", "month"] = Field(
        default="total",
        description="Whether the budgets are for the whole project, or for each month anew",
    )
    overspend: Literal["allow", "warn", "refuse"] = Field(
        default="allow", description="What becomes of time that exceeds the budget of hours"
    )
    closed: bool = Field(default=False, description="Whether it takes no new time for now")
    archived: bool = False


class TaskChanged(Event):
    """A task of a project as it now is."""

    type: ClassVar[str] = "timer.task-changed.v1"
    topic: ClassVar[str] = "timer.tasks"
    key_field: ClassVar[str] = "task_id"

    task_id: UUID
    project_id: UUID
    parent_id: UUID | None = Field(default=None, description="The task that it is a part of")
    name: str
    service_type_id: UUID | None = None
    requester_id: UUID | None = Field(default=None, description="The contact who asked for it")
    planned_start: date | None = None
    planned_finish: date | None = Field(default=None, description="Included")
    estimate_seconds: int | None = Field(
        default=None, description="For the task itself, without its parts; None: nobody has said"
    )
    status: Literal["planned", "in_progress", "done", "cancelled"] = "planned"
    percent_done: int | None = Field(default=None, ge=0, le=100)
    milestone: bool = False
    assignee_ids: tuple[UUID, ...] = Field(default=(), description="The agents who are to do it")
    depends_on: tuple[UUID, ...] = Field(
        default=(), description="Tasks that must be finished before it begins"
    )
    archived: bool = False


class ProjectBudgetReached(Event):
    """So much of a project's budget of hours is used up; once for 80 % and once for 100 % of each budget and period."""

    type: ClassVar[str] = "timer.project-budget-reached.v1"
    topic: ClassVar[str] = "timer.project-budgets"
    key_field: ClassVar[str] = "project_id"

    project_id: UUID
    name: str
    organization_id: UUID | None = None
    percent: Literal[80, 100]
    month: date | None = Field(
        default=None,
        description="The first day of the budget's month; None: it is for the whole project",
    )
    budget_seconds: int = Field(gt=0)
    logged_seconds: int = Field(gt=0, description="What was logged when this was reached")
    reached_at: datetime


class ServiceTypeChanged(Event):
    """A kind of work as it now is, for example Development; it decides rates and QuickBooks items."""

    type: ClassVar[str] = "timer.service-type-changed.v1"
    topic: ClassVar[str] = "timer.service-types"
    key_field: ClassVar[str] = "service_type_id"

    service_type_id: UUID
    name: str
    billable: bool = Field(default=True, description="Default of new time of this kind")
    archived: bool = False


class TicketChanged(Event):
    """What somebody at a customer asked for, as it now is."""

    type: ClassVar[str] = "timer.ticket-changed.v1"
    topic: ClassVar[str] = "timer.tickets"
    key_field: ClassVar[str] = "ticket_id"

    ticket_id: UUID
    number: int = Field(ge=1, description="The account's own number of the ticket, for people")
    name: str = Field(description="The subject")
    channel: str = Field(description="How it came in: form, api, email, phone, chat, …")
    priority: Literal["low", "normal", "high", "urgent"]
    status: Literal["new", "open", "waiting", "solved", "closed"]
    requester_id: UUID = Field(description="The contact who asked")
    requester_name: str
    requester_email: str | None = None
    organization_id: UUID = Field(description="The customer that the requester is at")
    assignee_id: UUID | None = Field(default=None, description="The agent who takes care of it")
    service_type_id: UUID | None = None
    project_id: UUID | None = None
    merged_into_id: UUID | None = Field(
        default=None, description="The ticket that it goes on in; it takes no new time of its own"
    )
    created_at: datetime


class _TimeEntryEvent(Event):
    topic: ClassVar[str] = "timer.time-entries"
    key_field: ClassVar[str] = "entry_id"

    entry_id: UUID


class TimeEntryRecorded(_TimeEntryEvent):
    """A time entry as it now is: all that decides its price, and with which other time it is rounded."""

    type: ClassVar[str] = "timer.time-entry-recorded.v1"

    agent_id: UUID
    organization_id: UUID | None = Field(default=None, description="The customer that is billed")
    project_id: UUID | None = None
    work_item_id: UUID | None = Field(
        default=None, description="The task or ticket; an invoice has a line for each"
    )
    service_type_id: UUID | None = None
    work_date: date = Field(description="The agent's local date on which the work started")
    started_at: datetime | None = Field(
        default=None, description="When the work started; None: only its day and length are known"
    )
    time_zone: str | None = Field(
        default=None, description="IANA time zone in which the work was done"
    )
    seconds: EntrySeconds
    billable: bool


class TimeEntryDiscarded(_TimeEntryEvent):
    """A draft entry was deleted; its `version` is above every earlier one."""

    type: ClassVar[str] = "timer.time-entry-discarded.v1"


class TimerForgotten(Event):
    """A timer runs for longer than its account allows without asking; once for each timer, so `version` is 1.

    It runs on until its agent stops it, says when work ended, discards it, or says that it is right.
    """

    type: ClassVar[str] = "timer.timer-forgotten.v1"
    topic: ClassVar[str] = "timer.timers"
    key_field: ClassVar[str] = "entry_id"

    entry_id: UUID = Field(description="The id that its time entry will have")
    agent_id: UUID
    project_id: UUID | None = None
    work_item_id: UUID | None = Field(default=None, description="The task or ticket")
    description: str = ""
    started_at: datetime
    time_zone: str = Field(description="IANA time zone in which the work is done")
    limit_seconds: int = Field(gt=0, description="The account's limit")
    noticed_at: datetime


class _TimesheetEvent(Event):
    topic: ClassVar[str] = "timer.timesheets"
    key_field: ClassVar[str] = "timesheet_id"

    timesheet_id: UUID
    agent_id: UUID
    first_day: date
    last_day: date = Field(description="Included in the period")


class TimesheetSubmitted(_TimesheetEvent):
    """An agent handed in the timesheet of a period for approval."""

    type: ClassVar[str] = "timer.timesheet-submitted.v1"

    seconds: int = Field(ge=0, description="Sum of the sheet's entries, raw")
    submitted_at: datetime


class TimesheetRejected(_TimesheetEvent):
    """A timesheet that was handed in goes back to its agent, who corrects it and hands it in again."""

    type: ClassVar[str] = "timer.timesheet-rejected.v1"

    reason: str = Field(
        max_length=2000, description="Why, for the agent; those of its entries when it has no other"
    )
    rejected_entries: int = Field(default=0, description="How many entries were rejected by name")
    rejected_by: str = Field(description="The subject of the rejecting caller's token")
    rejected_at: datetime


class ApprovedEntry(PayloadModel):
    """One approved entry with the names that an invoice line may print."""

    entry_id: UUID
    version: Version
    agent_id: UUID
    agent_name: str
    organization_id: UUID | None = Field(default=None, description="The customer that is billed")
    project_id: UUID | None = None
    project_name: str | None = None
    work_item_id: UUID | None = None
    work_item_kind: Literal["task", "ticket"] | None = None
    work_item_name: str | None = None
    service_type_id: UUID | None = None
    service_type_name: str | None = None
    work_date: date = Field(description="The agent's local date on which the work started")
    seconds: EntrySeconds
    billable: bool
    description: str = Field(default="", description="The agent's own words, printed if wanted")


class TimesheetApproved(_TimesheetEvent):
    """A timesheet was approved; this version replaces the sheet's earlier ones whole.

    One of many entries is published in parts. Those of its entries that are in no part of the newest version were taken
    back when all its parts have arrived.
    """

    type: ClassVar[str] = "timer.timesheet-approved.v1"

    approved_at: datetime
    approved_by: str = Field(description="The subject of the approving caller's token")
    part: int = Field(ge=1, description="The number of this part, from 1")
    parts: int = Field(ge=1, description="How many parts there are")
    entries: tuple[ApprovedEntry, ...] = Field(max_length=500)


class _ReopeningEvent(_TimesheetEvent):
    approved_version: Version = Field(description="The version that was approved and is in force")


class TimesheetReopeningAsked(_ReopeningEvent):
    """Somebody wants to change an approved timesheet; invoicing answers whether its time can be given back.

    The sheet stays as it was approved, and cannot be changed, until the answer is there.
    """

    type: ClassVar[str] = "timer.timesheet-reopening-asked.v1"

    reason: str = Field(description="Why, in the words of whoever asked")
    asked_by: str = Field(description="The subject of the asking caller's token")
    asked_at: datetime


class TimesheetReopened(_ReopeningEvent):
    """An approved timesheet is a draft again; its next approval replaces the one that was in force."""

    type: ClassVar[str] = "timer.timesheet-reopened.v1"

    reopened_at: datetime


class TimesheetStayedApproved(_ReopeningEvent):
    """A timesheet cannot be reopened: an issued invoice charges some of its time. It is as it was approved."""

    type: ClassVar[str] = "timer.timesheet-stayed-approved.v1"

    reason: str = Field(description="What stands in the way, for people")
    refused_at: datetime


class TimesheetMissing(Event):
    """The time of a period was not handed in in the days that the account leaves for it; once for each agent and period.

    `version` counts the agent's missed periods, from 1.
    """

    type: ClassVar[str] = "timer.timesheet-missing.v1"
    topic: ClassVar[str] = "timer.missing-timesheets"
    key_field: ClassVar[str] = "agent_id"

    agent_id: UUID
    timesheet_id: UUID | None = Field(
        default=None, description="The draft; None: there is no time in the period"
    )
    first_day: date
    last_day: date = Field(description="Included in the period")
    seconds: int = Field(ge=0, description="Sum of the draft's entries, raw")
    noticed_at: datetime


class ApprovedTimeStated(DaysStatement):
    """What is approved, by day of work, as timer's books had it when rates asked."""

    type: ClassVar[str] = "timer.approved-time-stated.v1"
    topic: ClassVar[str] = "timer.statements"


class ApprovedEntriesStated(EntriesStatement):
    """The approved entries of some days, as timer's books had them when rates asked."""

    type: ClassVar[str] = "timer.approved-entries-stated.v1"
    topic: ClassVar[str] = "timer.statements"

    entries: tuple[StatedApproval, ...] = Field(max_length=500)
