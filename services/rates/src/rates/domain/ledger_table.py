"""The ledger of an agreement as a table, for files."""

import csv
import io
from collections.abc import Iterable, Iterator

from rates.domain.agreement_ledgers import LedgerMonth

_HEADER = (
    *("Month", "First day", "Last day", "Currency", "Amount", "Fees by the hour", "Minimum"),
    *("Hours of the month", "Rolled over", "Used", "Remaining", "Expiring", "Beyond"),
    *("Billable from", "Invoice"),
)


def lines(months: Iterable[LedgerMonth], currency: str) -> Iterator[str]:
    """Lines of CSV: a row for each month."""
    yield _line(_HEADER)
    for one in months:
        seconds = (
            *(one.base_seconds, one.rolled_over_seconds, one.used_seconds),
            *(one.unused_seconds, one.expiring_seconds, one.overage_seconds),
        )
        days = one.month, one.first_day, one.last_day
        amounts = one.amount, one.fees, "" if one.minimum is None else one.minimum
        billed = one.billable_from or "", one.invoice_number or ""
        yield _line((*days, currency, *amounts, *map(_duration, seconds), *billed))


def _line(cells: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _duration(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
