"""Import a file of time: its preview, and the job that does what the preview shows."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy.exc import IntegrityError

from database import Session
from tasks import schedule
from timer.account_settings import AccountSettings
from timer.budget import ProjectBudgetSpentError
from timer.calendar import last_day_for_work
from timer.commands.apply_plan import PlanWriter, prepare_sheets
from timer.file_reading import FileReader, reading
from timer.importing.errors import AccountChangedError, DataMovedError, ImportCancelledError
from timer.importing.messages import Planned
from timer.importing.parsing import ImportOptions
from timer.importing.report import ImportReport
from timer.importing.snapshot import Snapshot
from timer.queries.account_settings import account_settings
from timer.sheet_period import Periods
from timer.store import import_jobs, imports

KIND = "import-time"
Transaction = Callable[[], AbstractAsyncContextManager[Session]]
_BUDGET = "project_budget"
_REPORT = TypeAdapter(ImportReport)
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
    session: Session, body: bytes, content_type: str, options: ImportOptions, token: str | None
) -> UUID:
    """Keep the file and let a worker import it."""
    kept = {name: getattr(options, name) for name in _KEPT}
    import_id = await import_jobs.add(session, body, content_type, kept, token)
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

    Others' timers do not wait for it: timesheets are locked last, for the moment of the commit.

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
        running = _Running(import_id, begin, planned, settings.sheet_periods)
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
    periods: Periods

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
    async with running.begin() as session:
        sheets = await prepare_sheets(session, running.planned.days, running.periods)
    async with finish() as session:
        await imports.remember(session, options.people, options.customers)
        writer = PlanWriter(session, running.planned, snapshot, sheets, running.periods)
        await writer.create_missing()
        async for rows in reader.rows():
            await writer.add(rows)
            await running.tell(len(writer.entry_ids))
        await writer.lock_sheets()
        report = replace(
            running.planned.report,
            dry_run=False,
            token=running.planned.token,
            entry_ids=writer.entry_ids,
        )
        told = _REPORT.dump_json(report).decode()
        done = len(writer.entry_ids)
        if not await import_jobs.end(session, running.import_id, "done", done=done, report=told):
            raise ImportCancelledError


async def _completed(
    session: Session, options: ImportOptions, settings: AccountSettings
) -> ImportOptions:
    """With the account's time zone, unless another is given, and with what it says of columns."""
    mappings = tuple(await import_jobs.column_mappings(session))
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
            session, reader.scope, last_day, allow_overlaps=settings.allow_overlaps
        )
    return await reader.plan(snapshot), snapshot


def _options(kept: Mapping[str, Any]) -> ImportOptions:
    meanings = {
        name: tuple((UUID(target), written) for target, written in kept[name])
        for name in ("people", "customers")
    }
    return ImportOptions(**{**kept, **meanings})
