"""Time entries and the timer."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field, model_validator

import web
from timer.schemas.fields import Day, FlatResponse, Instant, LongText, Texts, TimeZone
from timer.time_entry import EntryState
from timer.time_span import LONGEST_SECONDS, GivenTime
from timer.work import BillableSource, OrganizationSource, WorkReference


class WorkRequest(web.RequestModel):
    """The work that time is spent on. A task or a ticket brings its project, customer and kind of work."""

    organization_id: UUID | None = None
    """The customer; null: that of the project or ticket."""
    project_id: UUID | None = None
    """The project; null: that of the task, or none."""
    task_id: UUID | None = None
    """The task of a project; null when it is none."""
    ticket_id: UUID | None = None
    """The ticket; null when it is none."""
    service_type_id: UUID | None = None
    """The kind of work; null: that of the task or ticket, or none."""
    billable: bool | None = None
    """Whether it shall be billed; null: as the task or ticket says, else the project, the kind of work, the customer."""
    description: LongText = ""
    """What was done, as the invoice may show it."""
    tags: Texts = ()
    """Words to find it by."""

    @property
    def reference(self) -> WorkReference:
        """The work that is named."""
        return WorkReference(**self.model_dump(include=set(WorkRequest.model_fields)))


class WorkResponse(FlatResponse):
    """The work that time is spent on."""

    organization_id: UUID | None
    """The customer; null when it is for none."""
    project_id: UUID | None
    """The project; null when it is none."""
    task_id: UUID | None
    """The task; null when it is none."""
    ticket_id: UUID | None
    """The ticket; null when it is none."""
    service_type_id: UUID | None
    """The kind of work; null when it is none."""
    billable: bool
    """Whether it is to be billed."""
    description: str
    """What was done."""
    tags: list[str]
    """Words to find it by."""
    organization_source: OrganizationSource | None
    """What the customer followed from when it was filled in; null: there is none, or it came by an import."""
    billable_source: BillableSource | None
    """What `billable` followed from when it was filled in; null: it came by an import."""


class TimeEntryRequest(WorkRequest):
    """A stretch of work: either with `started_at`, or only with a `work_date` for "2 h on Tuesday".

    What is left to follow (customer, billable, zone) follows once, when the entry is made or moved to other work.
    """

    agent_id: UUID | None = None
    """Whose time it is; null: the caller's. Agents log their own only."""
    started_at: Instant | None = None
    """When work began, with an offset; null when only the day is known. Either this or `work_date`."""
    work_date: Day | None = None
    """The day of work, when the time of day is not known; else it follows from `started_at` and `time_zone`."""
    seconds: int = Field(ge=1, le=LONGEST_SECONDS)
    """How long was worked, in whole seconds, at most 24 hours."""
    break_seconds: int = Field(default=0, ge=0, lt=LONGEST_SECONDS)
    """How long work paused between start and end, which is not worked and never billed; at most 24 hours with the work.
    Only with `started_at`."""
    time_zone: TimeZone | None = None
    """IANA name of the zone in which the work was done; null: the agent's."""

    @model_validator(mode="after")
    def _one_beginning(self) -> "TimeEntryRequest":
        if (self.started_at is None) == (self.work_date is None):
            raise ValueError("say started_at or work_date, and not both")
        if self.break_seconds and self.started_at is None:
            raise ValueError("only what has a start has pauses")
        if self.seconds + self.break_seconds > LONGEST_SECONDS:
            raise ValueError("work and pauses are at most 24 hours")
        return self

    @property
    def time(self) -> GivenTime:
        """The time that is given."""
        start = self.started_at, self.work_date
        return GivenTime(self.seconds, *start, self.time_zone, self.break_seconds)


