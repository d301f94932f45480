"""Which problem each refusal of the domain, and each constraint of the database, is to a caller."""

from domain_errors import FieldError
from timer.absence import AbsenceDecidedError
from timer.attachment import AttachmentsFullError, TooManyUploadsError
from timer.budget import ProjectBudgetSpentError
from timer.commands.import_mappings import TooManyMappingsError
from timer.customer_merging import (
    BilledSinceMergeError,
    MergeTargetError,
    NotMergedError,
    OrganizationMergedError,
)
from timer.customer_timesheet import (
    NoTimeToSignError,
    TextNotPrintableError,
    TooManyEntriesError,
)
from timer.entry_change import EntriesRefusedError, EntryIdTakenError
from timer.favourite import TooManyFavouritesError
from timer.feed_reads import CalendarReadTooOftenError
from timer.importing import errors as importing
from timer.membership import AgentInTeamError, TeamArchivedError
from timer.request_form import (
    FormExpiredError,
    FormTokenError,
    FormTooQuickError,
    FormUsedError,
    SlugTakenError,
    TooManyRequestsError,
)
from timer.running_timer import (
    AgentNotActiveError,
    EndedBeforeStartError,
    NoRunningTimerError,
    NotAnAgentError,
    StoppedInPauseError,
    TimerStoppedError,
    TimerTooLongError,
)
from timer.task_order import TasksBusyError
from timer.ticket import TicketMergedError, TicketNotMergedError
from timer.time_entry import TimeEntryDeletedError, TimeEntryRunningError, VersionRequiredError
from timer.timesheet import (
    ApproverUnknownError,
    CappedEntryError,
    OwnTimesheetError,
    PeriodLockedError,
    TimerStillRunningError,
    TimesheetChangedError,
    TimesheetClosedError,
    TimesheetNotApprovedError,
    TimesheetNotSubmittedError,
    TimesheetsRefusedError,
)
from web import Constraint, Problem, ProblemTable


def _name_taken(by: str) -> Problem:
    return Problem(409, "name-taken", f"Another {by} has this name")


def _no_such(noun: str) -> Problem:
    return Problem(422, "no-such-reference", f"There is no such {noun}")


_BUDGET_SPENT = Problem(
    409,
    "project-budget-spent",
    "The project's budget of hours is used up, and it refuses more time",
    fields=(FieldError("seconds", "more than is left of the project's budget of hours"),),
)
_LINKED = Problem(409, "already-linked", "There is a link of this kind between them")

_IN_A_TEAM = Problem(409, "agent-in-a-team", "The agent is in a team on some of these days")

