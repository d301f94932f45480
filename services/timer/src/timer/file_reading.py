"""Reads files of time in processes of their own: foreign text must not hold up anybody else's request.

Each account reads one file at a time, and this process a few in all.
"""

import asyncio
import os
import pickle
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from timer.importing.errors import FileError, ImportsBusyError, TooMuchWorkError
from timer.importing.parsing import ImportOptions, ParsedFile
from timer.importing.worker import LENGTH, MAX_MEMORY_BYTES

READ_SECONDS = 60
FILES_AT_ONCE = 4
_COMMAND = (sys.executable, "-P", "-m", "timer.importing.worker")
_VARIABLES = ("PATH", "PYTHONPATH", "PYTHONTZPATH", "LANG")
"""The reader gets these and no secrets."""


class ImportShares:
    """Who imports now: one file for each account, `FILES_AT_ONCE` in this process."""

    def __init__(self) -> None:
        self._accounts: set[UUID] = set()

    @contextmanager
    def one_for(self, account_id: UUID) -> Iterator[None]:
        """Raises ImportsBusyError rather than let anybody wait inside a request."""
        if account_id in self._accounts:
            raise ImportsBusyError("another file of this account is being imported")
        if len(self._accounts) >= FILES_AT_ONCE:
            raise ImportsBusyError("other files are being imported")
        self._accounts.add(account_id)
        try:
            yield
        finally:
            self._accounts.remove(account_id)


async def read_file(
    body: bytes,
    content_type: str,
    options: ImportOptions,
    *,
    seconds: float = READ_SECONDS,
    memory_bytes: int = MAX_MEMORY_BYTES,
) -> ParsedFile:
    """As `parse` of the body, or of the file in a form, in another process. Raises FileError."""
    environment = {name: os.environ[name] for name in _VARIABLES if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        *_COMMAND, str(memory_bytes), stdin=PIPE, stdout=PIPE, env=environment
    )
    try:
        async with asyncio.timeout(seconds):
            return await _exchange(process, pickle.dumps((options, content_type, body)))
    except TimeoutError:
        raise TooMuchWorkError("the file takes too long to read; split the period") from None
    except asyncio.IncompleteReadError:
        raise TooMuchWorkError("the file takes too much memory; split the period") from None
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _exchange(process: Process, request: bytes) -> ParsedFile:
    assert process.stdin
    assert process.stdout
    sending = asyncio.create_task(_send(process.stdin, request))
    file = await _receive(process.stdout)
    assert isinstance(file, ParsedFile)
    while (piece := await _receive(process.stdout)) is not None:
        rows, errors = piece
        file.rows += rows
        file.errors += errors
    await sending
    return file


async def _send(stdin: asyncio.StreamWriter, request: bytes) -> None:
    try:
        stdin.write(request)
        await stdin.drain()
        stdin.close()
    except ConnectionError:
        pass  # it has ended already: what it wrote, or did not, says why


async def _receive(stdout: asyncio.StreamReader) -> Any:
    """One frame; None for the end. Raises the FileError that a frame holds."""
    (length,) = LENGTH.unpack(await stdout.readexactly(LENGTH.size))
    if length == 0:
        return None
    frame = pickle.loads(await stdout.readexactly(length))  # noqa: S301 our own child wrote it
    if isinstance(frame, FileError):
        raise frame
    return frame
