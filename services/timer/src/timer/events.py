"""Domain to wire: what this service publishes of accounts, people, customers, work and time."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from contracts import Address, Contact, Event
from contracts.timer import (
    AccountSettingsChanged,
    AgentChanged,
    ApprovedEntriesStated,
    ApprovedEntry,
    ApprovedTimeStated,
    MembershipsChanged,
    OrganizationChanged,
    OrganizationMerged,
    ProjectBudgetReached,
    ProjectChanged,
    ServiceTypeChanged,
    TaskChanged,
    TeamChanged,
    TicketChanged,
    TimeEntryDiscarded,
    TimeEntryRecorded,
    TimerForgotten,
    TimesheetApproved,
    TimesheetMissing,
    TimesheetRejected,
    TimesheetReopened,
    TimesheetReopeningAsked,
    TimesheetStayedApproved,
    TimesheetSubmitted,
)
from database import Row
from database.mapping import attributes
from database.stated_rows import in_parts
from timer.account_settings import AccountSettings
from timer.capacity import Period
from timer.membership import Memberships
from timer.missing_timesheet import MissingTimesheet
from timer.running_timer import RunningTimer
from timer.store.tables.agents import Agent
from timer.store.tables.base import Versioned
from timer.store.tables.customers import Contact as ContactRow
from timer.store.tables.customers import Organization
from timer.store.tables.teams import Team
from timer.store.tables.work import Project, ServiceType, Task
from timer.ticket import Requester, Ticket
from timer.time_entry import TimeEntry, flat
from timer.timesheet import WRITTEN_OFF, Rejection, SummedTimesheet, Timesheet

ENTRIES_PER_PART = 500
BYTES_PER_PART = 400 * 1024
"""The outbox takes events of up to 512 KiB."""
STATED_PER_PART = 400
LONGEST_REASON = 2000
"""Characters; of hundreds of rejected entries together more may be said."""

E = TypeVar("E", bound=Event)


def account_settings_changed(account_id: UUID, settings: AccountSettings) -> AccountSettingsChanged:
    return AccountSettingsChanged.model_validate({"account_id": account_id, **attributes(settings)})


def organization_changed(
    row: Organization, billing: ContactRow | None
) -> OrganizationChanged | OrganizationMerged:
    """The customer with the contact who gets the invoices; one without an e-mail address cannot be written to."""
    address = row.country and Address(
        lines=row.address_lines, postal_code=row.postal_code, city=row.city, country=row.country
    )
    contact = billing and billing.email and Contact(name=billing.name, email=billing.email)
    parts = {"address": address or None, "billing_contact": contact or None}
    if row.merged_into is None:
        return _changed(OrganizationChanged, row, **parts)
    return _changed(OrganizationMerged, row, into_organization_id=row.merged_into, **parts)


def agent_changed(row: Agent) -> AgentChanged:
    return _changed(AgentChanged, row)


def team_changed(row: Team) -> TeamChanged:
    return _changed(TeamChanged, row)


def memberships_changed(
    account_id: UUID, agent_id: UUID, version: int, memberships: Memberships
) -> MembershipsChanged:
    """All of the agent's, whatever of them changed."""
    return MembershipsChanged.model_validate(
        {
            "account_id": account_id,
            "version": version,
            "agent_id": agent_id,
            "memberships": memberships,
        }
    )


def project_changed(row: Project) -> ProjectChanged:
    return _changed(ProjectChanged, row)


def budget_reached(project: Project, **reached: object) -> ProjectBudgetReached:
    """What was reached of the project's budget; told in the order of its own count."""
    return ProjectBudgetReached.model_validate(
        {
            "account_id": project.account_id,
            "version": project.budgets_told,
            "project_id": project.id,
            "name": project.name,
            "organization_id": project.organization_id,
            **reached,
        }
    )


def task_changed(row: Task) -> TaskChanged:
    return _changed(TaskChanged, row)


def service_type_changed(row: ServiceType) -> ServiceTypeChanged:
    return _changed(ServiceTypeChanged, row)


def ticket_changed(account_id: UUID, ticket: Ticket, requester: Requester) -> TicketChanged:
    return TicketChanged.model_validate(
        {
            **attributes(ticket),
            "account_id": account_id,
            "ticket_id": ticket.id,
            "requester_name": requester.name,
            "requester_email": requester.email,
            "organization_id": requester.organization_id,
        }
    )


def _changed(event: type[E], row: Versioned, **more: object) -> E:
    """The row as it now is, by the names of its attributes; the event's key is the row's id."""
    names = event.model_fields.keys() - more.keys() - {event.key_field}
    values = {name: getattr(row, name) for name in names}
    return event.model_validate({**values, event.key_field: row.id, **more})


def entry_recorded(account_id: UUID, entry: TimeEntry) -> TimeEntryRecorded:
    return TimeEntryRecorded.model_validate(
        {
            "account_id": account_id,
            "entry_id": entry.id,
            "work_item_id": entry.work.work_item_id,
            **flat(entry),
        }
    )


def entry_discarded(account_id: UUID, entry_id: UUID, version: int) -> TimeEntryDiscarded:
    return TimeEntryDiscarded(account_id=account_id, entry_id=entry_id, version=version)


