"""Agreements over HTTP: made, read, changed, ended, renewed, withdrawn, and what is refused."""

import asyncio
from datetime import date
from typing import Any

import pytest

from database import new_id
from services.rates.tests.agreement_driver import PATH, Agreements, agreement_body, match
from services.rates.tests.driver import Driver
from services.rates.tests.test_merged_customers import changed as customer_changed
from services.rates.tests.test_merged_customers import merged
from testkit import Served

pytestmark = pytest.mark.usefixtures("served")


@pytest.fixture
async def agreements(served: Served) -> Agreements:
    return Agreements(Driver(served, await served.as_("manager", subject="mia")))


async def test_an_agreement_is_made_read_and_listed(agreements: Agreements) -> None:
    customer, project, kind = new_id(), new_id(), new_id()
    made = await agreements.create(
        organization_id=customer,
        project_ids=[project],
        service_type_ids=[kind],
        in_advance=True,
        prorate=True,
        rollover={"mode": "capped", "cap_seconds": 36_000, "expiry_months": 3},
        indexing={"percent": "2.50", "month": 7, "day": 1},
        last_day="2026-12-31",
        renews_months=12,
    )
    assert made["version"] == 1
    assert made["terms"] == [
        {"valid_from": "2026-01-01", "amount": "1000.00", "included_seconds": 72_000}
    ]
    assert made["rollover"] == {"mode": "capped", "cap_seconds": 36_000, "expiry_months": 3}
    assert made["indexing"] == {"percent": "2.50", "month": 7, "day": 1}
    assert (made["project_ids"], made["service_type_ids"]) == ([str(project)], [str(kind)])
    assert (made["prorate"], made["in_advance"], made["renews_months"]) == (True, True, 12)
    assert (made["billed"], made["blocks"], made["milestones"]) == (False, [], [])
    assert await agreements.read(made) == made
    other = await agreements.create("prepaid-hours", last_day="2026-06-30")
    get = agreements.driver.get
    assert (await get(PATH))["items"] == [made, other]
    assert (await get(PATH, organization_id=str(customer)))["items"] == [made]
    assert (await get(PATH, kind="prepaid-hours"))["items"] == [other]
    assert (await get(PATH, on="2027-01-01"))["items"] == [made]
    page = await get(PATH, limit="1")
    assert page["items"] == [made]
    assert (await get(PATH, limit="1", cursor=page["next_cursor"]))["items"] == [other]


REFUSED: list[tuple[str, dict[str, Any], list[str]]] = [
    ("monthly-minimum", {"last_day": "2025-12-31"}, ["last_day"]),
    ("monthly-minimum", {"currency": "XXY"}, ["currency"]),
    ("monthly-minimum", {"terms": []}, ["terms"]),
    ("monthly-minimum", {"name": ""}, ["name"]),
    ("monthly-minimum", {"milestones": [{"name": "a", "amount": "1"}]}, ["milestones"]),
    ("monthly-minimum", {"rollover": {"mode": "capped"}}, ["rollover.cap_seconds"]),
    (
        "monthly-minimum",
        {"rollover": {"mode": "all", "expiry_months": 0}},
        ["rollover.expiry_months"],
    ),
    ("monthly-minimum", {"indexing": {"percent": "-1"}}, ["indexing.percent"]),
    ("monthly-minimum", {"renews_months": 12}, ["last_day"]),
    ("monthly-minimum", {"kind": "handshake"}, ["kind"]),
    ("spend-minimum", {"in_advance": True}, ["in_advance"]),
    ("prepaid-hours", {"terms": [{"valid_from": "2026-01-01", "amount": "1"}]}, ["terms"]),
    ("fixed-price", {"milestones": []}, ["milestones"]),
]


