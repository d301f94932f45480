"""Multipliers and holidays over HTTP: setting, ending, withdrawing, who may, and what is refused."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from database import new_id
from services.rates.tests.driver import Driver
from services.rates.tests.multiplier_driver import (
    PATH,
    Multipliers,
    evening,
    holiday,
    overtime,
)
from testkit import OTHER_ACCOUNT


@pytest.fixture
def multipliers(driver: Driver) -> Multipliers:
    return Multipliers(driver)


async def test_a_multiplier_is_set_read_and_listed(multipliers: Multipliers) -> None:
    driver, customer = multipliers.driver, new_id()
    first = await multipliers.create(evening())
    money = {"amount": "900.00", "currency": "DKK"}
    own = await multipliers.create(
        evening(None, hourly_rate=money, organization_id=customer, weekdays=["sunday", "monday"])
    )
    late = await multipliers.create(overtime(8, "1.25"))
    free = await multipliers.create(holiday("2.5"))
    assert (first["weekdays"][0], first["starts_at"], first["ends_at"]) == (
        "monday",
        "18:00",
        "22:00",
    )
    assert (first["factor"], first["hourly_rate"], first["weight"]) == ("1.5", None, 0)
    assert (own["factor"], own["hourly_rate"], own["weekdays"]) == (
        None,
        money,
        ["monday", "sunday"],
    )
    assert (late["kind"], late["above_seconds"], late["starts_at"]) == ("overtime-day", 28800, None)
    assert await driver.get(f"{PATH}/{own['id']}") == own
    assert (await driver.get(PATH))["items"] == [first, own, late, free]
    assert (await driver.get(PATH, organization_id=str(customer)))["items"] == [own]
    assert (await driver.get(PATH, kind="holiday"))["items"] == [free]
    assert (await driver.get(PATH, on="2025-12-31"))["items"] == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (evening(weekdays=[]), "weekdays"),
        (evening(weekdays=["monday", "monday"]), "weekdays"),
        (evening(weekdays=["someday"]), "weekdays.0"),
        (evening(starts_at=None), "starts_at"),
        (evening(ends_at="24:00"), "ends_at"),
        (evening(above_seconds=60), "above_seconds"),
        (evening(None), "factor"),
        (evening(factor="-1"), "factor"),
        (evening(factor="100.5"), "factor"),
        (evening(factor="1.00001"), "factor"),
        (evening(hourly_rate={"amount": "1", "currency": "DKK"}), "factor"),
        (evening(None, hourly_rate={"amount": "1", "currency": "XXX"}), "hourly_rate.currency"),
        (evening(valid_to="2025-12-31"), "valid_to"),
        (evening(name=""), "name"),
        (evening(kind="night"), "kind"),
        (holiday(starts_at="18:00"), "starts_at"),
        (overtime(24), "above_seconds"),
        (overtime(0), "above_seconds"),
    ],
)
async def test_what_does_not_say_when_or_how_much_is_refused_with_its_field(
    driver: Driver, body: dict[str, Any], field: str
) -> None:
    response = await driver.client.post(PATH, json=body)
    assert response.status_code == 422, response.text
    assert [error["field"] for error in response.json()["errors"]] == [field]
    assert (await driver.get(PATH))["items"] == []


async def test_a_customer_who_is_not_known_is_refused(driver: Driver) -> None:
    response = await driver.client.post(PATH, json=evening(organization_id=new_id()))
    assert response.json()["type"] == "urn:honorar:problem:unknown-reference"


@pytest.mark.parametrize(
    ("other", "stands"),
    [
        (evening("2"), False),
        (evening("2", starts_at="21:59", ends_at="23:00"), False),
        (evening("2", weekdays=["friday"], starts_at="20:00", ends_at="06:00"), False),
        (evening("2", starts_at="22:00", ends_at="18:00"), True),
        (evening("2", weekdays=["saturday", "sunday"]), True),
        (evening("2", valid_from="2026-07-01"), True),
        (holiday(), True),
        (overtime(8), True),
    ],
)
async def test_two_of_one_combination_never_meet_at_an_hour_of_the_week(
    multipliers: Multipliers, other: dict[str, Any], stands: bool
) -> None:
    await multipliers.create(evening(valid_to="2026-06-30"))
    response = await multipliers.try_to_create(other)
    assert response.status_code == (201 if stands else 409), response.text
    if not stands:
        assert response.json()["type"] == "urn:honorar:problem:multiplier-overlaps"


async def test_overtime_has_steps_of_which_each_is_there_once(multipliers: Multipliers) -> None:
    await multipliers.create(overtime(8))
    await multipliers.create(overtime(10, "2"))
    assert (await multipliers.try_to_create(overtime(8, "3"))).status_code == 409
    await multipliers.create(overtime(8, "3", organization_id=new_id()))


async def test_of_many_equal_ones_set_at_once_one_stands(driver: Driver) -> None:
    responses = await asyncio.gather(*(driver.client.post(PATH, json=evening()) for _ in range(8)))
    assert sorted(response.status_code for response in responses) == [201] + [409] * 7


async def test_a_multiplier_is_ended_and_what_was_known_before_is_still_read(
    multipliers: Multipliers,
) -> None:
    driver, made = multipliers.driver, await multipliers.create(evening())
    path, between = f"{PATH}/{made['id']}", datetime.now(UTC).isoformat()
    assert (await driver.client.patch(path, json={"valid_to": "2026-06-30"})).status_code == 428
    assert (await driver.try_to_end(path, "2025-12-31")).status_code == 422
    ended = await driver.try_to_end(path, "2026-06-30")
    assert (ended.json()["valid_to"], ended.json()["version"]) == ("2026-06-30", 2)
    assert (await driver.try_to_end(path, None)).status_code == 412
    assert (await driver.get(path, known_at=between))["valid_to"] is None
    assert (await driver.try_to_withdraw(path, 2)).status_code == 204
    assert (await driver.client.get(path)).status_code == 404


@pytest.mark.parametrize("role", ["agent", "client", "manager"])
@pytest.mark.parametrize("path", [PATH, "/v1/holidays"])
async def test_who_may_not_change_rates_may_not_change_multipliers(
    driver: Driver, role: str, path: str
) -> None:
    somebody = await driver.served.as_(role)
    body = evening() if path == PATH else {"holidays": [{"day": "2026-12-24", "name": "Eve"}]}
    assert (await somebody.post(path, json=body)).status_code == 403
    assert (await somebody.get(path)).status_code == (200 if role == "manager" else 403)


async def test_holidays_are_added_listed_and_taken_back(multipliers: Multipliers) -> None:
    driver, path = multipliers.driver, "/v1/holidays"
    made = (await multipliers.add_holidays("2026-12-24", "2027-01-01")).json()["items"]
    assert (await driver.get(path))["items"] == made
    assert [one["day"] for one in (await driver.get(path, year="2027"))["items"]] == ["2027-01-01"]
    again = await multipliers.add_holidays("2026-12-26", "2026-12-24")
    assert again.json()["type"] == "urn:honorar:problem:holiday-exists"
    twice = await multipliers.add_holidays("2026-12-26", "2026-12-26")
    assert [error["field"] for error in twice.json()["errors"]] == ["holidays.1.day"]
    assert (await driver.client.delete(f"{path}/{made[0]['id']}")).status_code == 204
    assert (await driver.client.delete(f"{path}/{made[0]['id']}")).status_code == 404
    assert (await multipliers.add_holidays("2026-12-24")).status_code == 201


async def test_those_of_another_account_are_not_there(multipliers: Multipliers) -> None:
    driver = multipliers.driver
    made = await multipliers.create(evening())
    [eve] = (await multipliers.add_holidays("2026-12-24")).json()["items"]
    other = await driver.served.as_("owner", account=OTHER_ACCOUNT)
    assert (await other.get(f"{PATH}/{made['id']}")).status_code == 404
    assert (await other.delete(f"/v1/holidays/{eve['id']}")).status_code == 404
    for path in (PATH, "/v1/holidays"):
        assert (await other.get(path)).json()["items"] == []
    assert (await other.post(PATH, json=evening())).status_code == 201
