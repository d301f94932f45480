"""Exact amounts: `Decimal` from strings, rounded half away from zero to the currency's minor unit, once."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from money.currencies import minor_units

SECONDS_PER_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency (ISO 4217 code). Amounts of different currencies are never added up."""

    amount: Decimal
    currency: str


def round_money(amount: Decimal, currency: str) -> Decimal:
    """Round to the minor unit, half away from zero: 16.125 DKK is 16.13, -16.125 is -16.13."""
    return amount.quantize(_minor_unit(currency), ROUND_HALF_UP)


def is_payable(amount: Decimal, currency: str) -> bool:
    """Whether the amount needs no more decimals than the currency has."""
    return amount == round_money(amount, currency)


def hourly_amount(rate_seconds: Decimal, currency: str) -> Decimal:
    """Turn Σ(seconds × hourly rate) into money, rounded once: 3,000 s at 1,200 are 1,000.00."""
    return round_money(rate_seconds / SECONDS_PER_HOUR, currency)


def pad(amount: Decimal, currency: str) -> Decimal:
    """Give an amount at least the currency's decimals; a rate per hour may have more (32.255)."""
    exponent = amount.normalize().as_tuple().exponent
    assert isinstance(exponent, int), "infinity and NaN are no amounts"
    return amount.quantize(Decimal(1).scaleb(min(exponent, -minor_units(currency))))


@cache
def _minor_unit(currency: str) -> Decimal:
    return Decimal(1).scaleb(-minor_units(currency))
