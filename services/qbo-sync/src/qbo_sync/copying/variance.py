"""Where QuickBooks' invoice differs from ours; never accepted silently."""

from decimal import Decimal

from contracts.invoicing import InvoiceIssued
from qbo_sync.intuit.numbers import Doc

SELLING = {"salesitemlinedetail", "descriptiononly"}


def variance(invoice: InvoiceIssued, made: Doc) -> str | None:
    """The differences in total, tax, currency, number and lines, in words; None when there is none."""
    currency = (made.get("CurrencyRef") or {}).get("value", invoice.currency)
    tax = Decimal(str((made.get("TxnTaxDetail") or {}).get("TotalTax", 0)))
    compared = [
        ("total", invoice.total, Decimal(str(made["TotalAmt"]))),
        ("tax", invoice.tax, tax),
        ("currency", invoice.currency, currency),
        ("lines", len(invoice.lines), _line_count(made)),
    ]
    differing = [
        f"{what} {theirs}, ours {ours}" for what, ours, theirs in compared if ours != theirs
    ]
    return f"In QuickBooks: {'; '.join(differing)}" if differing else None


def _line_count(made: Doc) -> int:
    kinds = [str(line.get("DetailType", "")).replace("_", "").lower() for line in made["Line"]]
    return sum(kind in SELLING for kind in kinds)
