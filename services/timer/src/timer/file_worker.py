"""Reads and plans one file in a process of its own, with a memory and a life that end with it.

`python -P -m timer.file_worker BYTES`, which is the memory it may take. It speaks in pickles: options, media type
and body on stdin, then on stdout what the file speaks of (`Scope`); the account's `Snapshot` and `StoredTime` on stdin,
then on stdout what would be done (`Planned`). Where the rows to create are wanted, a `Booking` on stdin, then on stdout a
`Batch` for some of them after the other, from the oldest day to the newest, and `Done`; and an empty frame. Any of the
frames on stdout, which begin with their length, may be the reason why the file cannot be read instead.
"""

import asyncio
import hashlib
import pickle
import resource
import sys
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO

from timer.importing.booking import Booking, periods_of
from timer.importing.errors import FileError, MissingFileError, TooMuchWorkError
from timer.importing.messages import LENGTH, Batch, Done, Planned, Request
from timer.importing.parsing import ImportOptions, ParsedFile, parse
from timer.importing.plan import PlannedRow
from timer.importing.planning import plan_import
from timer.importing.report import ImportReport
from timer.importing.reporting import report_on
from timer.importing.snapshot import Scope, Snapshot, StoredTime

_FORM = "multipart/form-data"
_PIECE_BYTES = 64 * 1024


def main() -> None:
    """Read stdin, write stdout."""
    limit = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    out = sys.stdout.buffer
    try:
        for frame in _frames(sys.stdin.buffer):
            _write(out, frame)
    except FileError as error:
        _write(out, error)
    except MemoryError:
        _write(out, TooMuchWorkError("the file takes too much memory; split the period"))
    out.write(LENGTH.pack(0))
    out.flush()


def _frames(stdin: BinaryIO) -> Iterator[object]:
    request: Request = pickle.load(stdin)  # noqa: S301 our own parent's
    options, content_type, body = request.options, request.content_type, request.body
    wants_rows = request.wants_rows
    del request
    file = parse(_part(content_type, body) if content_type.startswith(_FORM) else body, options)
    del body
    scope = Scope.of(file, options.people)
    yield scope
    known, stored = pickle.load(stdin)  # noqa: S301 our own parent's
    snapshot = _with_stored_time(known, stored, scope)
    del known, stored
    plan = plan_import(file, options, snapshot)
    report = report_on(file, plan, snapshot)
    creates = sorted(plan.creates, key=lambda one: one.row.work_date)
    planned = Planned(
        report, _token(file, options, snapshot, report), periods_of(creates, snapshot.periods)
    )
    del file, plan, snapshot, scope
    yield planned
    if wants_rows:
        yield from _written(creates, pickle.load(stdin), planned)  # noqa: S301 our own parent's


def _with_stored_time(snapshot: Snapshot, stored: StoredTime, scope: Scope) -> Snapshot:
    return replace(
        snapshot,
        earlier_rows=(*snapshot.earlier_rows, *stored.earlier_rows(scope.our_ids)),
        timed_entries=(*snapshot.timed_entries, *stored.timed_entries()),
    )


def _written(
    rows: Sequence[PlannedRow], booking: Booking, planned: Planned
) -> Iterator[Batch | Done]:
    # only who writes needs them, and they take long to load
    from pydantic import TypeAdapter

    from timer.import_batches import BatchMaker

    maker = BatchMaker(booking)
    last = max(len(rows) - booking.rows_at_once, 0)
    for start in range(0, last, booking.rows_at_once):
        yield maker.batch(rows[start : min(start + booking.rows_at_once, last)])
    newest = maker.batch(rows[last:])
    report = replace(planned.report, dry_run=False, token=planned.token, entry_ids=maker.entry_ids)
    yield Done(newest, TypeAdapter(ImportReport).dump_json(report).decode())


def _token(
    file: ParsedFile, options: ImportOptions, snapshot: Snapshot, report: ImportReport
) -> str:
    """Of the file, the options and what would be done with them now."""
    state = repr((options, file.columns, snapshot.allow_overlaps, report))
    digest = hashlib.blake2b(file.digest, digest_size=24)
    digest.update(state.encode())
    return digest.hexdigest()


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


def _write(out: BinaryIO, frame: object) -> None:
    pickled = pickle.dumps(frame, pickle.HIGHEST_PROTOCOL)
    out.write(LENGTH.pack(len(pickled)) + pickled)
    out.flush()


if __name__ == "__main__":
    main()
