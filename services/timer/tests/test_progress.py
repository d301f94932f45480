"""How far tasks and projects are, and when they will be finished."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.timer.tests.driver import Driver
from timer.progress import Planned, Progress, TrackedTask, progress_of
from timer.working_days import after_working_days, is_working_day, working_days

HOUR = 3600
MONDAY, FRIDAY = date(2026, 10, 5), date(2026, 10, 9)
ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))
DAYS = st.dates(date(1, 1, 1), date(2200, 1, 1))


def alone(today: date = FRIDAY, **planned: Any) -> Progress:
    """How far a project with one task is; the project is as far as the task."""
    found = progress_of(Planned(), [TrackedTask(ONE, **planned)], today)
    (task,) = found.tasks
    assert task.progress.remaining_seconds == found.project.remaining_seconds
    assert task.progress.forecast_finish == found.project.forecast_finish
    return task.progress


def logged(hours: float, since: date = MONDAY) -> dict[str, Any]:
    return {"logged_seconds": int(hours * HOUR), "logged_since": since}


class TestWhatRemains:
    """Of one task."""

    def test_is_what_was_not_logged_of_the_estimate(self) -> None:
        assert alone(estimate_seconds=10 * HOUR, **logged(4)).remaining_seconds == 6 * HOUR
        assert alone(estimate_seconds=10 * HOUR, **logged(12)).remaining_seconds == 0

    def test_follows_from_what_was_said_to_be_done(self) -> None:
        half = alone(estimate_seconds=10 * HOUR, percent_done=50, **logged(8))
        assert (half.remaining_seconds, half.expected_seconds) == (8 * HOUR, 16 * HOUR)
        assert alone(percent_done=25, **logged(3)).remaining_seconds == 9 * HOUR
        assert alone(estimate_seconds=10 * HOUR, percent_done=30).remaining_seconds == 7 * HOUR
        begun = alone(estimate_seconds=10 * HOUR, percent_done=0, **logged(3))
        assert begun.remaining_seconds == 10 * HOUR

    def test_is_unknown_when_nobody_has_said_anything(self) -> None:
        task = alone(**logged(3))
        assert (task.remaining_seconds, task.expected_seconds) == (None, None)
        assert (task.estimate_seconds, task.percent_done) == (None, None)

    @pytest.mark.parametrize(
        "ended",
        [{"status": "done"}, {"status": "cancelled"}, {"archived": True}, {"milestone": True}],
    )
    def test_is_nothing_of_what_ended(self, ended: dict[str, Any]) -> None:
        assert alone(**ended, **logged(3)).remaining_seconds == 0


class TestForecast:
    """At the pace so far."""

    def test_counts_working_days_since_the_first_work(self) -> None:
        task = alone(estimate_seconds=20 * HOUR, **logged(10))  # two hours a day, five days more
        assert task.forecast_finish == date(2026, 10, 16)

    def test_ends_on_a_working_day(self) -> None:
        saturday = FRIDAY + timedelta(days=1)
        task = alone(saturday, estimate_seconds=12 * HOUR, **logged(10))
        assert task.forecast_finish == date(2026, 10, 12)

    def test_needs_something_logged_and_something_left(self) -> None:
        assert alone(estimate_seconds=HOUR).forecast_finish is None
        assert alone(estimate_seconds=HOUR, **logged(2)).forecast_finish is None
        assert alone(**logged(2)).forecast_finish is None
        assert alone(estimate_seconds=HOUR, status="done", **logged(0.5)).forecast_finish is None

    def test_is_none_when_nobody_lives_to_see_it(self) -> None:
        task = alone(estimate_seconds=10**12, **logged(1 / HOUR))
        assert task.forecast_finish is None

    def test_tells_what_is_late_and_what_will_be(self) -> None:
        plan = {"estimate_seconds": 20 * HOUR, **logged(10)}
        assert alone(planned_finish=date(2026, 10, 8), **plan).late == "overdue"
        assert alone(planned_finish=date(2026, 10, 15), **plan).late == "expected"
        assert alone(planned_finish=date(2026, 10, 16), **plan).late is None
        assert alone(planned_finish=date(2026, 10, 8), status="done", **plan).late is None
        assert alone(planned_finish=date(2026, 10, 8), milestone=True).late == "overdue"


class TestTree:
    """Tasks add up."""

    def test_a_task_is_as_far_as_its_parts_together(self) -> None:
        found = progress_of(
            Planned(logged_seconds=HOUR, logged_since=MONDAY),
            [
                TrackedTask(TWO, ONE, 2, estimate_seconds=30 * HOUR, **logged(3)),
                TrackedTask(ONE, planned_finish=date(2026, 10, 30)),
                TrackedTask(
                    THREE,
                    ONE,
                    1,
                    MONDAY,
                    FRIDAY,
                    estimate_seconds=10 * HOUR,
                    status="done",
                    **logged(12),
                ),
            ],
            FRIDAY,
        )
        assert [(one.task_id, one.level) for one in found.tasks] == [(ONE, 0), (THREE, 1), (TWO, 1)]
        whole = found.tasks[0].progress
        assert (whole.estimate_seconds, whole.logged_seconds) == (40 * HOUR, 15 * HOUR)
        assert whole.remaining_seconds == 27 * HOUR
        assert whole.percent_done == (100 * 10 + 10 * 30) // 40
        assert (whole.planned_start, whole.planned_finish) == (MONDAY, date(2026, 10, 30))
        assert found.project.logged_seconds == 16 * HOUR
        assert found.project.forecast_finish == after_working_days(FRIDAY, 9)

    def test_one_open_task_that_nobody_estimated_makes_the_end_unknown(self) -> None:
        known = TrackedTask(ONE, estimate_seconds=HOUR, **logged(0.5))
        found = progress_of(Planned(), [known, TrackedTask(TWO)], FRIDAY)
        assert (found.project.remaining_seconds, found.project.forecast_finish) == (None, None)
        done = TrackedTask(TWO, status="done")
        found = progress_of(Planned(), [known, done], FRIDAY)
        assert found.project.remaining_seconds == HOUR // 2

    def test_a_cancelled_part_needs_nothing_and_keeps_its_time(self) -> None:
        cancelled = TrackedTask(ONE, estimate_seconds=10 * HOUR, status="cancelled", **logged(2))
        found = progress_of(Planned(), [cancelled], FRIDAY)
        assert (found.project.estimate_seconds, found.project.logged_seconds) == (None, 2 * HOUR)
        assert found.project.remaining_seconds == 0

    def test_an_empty_project_is_nothing(self) -> None:
        found = progress_of(Planned(), [], FRIDAY)
        assert (found.project.logged_seconds, found.project.remaining_seconds) == (0, 0)
        assert found.tasks == []

    @given(st.lists(st.integers(0, 5), max_size=30), st.integers(0, 10**6))
    def test_nothing_is_lost_on_the_way_up(self, parents: list[int], direct: int) -> None:
        tasks = [
            TrackedTask(
                UUID(int=number),
                UUID(int=number - parent) if parent and parent < number else None,
                logged_seconds=number,
                logged_since=MONDAY,
                estimate_seconds=number * 2,
            )
            for number, parent in enumerate(parents, start=1)
        ]
        found = progress_of(Planned(logged_seconds=direct), tasks, FRIDAY)
        assert len(found.tasks) == len(tasks)
        assert found.project.logged_seconds == direct + sum(task.logged_seconds for task in tasks)
        tops = [one.progress for one in found.tasks if one.level == 0]
        assert sum(top.logged_seconds for top in tops) + direct == found.project.logged_seconds
        assert sum(top.remaining_seconds or 0 for top in tops) == found.project.remaining_seconds


class TestWorkingDays:
    """Monday to Friday."""

    @given(DAYS, st.integers(0, 60))
    def test_are_those_that_one_would_count(self, first: date, more: int) -> None:
        days = [first + timedelta(days=number) for number in range(more + 1)]
        assert working_days(first, days[-1]) == sum(map(is_working_day, days))
        assert working_days(first, first - timedelta(days=1) if first > date.min else first) in (
            0,
            1,
        )

    @given(DAYS, st.integers(1, 60))
    def test_that_are_over_lie_between(self, day: date, count: int) -> None:
        end = after_working_days(day, count)
        assert end is not None
        assert is_working_day(end)
        assert working_days(day + timedelta(days=1), end) == count


async def test_a_project_is_compared_with_its_plan_over_http(driver: Driver) -> None:
    project = driver.project["id"]
    path = f"projects/{project}"
    await driver.change(path, budget_seconds=100 * HOUR, overspend="warn", budget_period="total")
    shop = await driver.create("tasks", name="Shop", project_id=project)
    more = {"project_id": project, "parent_id": shop["id"]}
    pay = await driver.create("tasks", name="Pay", estimate_seconds=10 * HOUR, **more)
    await driver.record(task_id=pay["id"], seconds=4 * HOUR)
    entry = await driver.record(seconds=2 * HOUR)
    moved = await driver.put_entry(entry["id"], if_match='"1"', seconds=HOUR)
    assert moved.status_code == 200
    found = (await driver.manager.get(f"/v1/{path}/progress")).json()
    assert found["direct_seconds"] == HOUR
    assert found["progress"]["logged_seconds"] == 5 * HOUR
    assert found["progress"]["remaining_seconds"] == 6 * HOUR
    assert [(one["task_id"], one["level"]) for one in found["tasks"]] == [
        (shop["id"], 0),
        (pay["id"], 1),
    ]
    assert found["tasks"][0]["progress"] == found["tasks"][1]["progress"]
    assert found["budget"] == {
        "period": "total",
        "month": None,
        "budget_seconds": 100 * HOUR,
        "logged_seconds": 5 * HOUR,
        "overspend": "warn",
    }
    await driver.delete_entry(entry["id"], 2)
    found = (await driver.manager.get(f"/v1/{path}/progress")).json()
    assert (found["direct_seconds"], found["progress"]["logged_seconds"]) == (0, 4 * HOUR)


async def test_time_of_a_task_that_moved_away_stays_with_the_project(driver: Driver) -> None:
    task = await driver.create("tasks", name="Pay", project_id=driver.project["id"])
    await driver.record(task_id=task["id"], seconds=HOUR)
    other = await driver.create("projects", name="Other")
    await driver.change(f"tasks/{task['id']}", project_id=other["id"])
    url = f"/v1/projects/{driver.project['id']}/progress"
    assert (await driver.manager.get(url)).json()["direct_seconds"] == HOUR


async def test_others_time_is_not_for_agents(driver: Driver) -> None:
    url = f"/v1/projects/{driver.project['id']}/progress"
    assert (await driver.agent.get(url)).status_code == 403
    assert (await driver.manager.get(f"/v1/projects/{driver.agent_id}/progress")).status_code == 404
