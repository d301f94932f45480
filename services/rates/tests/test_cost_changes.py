"""Changes of costs: seen before they are done, also by a file, for owners and managers alone."""

from decimal import Decimal
from typing import Any

import httpx
import pytest

from database import new_id
from services.rates.tests.change_driver import create as create_rate
from services.rates.tests.change_driver import refusal
from services.rates.tests.driver import Driver, Json, cost_body
from services.rates.tests.factories import billed, recorded
from services.rates.tests.test_rule_files import exported, written
from testkit import Served

PATH = "/v1/cost-changes"


@pytest.fixture
async def driver(served: Served) -> Driver:
    return Driver(served, await served.as_("manager"))


def replace(cost: Json, amount: str, valid_from: str) -> Json:
    """An act that sets another amount from a day on."""
    money = {"amount": amount, "currency": "DKK"}
    named = {"cost_id": cost["id"], "version": cost["version"]}
    return {"replace": {**named, "hourly_cost": money, "valid_from": valid_from}}


async def try_to_preview(driver: Driver, *acts: Json) -> httpx.Response:
    """Ask what acts would do."""
    return await driver.client.post(f"{PATH}/preview", json={"acts": acts})


async def look(driver: Driver, *acts: Json) -> Json:
    """Look at acts that can be done."""
    response = await try_to_preview(driver, *acts)
    assert response.status_code == 200, response.text
    return dict(response.json())


async def apply(driver: Driver, seen: Json) -> Json:
    """Do what was previewed, and let its time be valued."""
    response = await driver.client.post(PATH, json={"token": seen["token"]})
    assert response.status_code == 202, response.text
    await driver.reprice()
    return dict(response.json())


async def costs_of(driver: Driver) -> Decimal:
    """What all time costs, by the report."""
    [total] = (await driver.get("/v1/costs-and-revenue"))["costs"]["totals"]
    return Decimal(total["amount"])


async def test_a_preview_of_costs_counts_all_time_and_applying_makes_just_that(
    served: Served, driver: Driver
) -> None:
    owner = Driver(served, await served.as_("owner"))
    await owner.create_rate("1000")
    cost = await driver.create_cost("333.33")
    invoiced, unbillable = recorded(seconds=1234), recorded(seconds=777, billable=False)
    nobodys, plain = recorded(seconds=55, organization_id=None), recorded(seconds=3601)
    await driver.consume(invoiced, unbillable, nobodys, plain)
    await driver.consume(billed(invoiced))
    before = await costs_of(driver)
    seen = await look(driver, replace(cost, "444.44", "2026-03-01"))
    figures = seen["figures"]
    assert figures["changed"] == figures["looked_at"] == {"entries": 4, "seconds": 5667}
    assert figures["billed"]["entries"] == 1
    assert len(figures["customers"]) == 4
    assert None in [one["organization_id"] for one in figures["customers"]]
    [total] = figures["totals"]
    assert Decimal(total["before"]["amount"]) == before == await costs_of(driver)
    change = await apply(driver, seen)
    assert Decimal(total["after"]["amount"]) == await costs_of(driver)
    assert change["progress"]["entries"] == 4
    assert (await driver.get(f"{PATH}/{change['id']}"))["progress"]["entries_done"] == 4
    ended, begun = (await driver.get("/v1/costs"))["items"]
    assert (ended["valid_to"], begun["hourly_cost"]["amount"]) == ("2026-02-28", "444.44")
    assert change["acts"][0]["after"] == [ended, begun]


async def test_a_change_of_costs_is_undone_by_another(driver: Driver) -> None:
    cost = await driver.create_cost("500")
    await driver.consume(entry := recorded())
    change = await apply(driver, await look(driver, replace(cost, "700", "2026-03-01")))
    assert (await driver.cost(entry.entry_id))["hourly_cost"]["amount"] == "700.00"
    undoing = await driver.client.post(f"{PATH}/{change['id']}/undo")
    await apply(driver, undoing.json())
    assert (await driver.cost(entry.entry_id))["hourly_cost"]["amount"] == "500.00"
    first = (await driver.get(PATH))["items"][1]
    assert first["undone_by"] == undoing.json()["token"]


async def test_what_cannot_be_done_is_told_by_act_in_the_words_of_costs(driver: Driver) -> None:
    cost = await driver.create_cost("500")
    twice = [replace(cost, "700", "2026-03-01"), replace(cost, "800", "2025-01-01")]
    status, kind, errors = refusal(await try_to_preview(driver, *twice))
    assert (status, kind) == (422, "rate-change-refused")
    assert errors["acts.1.replace.cost_id"] == "acts.0 changes this cost already"
    assert "the cost's own first day" in errors["acts.1.replace.valid_from"]


async def test_time_that_was_recorded_meanwhile_refuses_it(driver: Driver) -> None:
    cost = await driver.create_cost("500")
    seen = await look(driver, replace(cost, "700", "2026-03-01"))
    await driver.consume(recorded())
    response = await driver.client.post(PATH, json={"token": seen["token"]})
    assert refusal(response)[:2] == (409, "preview-outdated")


