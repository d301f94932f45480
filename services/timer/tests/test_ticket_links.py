"""Tickets and other work that has to do with them."""

from typing import Any

import pytest

from services.timer.tests.driver import NOBODY, Driver, reasons, slug


async def create_link(driver: Driver, one: Any, kind: str, **other: Any) -> Any:
    url = f"/v1/tickets/{one['id']}/links"
    return await driver.agent.post(url, json={"kind": kind, **other})


async def links_of(driver: Driver, one: Any) -> list[tuple[str, str]]:
    shown = await driver.agent.get(f"/v1/tickets/{one['id']}/links")
    return [(link["kind"], link["name"]) for link in shown.json()["items"]]


@pytest.mark.parametrize(
    ("kind", "inverse"),
    [
        ("related", "related"),
        ("blocks", "blocked_by"),
        ("blocked_by", "blocks"),
        ("duplicate_of", "duplicated_by"),
        ("duplicated_by", "duplicate_of"),
    ],
)
async def test_a_link_reads_from_both_ends_and_is_there_once(
    driver: Driver, eva: str, kind: str, inverse: str
) -> None:
    one, other = await driver.ticket(eva, "One"), await driver.ticket(eva, "Other")
    made = await create_link(driver, one, kind, ticket_id=other["id"])
    assert made.status_code == 201, made.text
    assert await links_of(driver, one) == [(kind, "Other")]
    assert await links_of(driver, other) == [(inverse, "One")]
    again = await create_link(driver, other, inverse, ticket_id=one["id"])
    assert slug(again) == (409, "already-linked")
    both_ways = await create_link(driver, other, kind, ticket_id=one["id"])
    assert slug(both_ways) == (409, "already-linked")
    (link,) = made.json()["items"]
    for _ in range(2):
        gone = await driver.agent.delete(f"/v1/tickets/{other['id']}/links/{link['id']}")
        assert gone.status_code == 204
    assert await links_of(driver, one) == []


async def test_a_ticket_is_linked_to_a_task(driver: Driver, eva: str) -> None:
    task = await driver.create("tasks", name="Checkout", project_id=driver.project["id"])
    one = await driver.ticket(eva)
    assert (await create_link(driver, one, "blocked_by", task_id=task["id"])).status_code == 201
    assert await links_of(driver, one) == [("blocked_by", "Checkout")]
    again = await create_link(driver, one, "blocked_by", task_id=task["id"])
    assert slug(again) == (409, "already-linked")


async def test_what_is_wrong_is_named(driver: Driver, eva: str) -> None:
    one = await driver.ticket(eva)
    wrong: list[tuple[dict[str, str], dict[str, str]]] = [
        ({"ticket_id": one["id"]}, {"ticket_id": "a ticket is not linked to itself"}),
        ({"ticket_id": NOBODY}, {"ticket_id": "there is no such ticket"}),
        ({"task_id": NOBODY}, {"task_id": "there is no such task"}),
        ({}, {"ticket_id": "name a ticket or a task"}),
    ]
    for other, refusal in wrong:
        assert reasons(await create_link(driver, one, "related", **other)) == refusal
    nowhere = await create_link(driver, {"id": NOBODY}, "related", ticket_id=one["id"])
    assert slug(nowhere) == (404, "not-found")
