"""Rates over HTTP: setting, ending, withdrawing, and what is refused."""

import asyncio
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from database import new_id
from money import Money
from rates.domain.rules import Rule, Scope
from rates.store import rates
from services.rates.tests.driver import Driver
from testkit import ACCOUNT, Served


def _body(**rule: Any) -> dict[str, Any]:
    return {
        "hourly_rate": {"amount": "1200", "currency": "DKK"},
        "valid_from": "2026-01-01",
        **rule,
    }


async def test_a_rate_is_set_read_and_listed(driver: Driver) -> None:
    project, agent = new_id(), new_id()
    special = await driver.create_rate("1450.5", project_id=project, agent_id=agent)
    default = await driver.create_rate("1200", valid_to="2026-12-31")
    assert special["hourly_rate"] == {"amount": "1450.50", "currency": "DKK"}
    assert (special["weight"], default["weight"]) == (20, 0)
    assert await driver.get(f"/v1/rates/{default['id']}") == default
    assert await driver.rates() == [special, default]
    assert (await driver.get("/v1/rates", agent_id=str(agent)))["items"] == [special]
    assert await driver.rates(on="2027-01-01") == [special]


async def test_lists_come_in_pages(driver: Driver) -> None:
    made = [(await driver.create_rate("100", agent_id=new_id()))["id"] for _ in range(3)]
    first = await driver.get("/v1/rates", limit="2")
    second = await driver.get("/v1/rates", limit="2", cursor=first["next_cursor"])
    assert [rate["id"] for rate in first["items"] + second["items"]] == made
    assert second["next_cursor"] is None


@pytest.mark.parametrize("days", [("2026-06-30", None), ("2025-01-01", "2026-01-01")])
async def test_two_rates_of_one_combination_never_overlap(
    driver: Driver, days: tuple[str, str | None]
) -> None:
    agent = str(new_id())
    await driver.create_rate("1200", agent_id=agent, valid_to="2026-06-30")
    body = _body(agent_id=agent, valid_from=days[0], valid_to=days[1])
    refused = await driver.client.post("/v1/rates", json=body)
    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:honorar:problem:rate-overlaps"


async def test_the_next_rate_may_begin_the_day_after(driver: Driver) -> None:
    await driver.create_rate("1200", valid_to="2026-06-30")
    await driver.create_rate("1300", valid_from="2026-07-01")
    assert len(await driver.rates()) == 2


async def test_of_many_equal_rates_set_at_once_one_stands(driver: Driver) -> None:
    responses = await asyncio.gather(
        *(driver.client.post("/v1/rates", json=_body()) for _ in range(20))
    )
    assert sorted(response.status_code for response in responses) == [201] + [409] * 19
    assert len(await driver.rates()) == 1


async def test_the_database_itself_refuses_an_overlap_that_is_not_committed_yet(
    driver: Driver,
) -> None:
    now = datetime.now(UTC)
    rules = [
        Rule(new_id(), 1, Scope(), Money(Decimal(100), "DKK"), first, None, now)
        for first in (date(2026, 1, 1), date(2027, 1, 1))
    ]

    async def write(rule: Rule) -> None:
        async with driver.served.database.transaction(ACCOUNT) as session:
            await rates.add(session, rule, "somebody")

    async with driver.served.database.transaction(ACCOUNT) as first:
        await rates.add(first, rules[0], "somebody")
        second = asyncio.create_task(write(rules[1]))
        await driver.until_blocked()
    with pytest.raises(IntegrityError, match="rates_never_overlap"):
        await second


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (_body(hourly_rate={"amount": "-1", "currency": "DKK"}), "hourly_rate.amount"),
        (_body(hourly_rate={"amount": "NaN", "currency": "DKK"}), "hourly_rate.amount"),
        (_body(hourly_rate={"amount": "1.00001", "currency": "DKK"}), "hourly_rate.amount"),
        (_body(hourly_rate={"amount": 1200.0, "currency": "DKK"}), "hourly_rate.amount"),
        (_body(hourly_rate={"amount": "1", "currency": "dkk"}), "hourly_rate.currency"),
        (_body(hourly_rate={"amount": "1", "currency": "ZZZ"}), "hourly_rate.currency"),
        (_body(valid_to="2025-12-31"), "valid_to"),
        (_body(valid_to="9999-12-31"), "valid_to"),
        (_body(valid_from="0001-01-01"), "valid_from"),
        (_body(valid_from=None), "valid_from"),
        (_body(team_id=str(new_id())), "team_id"),
    ],
)
async def test_a_wrong_rate_is_refused_by_field_and_changes_nothing(
    driver: Driver, body: dict[str, Any], field: str
) -> None:
    refused = await driver.client.post("/v1/rates", json=body)
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == [field]
    assert await driver.rates() == []


