"""Amounts of money: which currencies there are, the one rounding, and how amounts are written for people."""

from money.amounts import SECONDS_PER_HOUR, Money, hourly_amount, is_payable, pad, round_money
from money.currencies import CURRENCIES, is_currency, minor_units
from money.formatting import format_hours, format_money, format_number, format_price

__all__ = [
    "CURRENCIES",
    "SECONDS_PER_HOUR",
    "Money",
    "format_hours",
    "format_money",
    "format_number",
    "format_price",
    "hourly_amount",
    "is_currency",
    "is_payable",
    "minor_units",
    "pad",
    "round_money",
]
