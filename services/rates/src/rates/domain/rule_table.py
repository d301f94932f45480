"""Rules as a table that people and programs can change and give back: rates or costs."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from rates.domain.rules import SCOPE_FIELDS, Rule

NAMED = tuple(field.removesuffix("_id") for field in SCOPE_FIELDS)
COLUMNS = (
    *("id", "version", "amount", "currency", "valid_from", "valid_to"),
    *(name for field, thing in zip(SCOPE_FIELDS, NAMED, strict=True) for name in (thing, field)),
)
GUARD = "' "
_FORMULA = ("=", "-", "@", "+", "\t", "\n", "\r", "'")
"""What a spreadsheet would take for one, and the guard itself."""


def lines(rules: Iterable[Rule], names: Mapping[UUID, str]) -> Iterator[str]:
    """Lines of CSV: a row for each rule, with names of what it names beside the ids."""
    yield _line(COLUMNS)
    for rule in rules:
        named = (getattr(rule.scope, field) for field in SCOPE_FIELDS)
        rate = rule.hourly_rate
        yield _line(
            (
                *(rule.rule_id, rule.version, rate.amount, rate.currency),
                *(rule.valid_from, rule.valid_to or ""),
                *(cell for id_ in named for cell in (_guarded(names.get(id_, "")), id_ or "")),
            )
        )


def _guarded(name: str) -> str:
    return GUARD + name if name.startswith(_FORMULA) else name


def _line(cells: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
