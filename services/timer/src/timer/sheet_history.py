"""What happened to a timesheet, and what was said of it: by whom and when. It is only ever added to."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

SheetAct = Literal[
    "submitted",
    "approved",
    "rejected",
    "reopening-asked",
    "reopened",
    "reopening-refused",
    "changed-after-lock",
    "imported-after-lock",
]


@dataclass(frozen=True, slots=True)
class SheetChange:
    """One act. `version`: the sheet's, after it. `by`: the subject of a caller's token; None: another service's answer.

    `digest`: of the content, when it was approved. `entry_id`: of what a manager changed after the period's lock.
    `file_name` and `entries`: which file of time a manager imported after it, and how many entries that added.
    """

    timesheet_id: UUID
    version: int
    act: SheetAct
    at: datetime
    by: str | None = None
    reason: str | None = None
    digest: str | None = None
    entry_id: UUID | None = None
    file_name: str | None = None
    entries: int | None = None


@dataclass(frozen=True, slots=True)
class FileImport:
    """A file of time that a manager, the subject of a token, imports. `file_name`: None where nobody said."""

    by: str
    at: datetime
    file_name: str | None = None


@dataclass(frozen=True, slots=True)
class SheetComment:
    """What the subject of a caller's token wrote about a sheet. It changes nothing in it."""

    id: UUID
    timesheet_id: UUID
    by: str
    at: datetime
    text: str


def content_digest(entries: Iterable[str]) -> str:
    """SHA-256, in hexadecimal, over the entries as texts, in their order."""
    found = hashlib.sha256()
    for entry in entries:
        found.update(f"{entry}\n".encode())
    return found.hexdigest()
