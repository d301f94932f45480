from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbo_sync.copying.hours import in_words, quantity
from qbo_sync.intuit.numbers import half_up


@pytest.mark.parametrize(
    ("seconds", "rate", "amount", "hours"),
    [
        (3600, "100", "100.00", "1.00"),
        (3000, "1200", "1000.00", "0.83333"),
        (1800, "32.25", "16.13", "0.50"),
        (462060, "14.50", "1861.08", "128.35"),
        (7, "1234567.89", "2400.55", None),
    ],
)
def test_the_quantity_has_as_few_decimals_as_give_the_amount(
    seconds: int, rate: str, amount: str, hours: str | None
) -> None:
    found = quantity(seconds, Decimal(rate), Decimal(amount))
    assert (None if found is None else str(found)) == hours


@given(st.integers(1, 400_000), st.decimals("0.01", "5000", places=2))
def test_a_quantity_always_multiplies_to_the_amount(seconds: int, rate: Decimal) -> None:
    amount = half_up(seconds * rate / 3600)
    found = quantity(seconds, rate, amount)
    assert found is None or half_up(found * rate) == amount


def test_the_words_show_seconds_only_when_there_are_some() -> None:
    assert in_words(3000, Decimal("1200.00"), "DKK") == "0:50 h × 1200.00 DKK"
    assert in_words(36_007, Decimal(1), "EUR") == "10:00:07 h × 1 EUR"
