"""Currencies, the one rounding, and how amounts are written."""

from decimal import Decimal
from fractions import Fraction

import pytest
from babel import Locale
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from money import (
    CURRENCIES,
    format_money,
    format_number,
    format_price,
    hourly_amount,
    is_currency,
    is_payable,
    minor_units,
    pad,
    round_money,
)

currencies = st.sampled_from(sorted(CURRENCIES))
amounts = st.decimals(-(10**12), 10**12, allow_nan=False, places=6)


@pytest.mark.parametrize(
    ("currency", "decimals"),
    [("DKK", 2), ("EUR", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("RSD", 2), ("BGN", 2)],
)
def test_a_currency_has_the_decimals_of_iso_4217(currency: str, decimals: int) -> None:
    assert minor_units(currency) == decimals


@pytest.mark.parametrize("code", ["XXX", "XAU", "XTS", "XDR", "XAD", "DEM", "dkk", "", "ZZZ"])
def test_metals_test_codes_and_former_currencies_are_no_money(code: str) -> None:
    assert not is_currency(code)
    with pytest.raises(KeyError):
        minor_units(code)


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("16.125", "DKK", "16.13"),
        ("-16.125", "DKK", "-16.13"),
        ("0.125", "KWD", "0.125"),
        ("0.5", "JPY", "1"),
        ("0.125", "RSD", "0.13"),
    ],
)
def test_half_a_minor_unit_is_rounded_away_from_zero(
    amount: str, currency: str, rounded: str
) -> None:
    assert str(round_money(Decimal(amount), currency)) == rounded


@given(amounts, currencies)
def test_rounding_moves_an_amount_by_half_a_minor_unit_at_most_and_once(
    amount: Decimal, currency: str
) -> None:
    rounded = round_money(amount, currency)
    assert abs(rounded - amount) <= Decimal(1).scaleb(-minor_units(currency)) / 2
    assert round_money(rounded, currency) == rounded
    assert is_payable(rounded, currency)
    assert is_payable(amount, currency) == (amount == rounded)
    assert round_money(-amount, currency) == -rounded


@pytest.mark.parametrize(
    ("seconds", "rate", "amount"),
    [
        (3000, "1200", "1000.00"),
        (1800, "32.25", "16.13"),
        (360, "100", "10.00"),
        (1, "0.01", "0.00"),
    ],
)
def test_time_costs_seconds_times_rate_by_the_hour(seconds: int, rate: str, amount: str) -> None:
    assert str(hourly_amount(seconds * Decimal(rate), "DKK")) == amount


@given(st.integers(1, 86_400), st.decimals(0, 10**6, places=4), currencies)
def test_an_hourly_amount_is_the_exact_one_rounded_half_up(
    seconds: int, rate: Decimal, currency: str
) -> None:
    exact = Fraction(seconds) * Fraction(rate) / 3600 * 10 ** minor_units(currency)
    assert hourly_amount(seconds * rate, currency) * 10 ** minor_units(currency) == int(
        exact + Fraction(1, 2)
    )


@pytest.mark.parametrize(
    ("amount", "currency", "padded"),
    [
        ("1200", "DKK", "1200.00"),
        ("32.255", "DKK", "32.255"),
        ("100.500", "JPY", "100.5"),
        ("1E+2", "EUR", "100.00"),
    ],
)
def test_a_price_has_at_least_the_decimals_of_its_currency(
    amount: str, currency: str, padded: str
) -> None:
    assert str(pad(Decimal(amount), currency)) == padded


@given(amounts, currencies)
def test_padding_never_changes_the_value(amount: Decimal, currency: str) -> None:
    assert pad(amount, currency) == amount


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "text"),
    [
        ("1250", "DKK", "da", "1.250,00 kr."),
        ("1250", "DKK", "en", "DKK 1,250.00"),
        ("1250.5", "EUR", "en", "€1,250.50"),
        ("1250", "JPY", "en", "¥1,250"),
        ("1250", "RSD", "en", "RSD 1,250.00"),
        ("1250.125", "KWD", "da", "1.250,125 KWD"),
        ("1250", "IQD", "en", "IQD 1,250.000"),
    ],
)
def test_an_amount_is_written_with_iso_decimals_in_every_language(
    amount: str, currency: str, locale: str, text: str
) -> None:
    written = format_money(Decimal(amount), currency, Locale.parse(locale))
    assert written.replace("\N{NO-BREAK SPACE}", " ") == text


@given(amounts, currencies, st.sampled_from(["da", "en"]))
def test_a_written_number_shows_all_decimals_of_its_currency(
    amount: Decimal, currency: str, language: str
) -> None:
    locale, rounded = Locale(language), round_money(amount, currency)
    text = format_number(rounded, currency, locale)
    mark, group = (",", ".") if language == "da" else (".", ",")
    plain = text.replace(group, "").replace(mark, ".").replace("\N{MINUS SIGN}", "-")
    assert Decimal(plain) == rounded
    assert len(plain.partition(".")[2]) == minor_units(currency)


def test_a_price_shows_what_it_has_beyond_the_minor_unit() -> None:
    assert format_price(Decimal("32.255"), "DKK", Locale("da")) == "32,255"
    assert format_price(Decimal("1200"), "DKK", Locale("en")) == "1,200.00"
    assert format_price(Decimal("1200"), "JPY", Locale("en")) == "1,200"


@given(amounts, currencies, st.sampled_from(["da", "de", "de_CH", "en", "fr", "nb", "sv"]))
def test_numbers_are_written_as_babel_writes_them(
    amount: Decimal, currency: str, language: str
) -> None:
    locale, units = Locale.parse(language), minor_units(currency)
    digits = "0" * units
    pattern = f"#,##0.{digits}" if units else "#,##0"
    number = format_decimal(amount, pattern, locale)
    assert format_number(amount, currency, locale) == number.replace("-", "\N{MINUS SIGN}")
    assert format_price(amount, currency, locale) == format_decimal(
        amount, f"#,##0.{digits}######", locale
    )
