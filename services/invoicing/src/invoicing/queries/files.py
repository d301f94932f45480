"""Tables as files that are sent at the reader's pace, while the database is read at its own.

What is read goes to a file on disk at once, and from there to the reader: whoever reads slowly holds no connection.
A reader who goes away ends the reading too.
"""

import asyncio
import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO, Literal

from database import Session
from invoicing.queries.exports import Export
from spreadsheets import csv_text
from spreadsheets.excel import Cell, Spreadsheet

Begin = Callable[[], AbstractAsyncContextManager[Session]]
Prepare = Callable[[Session], Awaitable[Export]]
FileFormat = Literal["csv", "xlsx"]
_SENT_AT_ONCE = 256 * 1024
_AT_ONCE = asyncio.Semaphore(2)
"""So many exports read from the database at the same time: requests need its connections too."""


async def as_file(
    begin: Begin, prepare: Prepare, file_format: FileFormat
) -> AsyncGenerator[bytes, None]:
    """The table, all of one moment."""
    file = TemporaryFile()  # noqa: SIM115 closed when nobody writes any more
    spool = _Spool(file)
    write = _write_csv if file_format == "csv" else _write_xlsx
    reading = asyncio.create_task(spool.fill(write, begin, prepare))
    try:
        async for some in spool.read():
            yield some
        await reading
    finally:
        # Nothing can be awaited here: the reader may have gone away.
        reading.add_done_callback(spool.close)
        reading.cancel()


def as_bytes(
    header: Sequence[str], rows: Sequence[Sequence[Cell]], file_format: FileFormat
) -> bytes:
    """A table that is in memory already."""
    if file_format == "csv":
        return csv_text.written([header]).encode() + _as_csv(rows)
    file = BytesIO()
    sheet = Spreadsheet(file, header)
    sheet.add(rows)
    sheet.close()
    return file.getvalue()


class _Spool:
    """A file that is read from its beginning while it is still written."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self._ready = 0
        self._done = False
        self._grown = asyncio.Event()

    async def fill(
        self,
        write: Callable[["_Spool", Session, Export], Awaitable[None]],
        begin: Begin,
        prepare: Prepare,
    ) -> None:
        """Write all that the database has, and hold a connection for no longer than that."""
        try:
            async with _AT_ONCE, begin() as session:
                await write(self, session, await prepare(session))
        finally:
            self._done = True
            self._grown.set()

    def close(self, filled: "asyncio.Task[None]") -> None:
        """Let go of the file; what kept it from being filled was told to the reader, if there still is one."""
        self.file.close()
        if not filled.cancelled():
            filled.exception()

    def grow(self) -> None:
        """Let what is written so far be read."""
        self.file.flush()
        self._ready = self.file.tell()
        self._grown.set()

    async def read(self) -> AsyncGenerator[bytes, None]:
        """What is written, until all is."""
        sent = 0
        while True:
            self._grown.clear()
            while sent < self._ready:
                size = min(_SENT_AT_ONCE, self._ready - sent)
                some = os.pread(self.file.fileno(), size, sent)
                sent += len(some)
                yield some
            if self._done and sent == self._ready:
                return
            await self._grown.wait()


async def _write_csv(spool: _Spool, session: Session, export: Export) -> None:
    spool.file.write(csv_text.written([export.header]).encode())
    spool.grow()
    async for rows in export.batches(session):
        spool.file.write(await asyncio.to_thread(_as_csv, rows))
        spool.grow()


async def _write_xlsx(spool: _Spool, session: Session, export: Export) -> None:
    """Excel's format has its table of contents at the end: it is sent when it is whole."""
    sheet = Spreadsheet(spool.file, export.header)
    try:
        async for rows in export.batches(session):
            await asyncio.to_thread(sheet.add, rows)
        await asyncio.to_thread(sheet.close)
    finally:
        sheet.discard()
    spool.file.seek(0, os.SEEK_END)
    spool.grow()


def _as_csv(rows: Sequence[Sequence[Cell]]) -> bytes:
    return csv_text.written([[_plain(cell) for cell in row] for row in rows]).encode()


def _plain(cell: Cell) -> csv_text.Cell:
    if isinstance(cell, timedelta):
        seconds = cell.days * 86_400 + cell.seconds
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    return str(cell) if isinstance(cell, float) else cell
