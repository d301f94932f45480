"""The receivables as a table."""

from collections.abc import Sequence

from invoicing.domain.ageing import AGES
from invoicing.queries.files import FileFormat, as_bytes
from invoicing.queries.receivables import Receivables
from money import round_money
from spreadsheets.excel import Cell

MOST_ROWS = 1_000_000
_COLUMNS = (
    *("Customer", "Currency", "Invoices", "Not due", "1-30 days", "31-60 days", "61-90 days"),
    *("Over 90 days", "Overdue", "Owed", "Credit", "As of", "Customer ID"),
)
_AMOUNTS = (*AGES, "overdue", "total", "credit")


def written(found: Receivables, file_format: FileFormat) -> bytes:
    """A row for each customer and currency."""
    rows: list[Sequence[Cell]] = [
        (
            *(row.organization_name, row.currency, row.invoices),
            *(round_money(getattr(row, name), row.currency) for name in _AMOUNTS),
            *(found.as_of, row.organization_id),
        )
        for row in found.items
    ]
    return as_bytes(_COLUMNS, rows, file_format)