_DOMAIN: ProblemTable = {
    ProjectBudgetSpentError: _BUDGET_SPENT,
    AgentInTeamError: _IN_A_TEAM,
    NoTimeToSignError: Problem(
        422, "no-time-to-sign", "There is no time that the customer could sign for"
    ),
    TooManyEntriesError: Problem(
        422, "too-many-entries", "More time entries than one document takes"
    ),
    TextNotPrintableError: Problem(
        422, "text-not-printable", "A text has a character that cannot be printed"
    ),
    AbsenceDecidedError: Problem(
        409, "absence-decided", "A manager has decided this: ask them to change it"
    ),
    TeamArchivedError: Problem(409, "team-archived", "An archived team takes no members"),
    TasksBusyError: Problem(
        409,
        "tasks-busy",
        "Somebody changes tasks beside this one just now: try again",
        headers={"Retry-After": "1"},
    ),
    NotAnAgentError: Problem(409, "no-such-agent", "The caller is not an agent of this account"),
    AgentNotActiveError: Problem(409, "agent-not-active", "The agent is not active"),
    NoRunningTimerError: Problem(409, "no-running-timer", "No timer is running"),
    TimerTooLongError: Problem(
        409, "timer-too-long", "This timer ran for more than 24 hours: say when work ended"
    ),
    TimerStoppedError: Problem(
        409, "timer-stopped", "The timer with this id was stopped: its entry is there"
    ),
    StoppedInPauseError: Problem(
        409,
        "stopped-in-pause",
        "The timer paused until later than that: say an end after its pauses",
    ),
    TooManyFavouritesError: Problem(409, "too-many-favourites", "There are 50 favourites already"),
    EndedBeforeStartError: Problem(409, "ended-before-start", "The timer had not begun by then"),
    TimeEntryRunningError: Problem(
        409, "timer-entry-running", "A timer with this id is running: stop it first"
    ),
    VersionRequiredError: Problem(
        428,
        "precondition-required",
        "This change needs an If-Match header",
        detail="there is an entry with this id and other content; send the ETag of what you read",
    ),
    TimeEntryDeletedError: Problem(410, "time-entry-deleted", "This time entry was deleted"),
    EntriesRefusedError: Problem(
        409, "entries-refused", "Nothing was changed; these stand in the way"
    ),
    EntryIdTakenError: Problem(409, "time-entry-exists", "There is an entry with this id"),
    TimesheetClosedError: Problem(
        409, TimesheetClosedError.code, "The timesheet is no longer a draft"
    ),
    TimesheetNotSubmittedError: Problem(
        409,
        TimesheetNotSubmittedError.code,
        "Only a submitted timesheet is approved or rejected",
    ),
    TimesheetNotApprovedError: Problem(
        409, TimesheetNotApprovedError.code, "Only an approved timesheet is reopened"
    ),
    OwnTimesheetError: Problem(
        403, OwnTimesheetError.code, "Nobody approves their own timesheet here"
    ),
    ApproverUnknownError: Problem(
        403,
        ApproverUnknownError.code,
        "The token does not say who approves",
        detail="let it name your agent_id, or let an owner allow self-approval in the settings",
    ),
    TimesheetChangedError: Problem(
        412, TimesheetChangedError.code, "Somebody changed this since you read it"
    ),
    TimerStillRunningError: Problem(
        409, TimerStillRunningError.code, "A timer of this week is still running"
    ),
    PeriodLockedError: Problem(
        409, PeriodLockedError.code, "The period is locked; only managers change its time"
    ),
    CappedEntryError: Problem(
        409,
        CappedEntryError.code,
        "A timer of this week was forgotten: correct or confirm its entry first",
    ),
    TicketMergedError: Problem(409, "ticket-merged", "The ticket was merged into another"),
    TicketNotMergedError: Problem(409, "ticket-not-merged", "The ticket is merged into no other"),
    TimesheetsRefusedError: Problem(
        409, "timesheets-refused", "Nothing was changed; these stand in the way"
    ),
}

TOO_MANY_REQUESTS = Problem(
    429, "too-many-requests", "Too many requests were sent by this form", detail="wait a little"
)
TOO_MANY_READS = Problem(
    429, "too-many-reads", "Calendars are read too often from here", detail="wait a little"
)
_FORMS: ProblemTable = {
    CalendarReadTooOftenError: TOO_MANY_READS,
    TooManyRequestsError: TOO_MANY_REQUESTS,
    AttachmentsFullError: Problem(
        409, "attachments-full", "There is no room for more attachments in this account"
    ),
    TooManyUploadsError: Problem(
        429,
        "too-many-uploads",
        "Too many files are being sent at once",
        headers={"Retry-After": "5"},
    ),
    SlugTakenError: Problem(409, "slug-taken", "This address is taken: choose another"),
    FormTokenError: Problem(
        403, "form-token-unknown", "The form was not fetched from here", detail="load it again"
    ),
    FormTooQuickError: Problem(
        403, "form-too-quick", "The form was sent too soon", detail="send it again in a moment"
    ),
    FormExpiredError: Problem(
        403, "form-expired", "The form was open for too long", detail="load it again"
    ),
    FormUsedError: Problem(
        409, "form-used", "The form was sent already", detail="load it again for another request"
    ),
}

