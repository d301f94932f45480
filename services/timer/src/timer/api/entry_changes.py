"""Change several time entries in one act, and split one in two."""

from uuid import UUID

import web
from domain_errors import NotFoundError
from timer.api.callers import Worker, managed_by, writer_of
from timer.commands import entry_changes as commands
from timer.entry_change import EntriesRefusedError, EntryIdTakenError
from timer.schemas.entry_changes import (
    EntriesChangeRequest,
    EntriesResponse,
    SplitRequest,
    SplitResponse,
)
from timer.schemas.time import TimeEntryResponse
from timer.time_entry import TimeEntryDeletedError, TimeEntryRunningError
from timer.timesheet import CappedEntryError, PeriodLockedError, TimesheetClosedError

router = web.router(prefix="/v1/time-entries", tags=["time entries"])


@router.post("/change")
@web.refuses(EntriesRefusedError, web.Constraint("project_budget"))
async def change_time_entries(
    body: EntriesChangeRequest, session: web.Session, caller: Worker
) -> EntriesResponse:
    """Move several drafts to other work, or change note, tags or whether they are billed; all of them or none.

    Each entry is named with the version that was read. A refusal names every entry that stands in the way. A repeat
    changes nothing.
    """
    found = await commands.change_entries(
        session, body.versions, body.changes.change, managed_by(caller), writer_of(caller)
    )
    return EntriesResponse(items=[TimeEntryResponse.of(one) for one in found])


@router.post("/{entry_id:uuid}/split")
@web.refuses(
    NotFoundError,
    TimeEntryDeletedError,
    TimeEntryRunningError,
    EntryIdTakenError,
    CappedEntryError,
    TimesheetClosedError,
    PeriodLockedError,
    web.Constraint("project_budget"),
)
async def split_time_entry(
    entry_id: UUID,
    body: SplitRequest,
    session: web.Session,
    caller: Worker,
    if_match: web.RequiredIfMatch,
) -> SplitResponse:
    """Cut a draft that was read in two; the second part may be other work. A repeat changes nothing."""
    first, second = await commands.split_entry(
        session, entry_id, body.split, managed_by(caller), writer_of(caller), expected=if_match
    )
    shown = TimeEntryResponse.of(second) if second else None
    return SplitResponse(first=TimeEntryResponse.of(first), second=shown)