async def test_a_rate_is_ended_against_the_version_that_was_read(driver: Driver) -> None:
    rate = await driver.create_rate("1200")
    path = f"/v1/rates/{rate['id']}"
    blind = await driver.client.patch(path, json={"valid_to": "2026-06-30"})
    assert blind.status_code == (await driver.client.delete(path)).status_code == 428
    ended = await driver.try_to_end(path, "2026-06-30")
    assert (ended.status_code, ended.headers["ETag"]) == (200, '"2"')
    assert ended.json()["valid_to"] == "2026-06-30"
    stale = await driver.try_to_end(path, None)
    assert stale.status_code == (await driver.try_to_withdraw(path)).status_code == 412
    too_early = await driver.try_to_end(path, "2025-12-31", version=2)
    assert too_early.status_code == 422


@pytest.mark.parametrize("known_at", ["0.5", "1764115200", "2026-03-02", "2026-03-02T09:00:00"])
async def test_times_are_taken_as_rfc_3339_only(driver: Driver, known_at: str) -> None:
    refused = await driver.client.get("/v1/rates", params={"known_at": known_at})
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == ["known_at"]


async def test_a_rate_does_not_end_beyond_the_calendar(driver: Driver) -> None:
    rate = await driver.create_rate("1200")
    path = f"/v1/rates/{rate['id']}"
    refused = await driver.try_to_end(path, "9999-12-31")
    assert [error["field"] for error in refused.json()["errors"]] == ["valid_to"]
    far = await driver.client.get(path, params={"known_at": "0001-01-01T00:00:00+12:00"})
    assert far.status_code == 422


async def test_a_rate_cannot_be_prolonged_into_the_next(driver: Driver) -> None:
    first = await driver.create_rate("1200", valid_to="2026-06-30")
    await driver.create_rate("1300", valid_from="2026-07-01")
    refused = await driver.try_to_end(f"/v1/rates/{first['id']}", None)
    assert refused.status_code == 409
    assert await driver.get(f"/v1/rates/{first['id']}") == first


async def test_what_was_known_at_an_earlier_time_can_be_read(driver: Driver) -> None:
    rate = await driver.create_rate("1200")
    path = f"/v1/rates/{rate['id']}"
    before = datetime.now(UTC).isoformat()
    await driver.try_to_end(path, "2026-06-30")
    between = datetime.now(UTC).isoformat()
    assert (await driver.try_to_withdraw(path, version=2)).status_code == 204
    assert (await driver.client.get(path)).status_code == 404
    assert (await driver.get(path, known_at=before))["valid_to"] is None
    assert (await driver.get(path, known_at=between))["valid_to"] == "2026-06-30"
    then = await driver.get("/v1/rates", known_at=between)
    assert [one["id"] for one in then["items"]] == [rate["id"]]
    assert await driver.rates() == []


async def test_after_a_withdrawal_its_days_are_free(driver: Driver) -> None:
    rate = await driver.create_rate("1200")
    await driver.withdraw_rate(rate)
    again = await driver.create_rate("1250")
    assert [one["id"] for one in await driver.rates()] == [again["id"]]


async def test_the_same_request_with_the_same_key_sets_one_rate(driver: Driver) -> None:
    key = {"Idempotency-Key": "default-2026"}
    first = await driver.client.post("/v1/rates", json=_body(), headers=key)
    second = await driver.client.post("/v1/rates", json=_body(), headers=key)
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()


@pytest.mark.parametrize(
    ("role", "reads", "sets"),
    [
        ("owner", 200, 201),
        ("billing", 200, 201),
        ("manager", 200, 403),
        ("agent", 403, 403),
        ("client", 403, 403),
    ],
)
async def test_who_may_see_rates_and_who_may_set_them(
    served: Served, role: str, reads: int, sets: int
) -> None:
    client = await served.as_(role, agent_id=new_id())
    assert (await client.post("/v1/rates", json=_body())).status_code == sets
    assert (await client.get("/v1/rates")).status_code == reads
    assert (await client.get(f"/v1/rates/{new_id()}")).status_code == (404 if reads == 200 else 403)
    assert (await client.get("/v1/costs-and-revenue")).status_code == reads
    refused = await client.get(f"/v1/prices/{new_id()}")
    assert refused.status_code == (404 if reads == 200 else 403)
