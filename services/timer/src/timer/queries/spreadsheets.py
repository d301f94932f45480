"""Time entries as a file of Excel, in bounded memory."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from datetime import timedelta
from tempfile import TemporaryFile

from spreadsheets.excel import Cell, Spreadsheet
from timer.exporting import TIME_HEADER, ExportedEntry
from timer.queries.exports import Transaction, pages
from timer.queries.time_entries import EntryFilter

_SENT_AT_ONCE = 256 * 1024


async def time_as_xlsx(begin: Transaction, wanted: EntryFilter) -> AsyncIterator[bytes]:
    """By work date. The format has its table of contents at the end, so the file is written to disk before it is sent."""
    with TemporaryFile() as file:
        sheet = Spreadsheet(file, TIME_HEADER)
        async for page in pages(begin, wanted):
            await asyncio.to_thread(sheet.add, _rows(page))
        await asyncio.to_thread(sheet.close)
        file.seek(0)
        while some := file.read(_SENT_AT_ONCE):
            yield some


def _rows(page: Iterable[ExportedEntry]) -> Iterable[tuple[Cell, ...]]:
    return [
        (*entry.cells()[:-2], timedelta(seconds=entry.seconds), entry.time_zone) for entry in page
    ]
