"""Lines of drafts and invoices, which have the same columns."""

from typing import Any

from sqlalchemy import Row

from invoicing.lines import Line
from invoicing.tax import Tax

_SAME = (
    "line_id",
    "position",
    "kind",
    "description",
    "amount",
    "seconds",
    "hourly_rate",
    "service_type_id",
    "service_type_name",
    "first_day",
    "last_day",
)


def line(row: Row[Any]) -> Line:
    """Read a line."""
    values = {name: row._mapping[name] for name in _SAME}
    return Line(**values, tax=Tax(row.tax_category, row.tax_rate))


def line_values(line: Line) -> dict[str, Any]:
    """Write a line."""
    values = {name: getattr(line, name) for name in _SAME}
    return {**values, "tax_category": line.tax.category, "tax_rate": line.tax.rate}
