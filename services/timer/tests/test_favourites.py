"""Favourites and recent work of the caller, for starting them again."""

from typing import Any

import httpx

from database import new_id
from services.timer.tests.driver import Driver, slug


async def put(driver: Driver, favourite_id: object, **body: Any) -> httpx.Response:
    body = {"position": 1, **body}
    return await driver.agent.put(f"/v1/work/favourites/{favourite_id}", json=body)


async def items(client: httpx.AsyncClient, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await client.get(f"/v1/work/{path}")).json()["items"]
    return found


async def test_favourites_stand_in_their_order_and_change_in_place(driver: Driver) -> None:
    first, second = new_id(), new_id()
    project = driver.project["id"]
    for favourite_id, position in ((first, 2), (second, 1), (first, 2)):
        kept = await put(driver, favourite_id, position=position, project_id=project)
        assert kept.status_code == 200, kept.text
    assert [one["id"] for one in await items(driver.agent, "favourites")] == [
        str(second),
        str(first),
    ]
    await put(driver, first, position=0, project_id=project, description="Menu")
    shown = await items(driver.agent, "favourites")
    assert [one["id"] for one in shown] == [str(first), str(second)]
    assert shown[0]["description"] == "Menu"
    for _ in range(2):
        await driver.agent.delete(f"/v1/work/favourites/{first}")
    assert [one["id"] for one in await items(driver.agent, "favourites")] == [str(second)]


async def test_they_are_ones_own(driver: Driver) -> None:
    _, other = await driver.another_agent()
    favourite_id = new_id()
    await put(driver, favourite_id, project_id=driver.project["id"])
    assert await items(other, "favourites") == []
    await other.delete(f"/v1/work/favourites/{favourite_id}")
    taken = await other.put(f"/v1/work/favourites/{favourite_id}", json={"position": 5})
    assert slug(taken) == (409, "too-many-favourites")
    (shown,) = await items(driver.agent, "favourites")
    assert shown["position"] == 1


async def test_there_are_at_most_fifty(driver: Driver) -> None:
    kept = [new_id() for _ in range(50)]
    for one in kept:
        await put(driver, one)
    assert slug(await put(driver, new_id())) == (409, "too-many-favourites")
    assert (await put(driver, kept[0], position=9)).status_code == 200


async def test_what_takes_no_time_is_not_offered(driver: Driver) -> None:
    project = driver.project["id"]
    await put(driver, new_id(), project_id=project)
    await driver.record()
    refused = await put(driver, new_id(), task_id=str(new_id()))
    assert refused.json()["errors"] == [{"field": "task_id", "reason": "there is no such task"}]
    await driver.change(f"projects/{project}", archived=True)
    assert await items(driver.agent, "favourites") == await items(driver.agent, "recent") == []


async def test_recent_work_stands_once_with_its_last_note(driver: Driver) -> None:
    task = await driver.create("tasks", name="Logo", project_id=driver.project["id"])
    await driver.record(work_date="2026-10-05", description="first")
    await driver.record(work_date="2026-10-07", description="last")
    await driver.record(work_date="2026-10-06", task_id=task["id"])
    await driver.record(work_date="2026-10-08", project_id=None)
    recent = await items(driver.agent, "recent")
    assert [(one["work_date"], one["task_id"], one["description"]) for one in recent] == [
        ("2026-10-07", None, "last"),
        ("2026-10-06", task["id"], ""),
    ]
    _, other = await driver.another_agent()
    assert await items(other, "recent") == []


async def test_each_is_a_statement_or_two(driver: Driver) -> None:
    await driver.record()
    with driver.statements() as statements:
        await items(driver.agent, "recent")
    assert statements.count == 1 + 1, str(statements)
    with driver.statements() as statements:
        await put(driver, new_id(), project_id=driver.project["id"])
    assert statements.count == 1 + 2, str(statements)
