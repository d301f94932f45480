"""Import a file of time: its preview, and the job that does what the preview shows."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from database import Session
from tasks import schedule
from timer.account_settings import AccountSettings
from timer.budget import ProjectBudgetSpentError
from timer.calendar import last_day_for_work
from timer.commands.apply_plan import PlanWriter, prepare_sheets
from timer.file_reading import FileReader, reading
from timer.importing.booking import after_lock
from timer.importing.column_mapping import TimeMapping
from timer.importing.errors import AccountChangedError, DataMovedError, ImportCancelledError
from timer.importing.messages import Batch, Done, Planned
from timer.importing.parsing import ImportOptions
from timer.importing.report import ImportReport
from timer.importing.snapshot import Snapshot
from timer.queries.account_settings import account_settings
from timer.sheet_history import FileImport
from timer.sheet_period import PeriodRules
from timer.store import import_jobs, imports
from timer.store.stored_time import load_stored_time

KIND = "import-time"
Transaction = Callable[[], AbstractAsyncContextManager[Session]]
_BUDGET = "project_budget"
ROWS_PER_TELLING = 2_000
_KEPT = [field.name for field in fields(ImportOptions) if field.name != "mappings"]


async def preview_import(
    begin: Transaction, body: bytes, content_type: str, options: ImportOptions, now: datetime
) -> ImportReport:
    """Tell what an import would do. No connection is held while the file is read. Raises FileError."""
    async with begin() as session:
        settings = await account_settings(session)
        options = await _completed(session, options, settings)
    async with reading(body, content_type, options) as reader:
        planned, _ = await _plan(begin, reader, options, settings, now)
    return replace(planned.report, token=planned.token)


async def create_import(
    session: Session,
    body: bytes,
    content_type: str,
    options: ImportOptions,
    token: str | None,
    *,
    by: str,
    file_name: str | None,
) -> UUID:
    """Keep the file and let a worker import it. `by`: the subject of a manager's token."""
    kept = {name: getattr(options, name) for name in _KEPT}
    job = import_jobs.ImportJob(body, content_type, kept, token, by, file_name)
    import_id = await import_jobs.add(session, job)
    await schedule(session, KIND, key=str(import_id))
    return import_id


async def cancel_import(session: Session, import_id: UUID) -> None:
    """Let an import end without having done anything; one that has ended stays as it is."""
    await import_jobs.end(session, import_id, "cancelled")


async def fail_import(session: Session, import_id: UUID, problem: Mapping[str, Any]) -> None:
    """Note why nothing was imported."""
    await import_jobs.end(session, import_id, "failed", problem=problem)


async def carry_out_import(
    import_id: UUID, now: datetime, *, begin: Transaction, finish: Transaction
) -> None:
    """Do what an import was asked to do, in one transaction (`finish`), or nothing.

    Others' timers do not wait for it: what they need too is locked last, for the moment of the commit.

    Raises FileError; DataMovedError when the plan is no longer that of the preview; TimesheetClosedError and
    AccountChangedError when somebody was faster; ProjectBudgetSpentError; ImportCancelledError.
    """
    async with begin() as session:
        job = await import_jobs.begin(session, import_id)
        if job is None:
            return
        settings = await account_settings(session)
        options = await _completed(session, _options(job.options), settings)
    async with reading(job.body, job.content_type, options, wants_rows=True) as reader:
        planned, snapshot = await _plan(begin, reader, options, settings, now)
        if job.token not in (None, planned.token):
            raise DataMovedError
        imported = FileImport(job.by, now, job.file_name)
        running = _Running(import_id, begin, planned, imported, settings.period_rules)
        try:
            await _write(running, reader, snapshot, options, finish)
        except IntegrityError as error:
            if getattr(getattr(error.orig, "__cause__", None), "constraint_name", "") == _BUDGET:
                raise ProjectBudgetSpentError from error
            raise AccountChangedError from error


@dataclass(frozen=True, slots=True)
class _Running:
    import_id: UUID
    begin: Transaction
    planned: Planned
    imported: FileImport
    rules: PeriodRules

    async def tell(self, done: int) -> None:
        """In a transaction of its own, so that others see it. Raises ImportCancelledError."""
        total = self.planned.report.rows.create.count
        async with self.begin() as session:
            if not await import_jobs.progress(session, self.import_id, total=total, done=done):
                raise ImportCancelledError


async def _write(
    running: _Running,
    reader: FileReader,
    snapshot: Snapshot,
    options: ImportOptions,
    finish: Transaction,
) -> None:
    await running.tell(0)
    planned, imported = running.planned, running.imported
    async with running.begin() as session:
        sheets = await prepare_sheets(session, planned)
    async with finish() as session:
        await imports.remember(session, options.people, options.customers)
        late = after_lock(planned.periods, running.rules, imported.at)
        writer = PlanWriter(session, running.import_id, planned, snapshot, imported, late)
        told = 0
        async for piece in reader.write(await writer.create_missing(sheets)):
            if isinstance(piece, Batch):
                await writer.add(piece)
                if writer.done >= told + ROWS_PER_TELLING:
                    told = writer.done
                    await running.tell(told)
            else:
                await _end(session, running.import_id, writer, piece)


async def _end(session: Session, import_id: UUID, writer: PlanWriter, done: Done) -> None:
    """The report is written first: others wait from `complete` on."""
    count = writer.done + done.newest.count
    if not await import_jobs.end(session, import_id, "done", done=count, report=done.report):
        raise ImportCancelledError
    await writer.complete(done)


async def _completed(
    session: Session, options: ImportOptions, settings: AccountSettings
) -> ImportOptions:
    """With the account's time zone, unless another is given, and with what it says of columns.

    Raises `InvalidInputError` when somebody is meant whom there is not.
    """
    await imports.must_know(session, options.people, options.customers)
    mappings = tuple(await import_jobs.column_mappings(session, TimeMapping))
    time_zone = options.time_zone or settings.time_zone
    return replace(options, time_zone=time_zone, mappings=mappings)


async def _plan(
    begin: Transaction,
    reader: FileReader,
    options: ImportOptions,
    settings: AccountSettings,
    now: datetime,
) -> tuple[Planned, Snapshot]:
    last_day = last_day_for_work(now, options.time_zone)
    async with begin() as session:
        snapshot = await imports.load_snapshot(
            session,
            reader.scope,
            last_day,
            allow_overlaps=settings.allow_overlaps,
            periods=settings.sheet_periods,
        )
        stored = await load_stored_time(session, reader.scope, snapshot.agents)
    return await reader.plan(snapshot, stored), snapshot


def _options(kept: Mapping[str, Any]) -> ImportOptions:
    meanings = {
        name: tuple((UUID(target), written) for target, written in kept[name])
        for name in ("people", "customers")
    }
    return ImportOptions(**{**kept, **meanings})
