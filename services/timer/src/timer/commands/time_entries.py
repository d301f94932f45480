"""Record and delete time."""

from dataclasses import replace
from uuid import UUID

from database import Session, current_account, new_id
from domain_errors import InvalidInputError, NotFoundError, check_version
from messaging import outbox
from timer import events
from timer.commands.budgets import with_warning
from timer.sheet_history import SheetChange
from timer.sheet_period import PeriodRules, Periods
from timer.store import time_entries, timesheets
from timer.store.time_entries import RequestedAgent, StoredEntry
from timer.time_entry import (
    EntryRequest,
    RecordedEntry,
    TimeEntry,
    TimeEntryDeletedError,
    TimeEntryRunningError,
    VersionRequiredError,
)
from timer.time_span import TimeSpan
from timer.timesheet import Timesheet, Writer
from timer.work import Work, fill_in


async def record(
    session: Session,
    entry_id: UUID,
    request: EntryRequest,
    writer: Writer,
    *,
    expected: int | None = None,
) -> RecordedEntry:
    """Make the entry with this id, or change version `expected` of it while it is a draft.

    What was sent before changes nothing, however late: it is answered with what is stored.
    """
    await time_entries.lock(session, entry_id)
    stored, agent, named = await time_entries.look_up_requested(session, entry_id, request)
    before = stored.entry
    _must_be_recordable(stored, request.agent_id)
    digest = request.digest(expected)
    if digest in stored.requests:
        return stored.recorded
    check_version(expected, before.version if before else 0)
    agent = _must_take_time(agent, before)
    span = request.time.span(before.span.time_zone if before else agent.time_zone)
    work = fill_in(request.work, named, before.work if before else None)
    span.must_have_happened(writer.now)
    exclusive = not agent.allow_overlaps
    if before is None:
        made, sheet = await _create(
            session,
            *(entry_id, request.agent_id, span, work, exclusive, stored.rules.periods),
            digest,
        )
        await note_after_lock(session, stored.rules, writer, (entry_id, sheet))
        return await with_warning(session, made) if named.project_watched else made
    changed = replace(before, span=span, work=work, capped=False)
    if changed == before:
        return stored.recorded
    if expected is None and stored.state == "draft":
        raise VersionRequiredError
    written = await _change(
        session,
        before,
        replace(changed, exclusive=exclusive, measured=False),
        stored.rules,
        writer,
        digest,
    )
    return await with_warning(session, written) if named.project_watched else written


def _must_be_recordable(stored: StoredEntry, agent_id: UUID) -> None:
    """The id belongs to this agent's entry, or to nothing yet."""
    if stored.running:
        raise TimeEntryRunningError
    if stored.entry is None and stored.deleted:
        raise TimeEntryDeletedError
    if stored.entry is not None and stored.entry.agent_id != agent_id:
        raise NotFoundError("time entry")


def _must_take_time(agent: RequestedAgent | None, before: TimeEntry | None) -> RequestedAgent:
    if agent is None:
        raise InvalidInputError("agent_id", "there is no such agent")
    if before is None and not agent.active:
        raise InvalidInputError("agent_id", "the agent is not active")
    return agent


async def record_measured(
    session: Session,
    entry_id: UUID,
    agent_id: UUID,
    span: TimeSpan,
    work: Work,
    periods: Periods,
    *,
    exclusive: bool,
) -> RecordedEntry:
    """Record what a timer measured; where its agent already has time, it keeps its seconds and has no start.

    The id needs no lock: until this commits it is that of a running timer, which makes all others refuse it.
    """
    sheet, *_ = await lock_drafts(session, agent_id, periods, span)
    entry = TimeEntry(entry_id, 1, agent_id, sheet.id, span, work, exclusive, measured=True)
    entry = await time_entries.add_measured(session, entry)
    await outbox.publish(session, events.entry_recorded(current_account(session), entry))
    return RecordedEntry(entry, "draft")


async def record_capped(
    session: Session,
    entry_id: UUID,
    agent_id: UUID,
    span: TimeSpan,
    work: Work,
    periods: Periods,
) -> RecordedEntry:
    """Record the longest possible time of a forgotten timer; real work may be typed in beside it."""
    recorded, _ = await _create(
        session, entry_id, agent_id, span, work, False, periods, capped=True
    )
    return recorded


async def _create(
    session: Session,
    entry_id: UUID,
    agent_id: UUID,
    span: TimeSpan,
    work: Work,
    exclusive: bool,
    periods: Periods,
    *requests: str,
    capped: bool = False,
) -> tuple[RecordedEntry, Timesheet]:
    """The entry with its sheet, which is a draft."""
    entry = TimeEntry(
        *(entry_id, 1, agent_id, new_id(), span, work, exclusive), capped=capped, measured=capped
    )
    event = events.entry_recorded(current_account(session), entry)
    sheet = await time_entries.add(session, entry, periods, event, *requests)
    sheet.must_be_draft()
    return RecordedEntry(replace(entry, timesheet_id=sheet.id), "draft"), sheet


async def _change(
    session: Session,
    before: TimeEntry,
    changed: TimeEntry,
    rules: PeriodRules,
    writer: Writer,
    request: str,
) -> RecordedEntry:
    sheets = await lock_drafts(session, before.agent_id, rules.periods, changed.span, before.span)
    await note_after_lock(session, rules, writer, *((before.id, one) for one in sheets))
    sheet = sheets[0]
    entry = replace(changed, version=before.version + 1, timesheet_id=sheet.id)
    event = events.entry_recorded(current_account(session), entry)
    await time_entries.save(session, entry, event, request)
    return RecordedEntry(entry, "draft")


async def delete_entry(
    session: Session, entry_id: UUID, only: UUID | None, writer: Writer, *, expected: int
) -> None:
    """Delete version `expected` of a draft. A repeat is harmless. `only`: the one agent whose time the caller may touch."""
    await time_entries.lock(session, entry_id)
    stored = await time_entries.look_up(session, entry_id)
    entry = stored.entry
    if entry is None and stored.deleted:
        return
    if entry is None or only not in (None, entry.agent_id):
        raise NotFoundError("time entry")
    check_version(expected, entry.version)
    (sheet,) = await lock_drafts(session, entry.agent_id, stored.rules.periods, entry.span)
    await note_after_lock(session, stored.rules, writer, (entry_id, sheet))
    event = events.entry_discarded(current_account(session), entry_id, entry.version + 1)
    await time_entries.remove(session, event)


async def lock_drafts(
    session: Session, agent_id: UUID, periods: Periods, *spans: TimeSpan
) -> list[Timesheet]:
    """The sheets that these spans belong to, the first one's first; all of them must be drafts."""
    days = [(agent_id, span.work_date) for span in spans]
    sheets = await timesheets.lock_days(session, days, periods)
    for day in days:
        sheets[day].must_be_draft()
    return [sheets[day] for day in days]


async def note_after_lock(
    session: Session, rules: PeriodRules, writer: Writer, *changed: tuple[UUID, Timesheet]
) -> None:
    """Let the history of locked sheets say which entries a manager changed. Raises `PeriodLockedError` for agents."""
    late = {
        (sheet.id, entry_id): SheetChange(
            *(sheet.id, sheet.version, "changed-after-lock", writer.now, writer.by),
            entry_id=entry_id,
        )
        for entry_id, sheet in changed
        if sheet.is_changed_after_lock(rules, writer)
    }
    if late:
        await timesheets.tell(session, list(late.values()))
