"""The time behind an invoice's lines, as it is printed after them: frozen with the invoice, since entries live on."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal, Self
from uuid import UUID

from invoicing.domain.grouping import in_one_line

TimeAppendix = Literal["none", "entries", "entries-without-names"]
"""What of the time goes along with an invoice."""


@dataclass(frozen=True)
class AppendixEntry:
    """Seconds of an entry on a line. No name: the customer is not told who worked."""

    line_id: UUID
    work_date: date
    agent_name: str | None
    work: str
    seconds: int
    billed_seconds: int


@dataclass(frozen=True)
class Appendix:
    """All entries, in the order in which they are printed."""

    entries: tuple[AppendixEntry, ...]

    @cached_property
    def text(self) -> str:
        """As it is kept: the same entries, the same text."""
        rows = [[_plain(value) for value in vars(entry).values()] for entry in self.entries]
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))

    @cached_property
    def sha256(self) -> str:
        """What the invoice's own hash covers of it."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @classmethod
    def read(cls, text: str) -> Self:
        """From how it is kept."""
        return cls(tuple(map(_entry, json.loads(text))))


def worked_on(names: Iterable[str | None], description: str) -> str:
    """What an entry was: project, task and what was written, each once, in one line."""
    said = dict.fromkeys(filter(None, map(in_one_line, (*filter(None, names), description))))
    return ": ".join(said)


def _entry(row: list[Any]) -> AppendixEntry:
    line_id, work_date, *rest = row
    return AppendixEntry(UUID(line_id), date.fromisoformat(work_date), *rest)


def _plain(value: object) -> object:
    return str(value) if isinstance(value, (UUID, date)) else value