async def test_costs_go_out_as_a_table_and_come_back(driver: Driver) -> None:
    await driver.create_cost("500")
    await driver.consume(recorded(seconds=3600))
    rows = await exported(driver, "/v1/costs.csv")
    rows[0] |= {"amount": "600", "valid_from": "2026-03-01"}
    rows.append(
        {**rows[0], "id": "", "version": "", "valid_from": "2025-01-01", "valid_to": "2025-12-31"}
    )
    seen = await _file(driver, rows)
    assert [one["act"] for one in seen.json()["acts"]] == ["replace", "create"]
    [total] = seen.json()["figures"]["totals"]
    assert [total[when]["amount"] for when in ("before", "after")] == ["500.00", "600.00"]
    await apply(driver, seen.json())
    again = await _file(driver, rows)
    assert refusal(again)[2] == {"file": "all of its costs are there already: nothing would change"}
    rows[0] |= {"id": str(new_id()), "amount": "700"}
    rows[1] |= {"amount": "much"}
    assert refusal(await _file(driver, rows))[2].keys() == {"lines.3.amount"}
    assert refusal(await _file(driver, rows[:1]))[2] == {
        "lines.2.id": "no such cost, or it was withdrawn"
    }


async def test_a_cost_is_replaced_in_one_act(driver: Driver) -> None:
    cost = await driver.create_cost("500", valid_to="2026-12-31")
    await driver.consume(entry := recorded())
    money = {"amount": "700", "currency": "DKK"}
    path = f"/v1/costs/{cost['id']}/replace"
    body: dict[str, Any] = {"hourly_cost": money, "valid_from": "2026-03-01"}
    assert (await driver.client.post(path, json=body)).status_code == 428
    match = {"If-Match": f'"{cost["version"]}"', "Idempotency-Key": str(new_id())}
    answers = [await driver.client.post(path, json=body, headers=match) for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    await driver.reprice()
    assert (await driver.cost(entry.entry_id))["hourly_cost"]["amount"] == "700.00"
    before, after = (await driver.get("/v1/costs"))["items"]
    assert (before["valid_to"], after["valid_to"]) == ("2026-02-28", "2026-12-31")
    stale = {"If-Match": f'"{cost["version"]}"'}
    assert (await driver.client.post(path, json=body, headers=stale)).status_code == 412
    for role in ("billing", "agent"):
        client = await driver.served.as_(role)
        refused = await client.post(path, json=body, headers=stale)
        assert refused.status_code == 403


async def test_what_work_would_cost_is_told_to_those_who_may_see_it(driver: Driver) -> None:
    agent, customer = new_id(), new_id()
    cost = await driver.create_cost("777.77", agent_id=agent)
    await driver.create_cost("1", agent_id=agent, valid_from="2025-01-01", valid_to="2025-12-31")
    asked = {"agent_id": str(agent), "organization_id": str(customer), "on": "2026-03-02"}
    for role in ("manager", "owner"):
        client = await driver.served.as_(role)
        found = (await client.get("/v1/prices", params=asked)).json()["cost"]
        assert found["cost"]["id"] == cost["id"]
        assert [one["won"] for one in found["candidates"]] == [True, False]
        nobodys = await client.get("/v1/prices", params={"on": "2026-03-02"})
        assert nobodys.json()["cost"] == {"cost": None, "candidates": []}
    answer = await (await driver.served.as_("billing")).get("/v1/prices", params=asked)
    assert answer.status_code == 200
    assert answer.json()["cost"] is None
    assert "777.77" not in answer.text
    agent_asks = await (await driver.served.as_("agent")).get("/v1/prices", params=asked)
    assert agent_asks.status_code == 403


async def _file(driver: Driver, rows: list[Json]) -> httpx.Response:
    headers = {"Content-Type": "text/csv"}
    return await driver.client.post(
        f"{PATH}/preview-file", content=written(rows).encode(), headers=headers
    )


@pytest.mark.parametrize("role", ["billing", "agent"])
async def test_who_may_not_see_costs_may_not_see_or_make_changes_of_them(
    served: Served, driver: Driver, role: str
) -> None:
    cost = await driver.create_cost("500")
    change = await apply(driver, await look(driver, replace(cost, "700", "2026-03-01")))
    client, csv = await served.as_(role), {"Content-Type": "text/csv"}
    act: dict[str, Any] = {"json": {"acts": [{"create": cost_body("900")}]}}
    answers = [
        await client.post(f"{PATH}/preview", **act),
        await client.post(f"{PATH}/preview-file", content=b"x", headers=csv),
        await client.post(PATH, json={"token": change["id"]}),
        await client.get(PATH),
        await client.get(f"{PATH}/{change['id']}"),
        await client.post(f"{PATH}/{change['id']}/undo"),
        await client.get("/v1/costs.csv"),
    ]
    assert {answer.status_code for answer in answers} == {403}


async def test_changes_of_rates_and_of_costs_are_no_doors_to_each_other(
    served: Served, driver: Driver
) -> None:
    """A bookkeeper who guesses the id of a change of costs does not read it among those of rates."""
    cost = await driver.create_cost("500")
    seen = await look(driver, replace(cost, "700", "2026-03-01"))
    owner = await served.as_("owner", subject="manager")
    change = await apply(driver, seen)
    for client in (owner, await served.as_("billing")):
        assert (await client.get(f"/v1/rate-changes/{change['id']}")).status_code == 404
        assert (await client.post(f"/v1/rate-changes/{change['id']}/undo")).status_code == 404
        assert (await client.get("/v1/rate-changes")).json()["items"] == []
        response = await client.post("/v1/rate-changes", json={"token": change["id"]})
        assert response.status_code == 422
    rate = await owner.post("/v1/rate-changes/preview", json={"acts": [create_rate("1000")]})
    response = await owner.post(PATH, json={"token": rate.json()["token"]})
    assert response.status_code == 422
