"""A file of rates or costs: a rule in each row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain_errors import FieldError
from money import Money
from rates.domain.rule_table import COLUMNS
from rates.domain.table_file import Cells, RuleFileError, field_of, refuse, rows_of

__all__ = ["RuleFileError", "RuleRow", "field_of", "read_rules", "refuse"]
_NEEDED = ("amount", "currency", "valid_from")


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as a row has it. `named`: what it names, by column, as an id or a name; `rule_id`: one that is there."""

    line: int
    rule_id: UUID | None
    version: int | None
    hourly_rate: Money
    valid_from: date
    valid_to: date | None
    named: Mapping[str, UUID | str]


def read_rules(data: bytes) -> list[RuleRow]:
    """Read the rows of a file. Raises `RuleFileError` with all that is wrong."""
    errors = list[FieldError]()
    rows = [_row(cells) for cells in rows_of(data, COLUMNS, _NEEDED, errors)]
    refuse(errors)
    return rows


def _row(cells: Cells) -> RuleRow:
    """The rule of a row; where something is wrong with it, nothing comes of the file."""
    return RuleRow(
        cells.line,
        cells.id("id"),
        cells.version(),
        Money(cells.amount(), cells.currency()),
        cells.first_day(),
        cells.day("valid_to"),
        cells.named(),
    )
