"""Work that is closed or archived, and agents who left, take no new time; what they have can be corrected."""

from typing import Any

from database import new_id
from services.timer.tests.driver import Driver, slug


async def closed_work(driver: Driver) -> dict[str, tuple[str, dict[str, Any]]]:
    """Work of each kind that still takes time, by the field that names it: its path, and what closes it."""
    kind = await driver.create("service-types", name="Design")
    task = await driver.create("tasks", name="Checkout", project_id=driver.project["id"])
    path = f"organizations/{driver.organization['id']}/contacts"
    eva = await driver.create(path, name="Eva")
    ticket = await driver.create("tickets", name="Printer", requester_id=eva["id"])
    fjord = await driver.create("organizations", name="Fjord")
    other = await driver.create("projects", name="Other")
    return {
        "service_type_id": (f"service-types/{kind['id']}", {"archived": True}),
        "task_id": (f"tasks/{task['id']}", {"archived": True}),
        "ticket_id": (f"tickets/{ticket['id']}", {"status": "closed"}),
        "organization_id": (f"organizations/{fjord['id']}", {"archived": True}),
        "project_id": (f"projects/{other['id']}", {"archived": True}),
    }


async def test_archived_work_takes_no_time_but_its_time_can_be_corrected(driver: Driver) -> None:
    for field, (path, closed) in (await closed_work(driver)).items():
        work: dict[str, Any] = {"project_id": None, field: path.split("/")[-1]}
        before = await driver.record(entry_id := new_id(), **work)
        await driver.change(path, **closed)
        started = await driver.agent.post("/v1/timer/start", json=work)
        for response in (await driver.put_entry(**work), started):
            assert slug(response) == (422, "invalid-input"), field
            (error,) = response.json()["errors"]
            assert (error["field"], error["reason"][-13:]) == (field, "takes no time"), field
        assert await driver.record(entry_id, **work) == before, "sent again"
        corrected = await driver.put_entry(entry_id, if_match='"1"', seconds=60, **work)
        assert corrected.json()["seconds"] == 60, field


async def test_a_task_of_an_archived_project_takes_no_time(driver: Driver) -> None:
    task = await driver.create("tasks", name="Checkout", project_id=driver.project["id"])
    await driver.change(f"projects/{driver.project['id']}", archived=True)
    refused = await driver.put_entry(project_id=None, task_id=task["id"])
    assert [error["field"] for error in refused.json()["errors"]] == ["task_id"]


async def test_time_is_not_moved_to_an_archived_customer_though_its_project_stays(
    driver: Driver,
) -> None:
    fjord, bay = [await driver.create("organizations", name=name) for name in ("Fjord", "Bay")]
    await driver.record(entry_id := new_id())
    await driver.change(f"organizations/{fjord['id']}", archived=True)
    refused = await driver.put_entry(entry_id, if_match='"1"', organization_id=fjord["id"])
    assert slug(refused) == (422, "invalid-input")
    assert [error["field"] for error in refused.json()["errors"]] == ["organization_id"]
    moved = await driver.put_entry(entry_id, if_match='"1"', organization_id=bay["id"])
    assert moved.json()["organization_id"] == bay["id"]


async def test_work_of_an_archived_customer_takes_no_time_but_its_time_can_be_corrected(
    driver: Driver,
) -> None:
    path = f"organizations/{driver.organization['id']}"
    eva = await driver.create(f"{path}/contacts", name="Eva")
    ticket = await driver.create("tickets", name="Printer", requester_id=eva["id"])
    task = await driver.create("tasks", name="Checkout", project_id=driver.project["id"])
    await driver.record(entry_id := new_id())
    await driver.change(path, archived=True)
    none: dict[str, Any] = {"project_id": None}
    for work in ({}, {**none, "task_id": task["id"]}, {**none, "ticket_id": ticket["id"]}):
        refused = await driver.put_entry(**work)
        assert slug(refused) == (422, "invalid-input"), work
        (error,) = refused.json()["errors"]
        assert error["field"] == ([*work] or ["project_id"])[-1]
        assert error["reason"] == "the organization is archived and takes no time"
    corrected = await driver.put_entry(entry_id, if_match='"1"', seconds=60)
    assert corrected.json()["seconds"] == 60


async def test_an_agent_who_is_not_active_takes_no_time(driver: Driver) -> None:
    before = await driver.record(entry_id := new_id())
    running = (await driver.start())["timer"]
    await driver.run_earlier(600)
    await driver.change(f"agents/{driver.agent_id}", active=False)
    refused = await driver.put_entry()
    assert refused.json()["errors"] == [{"field": "agent_id", "reason": "the agent is not active"}]
    stopped = (await driver.stop()).json()["entry"]
    assert stopped["id"] == running["entry_id"], "what was measured is not lost"
    assert slug(await driver.agent.post("/v1/timer/start", json={})) == (409, "agent-not-active")
    assert await driver.record(entry_id) == before, "sent again"
    corrected = await driver.put_entry(entry_id, if_match='"1"', seconds=60)
    assert corrected.json()["seconds"] == 60
