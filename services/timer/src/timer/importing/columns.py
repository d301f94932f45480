"""Which export this is and where its columns are: by name, never by position."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from timer.importing.refusal import FileRefusedError

TOGGL = "toggl"
FIELDS: Mapping[str, str] = {
    "user": "who",
    "member": "who",
    "email": "email",
    "e-mail": "email",
    "client": "client",
    "project": "project",
    "task": "task",
    "description": "description",
    "billable": "billable",
    "start date": "start_date",
    "start time": "start_time",
    "end date": "end_date",
    "stop date": "end_date",
    "end time": "end_time",
    "stop time": "end_time",
    "duration": "duration",
    "tags": "tags",
    "amount": "amount",
    "currency": "currency",
}
AMOUNT_IN = re.compile(r"amount\s*\((?P<currency>[^)]*)\)")
ELSEWHERE: Mapping[str, frozenset[str]] = {
    "Clockify": frozenset({"duration (h)"}),
    "Clockify (decimal)": frozenset({"duration (decimal)"}),
    "Harvest": frozenset({"date", "hours"}),
    "Kimai": frozenset({"date", "from", "to", "duration"}),
    "Kimai (German)": frozenset({"datum", "von", "bis", "dauer"}),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """`at` maps our field to its place; `amounts` are money columns with the currency their header names."""

    source: str
    variant: str
    at: Mapping[str, int]
    amounts: tuple[tuple[int, str | None], ...]
    names: tuple[str, ...]
    ignored: tuple[str, ...]

    def cell(self, cells: tuple[str, ...], field: str) -> str:
        """The trimmed cell; `""` for a column the file does not have. Variant C writes `-` for empty."""
        place = self.at.get(field)
        text = cells[place].strip() if place is not None else ""
        return "" if self.variant == "C" and text == "-" else text

    def has(self, field: str) -> bool:
        return field in self.at

    def name(self, field: str) -> str:
        place = self.at.get(field)
        return self.names[place] if place is not None else field


def recognise(header: tuple[str, ...], source: str | None) -> Columns:
    """Reads the header of a Toggl Track export; anything else is refused by name."""
    names = tuple(name.casefold() for name in header)
    if source not in (None, TOGGL):
        raise FileRefusedError(
            "unknown-source", f"{source!r} cannot be read; known: {TOGGL}", "source"
        )
    if source is None:
        _refuse_others(frozenset(names))
    at, amounts, ignored = _places(header, names)
    _refuse_missing(frozenset(at))
    return Columns(TOGGL, _variant(names, amounts), at, amounts, header, ignored)


def _refuse_others(names: frozenset[str]) -> None:
    for other, marks in ELSEWHERE.items():
        if marks <= names:
            raise FileRefusedError(
                "unknown-source", f"this looks like an export of {other}; known: {TOGGL}"
            )


def _places(
    header: tuple[str, ...], names: tuple[str, ...]
) -> tuple[dict[str, int], tuple[tuple[int, str | None], ...], tuple[str, ...]]:
    known = Counter(FIELDS[name] for name in names if name in FIELDS)
    if doubled := [field for field, count in known.items() if count > 1]:
        raise FileRefusedError("double-column", f"two columns for {', '.join(sorted(doubled))}")
    at = {FIELDS[name]: place for place, name in enumerate(names) if name in FIELDS}
    in_header = [(place, AMOUNT_IN.fullmatch(name)) for place, name in enumerate(names)]
    amounts = [(place, _currency(match["currency"])) for place, match in in_header if match]
    if "amount" in at:
        amounts.append((at["amount"], None))
    taken = {*at.values(), *(place for place, _ in amounts)}
    ignored = tuple(name for place, name in enumerate(header) if place not in taken)
    return at, tuple(amounts), ignored


def _currency(text: str) -> str | None:
    return text.strip().upper() or None


def _refuse_missing(fields: frozenset[str]) -> None:
    missing = [] if fields & {"who", "email"} else ["User or Email"]
    if "start_date" not in fields:
        missing.append("Start date")
    if "duration" not in fields and not {"start_time", "end_time"} <= fields:
        missing.append("Duration (or Start time and End time)")
    if missing:
        raise FileRefusedError("missing-columns", f"the header has no {', no '.join(missing)}")


def _variant(names: tuple[str, ...], amounts: tuple[tuple[int, str | None], ...]) -> str:
    if {"member", "stop date", "stop time"} & set(names):
        return "C"
    return "A" if amounts else "B"
