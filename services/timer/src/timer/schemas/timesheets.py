"""Timesheets, and reports of what is in them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from pydantic import Field, model_validator

import web
from timer.queries.timesheets import TimesheetFilter
from timer.queries.work_report import WorkFilter
from timer.schemas.fields import FlatResponse, Name
from timer.timesheet import TimesheetState


@dataclass(frozen=True, slots=True)
class TimesheetQuery(TimesheetFilter):
    """Which sheets to list: those that touch the period."""

    first_day: web.Day | None = None
    last_day: web.Day | None = None


@dataclass(frozen=True, slots=True)
class WorkQuery(WorkFilter):
    """What to add up. Days are of the work date, both included."""

    first_day: web.Day | None = None
    last_day: web.Day | None = None


class TimesheetVersionRequest(web.RequestModel):
    """A sheet, and the version that the caller read: the number in its ETag."""

    id: UUID
    version: int


class TimesheetVersionsRequest(web.RequestModel):
    timesheets: list[TimesheetVersionRequest] = Field(min_length=1, max_length=1000)

    @model_validator(mode="after")
    def _one_version_each(self) -> "TimesheetVersionsRequest":
        if len(self.versions) < len({(sheet.id, sheet.version) for sheet in self.timesheets}):
            raise ValueError("the same timesheet with two versions")
        return self

    @property
    def versions(self) -> dict[UUID, int]:
        """The version that was read of each sheet."""
        return {sheet.id: sheet.version for sheet in self.timesheets}


class RejectionRequest(web.RequestModel):
    reason: Name


class TimesheetResponse(FlatResponse):
    """`seconds` and `billable_seconds` are sums over its entries."""

    id: UUID
    version: int
    agent_id: UUID
    first_day: date
    last_day: date
    state: TimesheetState
    submitted_at: datetime | None
    approved_at: datetime | None
    approved_by: str | None
    rejected_because: str | None
    seconds: int
    billable_seconds: int


class TimesheetsResponse(web.ResponseModel):
    items: list[TimesheetResponse]


class WorkTotalsResponse(web.ResponseModel):
    """Seconds by state. Billed time is approved time, so it is in both: approved_… includes billed_…."""

    entries: int
    seconds: int
    billable_seconds: int
    draft_seconds: int
    draft_billable_seconds: int
    submitted_seconds: int
    submitted_billable_seconds: int
    approved_seconds: int
    approved_billable_seconds: int
    billed_seconds: int


class OrganizationTotalsResponse(WorkTotalsResponse):
    """`organization_id` null: time without a customer."""

    organization_id: UUID | None


class AgentTotalsResponse(WorkTotalsResponse):
    agent_id: UUID


class WorkReportResponse(WorkTotalsResponse):
    by_organization: list[OrganizationTotalsResponse]
    by_agent: list[AgentTotalsResponse]
