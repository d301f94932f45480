"""Amounts in one currency: how many decimals it has, and rounding."""

from decimal import ROUND_HALF_UP, Decimal

from babel import Locale

# ISO 4217 list one, column "minor unit"; all others have 2. CLDR's digits are not used: for RSD, ALL and
# others they say what cash looks like, not what an invoice must say.
_NO_DECIMALS = """
    BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF
"""
_THREE_DECIMALS = "BHD IQD JOD KWD LYD OMR TND"
_FOUR_DECIMALS = "CLF UYW"
_DECIMALS = {
    **dict.fromkeys(_NO_DECIMALS.split(), 0),
    **dict.fromkeys(_THREE_DECIMALS.split(), 3),
    **dict.fromkeys(_FOUR_DECIMALS.split(), 4),
}
_KNOWN = frozenset(Locale("en").currencies)


def is_currency(code: str) -> bool:
    """Whether `code` is an ISO 4217 code that we know."""
    return code in _KNOWN


def decimals(currency: str) -> int:
    """How many decimals amounts of the currency have (ISO 4217 minor unit)."""
    return _DECIMALS.get(currency, 2)


def rounded(amount: Decimal, currency: str) -> Decimal:
    """Round to the minor unit, half away from zero: 16.125 DKK is 16.13, −16.125 is −16.13."""
    return amount.quantize(Decimal(1).scaleb(-decimals(currency)), rounding=ROUND_HALF_UP)


def is_payable(amount: Decimal, currency: str) -> bool:
    """Whether the amount needs no more decimals than the currency has."""
    return amount == rounded(amount, currency)
