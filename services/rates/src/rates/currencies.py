"""How many decimals a currency has, and rounding to them."""

from decimal import ROUND_HALF_UP, Decimal

SECONDS_PER_HOUR = 3600

# ISO 4217, table A.1: all others have two.
_BY_DECIMALS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_DECIMALS = {code: places for places, codes in _BY_DECIMALS.items() for code in codes.split()}


def decimals(currency: str) -> int:
    """Give the number of decimals of the currency's minor unit."""
    return _DECIMALS.get(currency, 2)


def rounded(amount: Decimal, currency: str) -> Decimal:
    """Round half-up to the minor unit."""
    return amount.quantize(Decimal(1).scaleb(-decimals(currency)), ROUND_HALF_UP)


def padded(amount: Decimal, currency: str) -> Decimal:
    """Write an amount with at least the currency's decimals; a rate per hour may have more (32.255)."""
    exponent = amount.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return amount.quantize(Decimal(1).scaleb(min(exponent, -decimals(currency))))


def earned(rate_seconds: Decimal, currency: str) -> Decimal:
    """Turn Σ(seconds × hourly rate) into money, rounded once."""
    return rounded(rate_seconds / SECONDS_PER_HOUR, currency)
