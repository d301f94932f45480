"""Change the work of several entries in one act, and split one in two."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from database import Session, current_account
from domain_errors import DomainError, FieldError, NotFoundError, StaleVersionError, check_version
from timer import events
from timer.commands.time_entries import lock_drafts, note_after_lock
from timer.entry_change import EntriesRefusedError, EntryIdTakenError, Split, WorkChange
from timer.sheet_period import PeriodRules
from timer.store import entry_sets, time_entries, timesheets
from timer.store.referenced_work import referenced_by_each
from timer.store.time_entries import StoredEntry
from timer.time_entry import (
    RecordedEntry,
    TimeEntry,
    TimeEntryDeletedError,
    TimeEntryRunningError,
)
from timer.timesheet import CappedEntryError, Timesheet, TimesheetError, Writer
from timer.work import ReferencedWork, WorkReference, fill_in


async def change_entries(
    session: Session,
    read: Mapping[UUID, int],
    change: WorkChange,
    only: UUID | None,
    writer: Writer,
) -> list[RecordedEntry]:
    """Change entries that were read as these versions; all or none of them.

    A change that was made before is answered with what is stored. `only`: the one agent whose time the caller may touch.
    Raises `EntriesRefusedError` that names each entry that stands in the way.
    """
    await entry_sets.lock(session, read)
    stored = await entry_sets.look_up(session, read)
    refused = _Refusals()
    found: list[TimeEntry] = []
    for entry_id, version in read.items():
        with refused.of(entry_id):
            entry = _entry_of(stored[entry_id], only)
            if change.digest(version) not in stored[entry_id].requests:
                check_version(version, entry.version)
                found.append(entry)
    changed = await _changed(session, found, change, refused)
    rules = next(iter(stored.values())).rules if stored else PeriodRules()
    late = await _must_be_drafts(session, changed, rules, writer, refused)
    refused.must_be_none()
    await note_after_lock(session, rules, writer, *late)
    if changed:
        account_id = current_account(session)
        published = [events.entry_recorded(account_id, entry) for entry in changed.values()]
        requests = {one: change.digest(read[one]) for one in changed}
        await entry_sets.change_work(session, list(changed.values()), requests, published)
    return [
        RecordedEntry(changed[one], "draft") if one in changed else stored[one].recorded
        for one in read
    ]


async def split_entry(
    session: Session,
    entry_id: UUID,
    split: Split,
    only: UUID | None,
    writer: Writer,
    *,
    expected: int,
) -> tuple[RecordedEntry, RecordedEntry | None]:
    """Cut version `expected` of a draft in two, whose seconds add up to the whole.

    A repeat is answered with what is stored; the second part is None when it was deleted since.
    """
    await entry_sets.lock(session, {entry_id, split.second_id})
    stored = await entry_sets.look_up(session, {entry_id, split.second_id})
    whole, second = stored[entry_id], stored[split.second_id]
    before = _entry_of(whole, only)
    digest = split.digest(expected)
    if digest in whole.requests:
        return whole.recorded, second.recorded if second.entry else None
    check_version(expected, before.version)
    if before.capped:
        raise CappedEntryError
    if second.entry or second.deleted or second.running:
        raise EntryIdTakenError
    span, rest = split.parts_of(before.span)
    ((_, named, referenced),) = await _named(session, [before], split.change)
    work = fill_in(named, referenced, before.work)
    sheet, next_sheet = await lock_drafts(session, before.agent_id, whole.rules.periods, span, rest)
    late = [(entry_id, sheet), (split.second_id, next_sheet)]
    await note_after_lock(session, whole.rules, writer, *late)
    first = replace(before, version=before.version + 1, span=span, timesheet_id=sheet.id)
    # Seconds that the budget of their project has counted already are not refused by it now.
    counted = work.project_id == before.work.project_id
    cut_off = replace(
        first,
        id=split.second_id,
        version=1,
        timesheet_id=next_sheet.id,
        span=rest,
        work=work,
        measured=counted,
    )
    account_id = current_account(session)
    await time_entries.save(session, first, events.entry_recorded(account_id, first), digest)
    await entry_sets.add_part(session, cut_off, events.entry_recorded(account_id, cut_off))
    return RecordedEntry(first, "draft"), RecordedEntry(cut_off, "draft")


class _Refusals:
    """Collects why entries do not allow what is asked."""

    def __init__(self) -> None:
        self._fields: list[FieldError] = []
        self._entry_id: UUID | None = None

    def of(self, entry_id: UUID) -> "_Refusals":
        self._entry_id = entry_id
        return self

    def __enter__(self) -> None:
        """What is raised now is about the entry."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        if not isinstance(error, DomainError):
            return False
        reasons = [f"{one.field}: {one.reason}" for one in error.fields] or [_told(error)]
        self._fields += [FieldError(str(self._entry_id), reason) for reason in reasons]
        return True

    def must_be_none(self) -> None:
        """Raises `EntriesRefusedError` otherwise."""
        if self._fields:
            raise EntriesRefusedError(fields=self._fields)


def _told(error: DomainError) -> str:
    if isinstance(error, StaleVersionError):
        return f"changed-meanwhile: {error}"
    if isinstance(error, TimesheetError):
        return f"{error.code}: {error}"
    return str(error)


def _entry_of(stored: StoredEntry, only: UUID | None) -> TimeEntry:
    if stored.running:
        raise TimeEntryRunningError
    if stored.entry is None and stored.deleted:
        raise TimeEntryDeletedError
    if stored.entry is None or only not in (None, stored.entry.agent_id):
        raise NotFoundError("time entry")
    return stored.entry


async def _changed(
    session: Session, entries: Sequence[TimeEntry], change: WorkChange, refused: _Refusals
) -> dict[UUID, TimeEntry]:
    """Those that are not as they shall be already, as they then are."""
    changed = {}
    for entry, wanted, stored in await _named(session, entries, change):
        with refused.of(entry.id):
            work = fill_in(wanted, stored, entry.work)
            if work != entry.work:
                version = entry.version + 1
                changed[entry.id] = replace(entry, version=version, work=work, measured=False)
    return changed


async def _named(
    session: Session, entries: Sequence[TimeEntry], change: WorkChange
) -> Iterable[tuple[TimeEntry, WorkReference, ReferencedWork]]:
    """What each entry's work shall be, and what is stored of that."""
    named = [change.applied_to(one.work) for one in entries]
    kinds = [change.kind_of_work(one.work) for one in entries]
    referenced = await referenced_by_each(session, list(zip(named, kinds, strict=True)))
    return zip(entries, named, referenced, strict=True)


async def _must_be_drafts(
    session: Session,
    changed: Mapping[UUID, TimeEntry],
    rules: PeriodRules,
    writer: Writer,
    refused: _Refusals,
) -> list[tuple[UUID, Timesheet]]:
    """Their sheets, where nothing stands in the way."""
    days = {one.id: (one.agent_id, one.span.work_date) for one in changed.values()}
    sheets = await timesheets.lock_days(session, set(days.values()), rules.periods)
    for entry_id, day in days.items():
        with refused.of(entry_id):
            sheets[day].must_be_draft()
            sheets[day].is_changed_after_lock(rules, writer)
    return [(entry_id, sheets[day]) for entry_id, day in days.items()]
