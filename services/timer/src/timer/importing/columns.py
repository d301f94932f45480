"""Which program's export a file is, and where its columns are: by name, never by position."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from timer.importing.errors import (
    CellError,
    DoubleColumnError,
    MissingColumnsError,
    UnknownSourceError,
)
from timer.importing.numbers import number

TOGGL = "toggl"
_SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "who": ("user", "member"),
    "email": ("email", "e-mail"),
    "client": ("client",),
    "project": ("project",),
    "task": ("task",),
    "description": ("description",),
    "billable": ("billable",),
    "start_date": ("start date",),
    "start_time": ("start time",),
    "end_date": ("end date", "stop date"),
    "end_time": ("end time", "stop time"),
    "duration": ("duration",),
    "tags": ("tags",),
    "amount": ("amount",),
    "currency": ("currency",),
}
_FIELDS = {name: field for field, names in _SPELLINGS.items() for name in names}
_AMOUNT_IN = re.compile(r"amount\s*\((?P<currency>[^)]*)\)")
_OTHER_SOURCES: Mapping[str, frozenset[str]] = {
    "Clockify": frozenset({"duration (h)"}),
    "Clockify (decimal)": frozenset({"duration (decimal)"}),
    "Harvest": frozenset({"date", "hours"}),
    "Kimai": frozenset({"date", "from", "to", "duration"}),
    "Kimai (German)": frozenset({"datum", "von", "bis", "dauer"}),
}
Cells = tuple[str, ...]
AmountColumn = tuple[int, str | None]
"""The place of a money column, and the currency that its header names."""


@dataclass(frozen=True, slots=True)
class Columns:
    """`places` are those of our fields in `header`; `ignored` are the columns that hold none."""

    source: str
    variant: str
    header: Cells
    places: Mapping[str, int]
    amount_columns: tuple[AmountColumn, ...]
    ignored: Cells

    def cell(self, cells: Cells, field: str) -> str:
        """The trimmed cell; `""` for a column the file does not have. Variant C writes `-` for empty."""
        place = self.places.get(field)
        text = cells[place].strip() if place is not None else ""
        return "" if self.variant == "C" and text == "-" else text

    def has(self, field: str) -> bool:
        return field in self.places

    def name(self, field: str) -> str:
        """The field's name as the header writes it."""
        place = self.places.get(field)
        return self.header[place] if place is not None else field

    def amounts(self, cells: Cells, mark: str | None) -> Iterator[tuple[str | None, Decimal]]:
        """The money of one row with its currency. Raises CellError."""
        for place, currency in self.amount_columns:
            text = cells[place].strip()
            if text in ("", "-"):
                continue
            try:
                amount = number(text, mark)
            except ValueError as error:
                raise CellError(self.header[place], text, str(error)) from None
            yield currency or self.cell(cells, "currency").upper() or None, amount


def recognise(header: Cells, source: str | None) -> Columns:
    """Find the columns of a Toggl Track export; other programs' are refused by name. Raises FileError."""
    names = tuple(name.casefold() for name in header)
    if source not in (None, TOGGL):
        raise UnknownSourceError(f"{source!r} cannot be read; known: {TOGGL}", "source")
    if source is None:
        _refuse_other_sources(frozenset(names))
    places = _places(names)
    amount_columns = _amount_columns(names, places)
    _require_fields(frozenset(places))
    used = {*places.values(), *(place for place, _ in amount_columns)}
    ignored = tuple(name for place, name in enumerate(header) if place not in used)
    variant = _variant(frozenset(names), priced=bool(amount_columns))
    return Columns(TOGGL, variant, header, places, amount_columns, ignored)


def _refuse_other_sources(names: frozenset[str]) -> None:
    for other, columns in _OTHER_SOURCES.items():
        if columns <= names:
            raise UnknownSourceError(f"this looks like an export of {other}; known: {TOGGL}")


def _places(names: Cells) -> dict[str, int]:
    fields = Counter(_FIELDS[name] for name in names if name in _FIELDS)
    if doubled := [field for field, count in fields.items() if count > 1]:
        raise DoubleColumnError(f"two columns for {', '.join(sorted(doubled))}")
    return {_FIELDS[name]: place for place, name in enumerate(names) if name in _FIELDS}


def _amount_columns(names: Cells, places: Mapping[str, int]) -> tuple[AmountColumn, ...]:
    """Those that name a currency in the header, then the one whose currency has a column of its own."""
    named = [
        (place, match["currency"].strip().upper() or None)
        for place, name in enumerate(names)
        if (match := _AMOUNT_IN.fullmatch(name))
    ]
    return (*named, (places["amount"], None)) if "amount" in places else tuple(named)


def _require_fields(fields: frozenset[str]) -> None:
    missing = [] if fields & {"who", "email"} else ["User or Email"]
    if "start_date" not in fields:
        missing.append("Start date")
    if "duration" not in fields and not {"start_time", "end_time"} <= fields:
        missing.append("Duration (or Start time and End time)")
    if missing:
        raise MissingColumnsError(f"the header has no {', no '.join(missing)}")


def _variant(names: frozenset[str], *, priced: bool) -> str:
    """A: classic report; B: data export; C: current report."""
    if names & {"member", "stop date", "stop time"}:
        return "C"
    return "A" if priced else "B"