@pytest.mark.parametrize(("kind", "changes", "fields"), REFUSED)
async def test_what_no_agreement_can_be_is_refused_with_its_field(
    agreements: Agreements, kind: str, changes: dict[str, Any], fields: list[str]
) -> None:
    changes = {"organization_id": new_id(), **changes}
    await agreements.know(**changes)
    response = await agreements.try_to_create(changes.pop("kind", kind), **changes)
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == fields


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"amount": "-1.00"}, "terms.0.amount"),
        ({"amount": "10.005"}, "terms.0.amount"),
        ({"included_seconds": -1}, "terms.0.included_seconds"),
        ({"valid_from": "2026-02-01"}, "terms.0.valid_from"),
    ],
)
async def test_terms_that_nobody_can_charge_are_refused(
    agreements: Agreements, terms: dict[str, Any], field: str
) -> None:
    customer = new_id()
    await agreements.know(organization_id=customer)
    body = agreement_body(organization_id=customer)
    body["terms"][0] |= terms
    response = await agreements.driver.client.post(PATH, json=body)
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [field]


async def test_customers_projects_and_service_types_that_are_not_known_are_refused(
    agreements: Agreements,
) -> None:
    response = await agreements.try_to_create(
        organization_id=new_id(), project_ids=[new_id()], service_type_ids=[new_id()]
    )
    assert response.status_code == 422
    problem = response.json()
    assert problem["type"] == "urn:honorar:problem:unknown-reference"
    fields = ["organization_id", "project_ids", "service_type_ids"]
    assert [error["field"] for error in problem["errors"]] == fields


@pytest.mark.parametrize("kind", ["monthly-minimum", "spend-minimum"])
async def test_an_agreement_that_would_charge_a_month_twice_is_refused(
    agreements: Agreements, kind: str
) -> None:
    customer, project = new_id(), new_id()
    first = await agreements.create(kind, organization_id=customer, name="Care")
    refused = await agreements.try_to_create(kind, organization_id=customer)
    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:honorar:problem:agreement-overlaps"
    assert "Care" in refused.json()["detail"]
    await agreements.create(kind, organization_id=customer, project_ids=[project])
    await agreements.end(first, "2026-06-30")
    await agreements.create(kind, organization_id=customer, first_day="2026-07-01")
    again = await agreements.try_to_post(
        await agreements.read(first), "renew", last_day="2026-07-31"
    )
    assert again.status_code == 409
    later = await agreements.try_to_end(await agreements.read(first), "2026-07-31")
    assert later.json()["type"] == "urn:honorar:problem:agreement-overlaps"


async def test_of_many_equal_agreements_made_at_once_one_stands(agreements: Agreements) -> None:
    customer = new_id()
    await agreements.know(organization_id=customer)
    responses = await asyncio.gather(
        *(agreements.try_to_create(organization_id=customer) for _ in range(6))
    )
    assert sorted(response.status_code for response in responses) == [201] + [409] * 5


async def test_other_terms_hold_from_a_day_on(agreements: Agreements) -> None:
    made = await agreements.create()
    new = {"valid_from": "2026-07-01", "amount": "1200.00", "included_seconds": 90_000}
    changed = await agreements.post(made, "terms", **new)
    assert changed["terms"] == [*made["terms"], new]
    assert changed["version"] == 2
    stale = await agreements.try_to_post(made, "terms", **new)
    assert stale.status_code == 412
    earlier = await agreements.post(changed, "terms", **{**new, "valid_from": "2026-03-01"})
    assert [one["valid_from"] for one in earlier["terms"]] == ["2026-01-01", "2026-03-01"]
    refused = await agreements.try_to_post(earlier, "terms", **{**new, "amount": "0.001"})
    assert [error["field"] for error in refused.json()["errors"]] == ["amount"]
    missing = await agreements.driver.client.post(f"{PATH}/{made['id']}/terms", json=new)
    assert missing.status_code == 428


async def test_an_agreement_ends_and_goes_on_again(agreements: Agreements) -> None:
    made = await agreements.create()
    early = await agreements.try_to_end(made, "2025-12-31")
    assert early.status_code == 422
    open_end = await agreements.try_to_post(made, "renew", last_day="2026-12-31")
    assert [error["field"] for error in open_end.json()["errors"]] == ["last_day"]
    ended = await agreements.end(made, "2026-03-31")
    assert (ended["last_day"], ended["version"]) == ("2026-03-31", 2)
    back = await agreements.try_to_post(ended, "renew", last_day="2026-03-31")
    assert [error["field"] for error in back.json()["errors"]] == ["last_day"]
    renewed = await agreements.post(ended, "renew", last_day="2026-12-31", renews_months=6)
    assert (renewed["last_day"], renewed["renews_months"]) == ("2026-12-31", 6)
    charges = await agreements.charges(made)
    assert [one.first_day.month for one in charges][:11] == list(range(1, 12))


