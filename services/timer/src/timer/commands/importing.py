"""Import a file of time: the dry run and the real one go the same way, only the last step differs."""

import asyncio
import hashlib
from dataclasses import dataclass, replace
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from database import lock_exclusive
from domain_errors import FieldError
from timer.commands.applying import apply
from timer.importing.known import Known
from timer.importing.planning import Plan, plan
from timer.importing.reading import Options, TimeFile, read
from timer.importing.refusal import FileRefusedError
from timer.importing.report import Report
from timer.importing.reporting import report
from timer.queries.account_settings import account_settings
from timer.store.known import known_to
from web import ProblemError

_REPORT = TypeAdapter(Report)
_OPTIONS = TypeAdapter(Options)


@dataclass(frozen=True, slots=True)
class Result:
    """`token` stands for exactly this preview; `entry_ids` are the entries made, none in a dry run."""

    report: Report
    token: str
    entry_ids: list[UUID]


async def import_time(
    session: AsyncSession,
    data: bytes,
    options: Options,
    *,
    dry_run: bool,
    token: str | None = None,
) -> Result:
    """Plan, then do exactly that or nothing. With a `token`, refuses when the plan is no longer the preview's."""
    if not dry_run:
        await lock_exclusive(session, "import of time")
    options = await _with_account_defaults(session, options)
    file = await _read(data, options)
    known = await known_to(session, file)
    made, found = await asyncio.to_thread(_planned, file, options, known)
    fingerprint = _token(data, options, found)
    if dry_run:
        return Result(found, fingerprint, [])
    if token not in (None, fingerprint):
        raise ProblemError(
            409, "data-moved", "Something changed since the dry run: look at a new preview first"
        )
    entry_ids = await apply(session, made, found, options)
    return Result(found, fingerprint, entry_ids)


async def _with_account_defaults(session: AsyncSession, options: Options) -> Options:
    settings = await account_settings(session)
    return replace(
        options,
        time_zone=options.time_zone or settings.time_zone,
        allow_overlaps=settings.allow_overlaps,
    )


async def _read(data: bytes, options: Options) -> TimeFile:
    try:
        return await asyncio.to_thread(read, data, options)
    except FileRefusedError as refused:
        fields = [FieldError(refused.ask, refused.detail)] if refused.ask else []
        raise ProblemError(
            422, refused.kind, "The file cannot be read", detail=refused.detail, fields=fields
        ) from refused


def _planned(file: TimeFile, options: Options, known: Known) -> tuple[Plan, Report]:
    made = plan(file, options, known)
    return made, report(file, made, known)


def _token(data: bytes, options: Options, found: Report) -> str:
    """A fingerprint of the file, the options and what would be done with them now."""
    mark = hashlib.blake2b(hashlib.sha256(data).digest(), digest_size=24)
    mark.update(_OPTIONS.dump_json(options))
    mark.update(_REPORT.dump_json(found))
    return mark.hexdigest()
