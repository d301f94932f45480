"""Columns that an account has named, for exports of programs that are not known."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain_errors import InvalidInputError
from timer.importing.sources import KNOWN, Source

MAX_MAPPINGS = 100
FIELDS = (
    *("id", "who", "first_name", "last_name", "email", "client", "project", "task", "kind"),
    *("description", "tags", "billable", "invoiced", "start_date", "start_time", "end_date"),
    *("end_time", "started_at", "ended_at", "duration", "hours", "amount", "currency", "time_zone"),
)
"""What a column may hold. `kind` is a kind of work, `hours` a duration whose bare integers are hours."""
_WHO = frozenset({"who", "first_name", "last_name", "email"})
_WHEN = frozenset({"start_date", "started_at"})


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """`name` is the source that its rows come from; `headers` those of the files that it is for, in any order.

    `columns` are the header of each field. Raises InvalidInputError for one that cannot record time.
    """

    name: str
    headers: tuple[str, ...]
    columns: Mapping[str, str]

    def __post_init__(self) -> None:
        if self.name.casefold() in KNOWN:
            raise InvalidInputError("name", "a program whose exports are known has this name")
        known = {header.casefold() for header in self.headers}
        for field, header in self.columns.items():
            if header.casefold() not in known:
                raise InvalidInputError(f"columns.{field}", "is none of the headers")
        missing = [what for what, there in self._needs() if not there]
        if missing:
            raise InvalidInputError("columns", f"say which column holds {', '.join(missing)}")

    def _needs(self) -> Iterable[tuple[str, bool]]:
        fields = self.columns.keys()
        times = {"start_time", "end_time"} <= fields or {"started_at", "ended_at"} <= fields
        yield "who worked (who or email)", bool(fields & _WHO)
        yield "the day (start_date or started_at)", bool(fields & _WHEN)
        yield (
            "how long (duration, hours, or start and end)",
            bool(fields & {"duration", "hours"} or times),
        )

    @property
    def key(self) -> str:
        """The same for headers that differ only in order and case."""
        return key_of(self.headers)

    @property
    def source(self) -> Source:
        columns = {field: (header.casefold(),) for field, header in self.columns.items()}
        hours = columns.pop("hours", None)
        if hours:
            columns["duration"] = hours
        return Source(
            self.name, "mapping", columns, (), unit="hours" if hours else None, custom_columns=True
        )


def key_of(headers: Iterable[str]) -> str:
    """Of a set of headers."""
    names = sorted(header.strip().casefold() for header in headers)
    text = "".join(f"{len(name)}:{name}" for name in names)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
