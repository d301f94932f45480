"""Tasks over HTTP: planned, in a tree, waiting for each other, assigned."""

import asyncio
from typing import Any

import httpx
import pytest

from contracts.timer import TaskChanged
from database import new_id
from services.timer.tests.driver import Driver, as_read, open_account, slug
from testkit import OTHER_ACCOUNT


async def task(driver: Driver, name: str, **more: Any) -> dict[str, Any]:
    return await driver.create(
        "tasks", **{"name": name, "project_id": driver.project["id"], **more}
    )


async def patch(driver: Driver, shown: dict[str, Any], **changes: Any) -> httpx.Response:
    return await driver.manager.patch(f"/v1/tasks/{shown['id']}", json=changes)


async def refused(driver: Driver, shown: dict[str, Any], **changes: Any) -> list[dict[str, str]]:
    """What stands in the way of a change, which changes nothing."""
    url = f"/v1/tasks/{shown['id']}"
    before = (await driver.manager.get(url)).json()
    response = await driver.manager.patch(url, json=changes)
    assert slug(response) == (422, "invalid-input"), response.text
    assert (await driver.manager.get(url)).json() == before
    errors: list[dict[str, str]] = response.json()["errors"]
    return errors


async def test_a_new_task_is_the_last_of_its_parent_and_moves_between_two_others(
    driver: Driver,
) -> None:
    parent = await task(driver, "Shop")
    parts = [await task(driver, name, parent_id=parent["id"]) for name in ("A", "B", "C")]
    assert [part["position"] for part in parts] == [1, 2, 3]
    moved = (await patch(driver, parts[2], position=1.5)).json()
    assert (moved["position"], moved["version"]) == (1.5, 2)
    assert (await patch(driver, parts[2], position=None)).json() == moved


async def test_a_circle_is_refused_and_named(driver: Driver) -> None:
    design = await task(driver, "Design")
    build = await task(driver, "Build", depends_on=[design["id"]])
    test = await task(driver, "Test", depends_on=[build["id"]])
    (error,) = await refused(driver, design, depends_on=[test["id"]])
    assert error["field"] == "depends_on"
    assert error["reason"].endswith("Design → Build → Test → Design")
    part = await task(driver, "Sketch", parent_id=design["id"])
    (error,) = await refused(driver, design, parent_id=part["id"])
    assert error == {
        "field": "parent_id",
        "reason": "a task is no part of itself: Design → Sketch → Design",
    }


async def test_of_two_who_close_a_circle_at_once_one_is_refused(driver: Driver) -> None:
    for number in range(5):
        one, other = [await task(driver, f"{name} {number}") for name in ("A", "B")]
        answers = await asyncio.gather(
            patch(driver, one, depends_on=[other["id"]]),
            patch(driver, other, depends_on=[one["id"]]),
        )
        assert sorted(answer.status_code for answer in answers) == [200, 422]
        one, other = [await task(driver, f"{name} {number}") for name in ("C", "D")]
        answers = await asyncio.gather(
            patch(driver, one, parent_id=other["id"]), patch(driver, other, parent_id=one["id"])
        )
        assert sorted(answer.status_code for answer in answers) == [200, 422]


async def test_tasks_of_another_project_are_no_parts_and_not_waited_for(driver: Driver) -> None:
    elsewhere = await driver.create("projects", name="Elsewhere")
    stranger = await task(driver, "Stranger", project_id=elsewhere["id"])
    own = await task(driver, "Own")
    for changes in ({"parent_id": stranger["id"]}, {"depends_on": [stranger["id"]]}):
        (error,) = await refused(driver, own, **changes)
        assert [error["field"]] == list(changes)
        assert error["reason"].startswith("there is no such task in this project")
        body = {"name": "New", "project_id": driver.project["id"], **changes}
        response = await driver.manager.post("/v1/tasks", json=body)
        assert slug(response) == (422, "invalid-input")


async def test_a_task_that_is_tied_to_others_stays_in_its_project(driver: Driver) -> None:
    elsewhere = await driver.create("projects", name="Elsewhere")
    parent, before, alone = [await task(driver, name) for name in ("Parent", "Before", "Alone")]
    part = await task(driver, "Part", parent_id=parent["id"], depends_on=[before["id"]])
    for tied in (parent, before, part):
        (error,) = await refused(driver, tied, project_id=elsewhere["id"])
        assert error["field"] == "project_id"
    moved = (await patch(driver, alone, project_id=elsewhere["id"])).json()
    assert moved["project_id"] == elsewhere["id"]
    free: dict[str, Any] = {"parent_id": None, "depends_on": []}
    assert (await patch(driver, part, **free)).status_code == 200
    assert (await patch(driver, part, project_id=elsewhere["id"])).status_code == 200


