"""Domain to wire: what this service says of people, customers, work and time."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from contracts import Address, Contact
from contracts.timer import (
    AgentChanged,
    ApprovedEntry,
    OrganizationChanged,
    ProjectChanged,
    ServiceTypeChanged,
    TimeEntryDiscarded,
    TimeEntryRecorded,
    TimesheetApproved,
    TimesheetSubmitted,
)
from timer.entry import Entry
from timer.timesheet import Timesheet

ENTRIES_PER_PART = 500
# The outbox takes facts of up to 512 KiB.
BYTES_PER_PART = 400 * 1024


def organization_changed(row: Row[Any], billing_contact: Row[Any] | None) -> OrganizationChanged:
    """The customer as they now are. A contact without an e-mail address cannot be written to."""
    contact = None
    if billing_contact is not None and billing_contact.email:
        contact = Contact(name=billing_contact.name, email=billing_contact.email)
    return OrganizationChanged(
        account_id=row.account_id,
        organization_id=row.id,
        version=row.version,
        name=row.name,
        vat_number=row.vat_number,
        address=_address(row),
        billing_contact=contact,
        language=row.language,
        currency=row.currency,
        email_domains=tuple(row.email_domains),
        archived=row.archived,
    )


def _address(row: Row[Any]) -> Address | None:
    if row.country is None:
        return None
    return Address(
        lines=tuple(row.address_lines),
        postal_code=row.postal_code,
        city=row.city,
        country=row.country,
    )


def agent_changed(row: Row[Any]) -> AgentChanged:
    return AgentChanged(
        account_id=row.account_id,
        agent_id=row.id,
        version=row.version,
        name=row.name,
        email=row.email,
        time_zone=row.time_zone,
        active=row.active,
    )


def project_changed(row: Row[Any]) -> ProjectChanged:
    return ProjectChanged(
        account_id=row.account_id,
        project_id=row.id,
        version=row.version,
        organization_id=row.organization_id,
        name=row.name,
        billable=row.billable,
        archived=row.archived,
    )


def service_type_changed(row: Row[Any]) -> ServiceTypeChanged:
    return ServiceTypeChanged(
        account_id=row.account_id,
        service_type_id=row.id,
        version=row.version,
        name=row.name,
        billable=row.billable,
        archived=row.archived,
    )


def entry_recorded(account_id: UUID, entry: Entry) -> TimeEntryRecorded:
    return TimeEntryRecorded(
        account_id=account_id,
        entry_id=entry.id,
        version=entry.version,
        agent_id=entry.agent_id,
        organization_id=entry.work.organization_id,
        project_id=entry.work.project_id,
        service_type_id=entry.work.service_type_id,
        work_date=entry.stretch.work_date,
        seconds=entry.stretch.seconds,
        billable=entry.work.billable,
    )


def entry_discarded(account_id: UUID, entry_id: UUID, version: int) -> TimeEntryDiscarded:
    return TimeEntryDiscarded(account_id=account_id, entry_id=entry_id, version=version)


def timesheet_submitted(account_id: UUID, sheet: Timesheet, seconds: int) -> TimesheetSubmitted:
    assert sheet.submitted_at is not None
    return TimesheetSubmitted(
        account_id=account_id,
        timesheet_id=sheet.id,
        version=sheet.version,
        agent_id=sheet.agent_id,
        first_day=sheet.first_day,
        last_day=sheet.last_day,
        seconds=seconds,
        submitted_at=sheet.submitted_at,
    )


def timesheet_approved(
    account_id: UUID, sheet: Timesheet, entries: Sequence[ApprovedEntry]
) -> Iterator[TimesheetApproved]:
    """One fact per part, each of which stands alone; an empty sheet is one fact too."""
    assert sheet.approved_at is not None
    assert sheet.approved_by is not None
    parts = list(_parts(entries))
    for part, some in enumerate(parts, start=1):
        yield TimesheetApproved(
            account_id=account_id,
            timesheet_id=sheet.id,
            version=sheet.version,
            agent_id=sheet.agent_id,
            first_day=sheet.first_day,
            last_day=sheet.last_day,
            approved_at=sheet.approved_at,
            approved_by=sheet.approved_by,
            part=part,
            parts=len(parts),
            entries=some,
        )


def _parts(entries: Sequence[ApprovedEntry]) -> Iterator[tuple[ApprovedEntry, ...]]:
    """Cut by number and by size; never nothing, and never an empty part beside others."""
    some: list[ApprovedEntry] = []
    size = 0
    for entry in entries:
        more = len(entry.model_dump_json().encode())
        if some and (len(some) == ENTRIES_PER_PART or size + more > BYTES_PER_PART):
            yield tuple(some)
            some, size = [], 0
        some.append(entry)
        size += more
    yield tuple(some)
