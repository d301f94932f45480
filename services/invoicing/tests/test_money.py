"""What things cost (domain §5)."""

from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.discounts import Discount, spread, with_discounts
from invoicing.lines import Line, added_up, time_amount
from invoicing.money import decimals, rounded
from invoicing.tax import Tax

STANDARD = Tax("standard", Decimal(25))
TAXES = (STANDARD, Tax("standard", Decimal(12)), Tax("exempt", Decimal(0)), Tax("zero", Decimal(0)))
CURRENCIES = st.sampled_from(["DKK", "JPY", "KWD"])


@pytest.mark.parametrize(
    ("seconds", "rate", "amount"),
    [
        (50 * 60, "1200", "1000.00"),
        (30 * 60, "32.25", "16.13"),
        (6 * 60, "100", "10.00"),
        (1, "0.01", "0.00"),
        (24 * 3600, "999999.99", "23999999.76"),
    ],
)
def test_time_costs_seconds_times_rate_rounded_once(seconds: int, rate: str, amount: str) -> None:
    assert str(time_amount(seconds, Decimal(rate), "DKK")) == amount


@pytest.mark.parametrize(
    ("currency", "amount"), [("DKK", "0.13"), ("JPY", "0"), ("KWD", "0.125"), ("RSD", "0.13")]
)
def test_an_amount_has_the_decimals_of_its_currency(currency: str, amount: str) -> None:
    assert str(rounded(Decimal("0.125"), currency)) == amount


def test_a_negative_amount_rounds_as_its_positive_does() -> None:
    assert rounded(Decimal("-16.125"), "DKK") == -rounded(Decimal("16.125"), "DKK")


def line(amount: Decimal, tax: Tax = STANDARD) -> Line:
    return Line(UUID(int=1), 0, "fee", "Something", amount, tax)


def test_tax_is_rounded_once_on_the_sum_of_its_lines() -> None:
    found = added_up([line(Decimal("0.50")), line(Decimal("0.02"))], "DKK")
    assert (found.tax, found.total) == (Decimal("0.13"), Decimal("0.65"))


@st.composite
def bills(draw: st.DrawFn) -> tuple[str, list[Line], list[Discount]]:
    """Lines of several taxes in one currency, and discounts on the whole."""
    currency = draw(CURRENCIES)
    cents = st.integers(min_value=1, max_value=10**9)
    amounts = cents.map(lambda n: Decimal(n).scaleb(-decimals(currency)))
    lines = st.lists(st.builds(line, amounts, st.sampled_from(TAXES)), min_size=1, max_size=8)
    percents = st.integers(min_value=1, max_value=10_000).map(lambda n: Decimal(n) / 100)
    discounts = st.one_of(
        st.builds(Discount, st.uuids(), st.just("Rabat"), percent=percents),
        st.builds(Discount, st.uuids(), st.just("Rabat"), amount=amounts),
    )
    return currency, draw(lines), draw(st.lists(discounts, max_size=3))


@given(bills())
def test_lines_and_tax_always_add_up_to_the_total(
    bill: tuple[str, list[Line], list[Discount]],
) -> None:
    currency, billed, discounts = bill
    lines = with_discounts(billed, discounts, currency)
    found = added_up(lines, currency)
    assert sum(one.amount for one in lines) + sum(t.amount for t in found.taxes) == found.total
    assert [one.position for one in lines] == list(range(1, len(lines) + 1))
    assert len({one.line_id for one in lines[len(billed) :]}) == len(lines) - len(billed)


@given(bills())
def test_a_discount_takes_off_just_what_it_says(
    bill: tuple[str, list[Line], list[Discount]],
) -> None:
    currency, billed, discounts = bill
    base = sum((one.amount for one in billed), Decimal(0))
    for discount in discounts:
        taken = [one for one in with_discounts(billed, [discount], currency) if one.amount < 0]
        assert -sum(one.amount for one in taken) == discount.of(base, currency)


@given(CURRENCIES, st.integers(min_value=1, max_value=10**9), st.data())
def test_a_spread_amount_is_never_a_unit_away_from_its_proportion(
    currency: str, whole: int, data: st.DataObject
) -> None:
    unit = Decimal(1).scaleb(-decimals(currency))
    positive = st.integers(min_value=1, max_value=10**9).map(lambda n: n * unit)
    bases = data.draw(st.dictionaries(st.sampled_from(TAXES), positive, min_size=1))
    shares = spread(whole * unit, bases, currency)
    total = sum(bases.values(), Decimal(0))
    assert sum(shares.values()) == whole * unit
    for tax, base in bases.items():
        assert abs(shares.get(tax, Decimal(0)) - whole * unit * base / total) < unit
