"""What invoices cost and add up to, in currencies with no, two and three decimals (domain §5)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.discounts import Discount, discount_of_line, spread, with_discounts
from invoicing.domain.lines import Line, add_up, charges, shrink, time_amount
from invoicing.domain.tax import Tax, totals
from money import minor_units, round_money

STANDARD = Tax("standard", Decimal(25))
TAXES = (
    STANDARD,
    Tax("standard", Decimal(12)),
    Tax("exempt", Decimal(0)),
    Tax("zero", Decimal(0)),
    Tax("reverse-charge", Decimal(0)),
)
CURRENCIES = st.sampled_from(["DKK", "JPY", "KWD"])
RATES = st.decimals(min_value="0", max_value="100000", places=4)
SECONDS = st.integers(min_value=1, max_value=31 * 86_400)


def unit(currency: str) -> Decimal:
    """The smallest amount of a currency."""
    return Decimal(1).scaleb(-minor_units(currency))


def amounts_of(lines: Sequence[Line]) -> list[Decimal]:
    return [amount for _, amount in charges(lines)]


def line(amount: Decimal, tax: Tax = STANDARD) -> Line:
    return Line(UUID(int=1), 0, "fee", "Something", amount, tax)


def time_line(seconds: int, rate: Decimal, currency: str) -> Line:
    amount = time_amount(seconds, rate, currency)
    hours: dict[str, Any] = {"seconds": seconds, "billed_seconds": seconds, "hourly_rate": rate}
    return Line(UUID(int=1), 1, "time", "Work", amount, STANDARD, **hours)


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
    ("currency", "amount"), [("DKK", "41.67"), ("JPY", "42"), ("KWD", "41.667"), ("RSD", "41.67")]
)
def test_an_amount_has_the_decimals_of_its_currency(currency: str, amount: str) -> None:
    assert str(time_amount(1500, Decimal(100), currency)) == amount


@given(SECONDS, RATES, CURRENCIES)
def test_the_price_of_time_is_half_a_unit_from_exact_at_most(
    seconds: int, rate: Decimal, currency: str
) -> None:
    amount = time_amount(seconds, rate, currency)
    assert abs(amount - seconds * rate / 3600) <= unit(currency) / 2
    assert amount == round_money(amount, currency)


@given(SECONDS, RATES, CURRENCIES, st.data())
def test_time_taken_off_a_line_leaves_the_price_of_what_is_left(
    seconds: int, rate: Decimal, currency: str, data: st.DataObject
) -> None:
    whole = time_line(seconds, rate, currency)
    taken = data.draw(st.integers(min_value=0, max_value=seconds))
    left = shrink(whole, taken, taken, currency)
    assert (left.seconds, left.billed_seconds) == (seconds - taken, seconds - taken)
    assert left.amount == time_amount(seconds - taken, rate, currency)
    assert amounts_of([left]) <= amounts_of([whole])


def test_a_line_shows_how_its_amount_comes_about() -> None:
    assert time_line(3000, Decimal("1200.00"), "DKK").formula == (
        "3000 s × 1200.00 ÷ 3600 = 1000 → 1000.00"
    )
    assert time_line(1, Decimal("32.25"), "DKK").formula == ("1 s × 32.25 ÷ 3600 = 0.008958 → 0.01")
    assert line(Decimal("5.00")).formula is None
    rounded = replace(time_line(4500, Decimal("100.00"), "DKK"), seconds=4200)
    assert rounded.formula == ("4200 s, billed as 4500 s × 100.00 ÷ 3600 = 125 → 125.00")


def test_time_taken_off_a_line_takes_what_is_charged_of_it() -> None:
    whole = replace(time_line(4500, Decimal("100.00"), "DKK"), seconds=4200)
    left = shrink(whole, 600, 900, "DKK")
    assert (left.seconds, left.billed_seconds, left.amount) == (3600, 3600, Decimal("100.00"))


def test_tax_is_rounded_once_on_the_sum_of_its_lines() -> None:
    found = add_up([line(Decimal("0.50")), line(Decimal("0.02"))], "DKK")
    assert (found.tax, found.total) == (Decimal("0.13"), Decimal("0.65"))


def test_tax_is_listed_per_category_and_rate() -> None:
    amounts = [(tax, Decimal(100)) for tax in (*TAXES, STANDARD)]
    found = totals(amounts, "DKK").tax_totals
    assert [(t.category, str(t.rate), str(t.base), str(t.tax)) for t in found] == [
        ("exempt", "0", "100.00", "0.00"),
        ("reverse-charge", "0", "100.00", "0.00"),
        ("standard", "12", "100.00", "12.00"),
        ("standard", "25", "200.00", "50.00"),
        ("zero", "0", "100.00", "0.00"),
    ]


def test_nothing_adds_up_to_nothing() -> None:
    found = add_up([], "KWD")
    assert (found.tax_totals, str(found.total)) == ((), "0.000")


@pytest.mark.parametrize(
    ("tax", "problem"),
    [
        (Tax("standard", Decimal(25)), None),
        (Tax("exempt", Decimal(0)), None),
        (Tax("standard", Decimal(0)), "the standard category needs a rate between 0 and 100"),
        (Tax("standard", Decimal(100)), "the standard category needs a rate between 0 and 100"),
        (Tax("zero", Decimal(5)), "zero has the rate 0"),
    ],
)
def test_only_the_standard_category_has_a_rate(tax: Tax, problem: str | None) -> None:
    assert tax.problem() == problem


@dataclass(frozen=True)
class Billed:
    """Lines of several taxes in one currency, and discounts on the whole."""

    currency: str
    lines: list[Line]
    discounts: list[Discount]


@st.composite
def billed_lines(draw: st.DrawFn) -> Billed:
    currency = draw(CURRENCIES)
    cents = st.integers(min_value=1, max_value=10**9)
    amounts = cents.map(lambda n: Decimal(n).scaleb(-minor_units(currency)))
    lines = st.lists(st.builds(line, amounts, st.sampled_from(TAXES)), min_size=1, max_size=8)
    percents = st.integers(min_value=1, max_value=10_000).map(lambda n: Decimal(n) / 100)
    discounts = st.one_of(
        st.builds(Discount, st.uuids(), st.just("Rabat"), percent=percents),
        st.builds(Discount, st.uuids(), st.just("Rabat"), amount=amounts),
    )
    return Billed(currency, draw(lines), draw(st.lists(discounts, max_size=3)))


@given(billed_lines())
def test_lines_and_tax_always_add_up_to_the_total(billed: Billed) -> None:
    lines = with_discounts(billed.lines, billed.discounts, billed.currency)
    found = add_up(lines, billed.currency)
    assert sum(amounts_of(lines)) + sum(t.tax for t in found.tax_totals) == found.total
    assert found.subtotal + found.tax == found.total
    assert [one.position for one in lines] == list(range(1, len(lines) + 1))
    assert len({one.line_id for one in lines[len(billed.lines) :]}) == len(lines) - len(
        billed.lines
    )


@given(billed_lines())
def test_tax_is_half_a_unit_from_exact_per_category_and_rate(billed: Billed) -> None:
    lines = with_discounts(billed.lines, billed.discounts, billed.currency)
    for total in add_up(lines, billed.currency).tax_totals:
        of_it = [
            one for one in lines if (one.tax_category, one.tax_rate) == (total.category, total.rate)
        ]
        assert total.base == sum(amounts_of(of_it))
        assert abs(total.tax - total.base * total.rate / 100) <= unit(billed.currency) / 2


@given(billed_lines())
def test_a_discount_takes_off_just_what_it_says(billed: Billed) -> None:
    base = sum(amounts_of(billed.lines), Decimal(0))
    for discount in billed.discounts:
        lines = with_discounts(billed.lines, [discount], billed.currency)
        taken = [amount for amount in amounts_of(lines) if amount < 0]
        assert -sum(taken) == discount.taken_off(base, billed.currency)


@given(billed_lines())
def test_every_part_of_a_spread_discount_leads_back_to_it(billed: Billed) -> None:
    taxes = {tax for tax, _ in charges(billed.lines)}
    parts = with_discounts(billed.lines, billed.discounts, billed.currency)[len(billed.lines) :]
    known = {discount.discount_id for discount in billed.discounts}
    for part in parts:
        assert discount_of_line(part.line_id, billed.discounts, taxes) in known
    assert discount_of_line(UUID(int=7), billed.discounts, taxes) is None


def test_one_discount_does_not_shrink_the_base_of_the_next() -> None:
    tens = [Discount(UUID(int=n), "Rabat", percent=Decimal(10)) for n in (2, 3)]
    lines = with_discounts([line(Decimal("100.00"))], tens, "DKK")
    assert [str(one.amount) for one in lines] == ["100.00", "-10.00", "-10.00"]


@given(CURRENCIES, st.integers(min_value=1, max_value=10**9), st.data())
def test_a_spread_amount_is_never_a_unit_away_from_its_proportion(
    currency: str, whole: int, data: st.DataObject
) -> None:
    one = unit(currency)
    positive = st.integers(min_value=1, max_value=10**9).map(lambda n: n * one)
    bases = data.draw(st.dictionaries(st.sampled_from(TAXES), positive, min_size=1))
    shares = spread(whole * one, bases, currency)
    total = sum(bases.values(), Decimal(0))
    assert sum(shares.values()) == whole * one
    for tax, base in bases.items():
        assert abs(shares.get(tax, Decimal(0)) - whole * one * base / total) < one


@given(
    st.lists(
        st.tuples(st.sampled_from(["0.00", "0.01", "7.00"]), st.sampled_from(TAXES)), min_size=1
    ),
    st.sampled_from(["0.0001", "0.01", "33.3333", "100"]),
)
def test_nothing_is_minus_zero(charged: list[tuple[str, Tax]], percent: str) -> None:
    lines = [
        Line(UUID(int=number), number, "fee", "Setup", Decimal(amount), tax)
        for number, (amount, tax) in enumerate(charged, 1)
    ]
    off = Discount(UUID(int=999), "Off", percent=Decimal(percent))
    found = with_discounts(lines, [off], "DKK")
    sums = add_up(found, "DKK")
    amounts = [line.amount for line in found] + [sums.subtotal, sums.tax, sums.total]
    amounts += [amount for one in sums.tax_totals for amount in (one.base, one.tax)]
    assert not [one for one in amounts if one is not None and not one and one.is_signed()]
