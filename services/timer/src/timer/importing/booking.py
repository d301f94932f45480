"""A planned row to the entry that it becomes, once everything that it names is there."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from timer.capacity import Period
from timer.importing.plan import PlannedRow
from timer.importing.snapshot import MasterData
from timer.names import folded
from timer.sheet_period import PeriodRules, Periods, period_of
from timer.time_entry import TimeEntry
from timer.time_span import TimeSpan
from timer.work import Work, billable_by_default


@lru_cache(maxsize=4096)
def period_around(day: date, periods: Periods) -> Period:
    """The period that a day is in; most days of a file have many rows."""
    return period_of(day, periods)


SheetCounts = Mapping[tuple[UUID | str, Period], int]
"""How many rows are on the sheet of an agent, by its period. New agents are named by their identity in the file."""


def periods_of(rows: Iterable[PlannedRow], periods: Periods) -> SheetCounts:
    """The agents of rows and the periods of sheets which they are on, each with the number of its rows."""
    found: Counter[tuple[UUID | str, Period]] = Counter()
    for (agent, day), count in Counter((one.agent, one.row.work_date) for one in rows).items():
        found[agent, period_around(day, periods)] += count
    return found


def after_lock(counts: SheetCounts, rules: PeriodRules, now: datetime) -> SheetCounts:
    """Those of periods in which only managers change time any more."""
    return {
        (agent, period): count
        for (agent, period), count in counts.items()
        if rules.locks(period.last, now)
    }


@dataclass(frozen=True, slots=True)
class Booking:
    """Where the rows of a file are booked, some at once. `time_zone` is that of rows without one of their own.

    `agents` are the new ones by their identity in the file, `sheets` those of all agents by their first days. Events
    are traced by `trace`.
    """

    account_id: UUID
    source: str
    time_zone: str
    exclusive: bool
    periods: Periods
    agents: Mapping[str, UUID]
    sheets: Mapping[tuple[UUID, date], UUID]
    master_data: MasterData
    trace: Mapping[str, str]
    rows_at_once: int

    def entry(self, planned: PlannedRow, entry_id: UUID) -> TimeEntry:
        """The entry that a row becomes."""
        day = planned.row.work_date
        agent_id = planned.agent_id or self.agents[planned.row.person.identity]
        return TimeEntry(
            id=entry_id,
            version=1,
            agent_id=agent_id,
            timesheet_id=self.sheets[agent_id, period_around(day, self.periods).first],
            span=self._span(planned),
            work=self._work(planned),
            exclusive=self.exclusive,
            source=self.source,
        )

    def _span(self, planned: PlannedRow) -> TimeSpan:
        row = planned.row
        start = row.time.started_at if planned.timed else None
        return TimeSpan(row.work_date, start, row.seconds, row.time_zone or self.time_zone)

    def _work(self, planned: PlannedRow) -> Work:
        """A file without a column for billable leaves it to our own defaults."""
        row, known = planned.row, self.master_data
        client, project, task = folded(row.client), folded(row.project), folded(planned.task)
        organization = known.organizations.get(client)
        owner = known.projects.get((client, project))
        item = known.tasks.get((client, project, task))
        kind = known.service_types.get(folded(planned.kind))
        default, _ = billable_by_default(
            work_item=item.billable if item else None,
            project=owner.billable if owner else None,
            service_type=kind.billable if kind else None,
            organization=organization.billable if organization else None,
        )
        return Work(
            organization_id=organization.id if organization else None,
            project_id=owner.id if owner else None,
            task_id=item.id if item else None,
            service_type_id=kind.id if kind else None,
            billable=default if row.billable is None else row.billable,
            description=row.description,
            tags=row.tags,
        )
