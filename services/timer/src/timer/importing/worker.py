"""Reads one file in a process of its own, with a memory and a life that end with it.

`python -P -m timer.importing.worker BYTES`, which is the memory it may take: options, media type and body on stdin,
frames on stdout: length, then pickle. The first is the file without its rows; then come rows and errors in pieces, and an
empty frame. Any of them may be the reason why the file cannot be read instead.
"""

import asyncio
import pickle
import resource
import struct
import sys
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import replace
from typing import Any, BinaryIO

from timer.importing.errors import FileError, MissingFileError, TooMuchWorkError
from timer.importing.parsing import ParsedFile, parse

MAX_MEMORY_BYTES = 1024**3
ROWS_PER_FRAME = 500
_FORM = "multipart/form-data"
_PIECE_BYTES = 64 * 1024
LENGTH = struct.Struct("!I")


def main() -> None:
    """Read stdin, write stdout."""
    limit = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    out = sys.stdout.buffer
    try:
        for frame in _frames(_read(sys.stdin.buffer)):
            _write(out, frame)
    except FileError as error:
        _write(out, error)
    except MemoryError:
        _write(out, TooMuchWorkError("the file takes too much memory; split the period"))
    out.write(LENGTH.pack(0))
    out.flush()


def _read(request: BinaryIO) -> ParsedFile:
    options, content_type, body = pickle.load(request)  # noqa: S301 our own parent's
    return parse(_part(content_type, body) if content_type.startswith(_FORM) else body, options)


def _part(content_type: str, body: bytes) -> bytes:
    """The part `file` of a form. Raises MissingFileError."""
    # only forms need it, and it takes long to load
    from starlette.datastructures import Headers, UploadFile
    from starlette.formparsers import MultiPartException, MultiPartParser

    async def pieces() -> AsyncGenerator[bytes, None]:
        for start in range(0, len(body), _PIECE_BYTES):
            yield body[start : start + _PIECE_BYTES]

    async def read() -> bytes:
        headers = Headers({"content-type": content_type})
        form = await MultiPartParser(headers, pieces(), max_files=1, max_fields=10).parse()
        part = form.get("file")
        if not isinstance(part, UploadFile):
            raise MissingFileError("the form has no file of this name", "file")
        return await part.read()

    try:
        return asyncio.run(read())
    except (MultiPartException, KeyError, UnicodeError) as error:  # the last for an odd charset
        raise MissingFileError(f"not a form: {error}", "file") from error


def _frames(file: ParsedFile) -> Iterator[object]:
    yield replace(file, rows=[], errors=[])
    for rows in _pieces(file.rows):
        yield rows, []
    for errors in _pieces(file.errors):
        yield [], errors


def _pieces(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), ROWS_PER_FRAME):
        yield items[start : start + ROWS_PER_FRAME]


def _write(out: BinaryIO, frame: object) -> None:
    pickled = pickle.dumps(frame, pickle.HIGHEST_PROTOCOL)
    out.write(LENGTH.pack(len(pickled)) + pickled)


if __name__ == "__main__":
    main()
