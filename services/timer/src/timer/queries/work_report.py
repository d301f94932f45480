"""How much was worked: seconds by state, billable or not, customer and agent."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import text

from database import Session
from database.mapping import as_dataclass, attributes
from timer.timesheet import TimesheetState

_SUMS = text("""
SELECT e.organization_id, e.agent_id, e.billable, s.state, b.entry_id IS NOT NULL AS billed,
    sum(e.seconds)::bigint AS seconds, count(*) AS entries
FROM time_entries e
JOIN timesheets s ON (s.account_id, s.id) = (e.account_id, e.timesheet_id)
LEFT JOIN (SELECT DISTINCT account_id, entry_id FROM billed_entries) b
    ON (b.account_id, b.entry_id) = (e.account_id, e.id)
WHERE (CAST(:first_day AS date) IS NULL OR e.work_date >= :first_day)
    AND (CAST(:last_day AS date) IS NULL OR e.work_date <= :last_day)
    AND (CAST(:organization_id AS uuid) IS NULL OR e.organization_id = :organization_id)
    AND (CAST(:agent_id AS uuid) IS NULL OR e.agent_id = :agent_id)
GROUP BY e.organization_id, e.agent_id, e.billable, s.state, billed
""")


@dataclass(frozen=True, slots=True)
class WorkSum:
    """Entries that agree in all but their seconds."""

    organization_id: UUID | None
    agent_id: UUID
    billable: bool
    state: TimesheetState
    billed: bool
    seconds: int
    entries: int


@dataclass(slots=True)
class WorkTotals:
    """Seconds by state. Billed time is approved time, so it is in both."""

    entries: int = 0
    seconds: int = 0
    billable_seconds: int = 0
    draft_seconds: int = 0
    draft_billable_seconds: int = 0
    submitted_seconds: int = 0
    submitted_billable_seconds: int = 0
    approved_seconds: int = 0
    approved_billable_seconds: int = 0
    billed_seconds: int = 0

    def add(self, part: WorkSum) -> None:
        """Count these entries."""
        self.entries += part.entries
        self._count(part.seconds, "seconds", f"{part.state}_seconds")
        if part.billable:
            self._count(part.seconds, "billable_seconds", f"{part.state}_billable_seconds")
        if part.billed:
            self._count(part.seconds, "billed_seconds")

    def _count(self, seconds: int, *names: str) -> None:
        for name in names:
            setattr(self, name, getattr(self, name) + seconds)


@dataclass(frozen=True, slots=True)
class WorkReport:
    """Everything, and the same by customer (None: time without one) and by agent."""

    totals: WorkTotals = field(default_factory=WorkTotals)
    by_organization: dict[UUID | None, WorkTotals] = field(
        default_factory=lambda: defaultdict(WorkTotals)
    )
    by_agent: dict[UUID, WorkTotals] = field(default_factory=lambda: defaultdict(WorkTotals))


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """Which entries; None for any value. Days are work dates, both included."""

    first_day: date | None = None
    last_day: date | None = None
    organization_id: UUID | None = None
    agent_id: UUID | None = None


async def work_report(session: Session, wanted: WorkFilter) -> WorkReport:
    """Add up the entries that are wanted."""
    report = WorkReport()
    for row in await session.execute(_SUMS, attributes(wanted)):
        part = as_dataclass(WorkSum, row)
        for totals in (
            report.totals,
            report.by_organization[part.organization_id],
            report.by_agent[part.agent_id],
        ):
            totals.add(part)
    return report
