"""The statement of a customer as a table."""

from collections.abc import Sequence

from invoicing.domain.statement import Statement
from invoicing.queries.files import FileFormat, as_bytes
from money import round_money
from spreadsheets.excel import Cell

_COLUMNS = (
    *("Date", "Kind", "Number", "About", "Due date", "Currency", "Amount", "Balance"),
    "Document ID",
)


def written(statement: Statement, file_format: FileFormat) -> bytes:
    """A row for what was owed before, one for each entry, and one for what is owed after."""
    rows: list[Sequence[Cell]] = []
    for one in statement.currencies:
        opening, closing = (round_money(x, one.currency) for x in (one.opening, one.closing))
        rows.append(
            (statement.first_day, "opening", *[None] * 3, one.currency, None, opening, None)
        )
        for entry in one.entries:
            moved = entry.movement
            rows.append(
                (
                    *(moved.day, moved.kind, moved.number, moved.about, moved.due_date),
                    *(one.currency, round_money(moved.amount, one.currency)),
                    *(round_money(entry.balance, one.currency), moved.document_id),
                )
            )
        rows.append((statement.last_day, "closing", *[None] * 3, one.currency, None, closing, None))
    return as_bytes(_COLUMNS, rows, file_format)