FILE_ERRORS = {
    importing.MissingFileError: "missing-file",
    importing.NotCsvError: "not-csv",
    importing.UnknownEncodingError: "unknown-encoding",
    importing.EmptyFileError: "empty-file",
    importing.NoColumnsError: "no-columns",
    importing.OpenQuoteError: "open-quote",
    importing.TooManyRowsError: "too-many-rows",
    importing.TooManyColumnsError: "too-many-columns",
    importing.RowTooLongError: "row-too-long",
    importing.TooMuchWorkError: "too-much-work",
    importing.UnknownSourceError: "unknown-source",
    importing.DoubleColumnError: "double-column",
    importing.MissingColumnsError: "missing-columns",
    importing.UnknownDecimalError: "unknown-decimal",
    importing.DecimalMarkError: "decimal-mark",
    importing.UnknownDateFormatError: "unknown-date-format",
    importing.DateFormatError: "date-format",
    importing.UnknownTimeZoneError: "unknown-time-zone",
}
_BUSY = Problem(
    429,
    "imports-busy",
    "Try again when the import that runs has ended",
    headers={"Retry-After": "5"},
)
_MOVED = Problem(
    409, "data-moved", "Something changed since the dry run: look at a new preview first"
)
_IMPORT: ProblemTable = {
    importing.ImportsBusyError: _BUSY,
    TooManyMappingsError: Problem(
        409, "too-many-mappings", "There are too many mappings of columns"
    ),
    importing.DataMovedError: _MOVED,
    importing.AccountChangedError: _MOVED,
    importing.ImportCancelledError: Problem(409, "import-cancelled", "The import was cancelled"),
    **{error: Problem(422, slug, "The file cannot be read") for error, slug in FILE_ERRORS.items()},
}

_MERGING: ProblemTable = {
    OrganizationMergedError: Problem(
        409, "organization-merged", "This organization was merged into another"
    ),
    MergeTargetError: Problem(
        409,
        "merge-in-one-step",
        "Organizations are merged in one step: undo the other merging first",
        detail="neither may have been merged into another, and none into the one that is merged",
    ),
    NotMergedError: Problem(409, "organization-not-merged", "This organization was not merged"),
    BilledSinceMergeError: Problem(
        409, "billed-since-merge", "Its time was billed since, so this can no longer be undone"
    ),
}
_CONSTRAINTS: ProblemTable = {
    Constraint("time_entries_overlap"): Problem(
        409, "time-entries-overlap", "The agent already has time in this stretch"
    ),
    Constraint("time_entries_day"): Problem(
        409, "day-full", "The day would have more than 24 hours of work"
    ),
    Constraint("project_budget"): _BUDGET_SPENT,
    Constraint("one_import_at_a_time"): _BUSY,
    Constraint("import_mapping_name_taken"): _name_taken("mapping of columns"),
    Constraint("import_mapping_headers_taken"): Problem(
        409, "headers-taken", "The account has a mapping for these headers"
    ),
    Constraint("one_running_timer"): Problem(409, "timer-running", "A timer is already running"),
    Constraint("organization_name_taken"): _name_taken("organization"),
    Constraint("email_domain_taken"): Problem(
        409, "email-domain-taken", "Another organization has one of these e-mail domains"
    ),
    Constraint("team_name_taken"): _name_taken("team"),
    Constraint("one_team_per_day"): _IN_A_TEAM,
    Constraint("absences_overlap"): Problem(
        409, "absences-overlap", "The agent is away already on some of these days"
    ),
    Constraint("absence_agent"): _no_such("agent"),
    Constraint("favourite_agent"): _no_such("agent"),
    Constraint("service_type_name_taken"): _name_taken("service type"),
    Constraint("project_name_taken"): _name_taken("project of this organization"),
    Constraint("task_name_taken"): _name_taken("task of this project"),
    Constraint("agent_email_taken"): Problem(
        409, "email-taken", "Another agent has this e-mail address"
    ),
    Constraint("project_organization"): _no_such("organization"),
    Constraint("task_project"): _no_such("project"),
    Constraint("task_service_type"): _no_such("service type"),
    Constraint("task_requester"): _no_such("contact"),
    Constraint("task_assignee"): _no_such("agent"),
    Constraint("ticket_link_taken"): _LINKED,
    Constraint("task_link_taken"): _LINKED,
}

PROBLEMS: ProblemTable = {**_DOMAIN, **_FORMS, **_IMPORT, **_MERGING, **_CONSTRAINTS}
