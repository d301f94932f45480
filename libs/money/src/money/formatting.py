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
_SAMPLE = re.compile(r"(\D*)1(\D*)234(\D*)5")


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
    text = _written(amount, minor_units(currency), 0, locale)
    return text.replace("-", "\N{MINUS SIGN}")


def format_price(amount: Decimal, currency: str, locale: Locale) -> str:
    """Write a price per unit: at least the currency's decimals, and all that it has, up to six."""
    return _written(amount, minor_units(currency), _MOST_DECIMALS, locale)


def format_hours(hours: Decimal, locale: Locale) -> str:
    """Write hours with all of their decimals: `0,80`."""
    exponent = hours.as_tuple().exponent
    assert isinstance(exponent, int), "infinity and NaN are no hours"
    return _written(hours, max(-exponent, 0), 0, locale)


def _written(number: Decimal, decimals: int, optional: int, locale: Locale) -> str:
    """As Babel writes it, in a tenth of the time: a document has thousands of numbers."""
    text = f"{number:,.{decimals + optional}f}"
    if optional:
        kept = len(text) - optional
        text = text[:kept] + text[kept:].rstrip("0")
        text = text.removesuffix(".")
    return text.translate(_symbols(locale))


@cache
def _symbols(locale: Locale) -> dict[int, str]:
    """How the language writes what Python writes as a minus, a comma and a point."""
    found = _SAMPLE.fullmatch(format_decimal(Decimal("-1234.5"), _pattern(1), locale))
    assert found, f"{locale} has digits or groups of its own"
    return str.maketrans(dict(zip("-,.", found.groups(), strict=True)))


@cache
def _pattern(decimals: int) -> NumberPattern:
    fraction = "0" * decimals
    return parse_pattern("#,##0." + fraction if fraction else "#,##0")


def _with_decimals(pattern: str, decimals: int) -> str:
    """Put as many decimals into a CLDR pattern as the currency has."""
    return re.sub(r"\.0+", "." + "0" * decimals if decimals else "", pattern)
