"""Which currencies there are, how many decimals they have, and rounding to them."""

from decimal import ROUND_HALF_UP, Decimal

SECONDS_PER_HOUR = 3600

# ISO 4217, list one, without metals, test codes and units of account; with the lev, for time of before 2026.
_CODES = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD
CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP
GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW
KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN
NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD
SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW
UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(_CODES.split())

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
