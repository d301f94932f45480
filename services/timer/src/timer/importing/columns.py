"""Which program's export a file is, and where its columns are: by name, never by position."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from spreadsheets.formulas import unguarded
from timer.importing.column_mapping import Need, TimeMapping, lacking, remembered
from timer.importing.errors import (
    CellError,
    DoubleColumnError,
    MissingColumnsError,
    UnknownSourceError,
)
from timer.importing.numbers import Unit, money
from timer.importing.sources import KNOWN, SOURCES, TOGGL, Source, named

_AMOUNT_IN = re.compile(r"(?:billable )?amount\s*\((?P<currency>[^)]*)\)")
_EMPTY = ("", "-")
_NEEDS: Mapping[Need, str] = {
    "who": "User or Email",
    "when": "Start date",
    "how_long": "Duration (or Start time and End time)",
}
Cells = tuple[str, ...]
AmountColumn = tuple[int, str | None]
"""The place of a money column, and the currency that its header names."""


@dataclass(frozen=True, slots=True)
class Columns:
    """`places` are those of our fields in `header`; `ignored` are the columns that hold none.

    The flags are those of the `Source`; `dash_is_empty`: the file writes `-` for an empty cell.
    """

    source: str
    variant: str
    header: Cells
    places: Mapping[str, int]
    amount_columns: tuple[AmountColumn, ...]
    ignored: Cells
    task_is_kind: bool = False
    time_types: tuple[str, ...] = ()
    unit: Unit | None = None
    guarded: bool = False
    dash_is_empty: bool = False

    def cell(self, cells: Cells, field: str) -> str:
        """The trimmed cell; `""` for a column the file does not have."""
        place = self.places.get(field)
        if place is None:
            return ""
        text = unguarded(cells[place]) if self.guarded else cells[place]
        text = text.strip()
        return "" if self.dash_is_empty and text == "-" else text

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
            if text in _EMPTY:
                continue
            try:
                written, amount = money(text, mark)
            except ValueError as error:
                raise CellError(self.header[place], text, str(error)) from None
            yield currency or self._currency(cells) or written, amount

    def _currency(self, cells: Cells) -> str | None:
        """Harvest writes the currency's name before its code: `Euro - EUR`."""
        return self.cell(cells, "currency").upper().rpartition(" - ")[2] or None


def recognise(header: Cells, source: str | None, mappings: Sequence[TimeMapping] = ()) -> Columns:
    """Find the columns: by the account's own mapping of these headers, else as a known program's. Raises FileError."""
    names = tuple(name.casefold() for name in header)
    found = _mapped(header, source, mappings) or _known(frozenset(names), source)
    places = _places(names, found)
    amount_columns = _amount_columns(names, places)
    _require_fields(frozenset(places))
    used = {*places.values(), *(place for place, _ in amount_columns)}
    ignored = tuple(name for place, name in enumerate(header) if place not in used)
    variant = found.variant or _toggl_variant(frozenset(names), priced=bool(amount_columns))
    return Columns(
        found.name, variant, header, places, amount_columns, ignored,
        found.task_is_kind, found.time_types, found.unit, found.guarded,
        dash_is_empty=found is TOGGL and variant == "C",
    )  # fmt: skip


def _mapped(header: Cells, source: str | None, mappings: Sequence[TimeMapping]) -> Source | None:
    named = {mapping.name: mapping for mapping in mappings}
    found = remembered(header, mappings) if source is None else named.get(source)
    return found.source if found else None


def _known(names: frozenset[str], source: str | None) -> Source:
    """Of several languages of one program the one that knows most of the headers."""
    if source is not None and source not in KNOWN:
        raise UnknownSourceError(f"{source!r} cannot be read; known: {', '.join(KNOWN)}", "source")
    candidates = [one for one in SOURCES if one.wrote(names) and source in (None, one.name)]
    if len({one.name for one in candidates}) > 1:
        which = " or ".join(dict.fromkeys(one.name for one in candidates))
        raise UnknownSourceError(f"{which}? The headers fit both", "source")
    if not candidates and source is None:
        raise UnknownSourceError(
            f"none of the programs whose exports are known ({', '.join(KNOWN)}) writes these"
            " headers; name the program, or say what the columns hold",
            "source",
        )
    return max(candidates or named(source or ""), key=lambda one: _familiar(one, names))


def _familiar(source: Source, names: frozenset[str]) -> int:
    return sum(any(name in names for name in known) for known in source.spellings.values())


def _places(names: Cells, source: Source) -> dict[str, int]:
    places: dict[str, int] = {}
    doubled = []
    for field, known in source.spellings.items():
        found = [place for name in known for place, one in enumerate(names) if one == name]
        if found:
            places[field] = found[0]
        if len(found) > 1 and _is_doubtful([names[place] for place in found], source):
            doubled.append(field)
    if doubled:
        raise DoubleColumnError(f"two columns for {', '.join(sorted(doubled))}")
    return places


def _is_doubtful(names: list[str], source: Source) -> bool:
    """One name twice, or two names of which Toggl writes one; elsewhere the best of them counts."""
    return not source.custom_columns and (len(set(names)) < len(names) or source is TOGGL)


def _amount_columns(names: Cells, places: Mapping[str, int]) -> tuple[AmountColumn, ...]:
    """Those that name a currency in the header, then the one whose currency has a column of its own."""
    named_there = [
        (place, match["currency"].strip().upper() or None)
        for place, name in enumerate(names)
        if (match := _AMOUNT_IN.fullmatch(name))
    ]
    return (*named_there, (places["amount"], None)) if "amount" in places else tuple(named_there)


def _require_fields(fields: frozenset[str]) -> None:
    missing = [_NEEDS[need] for need in lacking(fields)]
    if missing:
        raise MissingColumnsError(f"the header has no {', no '.join(missing)}")


def _toggl_variant(names: frozenset[str], *, priced: bool) -> str:
    """A: classic report; B: data export; C: current report."""
    if names & {"member", "stop date", "stop time"}:
        return "C"
    return "A" if priced else "B"
