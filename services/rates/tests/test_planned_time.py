"""What remains of tasks, when it is worked, and what it adds up to."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from money import Money
from rates.domain.budgets import Budget, HoursUse, LoggedSums, use_of
from rates.domain.planned_time import (
    PlannedTask,
    PlannedValue,
    add_up,
    parts_of,
    working_days,
)

TODAY = date(2026, 11, 26)  # a Thursday
AGENTS = [UUID(int=number) for number in range(1, 4)]
DAYS = st.dates(date(2026, 10, 1), date(2027, 2, 28))
HOUR = 3600


def task(
    estimate: int | None = 10 * HOUR,
    *,
    logged: int = 0,
    percent: int | None = None,
    start: date | None = None,
    finish: date | None = None,
    agents: int = 0,
) -> PlannedTask:
    return PlannedTask(
        task_id=UUID(int=9),
        project_id=UUID(int=8),
        organization_id=UUID(int=7),
        service_type_id=None,
        billable=True,
        planned_start=start,
        planned_finish=finish,
        estimate_seconds=estimate,
        percent_done=percent,
        assignee_ids=AGENTS[:agents],
        logged_seconds=logged,
    )


@pytest.mark.parametrize(
    ("estimate", "logged", "percent", "remaining"),
    [
        (36_000, 0, None, 36_000),
        (36_000, 10_000, None, 26_000),
        (36_000, 40_000, None, 0),
        (36_000, 0, 25, 27_000),
        (36_000, 0, 100, 0),
        (36_000, 9_000, 50, 9_000),
        (36_000, 30_000, 50, 30_000),
        (36_000, 9_000, 0, 36_000),
        (None, 9_000, None, 0),
        (None, 9_000, 50, 9_000),
        (None, 0, None, 0),
        (0, 0, None, 0),
    ],
)
def test_what_remains_follows_who_said_how_much_is_done(
    estimate: int | None, logged: int, percent: int | None, remaining: int
) -> None:
    assert task(estimate, logged=logged, percent=percent).remaining_seconds == remaining


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (TODAY, TODAY, 1),
        (date(2026, 11, 28), date(2026, 11, 29), 0),
        (date(2026, 11, 23), date(2026, 11, 29), 5),
        (date(2026, 11, 27), date(2026, 11, 30), 2),
        (date(2026, 11, 2), date(2026, 11, 30), 21),
    ],
)
def test_working_days_are_monday_to_friday(first: date, last: date, days: int) -> None:
    assert working_days(first, last) == days


def test_a_plan_is_cut_where_something_changes() -> None:
    change = date(
        2026, 12, 1
    )  # Thursday, Friday and Monday are before it, Tuesday and Wednesday after
    planned = task(start=TODAY, finish=date(2026, 12, 2))
    parts = parts_of([planned], TODAY, [change])
    assert [(one.work.day, one.seconds) for one in parts] == [(TODAY, 21_600), (change, 14_400)]


def test_what_an_overdue_task_needs_is_done_today() -> None:
    late = task(start=date(2026, 1, 5), finish=date(2026, 1, 9))
    assert [(one.work.day, one.seconds) for one in parts_of([late], TODAY, [])] == [(TODAY, 36_000)]


def test_a_weekend_is_worked_when_nothing_else_is_planned() -> None:
    saturday = date(2026, 11, 28)
    planned = task(start=saturday, finish=saturday + timedelta(days=1))
    assert [one.seconds for one in parts_of([planned], TODAY, [saturday])] == [36_000]


@given(
    remaining=st.integers(0, 10**7),
    days=st.tuples(st.none() | DAYS, st.none() | DAYS),
    agents=st.integers(0, 3),
    changes=st.sets(DAYS),
)
def test_all_that_remains_is_planned_once(
    remaining: int, days: tuple[date | None, date | None], agents: int, changes: set[date]
) -> None:
    planned = task(remaining, start=days[0], finish=days[1], agents=agents)
    parts = parts_of([planned], TODAY, changes)
    assert sum(one.seconds for one in parts) == remaining
    assert all(one.seconds > 0 for one in parts)
    first, last = planned.days(TODAY)
    assert all(TODAY <= one.work.day <= last for one in parts)
    by_agent = [sum(p.seconds for p in parts if p.work.agent_id == one) for one in planned.agents]
    assert max(by_agent) - min(by_agent) <= 1
    assert {one.work.day for one in parts} <= {TODAY, *changes}
    assert first >= TODAY


AMOUNTS = st.dictionaries(
    st.sampled_from(["DKK", "EUR"]), st.decimals(0, 10**6, places=2), max_size=2
)


@given(
    billed=AMOUNTS,
    to_invoice=AMOUNTS,
    rate=st.decimals(0, 5000, places=2),
    seconds=st.integers(0, 10**6),
    budget=st.decimals(1, 10**6, places=2),
)
def test_a_forecast_is_the_sum_of_its_parts(
    billed: dict[str, Decimal],
    to_invoice: dict[str, Decimal],
    rate: Decimal,
    seconds: int,
    budget: Decimal,
) -> None:
    parts = parts_of([task(seconds)], TODAY, [])
    planned = add_up((part, PlannedValue(rate, "DKK")) for part in parts)
    logged = LoggedSums(100, 20, 30, billed, {}, to_invoice, {}, 0, 0)
    whole = Budget(
        *(UUID(int=1), "project", 0, UUID(int=1), None, None),
        *(3600, Money(budget, "DKK"), "total", (50, 80, 100)),
    )
    use = use_of(whole.within(TODAY), logged, planned, with_costs=True)
    assert use.hours == HoursUse(30, 20, 100, seconds)
    assert use.hours.forecast == 100 + seconds
    for one in use.money:
        assert one.forecast == one.billed + one.approved + one.not_approved + one.planned
    reached = [one for one in use.reached() if one.measure == "money"]
    used = use.budgeted
    assert used is not None
    assert {one.percent for one in reached if not one.forecast} == {
        one for one in (50, 80, 100) if used.logged * 100 >= budget * one
    }
    assert any(one.forecast for one in reached) == (used.forecast > budget)
    assert sum(one.highest for one in reached) <= 2
