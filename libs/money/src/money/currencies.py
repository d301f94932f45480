"""Currencies that money can be in (ISO 4217, list one), and how many decimals each has."""

from iso4217 import Currency

_REPLACED = {"BGN": 2}
"""The lev, which the euro replaced in 2026: for time of before."""
_ACCOUNTING = {"XAD"}
"""Units of account between banks; metals, test codes and their like have no minor unit in the list."""

_MINOR_UNITS = {
    **{
        c.code: c.exponent for c in Currency if c.exponent is not None and c.code not in _ACCOUNTING
    },
    **_REPLACED,
}
CURRENCIES = frozenset(_MINOR_UNITS)


def is_currency(code: str) -> bool:
    """Whether `code` names a currency that money can be in."""
    return code in CURRENCIES


def minor_units(code: str) -> int:
    """How many decimals amounts in the currency have: 2 for DKK, 0 for JPY, 3 for KWD.

    ISO 4217's, not CLDR's: for RSD, ALL and others CLDR counts the cash that is in use, not what an invoice must show.
    Raises `KeyError` for what is no currency.
    """
    return _MINOR_UNITS[code]
