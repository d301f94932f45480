"""Reads files of time in processes of their own: foreign text must not hold up anybody else's request.

Each account reads one file at a time, and this process a few in all.
"""

import asyncio
import os
import pickle
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any
from uuid import UUID

from timer.importing.booking import Booking
from timer.importing.errors import FileError, ImportsBusyError, TooMuchWorkError
from timer.importing.messages import LENGTH, Batch, Done, Planned, Request
from timer.importing.parsing import ImportOptions
from timer.importing.snapshot import Scope, Snapshot, StoredTime

MAX_MEMORY_BYTES = 1024**3
READ_SECONDS = 60
NO_TIME = StoredTime()
FILES_AT_ONCE = 4
_COMMAND = (sys.executable, "-P", "-m", "timer.file_worker")
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


class FileReader:
    """A process that has read a file. Its methods raise FileError."""

    def __init__(self, process: Process, scope: Scope) -> None:
        self._process = process
        self.scope = scope

    async def plan(self, snapshot: Snapshot, stored: StoredTime = NO_TIME) -> Planned:
        """What would be done with the file, given what the account holds."""
        async with _within(READ_SECONDS):
            await _send(self._process, (snapshot, stored))
            planned = await _receive(self._process)
        assert isinstance(planned, Planned)
        return planned

    async def write(self, booking: Booking) -> AsyncIterator[Batch | Done]:
        """What is written of the rows to create, in pieces; after the plan, where they were asked for."""
        await _send(self._process, booking)
        while (piece := await _receive(self._process)) is not None:
            yield piece


@asynccontextmanager
async def reading(
    body: bytes,
    content_type: str,
    options: ImportOptions,
    *,
    wants_rows: bool = False,
    seconds: float = READ_SECONDS,
    memory_bytes: int = MAX_MEMORY_BYTES,
) -> AsyncIterator[FileReader]:
    """Read the body, or the file in a form, in another process, which ends with the block.

    `seconds` are those of reading and of planning, each. Raises FileError.
    """
    environment = {name: os.environ[name] for name in _VARIABLES if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        *_COMMAND, str(memory_bytes), stdin=PIPE, stdout=PIPE, env=environment
    )
    try:
        async with _within(seconds):
            sending = asyncio.create_task(
                _send(process, Request(options, content_type, body, wants_rows))
            )
            scope = await _receive(process)
            await sending
        assert isinstance(scope, Scope)
        yield FileReader(process, scope)
    except asyncio.IncompleteReadError:
        raise TooMuchWorkError("the file takes too much memory; split the period") from None
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@asynccontextmanager
async def _within(seconds: float) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise TooMuchWorkError("the file takes too long to read; split the period") from None


async def _send(process: Process, message: object) -> None:
    assert process.stdin
    with suppress(ConnectionError):  # it has ended already: what it wrote, or did not, says why
        process.stdin.write(pickle.dumps(message, pickle.HIGHEST_PROTOCOL))
        await process.stdin.drain()


async def _receive(process: Process) -> Any:
    """One frame; None for the end. Raises the FileError that a frame holds."""
    assert process.stdout
    (length,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
    if length == 0:
        return None
    frame = pickle.loads(await process.stdout.readexactly(length))  # noqa: S301 our own child wrote it
    if isinstance(frame, FileError):
        raise frame
    return frame
