from decimal import Decimal

import pytest

from qbo_sync.announcements import money


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        ("1000.00000", "JPY", "1000"),
        ("1000.5", "JPY", "1000.5"),
        ("1000.00000", "DKK", "1000.00"),
        ("0.12345", "DKK", "0.12345"),
        ("7.5", "KWD", "7.500"),
        ("0", "ISK", "0"),
    ],
)
def test_an_amount_has_the_decimals_of_its_currency(amount: str, currency: str, said: str) -> None:
    assert str(money(Decimal(amount), currency).amount) == said
