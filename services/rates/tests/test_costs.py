"""Costs over HTTP: of the same shape as rates, and only for owners and managers."""

from datetime import UTC, datetime
from typing import Any

import pytest

from database import new_id
from services.rates.tests.agreement_driver import Agreements
from services.rates.tests.budget_driver import project
from services.rates.tests.change_driver import Changes, create
from services.rates.tests.driver import Driver, cost_body
from services.rates.tests.factories import billed, recorded, references
from services.rates.tests.multiplier_driver import Multipliers, evening
from testkit import OTHER_ACCOUNT, Served


@pytest.fixture
async def driver(served: Served) -> Driver:
    return Driver(served, await served.as_("manager"))


async def test_a_cost_is_set_read_and_listed(driver: Driver) -> None:
    agent, team = new_id(), new_id()
    special = await driver.create_cost("612.5", agent_id=agent, team_id=team)
    default = await driver.create_cost("500", valid_to="2026-12-31")
    assert special["hourly_cost"] == {"amount": "612.50", "currency": "DKK"}
    assert (special["weight"], default["weight"]) == (6, 0)
    assert "hourly_rate" not in special
    assert await driver.get(f"/v1/costs/{default['id']}") == default
    assert (await driver.get("/v1/costs"))["items"] == [special, default]
    assert (await driver.get("/v1/costs", agent_id=str(agent)))["items"] == [special]
    assert (await driver.get("/v1/costs", on="2027-01-01"))["items"] == [special]


async def test_costs_and_rates_of_one_combination_do_not_meet(driver: Driver) -> None:
    owner = Driver(driver.served, await driver.served.as_("owner"))
    rate, cost = await owner.create_rate("1000"), await owner.create_cost("500")
    assert [one["id"] for one in await owner.rates()] == [rate["id"]]
    assert [one["id"] for one in (await owner.get("/v1/costs"))["items"]] == [cost["id"]]
    assert (await owner.client.get(f"/v1/rates/{cost['id']}")).status_code == 404
    assert (await owner.client.get(f"/v1/costs/{rate['id']}")).status_code == 404


@pytest.mark.parametrize("days", [("2026-06-30", None), ("2025-01-01", "2026-01-01")])
async def test_two_costs_of_one_combination_never_overlap(
    driver: Driver, days: tuple[str, str | None]
) -> None:
    agent = new_id()
    first = await driver.create_cost(agent_id=agent, valid_to="2026-06-30")
    body = cost_body(agent_id=agent, valid_from=days[0], valid_to=days[1])
    refused = await driver.client.post("/v1/costs", json=body)
    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:honorar:problem:cost-overlaps"
    await driver.create_cost(agent_id=agent, valid_from="2026-07-01")
    prolonged = await driver.try_to_end(f"/v1/costs/{first['id']}", None)
    assert prolonged.json()["type"] == "urn:honorar:problem:cost-overlaps"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (cost_body("-1"), "hourly_cost.amount"),
        (cost_body("1", currency="ZZZ"), "hourly_cost.currency"),
        (cost_body(valid_to="2025-12-31"), "valid_to"),
        (cost_body(agent_id=new_id()), "agent_id"),
    ],
)
async def test_a_wrong_cost_is_refused_by_field_and_changes_nothing(
    driver: Driver, body: dict[str, Any], field: str
) -> None:
    refused = await driver.client.post("/v1/costs", json=body)
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == [field]
    assert (await driver.get("/v1/costs"))["items"] == []


async def test_a_cost_is_ended_and_withdrawn_and_what_was_known_stays(driver: Driver) -> None:
    cost = await driver.create_cost()
    path = f"/v1/costs/{cost['id']}"
    blind = await driver.client.patch(path, json={"valid_to": "2026-06-30"})
    assert blind.status_code == (await driver.client.delete(path)).status_code == 428
    before = datetime.now(UTC).isoformat()
    ended = await driver.try_to_end(path, "2026-06-30")
    assert (ended.status_code, ended.headers["ETag"]) == (200, '"2"')
    stale = await driver.try_to_end(path, None)
    assert stale.status_code == (await driver.try_to_withdraw(path)).status_code == 412
    between = datetime.now(UTC).isoformat()
    assert (await driver.try_to_withdraw(path, version=2)).status_code == 204
    assert (await driver.client.get(path)).status_code == 404
    assert (await driver.get(path, known_at=before))["valid_to"] is None
    assert (await driver.get(path, known_at=between))["valid_to"] == "2026-06-30"
    assert (await driver.get("/v1/costs"))["items"] == []


async def test_a_cost_of_billed_time_can_be_withdrawn(driver: Driver) -> None:
    entry = recorded()
    cost = await driver.create_cost()
    await driver.consume(entry)
    await driver.consume(billed(entry))
    withdrawn = await driver.try_to_withdraw(f"/v1/costs/{cost['id']}")
    assert withdrawn.status_code == 204


