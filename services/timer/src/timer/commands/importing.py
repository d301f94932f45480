"""Import a file of time: the dry run and the real one go the same way, only the last step differs."""

import asyncio
import hashlib
from dataclasses import replace
from datetime import datetime

from database import Session, lock_exclusive
from timer.calendar import last_day_for_work
from timer.commands.apply_plan import apply_plan
from timer.importing.errors import DataMovedError
from timer.importing.parsing import ImportOptions, ParsedFile
from timer.importing.plan import Plan
from timer.importing.planning import plan_import
from timer.importing.report import ImportReport
from timer.importing.reporting import report_on
from timer.importing.snapshot import Snapshot
from timer.queries.account_settings import account_settings
from timer.store.imports import load_snapshot


async def import_time(
    session: Session,
    file: ParsedFile,
    options: ImportOptions,
    now: datetime,
    *,
    dry_run: bool,
    token: str | None,
) -> ImportReport:
    """Plan, then do exactly that or nothing.

    Raises FileError, and DataMovedError when the plan is no longer that of the preview that `token` stands for.
    """
    if not dry_run:
        await lock_exclusive(session, "import of time")
    settings = await account_settings(session)
    options = replace(options, time_zone=file.time_zone)
    last_day = last_day_for_work(now, options.time_zone)
    snapshot = await load_snapshot(session, file, last_day, allow_overlaps=settings.allow_overlaps)
    plan, report = await asyncio.to_thread(_plan, file, options, snapshot)
    fingerprint = _fingerprint(file, options, snapshot, report)
    if dry_run:
        return replace(report, token=fingerprint)
    if token not in (None, fingerprint):
        raise DataMovedError
    entry_ids = await apply_plan(session, plan, report, snapshot)
    return replace(report, dry_run=False, token=fingerprint, entry_ids=entry_ids)


def _plan(
    file: ParsedFile, options: ImportOptions, snapshot: Snapshot
) -> tuple[Plan, ImportReport]:
    plan = plan_import(file, options, snapshot)
    return plan, report_on(file, plan, snapshot)


def _fingerprint(
    file: ParsedFile, options: ImportOptions, snapshot: Snapshot, report: ImportReport
) -> str:
    """Of the file, the options and what would be done with them now."""
    state = repr((options, snapshot.allow_overlaps, report))
    digest = hashlib.blake2b(file.digest, digest_size=24)
    digest.update(state.encode())
    return digest.hexdigest()
