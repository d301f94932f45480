"""One ticket goes on in another."""

import asyncio
from typing import Any

from contracts.timer import TicketChanged
from services.timer.tests.driver import NOBODY, Driver, as_read, reasons, slug

LATE = {"If-Match": '"1"'}


async def merge_ticket(
    driver: Driver, one: Any, into: Any, headers: dict[str, str] | None = None
) -> Any:
    url = f"/v1/tickets/{one['id']}/merge"
    headers = headers or as_read(one)
    return await driver.agent.post(url, json={"into_id": into["id"]}, headers=headers)


async def test_it_points_to_the_survivor_keeps_its_time_and_takes_no_more(
    driver: Driver, eva: str
) -> None:
    one, other = await driver.ticket(eva), await driver.ticket(eva)
    entry = await driver.record(project_id=None, ticket_id=one["id"])
    merged = (await merge_ticket(driver, one, other)).json()
    assert (merged["merged_into_id"], merged["closed"]) == (other["id"], True)
    assert merged["status"] == "new"
    refused = await driver.put_entry(project_id=None, ticket_id=one["id"])
    assert "ticket_id" in reasons(refused)
    (gone,) = await driver.list("tickets", merged_into_id=other["id"])
    assert gone["id"] == one["id"]
    assert await driver.list("time-entries", ticket_id=one["id"]) == [entry]
    assert [t["id"] for t in await driver.list("tickets", status="new")] == [other["id"]]


async def test_the_time_of_a_ticket_is_listed_with_that_of_those_merged_into_it(
    driver: Driver, eva: str
) -> None:
    one, two, three = [await driver.ticket(eva) for _ in range(3)]
    entry = await driver.record(project_id=None, ticket_id=one["id"])
    await merge_ticket(driver, one, two)
    await merge_ticket(driver, two, three)
    assert await driver.list("time-entries", ticket_id=three["id"]) == [entry]


async def test_it_is_undone(driver: Driver, eva: str) -> None:
    one, other = await driver.ticket(eva, status="open"), await driver.ticket(eva)
    merged = (await merge_ticket(driver, one, other)).json()
    refused = await driver.agent.patch(f"/v1/tickets/{one['id']}", json={"name": "X"})
    assert slug(refused) == (409, "ticket-merged")
    url = f"/v1/tickets/{one['id']}/unmerge"
    undone = await driver.agent.post(url, headers=as_read(merged))
    assert undone.json() == {**one, "version": 3}
    again = await driver.agent.post(url, headers=as_read(undone.json()))
    assert slug(again) == (409, "ticket-not-merged")
    *_, merge, undo = await driver.timer.published(TicketChanged)
    assert (str(merge.merged_into_id), undo.merged_into_id) == (other["id"], None)


async def test_it_is_refused_by_what_is_wrong(driver: Driver, eva: str) -> None:
    one, two, three = [await driver.ticket(eva) for _ in range(3)]
    itself = await merge_ticket(driver, one, one)
    assert reasons(itself) == {"into_id": "a ticket is not merged into itself"}
    nobody = await merge_ticket(driver, one, {"id": NOBODY})
    assert reasons(nobody) == {"into_id": "there is no such ticket"}
    gone = await merge_ticket(driver, {"id": NOBODY}, one, LATE)
    assert slug(gone) == (404, "not-found")
    await merge_ticket(driver, one, two)
    circle = await merge_ticket(driver, two, one)
    assert reasons(circle) == {"into_id": "that ticket was itself merged into another"}
    late = await merge_ticket(driver, one, three)
    assert slug(late) == (412, "changed-meanwhile")


async def test_of_two_at_once_one_is_done(driver: Driver, eva: str) -> None:
    for _ in range(5):
        one, other = await driver.ticket(eva), await driver.ticket(eva)
        done = await asyncio.gather(
            merge_ticket(driver, one, other), merge_ticket(driver, other, one)
        )
        assert sorted(response.status_code for response in done) == [200, 422]
