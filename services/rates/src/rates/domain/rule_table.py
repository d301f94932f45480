"""Rules as a table that people and programs can change and give back: rates or costs."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from rates.domain.rules import SCOPE_FIELDS, Rule, Scope

NAMED = tuple(field.removesuffix("_id") for field in SCOPE_FIELDS)
SCOPE_COLUMNS = tuple(
    name for field, thing in zip(SCOPE_FIELDS, NAMED, strict=True) for name in (thing, field)
)
COLUMNS = (
    *("id", "version", "amount", "currency", "valid_from", "valid_to"),
    *SCOPE_COLUMNS,
)
GUARD = "' "
_FORMULA = ("=", "-", "@", "+", "\t", "\n", "\r", "'")
"""What a spreadsheet would take for one, and the guard itself."""


def lines(rules: Iterable[Rule], names: Mapping[UUID, str]) -> Iterator[str]:
    """Lines of CSV: a row for each rule, with names of what it names beside the ids."""
    yield line_of(COLUMNS)
    for rule in rules:
        rate = rule.hourly_rate
        yield line_of(
            (
                *(rule.rule_id, rule.version, rate.amount, rate.currency),
                *(rule.valid_from, rule.valid_to or ""),
                *scope_cells(rule.scope, names),
            )
        )


def scope_cells(scope: Scope, names: Mapping[UUID, str]) -> Iterator[object]:
    """The name and the id of each thing that a rule can name."""
    for field in SCOPE_FIELDS:
        id_ = getattr(scope, field)
        yield guarded(names.get(id_, ""))
        yield id_ or ""


def guarded(name: str) -> str:
    """A name that no spreadsheet takes for a formula."""
    return GUARD + name if name.startswith(_FORMULA) else name


def line_of(cells: Iterable[object]) -> str:
    """A line of CSV."""
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
