"""Work is repeated, watched and waited for."""

import asyncio

import pytest

from background import Backoff
from background.health import Watchdog
from background.periodic_task import PeriodicTask, wait_until_set
from testkit import until


def test_work_is_overdue_when_it_is_past_its_limit_and_the_margin() -> None:
    watchdog = Watchdog()
    with watchdog.watch(limit_seconds=0.0):
        assert watchdog.overdue_seconds(margin_seconds=1000) == 0
        assert watchdog.overdue_seconds(margin_seconds=-0.001) > 0
    assert watchdog.overdue_seconds(margin_seconds=-1000) == 0


def test_the_most_overdue_of_several_pieces_of_work_counts() -> None:
    watchdog = Watchdog()
    with watchdog.watch(limit_seconds=0.0), watchdog.watch(limit_seconds=5000.0):
        assert watchdog.overdue_seconds(margin_seconds=-1000) > 999
    with watchdog.watch(limit_seconds=5000.0):
        assert watchdog.overdue_seconds(margin_seconds=-1000) == 0


def test_a_watchdog_is_idle_when_all_work_has_ended_also_by_an_error() -> None:
    watchdog = Watchdog()

    def fail() -> None:
        with watchdog.watch(limit_seconds=1):
            raise ArithmeticError

    with watchdog.watch(limit_seconds=1):
        with pytest.raises(ArithmeticError):
            fail()
        assert not watchdog.idle.is_set()
    assert watchdog.idle.is_set()


async def test_a_periodic_task_goes_on_after_a_failure_and_an_overrun() -> None:
    runs = 0

    async def work() -> None:
        nonlocal runs
        runs += 1
        if runs == 1:
            raise ArithmeticError
        if runs == 2:
            await asyncio.Event().wait()

    periodic = PeriodicTask("work", work, interval_seconds=0, limit_seconds=0.02)
    periodic.start()
    await until(lambda: periodic.succeeded_at)
    await periodic.stop()
    ended = runs
    assert ended >= 3
    await asyncio.sleep(0)
    assert runs == ended


async def test_waiting_for_an_event_ends_when_it_is_set_and_when_the_time_is_over() -> None:
    event = asyncio.Event()
    await wait_until_set(event, 0.001)
    event.set()
    await asyncio.wait_for(wait_until_set(event, 600), 60)


def test_waits_are_spread_by_the_jitter() -> None:
    waits = {Backoff(first=1, most=1, jitter=0.5).wait(1) for _ in range(50)}
    assert len(waits) > 1
    assert 0.5 <= min(waits) <= max(waits) <= 1.5
