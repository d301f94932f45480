"""Import of time from files of other programs."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

import web
from domain_errors import InvalidInputError
from timer.api.callers import Manager
from timer.commands.importing import import_time
from timer.importing.parsing import ImportOptions
from timer.importing.report import ImportReport

router = web.router(tags=["time entries"])
MAX_BYTES = 50 * 1024 * 1024
_FORM_BYTES = 64 * 1024  # a form's own words around the file
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


@router.post("/time-entries/import", openapi_extra=_BODY)
@web.max_body(MAX_BYTES + _FORM_BYTES)
async def import_file(
    request: Request,
    session: web.Session,
    caller: Manager,
    options: Annotated[ImportOptions, Depends()],
    dry_run: bool = False,
    token: str | None = None,
) -> ImportReport:
    """Import a Toggl Track CSV export, all or nothing; with `dry_run` only report what would happen."""
    data = await _file(request)
    now = datetime.now(UTC)
    return await import_time(session, data, options, now, dry_run=dry_run, token=token)


async def _file(request: Request) -> bytes:
    """The body, or the part `file` of a form."""
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        async with request.form() as form:
            part = form.get("file")
            if not isinstance(part, UploadFile):
                raise InvalidInputError("file", "the form has no file of this name")
            return _small_enough(await part.read(MAX_BYTES + 1))
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        _small_enough(data)
    return bytes(data)


def _small_enough(data: bytes | bytearray) -> bytes:
    if len(data) > MAX_BYTES:
        raise web.ProblemError(413, "file-too-large", "At most 50 MiB per file; split the period")
    return bytes(data)
