"""What the process that reads a file is asked and what it says: pickles, each behind its length."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from timer.importing.booking import SheetCounts
from timer.importing.parsing import ImportOptions
from timer.importing.report import ImportReport

LENGTH = struct.Struct("!I")
"""Of a frame that the process writes; 0 ends them."""
MonthOfProject = tuple[UUID, date]
"""A project and the first day of a month."""


@dataclass(frozen=True, slots=True)
class Request:
    """`wants_rows`: not only the report, but also what to create."""

    options: ImportOptions
    content_type: str
    body: bytes
    wants_rows: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """What would be done. `token` stands for file, options and report; `periods` are those of the new rows."""

    report: ImportReport
    token: str
    periods: SheetCounts


@dataclass(frozen=True, slots=True)
class Batch:
    """New entries as the database takes them: rows as JSON, and events. `worked`: how many seconds, for budgets."""

    entries: str
    identities: str
    events: Mapping[str, list[Any]]
    worked: Mapping[MonthOfProject, int]
    count: int


@dataclass(frozen=True, slots=True)
class Done:
    """The newest entries, which are written at the very end, and the report of what was done, as JSON."""

    newest: Batch
    report: str
