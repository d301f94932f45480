"""Forms with files, read within limits and before a transaction begins."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from starlette.datastructures import UploadFile

import web
from domain_errors import InvalidInputError
from timer.attachment import MAX_BYTES, MIB, TooManyUploadsError
from web.request_body import with_body

MAX_BODY_BYTES = MAX_BYTES + MIB
"""Of a form with files: some of it is fields, and what stands between the files."""
FILES: dict[str, Any] = {"type": "array", "items": {"type": "string", "format": "binary"}}
"""The JSON Schema of a field for files."""
_MAX_PARTS = 20
_MAX_FIELD_BYTES = 128 * 1024
_AT_ONCE = 3


def documented_form(schema: dict[str, Any]) -> dict[str, Any]:
    """Of an endpoint that reads its form itself: what the OpenAPI document is to say of it."""
    content = {"multipart/form-data": {"schema": schema}}
    return {"requestBody": {"required": True, "content": content}}


@dataclass(frozen=True, slots=True)
class SentForm:
    """The fields of a form, and its files with their names."""

    fields: dict[str, str]
    files: list[tuple[str, bytes]]


async def read_form(request: Request, body: bytes, *, files: str) -> SentForm:
    """A form with files in fields of one name. Raises `InvalidInputError`, and a 400 `HTTPException` for what is no form."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise InvalidInputError("Content-Type", "send multipart/form-data")
    try:
        form = await with_body(request, body).form(
            max_files=_MAX_PARTS, max_fields=_MAX_PARTS, max_part_size=_MAX_FIELD_BYTES
        )
    except UnicodeError:
        raise InvalidInputError("Content-Type", "names a character set that is none") from None
    try:
        sent = SentForm({}, [])
        for name, value in form.multi_items():
            if not isinstance(value, UploadFile):
                sent.fields[name] = value
            elif name != files:
                raise InvalidInputError(name, "is no field for files")
            elif value.filename or value.size:
                sent.files.append((value.filename or "", await value.read()))
        return sent
    finally:
        await form.close()


class UploadShares:
    """Who sends files now: a few at once from each network, so that one that sends many, or slowly, leaves others room."""

    def __init__(self) -> None:
        self._running: Counter[str] = Counter()

    @contextmanager
    def one_for(self, sender: str) -> Iterator[None]:
        """Raises `TooManyUploadsError` rather than let anybody wait."""
        if self._running[sender] >= _AT_ONCE:
            raise TooManyUploadsError
        self._running[sender] += 1
        try:
            yield
        finally:
            self._running[sender] -= 1
            self._running += Counter()


_SHARES = UploadShares()


@contextmanager
def share_of(sender: str) -> Iterator[None]:
    """One of the sender's shares in this process."""
    with _SHARES.one_for(sender):
        yield


@asynccontextmanager
async def form_of_caller(request: Request, read_body: web.ReadBody) -> AsyncIterator[SentForm]:
    """As `web.prepared_by` takes it: the form with files in `file`."""
    caller: web.Caller = request.state.caller
    with share_of(caller.subject):
        yield await read_form(request, await read_body(), files="file")
