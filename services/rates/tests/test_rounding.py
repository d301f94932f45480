"""How a policy rounds entries and groups of them: golden cases of the trade, and laws that hold for all."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_errors import InvalidInputError
from money import hourly_amount
from rates.domain.matching import Customer
from rates.domain.rounding import (
    STEPS_SECONDS,
    NewRoundingPolicy,
    Rounding,
    RoundingExplanation,
    RoundingPolicy,
    Together,
    policy_for,
)
from services.rates.tests.strategies import rounding_rules

MINUTE, QUARTER = 60, 900
groups = st.lists(st.integers(1, 86_400), min_size=1, max_size=6)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
OURS, OTHER, MERGED = (UUID(int=number) for number in (1, 2, 3))


def amount(rate: str, *billed_seconds: int) -> Decimal:
    """What an invoice charges for these, each on a line of its own."""
    return sum(
        (hourly_amount(seconds * Decimal(rate), "DKK") for seconds in billed_seconds), Decimal(0)
    )


@pytest.mark.parametrize(
    ("mode", "step", "minutes", "billed"),
    [
        ("up", 15, 90, 90),
        ("up", 15, 91, 105),
        ("up", 6, 50, 54),
        ("down", 15, 5, 0),
        ("down", 15, 90, 90),
        ("down", 60, 119, 60),
        ("nearest", 15, 90, 90),
        ("nearest", 15, 7, 0),
        ("nearest", 15, Decimal("7.5"), 15),
        ("nearest", 10, 50, 50),
        ("none", None, 50, 50),
    ],
)
def test_a_duration_is_rounded_to_a_step(
    mode: Any, step: int | None, minutes: Any, billed: int
) -> None:
    rounding = Rounding(mode, step and step * MINUTE)
    assert rounding.billed_seconds([int(minutes * MINUTE)]) == [billed * MINUTE]


def test_a_second_over_the_boundary_is_a_step_more_and_one_below_half_is_one_less() -> None:
    assert Rounding("up", QUARTER).billed_seconds([QUARTER + 1]) == [2 * QUARTER]
    assert Rounding("nearest", QUARTER).billed_seconds([449]) == [0]


@pytest.mark.parametrize(
    ("rate", "minutes", "by_entry", "by_sum"),
    [
        ("100", [50], "83.33", "83.33"),
        ("32.25", [30], "16.13", "16.13"),
        ("27.50", [15, 15], "13.76", "13.75"),
        ("100", [1] * 6, "10.02", "10.00"),
    ],
)
def test_money_is_rounded_once_for_each_line(
    rate: str, minutes: list[int], by_entry: str, by_sum: str
) -> None:
    billed = Rounding("none").billed_seconds([one * MINUTE for one in minutes])
    assert (amount(rate, *billed), amount(rate, sum(billed))) == (
        Decimal(by_entry),
        Decimal(by_sum),
    )


@pytest.mark.parametrize(
    ("rounding", "minutes", "billed"),
    [
        (Rounding("none", minimum_seconds=15 * MINUTE), 5, 15),
        (Rounding("none", minimum_seconds=15 * MINUTE), 20, 20),
        (Rounding("up", QUARTER, minimum_seconds=20 * MINUTE), 5, 30),
        (Rounding("down", QUARTER, minimum_seconds=20 * MINUTE), 5, 20),
        (Rounding("down", QUARTER, minimum_seconds=20 * MINUTE), 40, 30),
    ],
)
def test_an_entry_counts_its_minimum_and_is_never_billed_with_less(
    rounding: Rounding, minutes: int, billed: int
) -> None:
    assert rounding.billed_seconds([minutes * MINUTE]) == [billed * MINUTE]


@pytest.mark.parametrize(
    ("mode", "minutes", "charged", "billed"),
    [
        ("up", [10, 10, 15], [], [10, 10, 25]),
        ("nearest", [10, 10, 15], [], [10, 10, 10]),
        ("down", [20, 14, 5], [], [20, 10, 0]),
        ("down", [10, 4], [], [0, 0]),
        ("up", [5], [(20, 30)], [0]),
        ("up", [15], [(20, 30)], [15]),
        ("nearest", [5], [(20, 15)], [15]),
        ("down", [5], [(20, 30)], [0]),
    ],
)
def test_the_last_of_a_day_gets_the_difference_and_what_is_charged_stays(
    mode: Any, minutes: list[int], charged: list[tuple[int, int]], billed: list[int]
) -> None:
    rounding = Rounding(mode, QUARTER, "day-work-item")
    found = rounding.billed_seconds(
        [one * MINUTE for one in minutes], [(raw * MINUTE, was * MINUTE) for raw, was in charged]
    )
    assert found == [one * MINUTE for one in billed]


@given(rounding_rules, groups)
def test_a_group_bills_its_rounded_sum_or_its_minimum(rounding: Rounding, group: list[int]) -> None:
    counted = [max(seconds, rounding.minimum_seconds) for seconds in group]
    billed = rounding.billed_seconds(group)
    assert sum(billed) == max(rounding.rounded(sum(counted)), len(group) * rounding.minimum_seconds)
    assert all(one >= rounding.minimum_seconds for one in billed)
    if sum(billed) >= sum(counted):
        assert billed[:-1] == counted[:-1]


@given(rounding_rules, groups)
def test_what_was_rounded_together_stays_when_it_is_charged(
    rounding: Rounding, group: list[int]
) -> None:
    billed = rounding.billed_seconds(group)
    for cut in range(len(group)):
        charged = list(zip(group[:cut], billed[:cut], strict=True))
        assert rounding.billed_seconds(group[cut:], charged) == billed[cut:]


@given(st.sampled_from(STEPS_SECONDS), st.integers(0, 86_400))
def test_each_mode_keeps_its_side_of_what_was_recorded(step: int, seconds: int) -> None:
    up, nearest, down = (Rounding(mode, step).rounded(seconds) for mode in _MODES)
    assert 0 <= down <= seconds <= up
    assert nearest in (up, down)
    assert -step // 2 < nearest - seconds <= step // 2
    assert {up % step, nearest % step, down % step} == {0}
    assert (up == seconds == nearest == down) == (seconds % step == 0)


@given(rounding_rules, st.integers(1, 86_400))
def test_what_is_rounded_already_stays(rounding: Rounding, seconds: int) -> None:
    once = rounding.rounded(seconds)
    assert rounding.rounded(once) == once


_MODES: tuple[Any, ...] = ("up", "nearest", "down")


@pytest.mark.parametrize(
    ("rounding", "field"),
    [
        (Rounding("up"), "step_seconds"),
        (Rounding("up", 120), "step_seconds"),
        (Rounding("none", 900), "step_seconds"),
        (Rounding("up", 900, minimum_seconds=-1), "minimum_seconds"),
    ],
)
def test_a_policy_says_how_to_round_and_not_below_zero(rounding: Rounding, field: str) -> None:
    new = NewRoundingPolicy(None, rounding, date(2026, 1, 1))
    with pytest.raises(InvalidInputError) as refused:
        RoundingPolicy.first(UUID(int=1), new, NOW)
    assert refused.value.fields[0].field == field


def policy(number: int, organization_id: UUID | None, last: date | None = None) -> RoundingPolicy:
    """A policy from 2026 on."""
    rounding = Rounding("up", QUARTER)
    return RoundingPolicy(
        UUID(int=number), 1, organization_id, rounding, date(2026, 1, 1), last, NOW
    )


def test_a_customers_own_goes_before_the_merged_ones_and_that_before_the_accounts() -> None:
    account, of_merged, own = policy(9, None), policy(8, MERGED), policy(7, OURS)
    everything = [account, of_merged, own, policy(6, OTHER)]
    customer, day = Customer(OURS, frozenset({MERGED})), date(2026, 3, 2)
    assert policy_for(everything, customer, day) is own
    assert policy_for([account, of_merged], customer, day) is of_merged
    assert policy_for([account, of_merged], Customer(OURS), day) is account
    assert policy_for(everything, customer, date(2025, 12, 31)) is None
    assert policy_for([replace(own, valid_to=date(2026, 3, 1)), account], customer, day) is account


def test_rounding_is_told_in_words() -> None:
    rounds = policy(1, OURS)
    alone = RoundingExplanation(4200, 4500, rounds, Together(1, 4200, 4500))
    assert alone.why == (
        "up to 15 min, by the customer's policy from 2026-01-01: 1:10 billed as 1:15"
    )
    several = replace(alone, together=Together(3, 5005, 5400))
    assert several.why.endswith(
        "3 entries of the day on the work item, 1:23:25, billed as 1:30, "
        "and this one, 1:10, as 1:15; the last has the difference"
    )
    left = replace(alone, billed_seconds=4200)
    assert (alone.others_gone, several.others_gone, left.others_gone) == (False, False, True)
    assert left.why.endswith(
        "1:10 billed as 1:10, its share of what was rounded when it was billed"
    )
    assert replace(alone, policy=None).why == "not rounded: no policy holds"