async def test_tasks_and_people_of_another_account_do_not_exist(driver: Driver) -> None:
    theirs = await open_account(driver.timer, OTHER_ACCOUNT)
    stranger = await task(theirs, "Stranger")
    own = await task(driver, "Own")
    for name in ("parent_id", "depends_on"):
        value = stranger["id"] if name == "parent_id" else [stranger["id"]]
        (error,) = await refused(driver, own, **{name: value})
        assert error["field"] == name
    for agent_id in (str(theirs.agent_id), str(new_id())):
        response = await patch(driver, own, assignee_ids=[agent_id])
        assert slug(response) == (422, "no-such-reference")


@pytest.mark.parametrize(
    ("given", "changes", "field"),
    [
        ({"planned_start": "2026-10-05"}, {"planned_finish": "2026-10-04"}, "planned_finish"),
        ({"planned_finish": "2026-10-05"}, {"planned_start": "2026-10-06"}, "planned_finish"),
        ({"estimate_seconds": 60}, {"milestone": True}, "estimate_seconds"),
        ({"milestone": True}, {"planned_start": "2026-10-06"}, "planned_start"),
        ({}, {"status": "done", "percent_done": 99}, "percent_done"),
        ({}, {"percent_done": 101}, "percent_done"),
        ({}, {"estimate_seconds": 0}, "estimate_seconds"),
        ({}, {"status": "begun"}, "status"),
        ({}, {"planned_start": "1999-12-31"}, "planned_start"),
        ({}, {"position": "first"}, "position"),
        ({}, {"assignee_ids": ["Mette"]}, "assignee_ids.0"),
        ({}, {"depends_on": [str(new_id()) for _ in range(51)]}, "depends_on"),
    ],
)
async def test_what_cannot_be_planned_is_refused_by_its_field(
    driver: Driver, given: dict[str, Any], changes: dict[str, Any], field: str
) -> None:
    made = await task(driver, "Design", **given)
    assert [error["field"] for error in await refused(driver, made, **changes)] == [field]


async def test_a_task_that_is_done_is_done_wholly_and_can_be_taken_up_again(driver: Driver) -> None:
    made = await task(driver, "Design", percent_done=40)
    done = (await patch(driver, made, status="done")).json()
    assert (done["status"], done["percent_done"]) == ("done", 100)
    again = (await patch(driver, made, status="in_progress", percent_done=80)).json()
    assert (again["status"], again["percent_done"], again["version"]) == ("in_progress", 80, 3)


async def test_what_a_task_is_tied_to_is_a_part_of_its_version_and_its_event(
    driver: Driver,
) -> None:
    before, after = await task(driver, "Design"), await task(driver, "Build")
    body = {"depends_on": [before["id"]], "assignee_ids": [str(driver.agent_id)]}
    changed = (await patch(driver, after, **body)).json()
    assert changed == {**after, **body, "version": 2}
    assert (await patch(driver, after, **body)).json() == changed
    url = f"/v1/tasks/{after['id']}"
    late = await driver.manager.patch(url, json={"depends_on": []}, headers=as_read(after))
    assert slug(late) == (412, "changed-meanwhile")
    (*_, event) = await driver.timer.published(TaskChanged)
    assert [str(one) for one in event.depends_on] == body["depends_on"]
    assert [str(one) for one in event.assignee_ids] == body["assignee_ids"]
    (_, shown) = await driver.list("tasks")
    assert shown == changed
    freed = (await patch(driver, after, depends_on=[], assignee_ids=[])).json()
    assert freed == {**after, "version": 3}


async def test_time_on_a_task_is_for_the_customer_of_its_requester(driver: Driver) -> None:
    fjord = await driver.create("organizations", name="Fjord A/S")
    per = await driver.create(f"organizations/{fjord['id']}/contacts", name="Per")
    asked = await task(driver, "Asked", requester_id=per["id"])
    entry = await driver.record(project_id=None, task_id=asked["id"])
    assert entry["organization_id"] == fjord["id"]
    unasked = await task(driver, "Unasked")
    entry = await driver.record(project_id=None, task_id=unasked["id"])
    assert entry["organization_id"] == driver.organization["id"]


async def test_agents_read_tasks_and_only_managers_plan_them(driver: Driver) -> None:
    made = await task(driver, "Design")
    assert (await driver.agent.get(f"/v1/tasks/{made['id']}")).json() == made
    response = await driver.agent.patch(f"/v1/tasks/{made['id']}", json={"percent_done": 50})
    assert slug(response) == (403, "not-allowed")
