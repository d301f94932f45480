"""The app keeps the budgets of its speed: first and later paints, taps and keys. `best` says how noise is kept out."""

import asyncio
from functools import partial

import pytest
from playwright.async_api import Browser

from tests.harness.people import Freelancer
from tests.harness.system import System
from tests.harness.vitals import (
    SHIFT,
    SLOW_PHONE,
    START,
    Figures,
    Pace,
    Round,
    best,
    on_desk,
    on_slow_phone,
    pace,
    with_full_week,
)


@pytest.fixture(scope="module")
async def person(system: System) -> Freelancer:
    """Somebody with a full week behind them."""
    return await asyncio.to_thread(with_full_week, system)


async def test_a_slow_phone_paints_and_reacts_in_time(
    browser: Browser, system: System, person: Freelancer
) -> None:
    measure = partial(on_slow_phone, browser, system, person)
    await assert_kept(measure, partial(pace, browser, slowed=SLOW_PHONE))


async def test_keys_are_followed_at_once(
    browser: Browser, system: System, person: Freelancer
) -> None:
    measure = partial(on_desk, browser, system, person)
    await assert_kept(measure, partial(pace, browser))


async def test_one_round_within_the_budget_is_enough() -> None:
    assert not above(await judged([{START: 250}, {START: 99}, {START: 400}]))


async def test_a_budget_that_no_round_keeps_is_broken() -> None:
    assert above(await judged([{START: 101}, {START: 140}])) == [
        "Enter starts a timer, until it is shown: 101 ms of 100"
    ]


async def test_a_busy_machine_has_as_much_more_time() -> None:
    assert not above(await judged([{START: 190}], paces=[2.0, 4.0]))
    assert above(await judged([{START: 190}], paces=[1.0, 4.0]))
    assert above(await judged([{START: 101}], paces=[0.5, 0.5]))


async def test_a_layout_that_shifts_once_has_shifted() -> None:
    assert above(await judged([{SHIFT: 0.1, START: 50}, {SHIFT: 0.0, START: 50}], paces=[9.0] * 4))


async def assert_kept(measure: Round, paced: Pace) -> None:
    """Every figure within its budget."""
    assert not above(await best(measure, paced))


async def judged(rounds: list[Figures], *, paces: list[float] | None = None) -> Figures:
    """What `best` makes of rounds with these figures."""
    figures = iter(rounds)
    measured = iter(paces or [1.0] * 2 * len(rounds))

    async def measure() -> Figures:
        return next(figures)

    async def busy() -> float:
        return next(measured)

    return await best(measure, busy, rounds=len(rounds))


def above(figures: Figures) -> list[str]:
    """The figures above their budgets, in words."""
    return [
        f"{budget.name}: {figure:.3g} {budget.unit} of {budget.limit:g}"
        for budget, figure in figures.items()
        if figure > budget.limit
    ]
