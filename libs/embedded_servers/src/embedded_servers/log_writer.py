"""Writes what programs print to a log file, and puts a large one aside as `<log>.1`.

    python -I -S log_writer.py LOG LIMIT_BYTES < pipe

It alone writes to the file, so nothing is lost when the next one begins, and no line is parted. It ends when the last
process has closed the pipe; the signals that end programs do not end it, for they still have something to say. Only the
standard library is imported: it must start in a few milliseconds.
"""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

LIMIT_BYTES = 20 * 1024 * 1024
CHUNK_BYTES = 64 * 1024
END_SECONDS = 5.0
"""How long a writer may take to write the rest when its programs have ended."""


class LogFile:
    """A log that is put aside at the end of the first line beyond its limit; a line of that length again is parted."""

    def __init__(self, path: Path, limit_bytes: int) -> None:
        self._path = path
        self._limit_bytes = limit_bytes
        self._open()
        if self._size > limit_bytes:
            self._put_aside()

    def write(self, chunk: bytes) -> None:
        """Append the chunk, and put the log aside on the way when it is large. After an OSError it can go on."""
        end = chunk.find(b"\n", max(0, self._limit_bytes - self._size)) + 1
        if not end and self._size > 2 * self._limit_bytes:
            end = len(chunk)
        if end:
            self._append(chunk[:end])
            self._put_aside()
        self._append(chunk[end:])

    def _append(self, chunk: bytes) -> None:
        while chunk:
            written = os.write(self._file, chunk)
            self._size += written
            chunk = chunk[written:]

    def _put_aside(self) -> None:
        self._path.replace(self._path.with_name(self._path.name + ".1"))
        os.close(self._file)
        self._open()

    def _open(self) -> None:
        self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        self._size = os.fstat(self._file).st_size


@contextlib.contextmanager
def writing_to(
    log: Path, limit_bytes: int = LIMIT_BYTES
) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
    """Start a writer; gives the end of the pipe that a program is to print to, and the writer. The log exists at once."""
    log.parent.mkdir(parents=True, exist_ok=True)
    log.touch()
    reading, writing = os.pipe()
    try:
        writer = subprocess.Popen(  # noqa: S603
            [sys.executable, "-I", "-S", __file__, str(log), str(limit_bytes)],
            stdin=reading,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        yield writing, writer
    finally:
        os.close(reading)
        os.close(writing)


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    log = LogFile(Path(sys.argv[1]), int(sys.argv[2]))
    while chunk := os.read(0, CHUNK_BYTES):
        with contextlib.suppress(OSError):  # a full disk costs lines, not the programs
            log.write(chunk)


if __name__ == "__main__":
    main()
