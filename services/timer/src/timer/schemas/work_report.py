"""How much was worked."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import Field

import web
from timer.schemas.fields import Day
from timer.work_report import Dimension, Sums, WorkReport, WorkTotals


class WorkFilterRequest(web.FilterModel):
    """Which time to add up."""

    first_day: Day | None = None
    """Only work of this day or later."""
    last_day: Day | None = None
    """Only work of this day or earlier."""
    agent_id: UUID | None = None
    """Only work of this agent. Agents get their own in any case."""
    team_id: UUID | None = None
    """Only work of those who were in this team on its day."""
    project_id: UUID | None = None
    """Only work in this project."""
    organization_id: UUID | None = None
    """Only work for this customer, or one that was merged into it."""
    service_type_id: UUID | None = None
    """Only this kind of work."""


class WorkReportRequest(WorkFilterRequest):
    """Which time to add up, and by what."""

    by: Dimension | None = None
    """Split the time by this: `groups` has the sums."""
    then_by: Dimension | None = None
    """Split each group by this; another one than `by`."""

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """What to split by."""
        return tuple(one for one in (self.by, self.then_by) if one)


class WorkTableRequest(WorkFilterRequest):
    """Which time to write into a table, and by what."""

    by: Dimension = "agent"
    """The first column."""
    then_by: Dimension | None = None
    """The second column; another one than `by`."""

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """What to split by."""
        return (self.by, self.then_by) if self.then_by else (self.by,)


class WorkTotalsResponse(web.ResponseModel):
    """Seconds by state. Billed time is approved time, so it is in both: approved_… includes billed_…."""

    entries: int
    """How many time entries there are."""
    seconds: int
    """Whole seconds in all."""
    billable_seconds: int
    """Whole seconds that are billable."""
    draft_seconds: int
    """Whole seconds in timesheets that are drafts."""
    draft_billable_seconds: int
    """Those of `draft_seconds` that are billable."""
    submitted_seconds: int
    """Whole seconds in timesheets that were handed in and wait for approval."""
    submitted_billable_seconds: int
    """Those of `submitted_seconds` that are billable."""
    approved_seconds: int
    """Whole seconds in approved timesheets, billed ones among them."""
    approved_billable_seconds: int
    """Those of `approved_seconds` that are billable."""
    billed_seconds: int
    """Whole seconds that are on an invoice."""


class OrganizationTotalsResponse(WorkTotalsResponse):
    """The time for one customer."""

    organization_id: UUID | None
    """The customer; null: time without one."""


class AgentTotalsResponse(WorkTotalsResponse):
    """The time of one agent."""

    agent_id: UUID
    """The agent."""


class WorkPartResponse(web.ResponseModel):
    """The time of one agent, team, project, customer, kind of work, day, week or month."""

    id: UUID | None
    """Whose or of what it is; null for a period, and for time without one."""
    day: date | None
    """The first day of the period; null for anything else."""
    name: str | None
    """What it is called; null for a period, and for time without one."""
    totals: WorkTotalsResponse = Field(validation_alias="sums")
    """The time."""
    capacity_seconds: int | None
    """How long the people could work: their hours, less public holidays and absences. Null without both days of a period,
    and where time is split by what it was spent on."""
    billable_share: float | None
    """Billable time, as a part of all: 1 is all of it. Null without time."""
    submitted_share: float | None
    """Time that waits for approval, as a part of all. Null without time."""
    approved_share: float | None
    """Approved time, billed time among it, as a part of all. Null without time."""
    billed_share: float | None
    """Time on invoices, as a part of all. Null without time."""
    utilization: float | None
    """Time as a part of the capacity; may exceed 1. Null without capacity."""
    billable_utilization: float | None
    """Billable time as a part of the capacity. Null without capacity."""


class WorkGroupResponse(WorkPartResponse):
    """The time of one key of `by`."""

    parts: list[WorkPartResponse]
    """The same by `then_by`; empty without."""


class WorkReportResponse(WorkTotalsResponse):
    """How much was worked, in all, and by what was asked for."""

    by_organization: list[OrganizationTotalsResponse]
    """The same by customer; empty when `by` was asked for."""
    by_agent: list[AgentTotalsResponse]
    """The same by agent; empty when `by` was asked for."""
    total: WorkPartResponse | None
    """The same with shares and utilization, when `by` was asked for."""
    groups: list[WorkGroupResponse]
    """The same by `by`, in the order of names or days; empty when it was not asked for."""

    @classmethod
    def of_totals(cls, found: WorkTotals) -> Self:
        """Split by customer and by agent."""
        return cls(
            **_totals(found.totals),
            by_organization=[
                OrganizationTotalsResponse(organization_id=one.id, **_totals(one.sums))
                for one in found.by_organization
            ],
            by_agent=[
                AgentTotalsResponse.model_validate({"agent_id": one.id, **_totals(one.sums)})
                for one in found.by_agent
            ],
            total=None,
            groups=[],
        )

    @classmethod
    def of_report(cls, found: WorkReport) -> Self:
        """Split by what was asked for."""
        return cls(
            **_totals(found.total.sums),
            by_organization=[],
            by_agent=[],
            total=WorkPartResponse.model_validate(found.total),
            groups=[WorkGroupResponse.model_validate(one) for one in found.groups],
        )


def _totals(sums: Sums) -> dict[str, int]:
    return WorkTotalsResponse.model_validate(sums).model_dump()