class TimeEntryResponse(WorkResponse):
    """A stretch of work, as stored."""

    id: UUID
    """The id under which its client made it."""
    version: int
    """Counts its changes; the number in its `ETag`."""
    agent_id: UUID
    """Whose time it is."""
    timesheet_id: UUID
    """The timesheet of the agent's period that it is in."""
    work_date: date
    """The day of work, where the work was done."""
    started_at: datetime | None
    """When work began; null when only the day is known."""
    seconds: int
    """How long was worked, in whole seconds."""
    break_seconds: int
    """How long work paused: the entry ends `seconds` and this after its start."""
    time_zone: str
    """IANA name of the zone in which the work was done."""
    state: EntryState
    """That of its timesheet; `billed` once an invoice has it. Only drafts change."""
    capped: bool
    """A timer was forgotten and this is only the longest time an entry may have: the week is not submitted before somebody
    corrects or confirms it."""
    over_budget_seconds: int | None
    """By how much the project's budget of hours is exceeded, where the project warns or refuses and this request recorded
    time that exceeds it (a timer's is never refused); null otherwise, and in lists."""


class EntryFilterRequest(web.FilterModel):
    """Which entries to list."""

    agent_id: UUID | None = None
    """Only those of this agent. Agents get their own in any case."""
    organization_id: UUID | None = None
    """Only those for this customer, or one that was merged into it."""
    project_id: UUID | None = None
    """Only those on this project."""
    task_id: UUID | None = None
    """Only those on this task."""
    ticket_id: UUID | None = None
    """Only those on this ticket."""
    timesheet_id: UUID | None = None
    """Only those in this timesheet."""
    state: EntryState | None = None
    """Only those in this state."""
    first_day: web.Day | None = None
    """Only those whose work date is this day or later."""
    last_day: web.Day | None = None
    """Only those whose work date is this day or earlier."""


class StartRequest(WorkRequest):
    """What is worked on, and since when."""

    id: UUID | None = None
    """The id that the entry is to have, a UUIDv7 of the caller's own. Sent twice it starts one timer; the id of the timer
    that runs changes that one."""
    started_at: Instant | None = None
    """When work began, at most 24 hours ago; null: now. The timer that ran until then ends there."""


class StopRequest(web.RequestModel):
    """How the timer is to be stopped."""

    entry_id: UUID | None = None
    """Only the timer whose entry will have this id; null: whichever runs."""

    ended_at: web.Instant | None = None
    """When work really ended, for a timer that was forgotten; null: now."""


class RunningTimerRequest(web.RequestModel):
    """Which timer is meant."""

    entry_id: UUID | None = None
    """Only the timer whose entry will have this id; null: whichever runs."""


class TimerResponse(WorkResponse):
    """A timer that runs."""

    agent_id: UUID
    """Whose time it counts."""
    entry_id: UUID
    """The id that its time entry will have."""
    started_at: datetime
    """When it was started."""
    work_date: date
    """The day on which it was started, in its zone."""
    time_zone: str
    """IANA name of the zone in which the work is done."""
    break_seconds: int
    """How long it has paused so far, without the pause that lasts."""
    paused_at: datetime | None
    """Since when it pauses; null while it runs."""
    noticed_at: datetime | None
    """When it was noticed that it runs for longer than the account's `timer_limit_seconds`; null: it was not."""
    confirmed: bool
    """Its agent has said that it is right."""


class StartedResponse(web.ResponseModel):
    """The timer that runs from now on, and what became of the one before."""

    timer: TimerResponse
    """The timer that runs from now on."""
    stopped: TimeEntryResponse | None
    """The entry of the timer that ran before; null when none ran for a second or more. A timer that ran for more than
    24 hours was forgotten: its entry has 24 hours and is `capped`."""


class StoppedResponse(web.ResponseModel):
    """What became of the timer."""

    entry: TimeEntryResponse | None
    """The time entry; null when the timer ran for less than a second."""


class RunningResponse(web.ResponseModel):
    """The caller's timer."""

    timer: TimerResponse | None
    """The timer that runs; null when none does."""
    server_time: datetime
    """What time it is here, for clients whose clock is off."""
