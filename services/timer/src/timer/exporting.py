"""The account's time and master data as CSV, for a spreadsheet or another program; our own import takes it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from spreadsheets.csv_text import Cell

TIME_HEADER = (
    *("Entry ID", "Agent", "Email", "Organization", "Project", "Task", "Ticket", "Service type"),
    *(
        "Description",
        "Tags",
        "Billable",
        "State",
        "Work date",
        "Started at",
        "Ended at",
        "Duration",
    ),
    "Time zone",
)
"""What `timer.importing.sources.HONORAR` knows again."""
HEADERS = {
    "organizations": (
        *(
            "Organization",
            "Domains",
            "First Name",
            "Last Name",
            "Email",
            "Phone",
            "Billing contact",
        ),
        *("Address", "Postal code", "City", "Country", "VAT number", "Registration number", "GLN"),
        "Customer code",
        *("Kind", "Language", "Currency", "Billable", "Notes", "Archived"),
    ),
    "agents": ("Agent", "Email", "Aliases", "Time zone", "Active"),
    "service-types": ("Service type", "Billable", "Archived"),
    "projects": (
        *("Project", "Organization", "Billable", "Planned start", "Planned finish"),
        *("Budget hours", "Closed", "Archived"),
    ),
    "tasks": (
        *("Task", "Project", "Organization", "Service type", "Billable", "Description", "Status"),
        *("Planned start", "Planned finish", "Estimate", "Archived"),
    ),
}


@dataclass(frozen=True, slots=True)
class ExportedEntry:
    """An entry with the names of what it is on."""

    id: UUID
    agent: str
    email: str | None
    organization: str | None
    project: str | None
    task: str | None
    ticket: str | None
    service_type: str | None
    description: str
    tags: Sequence[str]
    billable: bool
    state: str
    work_date: date
    started_at: datetime | None
    ended_at: datetime | None
    seconds: int
    time_zone: str

    def cells(self) -> tuple[Cell, ...]:
        """In the order of `TIME_HEADER`; times with their difference to UTC, so that no hour comes twice."""
        zone = ZoneInfo(self.time_zone)
        start, end = (
            at.astimezone(zone).isoformat() if at else None
            for at in (self.started_at, self.ended_at)
        )
        return (
            self.id, self.agent, self.email, self.organization, self.project, self.task, self.ticket,
            self.service_type, self.description, self.tags, self.billable, self.state,
            self.work_date, start, end, duration(self.seconds), self.time_zone,
        )  # fmt: skip


def duration(seconds: int | None) -> str:
    """`27:10:05`; empty for none."""
    if seconds is None:
        return ""
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def split_name(name: str) -> tuple[str, str]:
    """First names and the last one."""
    first, _, last = name.rpartition(" ")
    return (first, last) if first else (last, "")
