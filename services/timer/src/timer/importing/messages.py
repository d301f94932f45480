"""What the process that reads a file is asked and what it says: pickles, each behind its length."""

import struct
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from timer.importing.parsing import ImportOptions
from timer.importing.report import ImportReport

LENGTH = struct.Struct("!I")
"""Of a frame that the process writes; 0 ends them."""


@dataclass(frozen=True, slots=True)
class Request:
    """`wants_rows`: not only the report, but also what to create."""

    options: ImportOptions
    content_type: str
    body: bytes
    wants_rows: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """What would be done. `token` stands for file, options and report; `days` are those of the new rows' agents."""

    report: ImportReport
    token: str
    days: frozenset[tuple[UUID | str, date]]
