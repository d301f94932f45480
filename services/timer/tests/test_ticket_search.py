"""Which tickets a list holds, and in which order."""

from typing import Any

from contracts.timer import TicketChanged
from services.timer.tests.driver import Driver


async def names_found(driver: Driver, **asked: Any) -> list[str]:
    return [one["name"] for one in await driver.list("tickets", **asked)]


async def test_the_beginnings_of_words_and_the_number_find(driver: Driver, eva: str) -> None:
    await driver.ticket(eva, "Printer on fire")
    made = await driver.ticket(eva, "Blåbær scanner")
    for typed, names in {
        "pri": ["Printer on fire"],
        "FIRE print": ["Printer on fire"],
        "lund scan": ["Blåbær scanner"],
        "nordlys.ex": ["Printer on fire", "Blåbær scanner"],
        "rinter": [],
        "blabaer": ["Blåbær scanner"],
        "#2": ["Blåbær scanner"],
        "": ["Printer on fire", "Blåbær scanner"],
        "%": ["Printer on fire", "Blåbær scanner"],
    }.items():
        assert await names_found(driver, search=typed) == names, typed
    await driver.change(f"tickets/{made['id']}", name="Copier")
    assert await names_found(driver, search="scanner") == []
    assert await names_found(driver, search="copier 2") == ["Copier"]


async def test_filters_and_order(driver: Driver, eva: str) -> None:
    mine = str(driver.agent_id)
    await driver.ticket(eva, "A", status="open", assignee_id=mine)
    await driver.ticket(eva, "B", priority="urgent", project_id=driver.project["id"])
    asked = {"name": "Per Holm", "email": "per@fjord.example"}
    other = await driver.create("tickets", name="C", requester=asked, status="closed")
    for wanted, names in (
        ({"status": "open"}, "A"),
        ({"assignee_id": mine}, "A"),
        ({"priority": "urgent"}, "B"),
        ({"project_id": driver.project["id"]}, "B"),
        ({"organization_id": other["organization_id"]}, "C"),
        ({"requester_id": eva}, "AB"),
        ({"closed": True}, "C"),
        ({"closed": False, "order": "newest"}, "BA"),
    ):
        assert "".join(await names_found(driver, **wanted)) == names, wanted


async def test_a_merged_customers_tickets_are_those_of_the_one_that_stays(driver: Driver) -> None:
    asked = {"name": "Per Holm", "email": "per@fjord.example"}
    made = await driver.create("tickets", name="Printer", requester=asked)
    stays = driver.organization["id"]
    url = f"/v1/organizations/{made['organization_id']}/merge"
    assert (await driver.manager.post(url, json={"into_id": stays})).is_success
    (found,) = await driver.list("tickets", organization_id=stays)
    assert (found["id"], found["organization_id"]) == (made["id"], stays)
    await driver.change(f"tickets/{made['id']}", status="open")
    *_, event = await driver.timer.published(TicketChanged)
    assert str(event.organization_id) == stays


async def test_pages_in_either_order_hold_each_once(driver: Driver, eva: str) -> None:
    for name in "ABCDE":
        await driver.ticket(eva, name)
    for order, names in (("oldest", "ABCDE"), ("newest", "EDCBA")):
        seen, cursor = "", None
        while True:
            asked: dict[str, Any] = {
                "order": order,
                "limit": 2,
                **({"cursor": cursor} if cursor else {}),
            }
            page = (await driver.manager.get("/v1/tickets", params=asked)).json()
            seen += "".join(one["name"] for one in page["items"])
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert seen == names
