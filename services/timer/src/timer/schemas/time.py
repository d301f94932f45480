"""Time entries and the timer."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from pydantic import AwareDatetime, Field, model_validator

import web
from timer.queries.time_entries import EntryFilter
from timer.schemas.fields import Day, FlatResponse, Instant, LongText, Texts, TimeZone
from timer.time_entry import EntryState
from timer.time_span import LONGEST_SECONDS, GivenTime
from timer.work import WorkReference


class WorkRequest(web.RequestModel):
    """A task or a ticket brings its project, customer and kind of work; `billable` None: their default."""

    organization_id: UUID | None = None
    project_id: UUID | None = None
    task_id: UUID | None = None
    ticket_id: UUID | None = None
    service_type_id: UUID | None = None
    billable: bool | None = None
    description: LongText = ""
    tags: Texts = ()

    @property
    def reference(self) -> WorkReference:
        """The work that is named."""
        return WorkReference(**self.model_dump(include=set(WorkRequest.model_fields)))


class WorkResponse(FlatResponse):
    organization_id: UUID | None
    project_id: UUID | None
    task_id: UUID | None
    ticket_id: UUID | None
    service_type_id: UUID | None
    billable: bool
    description: str
    tags: list[str]


class TimeEntryRequest(WorkRequest):
    """Either `started_at`, or only a `work_date` for "2 h on Tuesday". `agent_id` None: the caller.

    What is left to follow (customer, billable, zone) follows once, when the entry is made or moved to other work.
    """

    agent_id: UUID | None = None
    started_at: Instant | None = None
    work_date: Day | None = None
    seconds: int = Field(ge=1, le=LONGEST_SECONDS)
    time_zone: TimeZone | None = None

    @model_validator(mode="after")
    def _one_beginning(self) -> "TimeEntryRequest":
        if (self.started_at is None) == (self.work_date is None):
            raise ValueError("say started_at or work_date, and not both")
        return self

    @property
    def time(self) -> GivenTime:
        """The time that is given."""
        return GivenTime(self.seconds, self.started_at, self.work_date, self.time_zone)


class TimeEntryResponse(WorkResponse):
    id: UUID
    version: int
    agent_id: UUID
    timesheet_id: UUID
    work_date: date
    started_at: datetime | None
    seconds: int
    time_zone: str
    state: EntryState
    capped: bool = Field(
        description="A timer was forgotten and this is only the longest time an entry may have:"
        " the week is not submitted before somebody corrects or confirms it"
    )


@dataclass(frozen=True, slots=True)
class EntryQuery(EntryFilter):
    """Which entries to list. Days are of the work date, both included."""

    first_day: web.Day | None = None
    last_day: web.Day | None = None


class StopRequest(web.RequestModel):
    """`ended_at`: when work really ended, for a timer that was forgotten."""

    ended_at: AwareDatetime | None = None


class TimerResponse(WorkResponse):
    """`entry_id` is the id that the time entry will have."""

    agent_id: UUID
    entry_id: UUID
    started_at: datetime
    work_date: date
    time_zone: str


class StartedResponse(web.ResponseModel):
    """`stopped` is the entry of the timer that ran before, if it ran for a second or more.

    A timer that ran for more than 24 hours was forgotten; its entry has 24 hours and is `capped`.
    """

    timer: TimerResponse
    stopped: TimeEntryResponse | None


class StoppedResponse(web.ResponseModel):
    """`entry` is null when the timer ran for less than a second."""

    entry: TimeEntryResponse | None


class RunningResponse(web.ResponseModel):
    timer: TimerResponse | None
