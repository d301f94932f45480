"""Columns that an account has named, for files of programs that are not known."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeVar

from domain_errors import InvalidInputError
from timer.importing.sources import KNOWN, Source

MAX_MAPPINGS = 100
MappingKind = Literal["time", "customers"]
TIME_FIELDS = (
    *("id", "who", "first_name", "last_name", "email", "client", "project", "task", "kind"),
    *("description", "tags", "billable", "invoiced", "start_date", "start_time", "end_date"),
    *("end_time", "started_at", "ended_at", "duration", "hours", "amount", "currency", "time_zone"),
)
"""What a column of time may hold. `kind` is a kind of work, `hours` a duration whose bare integers are hours."""
Need = Literal["who", "when", "how_long"]
_NEEDS: Mapping[Need, str] = {
    "who": "who worked (who or email)",
    "when": "the day (start_date or started_at)",
    "how_long": "how long (duration, hours, or start and end)",
}


@dataclass(frozen=True, slots=True)
class ColumnMapping(ABC):
    """`name` is the program that writes the files; `headers` are those of the files that it is for, in any order.

    `columns` are the header of each field. `kind` is what the files hold, `fields` what their columns may. Raises
    InvalidInputError for one that no file can be read by.
    """

    kind: ClassVar[MappingKind]
    fields: ClassVar[tuple[str, ...]]
    name: str
    headers: tuple[str, ...]
    columns: Mapping[str, str]

    def __post_init__(self) -> None:
        known = {header.casefold() for header in self.headers}
        for field, header in self.columns.items():
            if field not in self.fields:
                raise InvalidInputError(f"columns.{field}", f"no file of {self.kind} has it")
            if header.casefold() not in known:
                raise InvalidInputError(f"columns.{field}", "is none of the headers")
        self.check()

    @abstractmethod
    def check(self) -> None:
        """Raises InvalidInputError when its columns say too little, or two things at once."""

    @property
    def key(self) -> str:
        """The same for headers that differ only in order and case."""
        return key_of(self.headers)


class TimeMapping(ColumnMapping):
    """Of files of time; its name is the source that their rows come from."""

    __slots__ = ()
    kind = "time"
    fields = TIME_FIELDS

    def check(self) -> None:
        if self.name.casefold() in KNOWN:
            raise InvalidInputError("name", "a program whose exports are known has this name")
        missing = [_NEEDS[need] for need in lacking(self.columns.keys())]
        if missing:
            raise InvalidInputError("columns", f"say which column holds {', '.join(missing)}")

    @property
    def source(self) -> Source:
        columns = {field: (header.casefold(),) for field, header in self.columns.items()}
        hours = columns.pop("hours", None)
        if hours:
            columns["duration"] = hours
        return Source(
            self.name, "mapping", columns, (), unit="hours" if hours else None, custom_columns=True
        )


def lacking(fields: Set[str]) -> Iterator[Need]:
    """What columns of these fields leave open, without which time cannot be recorded."""
    if not fields & {"who", "first_name", "last_name", "email"}:
        yield "who"
    if not fields & {"start_date", "started_at"}:
        yield "when"
    times = {"start_time", "end_time"} <= fields or {"started_at", "ended_at"} <= fields
    if not (times or fields & {"duration", "hours"}):
        yield "how_long"


M = TypeVar("M", bound=ColumnMapping)


def remembered(headers: Iterable[str], mappings: Iterable[M]) -> M | None:
    """The mapping of files with these headers, if the account has one."""
    key = key_of(headers)
    return next((mapping for mapping in mappings if mapping.key == key), None)


def key_of(headers: Iterable[str]) -> str:
    """Of a set of headers; columns without one don't count."""
    names = sorted({header.strip().casefold() for header in headers} - {""})
    text = "".join(f"{len(name)}:{name}" for name in names)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
