"""Rounding policies over HTTP: setting, ending, withdrawing, what is refused, and what time they price again."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any

import pytest

from database import new_id
from services.rates.tests.driver import Driver, policy_body
from services.rates.tests.factories import billed, recorded, references
from services.rates.tests.test_merged_customers import changed, merged

PATH = "/v1/rounding-policies"


async def test_a_policy_is_set_read_and_listed(driver: Driver) -> None:
    customer = new_id()
    account = await driver.create_policy("nearest", step_seconds=360)
    own = await driver.create_policy("up", organization_id=customer, minimum_seconds=1800)
    assert (own["mode"], own["step_seconds"], own["scope"]) == ("up", 900, "entry")
    assert (own["minimum_seconds"], own["organization_id"]) == (1800, str(customer))
    assert await driver.get(f"{PATH}/{own['id']}") == own
    assert (await driver.get(PATH))["items"] == [account, own]
    assert (await driver.get(PATH, organization_id=str(customer)))["items"] == [own]
    assert (await driver.get(PATH, of_account="true"))["items"] == [account]
    assert (await driver.get(PATH, on="2025-12-31"))["items"] == []


@pytest.mark.parametrize(
    ("policy", "field"),
    [
        ({"step_seconds": None}, "step_seconds"),
        ({"step_seconds": 120}, "step_seconds"),
        ({"mode": "none", "step_seconds": 900}, "step_seconds"),
        ({"mode": "sideways"}, "mode"),
        ({"scope": "week"}, "scope"),
        ({"minimum_seconds": -60}, "minimum_seconds"),
        ({"minimum_seconds": 86_401}, "minimum_seconds"),
        ({"valid_to": "2025-12-31"}, "valid_to"),
    ],
)
async def test_what_cannot_round_is_refused_with_its_field(
    driver: Driver, policy: dict[str, Any], field: str
) -> None:
    response = await driver.client.post(PATH, json={**policy_body(), **policy})
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [field]


async def test_a_customer_who_is_not_known_is_refused(driver: Driver) -> None:
    response = await driver.client.post(PATH, json=policy_body(organization_id=new_id()))
    assert response.status_code == 422
    assert response.json()["type"] == "urn:honorar:problem:unknown-reference"


@pytest.mark.parametrize("of_account", [True, False])
async def test_two_policies_of_a_customer_never_overlap(driver: Driver, of_account: bool) -> None:
    whose: dict[str, Any] = {} if of_account else {"organization_id": new_id()}
    await driver.create_policy(**whose, valid_to="2026-06-30")
    refused = await driver.client.post(PATH, json=policy_body("down", **whose))
    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:honorar:problem:rounding-policy-overlaps"
    await driver.create_policy("down", **whose, valid_from="2026-07-01")


async def test_of_many_equal_policies_set_at_once_one_stands(driver: Driver) -> None:
    responses = await asyncio.gather(
        *(driver.client.post(PATH, json=policy_body()) for _ in range(10))
    )
    assert sorted(response.status_code for response in responses) == [201] + [409] * 9


async def test_a_policy_is_ended_and_what_was_known_before_is_still_read(driver: Driver) -> None:
    made = await driver.create_policy()
    path = f"{PATH}/{made['id']}"
    between = datetime.now(UTC).isoformat()
    assert (await driver.client.patch(path, json={"valid_to": "2026-06-30"})).status_code == 428
    early = await driver.try_to_end(path, "2025-12-31")
    assert early.status_code == 422
    ended = await driver.try_to_end(path, "2026-06-30")
    assert (ended.json()["valid_to"], ended.json()["version"]) == ("2026-06-30", 2)
    assert (await driver.try_to_end(path, None)).status_code == 412
    assert (await driver.get(path, known_at=between))["valid_to"] is None
    assert (await driver.try_to_withdraw(path, 2)).status_code == 204
    assert (await driver.client.get(path)).status_code == 404
    assert (await driver.get(PATH))["items"] == []


@pytest.mark.parametrize("role", ["agent", "manager"])
async def test_who_may_not_change_rates_may_not_change_policies(driver: Driver, role: str) -> None:
    somebody = await driver.served.as_(role)
    assert (await somebody.post(PATH, json=policy_body())).status_code == 403
    assert (await somebody.get(PATH)).status_code == (200 if role == "manager" else 403)


async def test_a_policy_prices_what_is_not_billed_again_on_its_days(driver: Driver) -> None:
    await driver.create_rate("1000")
    entry, before, invoiced = (
        recorded(work_date=day) for day in (date(2026, 3, 2), date(2026, 2, 28), date(2026, 3, 3))
    )
    await driver.consume(entry, before, invoiced)
    await driver.consume(billed(invoiced, amount="1000.00"))
    ids = [one.entry_id for one in (entry, before, invoiced)]
    made = await driver.create_policy(valid_from="2026-03-01")
    assert await driver.billed_seconds(*ids) == [3600, 3000, 3000]
    await driver.try_to_end(f"{PATH}/{made['id']}", "2026-03-01")
    await driver.reprice()
    assert await driver.billed_seconds(*ids) == [3000, 3000, 3000]
    assert [one.version for one in await driver.published(invoiced.entry_id)] == [1]


async def test_a_customers_own_policy_goes_before_the_accounts(driver: Driver) -> None:
    await driver.create_rate("1000")
    customer = new_id()
    ours, others = recorded(organization_id=customer), recorded()
    await driver.consume(ours, others)
    await driver.create_policy("up")
    own = await driver.create_policy("none", organization_id=customer)
    ids = ours.entry_id, others.entry_id
    assert await driver.billed_seconds(*ids) == [3000, 3600]
    await driver.try_to_withdraw(f"{PATH}/{own['id']}")
    await driver.reprice()
    assert await driver.billed_seconds(*ids) == [3600, 3600]


async def test_time_of_merged_customers_is_rounded_as_that_of_the_one_that_stays(
    driver: Driver,
) -> None:
    await driver.create_rate("1000")
    stays, double, work = new_id(), new_id(), new_id()
    await driver.consume(changed(stays), changed(double))
    entries = [
        recorded(organization_id=one, work_item_id=work, seconds=600) for one in (stays, double)
    ]
    ids = [one.entry_id for one in entries]
    await driver.consume(*entries)
    await driver.create_policy("up", organization_id=stays, scope="day-work-item")
    await driver.create_policy("down", organization_id=double)
    assert await driver.billed_seconds(*ids) == [900, 0]
    await driver.consume(merged(double, stays))
    await driver.reprice()
    assert await driver.billed_seconds(*ids) == [600, 1200]
    await driver.consume(changed(double, 3))
    await driver.reprice()
    assert await driver.billed_seconds(*ids) == [900, 0]


async def test_a_policy_by_which_time_was_billed_is_ended_but_not_withdrawn(driver: Driver) -> None:
    await driver.create_rate("1000")
    made = await driver.create_policy()
    entry = recorded()
    await driver.consume(entry)
    await driver.consume(billed(entry, amount="1000.00"))
    refused = await driver.try_to_withdraw(f"{PATH}/{made['id']}")
    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:honorar:problem:rounding-policy-billed"
    assert (await driver.try_to_end(f"{PATH}/{made['id']}", "2026-01-31")).status_code == 200
    await driver.reprice()
    explained = await driver.price(entry.entry_id)
    assert explained["rounding"]["policy"]["id"] == made["id"]
    assert (explained["rounding"]["billed_seconds"], explained["repricing"]) == (3600, False)


async def test_the_price_tells_what_was_rounded_by_which_policy(driver: Driver) -> None:
    await driver.create_rate("100")
    entry = recorded(seconds=4200)
    await driver.consume(entry, *references(organization_id=entry.organization_id))
    plain = await driver.price(entry.entry_id)
    assert plain["rounding"] == {
        "seconds": 4200,
        "billed_seconds": 4200,
        "policy": None,
        "entries": 1,
        "together_seconds": 4200,
        "together_billed_seconds": 4200,
        "others_gone": False,
        "why": "not rounded: no policy holds",
    }
    body = policy_body(organization_id=entry.organization_id)
    made = (await driver.client.post(PATH, json=body)).json()
    assert (await driver.price(entry.entry_id))["repricing"] is True
    await driver.reprice()
    explained = await driver.price(entry.entry_id)
    assert explained["repricing"] is False
    assert explained["rounding"]["policy"] == made
    assert explained["rounding"]["why"].endswith("from 2026-01-01: 1:10 billed as 1:15")
    [segment] = explained["segments"]
    assert (segment["end"], segment["billed_seconds"]) == (4200, 4500)
    assert [(one["billed_seconds"], one["rounding_policy_id"]) for one in explained["history"]] == [
        (4200, None),
        (4500, made["id"]),
    ]


async def test_what_a_period_earns_is_charged_by_billed_seconds(driver: Driver) -> None:
    await driver.create_rate("100")
    await driver.create_policy("up", step_seconds=360)
    await driver.consume(recorded(seconds=3000))
    [line] = await driver.revenue()
    assert (line["seconds"], line["billed_seconds"], line["amount"]["amount"]) == (
        3000,
        3240,
        "90.00",
    )
    [total] = (await driver.get("/v1/costs-and-revenue"))["totals"]
    assert (total["seconds"], total["billed_seconds"]) == (3000, 3240)