async def test_blocks_are_sold_of_the_right_kind(agreements: Agreements) -> None:
    hours = await agreements.create("prepaid-hours")
    sold = await agreements.buy(hours, seconds=36_000, expires_on="2026-12-31")
    assert [one["seconds"] for one in sold["blocks"]] == [36_000]
    for block, field in (
        ({"amount": "500.00"}, "amount"),
        ({"seconds": 3600, "expires_on": "2025-12-31"}, "expires_on"),
        ({"seconds": 3600, "bought_on": "2025-12-31"}, "bought_on"),
        ({"seconds": 3600, "price": "0.001"}, "price"),
        ({}, "seconds"),
    ):
        body = {"bought_on": "2026-01-01", "price": "1.00", **block}
        refused = await agreements.try_to_post(sold, "blocks", **body)
        assert [error["field"] for error in refused.json()["errors"]] == [field], block
    [charge] = await agreements.charges(hours)
    assert (charge.kind, str(charge.amount), charge.billable_from) == (
        *("block", "5000.00"),
        date(2026, 1, 1),
    )


async def test_a_milestone_can_be_billed_once_it_is_reached(agreements: Agreements) -> None:
    made = await agreements.create("fixed-price")
    [milestone] = made["milestones"]
    [before] = await agreements.charges(made)
    assert (before.billable_from, before.name) == (None, "Support: Launch")
    reached = await agreements.try_to_reach(made, milestone, "2026-02-10")
    assert reached.json()["milestones"][0]["reached_on"] == "2026-02-10"
    await agreements.driver.reprice()
    [after] = await agreements.charges(made)
    assert (after.billable_from, after.version) == (date(2026, 2, 10), before.version + 1)
    unknown = await agreements.try_to_reach(reached.json(), {"id": new_id()}, "2026-02-10")
    assert unknown.status_code == 404


async def test_a_withdrawn_agreement_charges_nothing_any_more(agreements: Agreements) -> None:
    made = await agreements.create(last_day="2026-02-28")
    assert not any(one.cancelled for one in await agreements.charges(made))
    assert (await agreements.try_to_withdraw(made)).status_code == 204
    await agreements.driver.reprice()
    assert [one.cancelled for one in await agreements.charges(made)] == [True, True]
    assert (await agreements.driver.get(PATH))["items"] == []
    assert (await agreements.driver.client.get(f"{PATH}/{made['id']}")).status_code == 404


async def test_agreements_of_merged_customers_are_listed_together(agreements: Agreements) -> None:
    stays, double = new_id(), new_id()
    await agreements.driver.consume(customer_changed(stays), customer_changed(double))
    one = await agreements.create(organization_id=stays)
    other = await agreements.create("prepaid-hours", organization_id=double)
    await agreements.driver.consume(merged(double, stays))
    found = await agreements.driver.get(PATH, organization_id=str(stays))
    assert [item["id"] for item in found["items"]] == [one["id"], other["id"]]


@pytest.mark.parametrize("role", ["agent", "client"])
async def test_agents_and_clients_see_no_agreement(agreements: Agreements, role: str) -> None:
    made = await agreements.create()
    somebody = await agreements.driver.served.as_(role)
    for path in (PATH, f"{PATH}/{made['id']}"):
        assert (await somebody.get(path)).status_code == 403


@pytest.mark.parametrize("role", ["agent", "client", "billing"])
async def test_only_owners_and_managers_change_agreements(
    agreements: Agreements, role: str
) -> None:
    made = await agreements.create()
    path = f"{PATH}/{made['id']}"
    somebody = await agreements.driver.served.as_(role)
    assert (await somebody.post(PATH, json=agreement_body())).status_code == 403
    for verb in ("terms", "renew", "blocks"):
        assert (await somebody.post(f"{path}/{verb}", json={})).status_code == 403
    assert (await somebody.patch(path, json={})).status_code == 403
    assert (await somebody.put(f"{path}/milestones/{new_id()}", json={})).status_code == 403
    assert (await somebody.delete(path, headers=match(made))).status_code == 403
