"""Columns of lists of customers that an account has named."""

from collections import Counter

from domain_errors import InvalidInputError
from timer.customer_import.columns import FIELDS, NAME_NEEDED, names_customers
from timer.importing.column_mapping import ColumnMapping


class CustomerMapping(ColumnMapping):
    """Of lists of customers; one column holds one field."""

    __slots__ = ()
    kind = "customers"
    fields = FIELDS

    def check(self) -> None:
        if not names_customers(self.columns.keys()):
            raise InvalidInputError("columns", f"say which column holds {NAME_NEEDED}")
        uses = Counter(header.casefold() for header in self.columns.values())
        for field, header in self.columns.items():
            if uses[header.casefold()] > 1:
                raise InvalidInputError(f"columns.{field}", "the column holds another field, too")