async def test_costs_of_another_account_are_not_there(driver: Driver) -> None:
    theirs = Driver(
        driver.served, await driver.served.as_("owner", account=OTHER_ACCOUNT), OTHER_ACCOUNT
    )
    cost = await driver.create_cost()
    path = f"/v1/costs/{cost['id']}"
    assert (await theirs.get("/v1/costs"))["items"] == []
    assert (await theirs.client.get(path)).status_code == 404
    assert (await theirs.try_to_end(path, None)).status_code == 404
    assert (await theirs.try_to_withdraw(path)).status_code == 404
    entry = recorded(account_id=OTHER_ACCOUNT)
    await theirs.consume(entry)
    assert (await theirs.cost(entry.entry_id))["hourly_cost"] is None


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("owner", True), ("manager", True), ("billing", False), ("agent", False), ("client", False)],
)
async def test_only_owners_and_managers_reach_costs(
    served: Served, driver: Driver, role: str, allowed: bool
) -> None:
    cost = await driver.create_cost()
    path = f"/v1/costs/{cost['id']}"
    caller = Driver(served, await served.as_(role, agent_id=new_id()))
    statuses = [
        (await caller.client.get("/v1/costs")).status_code,
        (await caller.client.get(path)).status_code,
        (
            await caller.client.post("/v1/costs", json=cost_body(valid_from="2026-01-01"))
        ).status_code,
        (await caller.try_to_end(path, "2026-06-30")).status_code,
        (await caller.try_to_withdraw(path, version=2)).status_code,
    ]
    assert statuses == ([200, 200, 409, 200, 204] if allowed else [403] * 5)


_OPEN_TO = {"owner": True, "manager": True, "billing": False}
_EVERY_READ = (
    "/v1/rates",
    "/v1/rates/{rate}",
    "/v1/prices?on=2026-03-02&organization_id={customer}",
    "/v1/prices/{entry}",
    "/v1/unpriced-entries",
    "/v1/costs-and-revenue",
    "/v1/costs-and-revenue?by=agent&then_by=month",
    "/v1/costs-and-revenue.csv?by=agent",
    "/v1/foreign-currency-entries",
    "/v1/rate-changes",
    "/v1/rate-changes/{change}",
    "/v1/rounding-policies",
    "/v1/rounding-policies/{policy}",
    "/v1/rates.csv",
    "/v1/rounding-policies.csv",
    "/v1/multipliers.csv",
    "/v1/holidays.csv",
    "/v1/multipliers",
    "/v1/multipliers/{multiplier}",
    "/v1/holidays?year=2026",
    "/v1/agreements",
    "/v1/agreements/{agreement}",
    "/v1/agreements/{agreement}/ledger",
    "/v1/agreements/{agreement}/ledger.csv",
    "/v1/agreements/{agreement}/balance",
    "/v1/agreements/{agreement}/months/2026-03-01/time",
    "/v1/budgets?month=2026-03-01",
    "/v1/budgets/{budget}?month=2026-03-01",
)
_TELLING = (
    *(
        "/v1/prices?on=2026-03-02&organization_id={customer}",
        "/v1/prices/{entry}",
        "/v1/costs-and-revenue",
        "/v1/costs-and-revenue?by=agent&then_by=month",
    ),
    *("/v1/costs-and-revenue.csv?by=agent", "/v1/budgets?month=2026-03-01"),
    "/v1/budgets/{budget}?month=2026-03-01",
)


@pytest.mark.parametrize(("role", "sees"), _OPEN_TO.items())
async def test_no_answer_tells_a_cost_to_others(served: Served, role: str, sees: bool) -> None:
    owner = Driver(served, await served.as_("owner"))
    planned = project(money="9000.00")
    entry = recorded(organization_id=planned.organization_id, project_id=planned.project_id)
    rate = await owner.create_rate("1000")
    policy = await owner.create_policy("none")
    await owner.create_cost("777.77")
    await owner.consume(planned, entry, *references(organization_id=entry.organization_id))
    change = await Changes(owner).change(create(organization_id=entry.organization_id))
    multiplier = await Multipliers(owner).create(evening())
    agreement = await Agreements(owner).create(organization_id=entry.organization_id)
    client = await served.as_(role)
    named = {
        "rate": rate["id"],
        "customer": entry.organization_id,
        "entry": entry.entry_id,
        "policy": policy["id"],
        "change": change["id"],
        "multiplier": multiplier["id"],
        "agreement": agreement["id"],
        "budget": planned.project_id,
    }
    answers = {path: await client.get(path.format(**named)) for path in _EVERY_READ}
    assert {answer.status_code for answer in answers.values()} == {200}
    telling = [
        path
        for path, answer in answers.items()
        if any(told in answer.text for told in ("777.77", "648.14", "185.19"))
    ]
    assert telling == (list(_TELLING) if sees else [])
    cost = answers["/v1/prices/{entry}"].json()["cost"]
    would_cost = answers[_TELLING[0]].json()["cost"]
    costs = answers["/v1/costs-and-revenue"].json()["costs"]
    assert (cost is None) == (would_cost is None) == (costs is None) == (not sees)


async def test_every_endpoint_that_reads_is_asked_for_costs(served: Served) -> None:
    document = (await (await served.as_("owner")).get("/openapi.json")).json()
    reads = {
        path
        for path, verbs in document["paths"].items()
        if "get" in verbs and path.startswith("/v1/") and not path.startswith("/v1/costs/")
    }
    asked = {path.split("?")[0].replace("2026-03-01", "{month}") for path in _EVERY_READ}
    for name in ("rate", "entry", "policy", "change", "multiplier", "agreement", "budget"):
        asked = {path.replace(f"{{{name}}}", f"{{{name}_id}}") for path in asked}
    of_costs = {"/v1/costs", "/v1/costs.csv", "/v1/cost-changes", "/v1/cost-changes/{change_id}"}
    assert reads - of_costs - {"/v1/reconciliations"} == asked
