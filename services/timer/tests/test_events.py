"""What the timer publishes is what the stored examples show."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts import Event, timer
from contracts.stored import example
from services.timer.tests.factories import BOSS, NOON, approved_entry, timesheet
from testkit import ACCOUNT
from timer import events
from timer.account_settings import AccountSettings
from timer.capacity import Period
from timer.events import ENTRIES_PER_PART
from timer.membership import Membership
from timer.missing_timesheet import MissingTimesheet
from timer.running_timer import RunningTimer
from timer.store.tables.agents import Agent
from timer.store.tables.customers import Contact, Organization
from timer.store.tables.teams import Team
from timer.store.tables.work import Project, ServiceType, Task
from timer.ticket import Requester, Ticket
from timer.time_entry import TimeEntry
from timer.time_span import TimeSpan
from timer.timesheet import RejectedEntry, Rejection, SummedTimesheet, Timesheet
from timer.work import Work

APPROVED = timesheet().submit(NOON, 1).approve(NOON, 2, "boss", BOSS, allow_own=False)


def row(table: Any, shown: Event, **values: Any) -> Any:
    """A row that holds what an example shows."""
    names = set(table.__table__.columns.keys()) & set(type(shown).model_fields)
    found = {name: getattr(shown, name) for name in names}
    return table(**{**found, "id": getattr(shown, shown.key_field), **values})


def published() -> list[Event]:
    """Every event of the timer, from the values of its example."""
    organization = example(timer.OrganizationChanged)
    merged = example(timer.OrganizationMerged)
    assert organization.address is not None
    assert organization.billing_contact is not None
    address = attributes_of(organization.address)
    address["address_lines"] = address.pop("lines")
    recorded = example(timer.TimeEntryRecorded)
    discarded = example(timer.TimeEntryDiscarded)
    submitted = example(timer.TimesheetSubmitted)
    approved = example(timer.TimesheetApproved)
    chosen = example(timer.AccountSettingsChanged)
    planned, task = example(timer.ProjectChanged), example(timer.TaskChanged)
    project = row(Project, planned)
    project.budget_money = planned.budget_money
    memberships = example(timer.MembershipsChanged)
    entry = TimeEntry(
        recorded.entry_id,
        recorded.version,
        recorded.agent_id,
        submitted.timesheet_id,
        TimeSpan(recorded.work_date, recorded.started_at, recorded.seconds, "Europe/Copenhagen"),
        Work(
            recorded.organization_id,
            recorded.project_id,
            task_id=recorded.work_item_id,
            service_type_id=recorded.service_type_id,
            billable=recorded.billable,
        ),
    )
    return [
        events.account_settings_changed(
            ACCOUNT, AccountSettings(**chosen.model_dump(exclude={"account_id"}))
        ),
        events.organization_changed(
            row(Organization, organization, **address),
            Contact(**attributes_of(organization.billing_contact)),
        ),
        events.organization_changed(
            row(Organization, merged, merged_into=merged.into_organization_id, **address),
            Contact(**attributes_of(organization.billing_contact)),
        ),
        events.agent_changed(row(Agent, example(timer.AgentChanged))),
        events.project_changed(project),
        events.task_changed(
            row(Task, task, depends_on=task.depends_on, assignee_ids=task.assignee_ids)
        ),
        budget_reached(),
        timer_forgotten(),
        events.team_changed(row(Team, example(timer.TeamChanged))),
        events.memberships_changed(
            ACCOUNT, memberships.agent_id, memberships.version, memberships_of(memberships)
        ),
        events.service_type_changed(row(ServiceType, example(timer.ServiceTypeChanged))),
        ticket_changed(),
        events.entry_recorded(ACCOUNT, entry),
        events.entry_discarded(ACCOUNT, discarded.entry_id, discarded.version),
        events.timesheet_submitted(
            ACCOUNT, SummedTimesheet(sheet(submitted), submitted.seconds, submitted.seconds)
        ),
        *events.timesheet_approved(ACCOUNT, sheet(approved), approved.entries),
        *reopenings(),
        timesheet_rejected(),
        timesheet_missing(),
    ]


def reopenings() -> list[Event]:
    """What becomes of a sheet that is to be changed."""
    asked = example(timer.TimesheetReopeningAsked)
    reopened = example(timer.TimesheetReopened)
    stayed = example(timer.TimesheetStayedApproved)
    before = replace(sheet(asked), reopening_reason=asked.reason)
    kept = replace(sheet(stayed), state="approved", charged_by="2026-0001")
    return [
        events.reopening_asked(ACCOUNT, before, by=asked.asked_by, at=asked.asked_at),
        events.reopening_ended(ACCOUNT, before, sheet(reopened), reopened.reopened_at),
        events.reopening_ended(ACCOUNT, before, kept, stayed.refused_at),
    ]


def timesheet_rejected() -> Event:
    shown = example(timer.TimesheetRejected)
    entry = RejectedEntry(UUID(int=1), shown.reason)
    rejection, at = Rejection(None, (entry,)), shown.rejected_at
    return events.timesheet_rejected(ACCOUNT, sheet(shown), rejection, by=shown.rejected_by, at=at)


def timesheet_missing() -> Event:
    shown = example(timer.TimesheetMissing)
    since = shown.noticed_at
    missing = MissingTimesheet(shown.agent_id, shown.timesheet_id, shown.seconds, 0, since)
    period = Period(shown.first_day, shown.last_day)
    return events.timesheet_missing(ACCOUNT, missing, period, shown.version, shown.noticed_at)


def budget_reached() -> Event:
    """The project whose budget an example is about."""
    shown = example(timer.ProjectBudgetReached)
    project = row(Project, shown, account_id=ACCOUNT, budgets_told=shown.version, version=7)
    names = ("percent", "month", "budget_seconds", "logged_seconds", "reached_at")
    return events.budget_reached(project, **{name: getattr(shown, name) for name in names})


def timer_forgotten() -> Event:
    shown = example(timer.TimerForgotten)
    work = Work(
        project_id=shown.project_id, task_id=shown.work_item_id, description=shown.description
    )
    at = shown.started_at
    running = RunningTimer.starting(shown.agent_id, shown.entry_id, at, shown.time_zone, work)
    noticed = running.notice(shown.noticed_at, shown.limit_seconds)
    assert noticed is not None
    return events.timer_forgotten(ACCOUNT, noticed, shown.limit_seconds)


def memberships_of(shown: timer.MembershipsChanged) -> list[Membership]:
    """The memberships that an example shows."""
    return [
        Membership(UUID(int=1), 1, shown.agent_id, **attributes_of(one))
        for one in shown.memberships
    ]


def ticket_changed() -> Event:
    shown = example(timer.TicketChanged)
    found = {name: getattr(shown, name) for name in Ticket.__slots__ if hasattr(shown, name)}
    requester = Requester(
        shown.requester_id, shown.requester_name, shown.requester_email, shown.organization_id
    )
    ticket = Ticket(**{**found, "id": shown.ticket_id, "description": ""})
    return events.ticket_changed(ACCOUNT, ticket, requester)


def attributes_of(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in type(value).model_fields}


def sheet(shown: Any) -> Timesheet:
    """The sheet that an example is about."""
    names = {
        "version",
        "agent_id",
        "first_day",
        "last_day",
        "submitted_at",
        "approved_at",
        "approved_by",
        "approved_version",
        "reopened_at",
    }
    found = {name: getattr(shown, name) for name in names if hasattr(shown, name)}
    return Timesheet(id=shown.timesheet_id, **found)


@pytest.mark.parametrize("event", published(), ids=lambda event: str(event.type))
def test_the_timer_makes_its_example(event: Event) -> None:
    assert event == example(type(event))


@given(st.lists(st.integers(0, 5000), max_size=60), st.integers(0, 1300))
@settings(max_examples=25)
def test_approved_time_is_cut_into_parts_that_fit_and_lose_nothing(
    lengths: list[int], more: int
) -> None:
    entries = [approved_entry(n, "ø" * length) for n, length in enumerate(lengths, start=1)]
    entries += [approved_entry(len(entries) + n) for n in range(1, more + 1)]
    parts = list(events.timesheet_approved(ACCOUNT, APPROVED, entries))
    assert [entry for part in parts for entry in part.entries] == entries
    assert [(part.part, part.parts) for part in parts] == [
        (number, len(parts)) for number in range(1, len(parts) + 1)
    ]
    for part in parts:
        assert len(part.entries) <= ENTRIES_PER_PART
        assert len(part.model_dump_json().encode()) < 512 * 1024
        assert part.entries or len(parts) == 1


def test_parts_are_full_before_another_begins() -> None:
    entries = [approved_entry(n) for n in range(1, 1202)]
    parts = list(events.timesheet_approved(ACCOUNT, APPROVED, entries))
    assert [len(part.entries) for part in parts] == [500, 500, 201]
