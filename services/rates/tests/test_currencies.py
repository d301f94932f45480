"""Decimals of currencies and rounding once."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rates.currencies import decimals, earned, padded


@pytest.mark.parametrize(
    ("currency", "places"), [("DKK", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("EUR", 2)]
)
def test_a_currency_has_the_decimals_of_iso_4217(currency: str, places: int) -> None:
    assert decimals(currency) == places


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        ("1200", "DKK", "1200.00"),
        ("32.255", "EUR", "32.255"),
        ("32.2500", "EUR", "32.25"),
        ("1E+3", "JPY", "1000"),
        ("0", "KWD", "0.000"),
    ],
)
def test_a_rate_shows_the_decimals_of_its_currency_or_more(
    amount: str, currency: str, shown: str
) -> None:
    assert str(padded(Decimal(amount), currency)) == shown


@pytest.mark.parametrize(
    ("minutes", "rate", "amount"),
    [(50, "1200", "1000.00"), (30, "32.25", "16.13"), (6, "100", "10.00"), (1, "100", "1.67")],
)
def test_amounts_are_seconds_times_rate_by_3600_rounded_half_up(
    minutes: int, rate: str, amount: str
) -> None:
    assert str(earned(Decimal(rate) * minutes * 60, "DKK")) == amount


@given(st.integers(0, 10**15), st.sampled_from(["DKK", "JPY", "KWD"]))
def test_rounding_is_never_more_than_half_a_minor_unit_away(units: int, currency: str) -> None:
    rate_seconds = Decimal(units).scaleb(-4)
    exact = Fraction(rate_seconds) / 3600
    half = Fraction(1, 2 * 10 ** decimals(currency))
    assert -half < Fraction(earned(rate_seconds, currency)) - exact <= half
