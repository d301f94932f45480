"""Import of time from files of other programs."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

import web
from timer.api.callers import Manager
from timer.commands.importing import import_time
from timer.importing import report
from timer.importing.reading import Options

router = web.router(tags=["time entries"])
LARGEST = 50 * 1024 * 1024
_CSV = {"schema": {"type": "string"}}
_FORM = {
    "schema": {
        "type": "object",
        "required": ["file"],
        "properties": {"file": {"type": "string", "format": "binary"}},
    }
}
_BODY = {
    "requestBody": {"required": True, "content": {"text/csv": _CSV, "multipart/form-data": _FORM}}
}


class ImportQuery:
    """What the caller says about the file; what is left out the file tells, or the account's settings."""

    def __init__(
        self,
        dry_run: bool = False,
        token: str | None = None,
        source: str | None = None,
        time_zone: str | None = None,
        date_format: str | None = None,
        decimal: str | None = None,
        create_agents: bool = False,
    ) -> None:
        self.dry_run, self.token = dry_run, token
        self.options = Options(time_zone or "", source, date_format, decimal, create_agents)


class ImportReport(web.ResponseModel):
    """What the import found and did. `token` stands for exactly this preview."""

    dry_run: bool
    token: str
    entry_ids: list[UUID]
    source: str
    variant: str
    encoding: str
    delimiter: str
    date_format: str
    decimal: str | None
    time_zone: str
    period: report.Period | None
    rows: report.Rows
    skipped_by_reason: dict[str, report.Tally]
    conflicts_by_kind: dict[str, report.Tally]
    conflicts: list[report.Conflict]
    errors: list[report.Fault]
    warnings: list[report.Warned]
    ignored_columns: list[str]
    unknown_agents: list[report.UnknownAgent]
    to_create: report.ToCreate
    without_organization: report.Tally
    untimed_because_overlap: report.Tally
    missing_in_file: list[report.Missing]
    near_equal_names: list[list[str]]
    totals: report.Totals
    money: list[report.Money]


@router.post("/time-entries/import", openapi_extra=_BODY)
@web.max_body(LARGEST + 64 * 1024)  # a form's own words around the file
async def import_file(
    request: Request,
    session: web.Session,
    caller: Manager,
    asked: Annotated[ImportQuery, Depends()],
) -> ImportReport:
    """Import a Toggl Track CSV export, all or nothing; with `dry_run` only say what would happen."""
    result = await import_time(
        session,
        await _file(request),
        asked.options,
        dry_run=asked.dry_run,
        token=asked.token,
    )
    found = {name: getattr(result.report, name) for name in result.report.__slots__}
    return ImportReport(
        dry_run=asked.dry_run, token=result.token, entry_ids=result.entry_ids, **found
    )


async def _file(request: Request) -> bytes:
    """The body, or the part `file` of a form."""
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        async with request.form() as form:
            part = form.get("file")
            if not isinstance(part, UploadFile):
                raise web.invalid("file", "the form has no file of this name")
            return _small_enough(await part.read(LARGEST + 1))
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        _small_enough(data)
    return bytes(data)


def _small_enough(data: bytes | bytearray) -> bytes:
    if len(data) > LARGEST:
        raise web.ProblemError(413, "file-too-large", "At most 50 MiB per file; split the period")
    return bytes(data)
