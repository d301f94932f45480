"""Amounts as a language writes them, with ISO 4217's decimals, the same in every output."""

import re
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.numbers import NumberPattern, format_currency, format_decimal, parse_pattern

from money.currencies import minor_units

_LETTER_THEN_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)")
"""`DKK1,250.00` is `DKK 1,250.00` in CLDR's alphaNextToNumber patterns, which Babel does not know."""
_MOST_DECIMALS = 6


def format_money(amount: Decimal, currency: str, locale: Locale) -> str:
    """Write an amount with its currency: `1.250,00 kr.`, `€1,250.00`. Raises `KeyError` for what is no currency."""
    text = format_currency(
        amount,
        currency,
        format=_with_decimals(locale.currency_formats["standard"].pattern, minor_units(currency)),
        locale=locale,
        currency_digits=False,
    )
    return _LETTER_THEN_DIGIT.sub("\N{NO-BREAK SPACE}", text)


def format_number(amount: Decimal, currency: str, locale: Locale) -> str:
    """Write an amount without its currency, for columns: `1.250,00`."""
    text = format_decimal(amount, _pattern(minor_units(currency)), locale)
    return text.replace("-", "\N{MINUS SIGN}")


def format_price(amount: Decimal, currency: str, locale: Locale) -> str:
    """Write a price per unit: at least the currency's decimals, and all that it has, up to six."""
    return format_decimal(amount, _pattern(minor_units(currency), _MOST_DECIMALS), locale)


def format_hours(hours: Decimal, locale: Locale) -> str:
    """Write hours with all of their decimals: `0,80`."""
    exponent = hours.as_tuple().exponent
    assert isinstance(exponent, int), "infinity and NaN are no hours"
    return format_decimal(hours, _pattern(-exponent), locale)


@cache
def _pattern(decimals: int, optional: int = 0) -> NumberPattern:
    fraction = "0" * decimals + "#" * optional
    return parse_pattern("#,##0." + fraction if fraction else "#,##0")


def _with_decimals(pattern: str, decimals: int) -> str:
    """Put as many decimals into a CLDR pattern as the currency has."""
    return re.sub(r"\.0+", "." + "0" * decimals if decimals else "", pattern)