def timer_forgotten(account_id: UUID, timer: RunningTimer, limit_seconds: int) -> TimerForgotten:
    return TimerForgotten.model_validate(
        {
            "account_id": account_id,
            "version": 1,
            "limit_seconds": limit_seconds,
            "work_item_id": timer.work.work_item_id,
            **flat(timer),
        }
    )


def timesheet_submitted(account_id: UUID, summed: SummedTimesheet) -> TimesheetSubmitted:
    return TimesheetSubmitted.model_validate(
        {"account_id": account_id, "timesheet_id": summed.id, **flat(summed)}
    )


def timesheet_rejected(
    account_id: UUID, sheet: Timesheet, rejection: Rejection, *, by: str, at: datetime
) -> TimesheetRejected:
    return TimesheetRejected.model_validate(
        {
            **attributes(sheet),
            "account_id": account_id,
            "timesheet_id": sheet.id,
            "reason": rejection.in_short[:LONGEST_REASON],
            "rejected_entries": len(rejection.entries),
            "rejected_by": by,
            "rejected_at": at,
        }
    )


def timesheet_missing(
    account_id: UUID, missing: MissingTimesheet, period: Period, number: int, at: datetime
) -> TimesheetMissing:
    """What one agent has not handed in; `number` counts what was missing of them."""
    return TimesheetMissing.model_validate(
        {
            **attributes(missing),
            "account_id": account_id,
            "version": number,
            "first_day": period.first,
            "last_day": period.last,
            "noticed_at": at,
        }
    )


def timesheet_approved(
    account_id: UUID, sheet: Timesheet, entries: Sequence[ApprovedEntry]
) -> Iterator[TimesheetApproved]:
    """One event per part, each of which stands alone; an empty sheet is one event too."""
    parts = list(_parts(entries))
    for number, part in enumerate(parts, start=1):
        yield TimesheetApproved.model_validate(
            {
                "account_id": account_id,
                "timesheet_id": sheet.id,
                "part": number,
                "parts": len(parts),
                "entries": part,
                **attributes(sheet),
            }
        )


def reopening_asked(
    account_id: UUID, sheet: Timesheet, *, by: str, at: datetime
) -> TimesheetReopeningAsked:
    return TimesheetReopeningAsked.model_validate(
        {
            "account_id": account_id,
            "timesheet_id": sheet.id,
            "reason": sheet.reopening_reason,
            "asked_by": by,
            "asked_at": at,
            **attributes(sheet),
        }
    )


def reopening_ended(
    account_id: UUID, before: Timesheet, after: Timesheet, at: datetime
) -> TimesheetReopened | TimesheetStayedApproved:
    """What became of a sheet that was approved as `before` says."""
    about = {
        **attributes(after),
        "account_id": account_id,
        "timesheet_id": after.id,
        "approved_version": before.approved_version,
    }
    if after.state == "draft":
        return TimesheetReopened.model_validate(about)
    reason = f"invoice {after.charged_by} charges its time"
    if after.charged_by == WRITTEN_OFF:
        reason = "some of its time is written off"
    return TimesheetStayedApproved.model_validate({**about, "reason": reason, "refused_at": at})


def approved_time_stated(
    account_id: UUID, question: Mapping[str, Any], days: Sequence[Row], at: datetime
) -> list[ApprovedTimeStated]:
    """Every day of approved time, in parts that cover all days."""
    parts = in_parts(days, STATED_PER_PART)
    return [
        ApprovedTimeStated.model_validate(
            {
                **_answered(account_id, question, at),
                "part": number,
                "parts": len(parts),
                "first_day": part.first_day,
                "last_day": part.last_day,
                "days": part.days,
            }
        )
        for number, part in enumerate(parts, start=1)
    ]


def approved_entries_stated(
    account_id: UUID,
    question: Mapping[str, Any],
    entries: Sequence[Row],
    at: datetime,
    *,
    more: bool,
) -> list[ApprovedEntriesStated]:
    """Approved entries of some days in parts, in order; `more`: these are not all."""
    starts = range(0, max(len(entries), 1), STATED_PER_PART)
    return [
        ApprovedEntriesStated.model_validate(
            {
                **_answered(account_id, question, at),
                "part": number,
                "parts": len(starts),
                "more": more,
                "entries": entries[start : start + STATED_PER_PART],
            }
        )
        for number, start in enumerate(starts, start=1)
    ]


def _answered(account_id: UUID, question: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    return {
        "account_id": account_id,
        "reconciliation_id": question["reconciliation_id"],
        "look": question["look"],
        "version": question["look"],
        "stated_at": at,
    }


def _parts(entries: Sequence[ApprovedEntry]) -> Iterator[tuple[ApprovedEntry, ...]]:
    """Cut by number and by size; never nothing, and never an empty part beside others."""
    part: list[ApprovedEntry] = []
    size = 0
    for entry in entries:
        more = len(entry.model_dump_json().encode())
        if part and (len(part) == ENTRIES_PER_PART or size + more > BYTES_PER_PART):
            yield tuple(part)
            part, size = [], 0
        part.append(entry)
        size += more
    yield tuple(part)
