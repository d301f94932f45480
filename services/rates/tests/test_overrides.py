"""A price that a manager set on an entry is above all rates, until they remove it."""

from typing import Any
from uuid import UUID

import pytest

from contracts.timer import TimeEntryDiscarded
from database import new_id
from services.rates.tests.driver import Driver
from services.rates.tests.factories import billed, recorded, released
from services.rates.tests.override_driver import Overrides, override_body, slug


@pytest.fixture
async def manager(driver: Driver) -> Overrides:
    await driver.create_rate("1000")
    return Overrides(driver, await driver.served.as_("manager"))


async def test_it_is_published_at_once_and_explained_with_who_and_why(
    manager: Overrides, driver: Driver
) -> None:
    entry = recorded()
    await driver.consume(entry)
    made = await manager.set(entry.entry_id, amount="800")
    assert await manager.rates(entry.entry_id) == ["1000.00", "800.00"]
    explained = await driver.price(entry.entry_id)
    assert explained["override"] == made
    assert (made["reason"], made["version"]) == ("agreed on the phone", 1)
    assert made["recorded_by"]
    assert (explained["rate"], explained["repricing"]) == (None, False)
    assert [(one["hourly_rate"], one["rate_id"]) for one in explained["segments"]] == [
        ("800.00", None)
    ]
    assert [(one["won"], one["why"]) for one in explained["candidates"]] == [
        (False, "a manager set the price: agreed on the phone")
    ]
    assert [one["override_version"] for one in explained["history"]] == [None, 1]


async def test_it_prices_what_no_rate_covers(manager: Overrides, driver: Driver) -> None:
    entry = recorded(work_date="2025-12-31")
    await driver.consume(entry)
    await manager.set(entry.entry_id)
    assert await manager.rates(entry.entry_id) == ["no-rate", "800.00"]


async def test_it_survives_changes_of_the_entry_of_rates_and_of_customers(
    manager: Overrides, driver: Driver
) -> None:
    entry = recorded()
    await driver.consume(entry)
    await manager.set(entry.entry_id)
    moved = entry.model_copy(
        update={"version": 2, "project_id": new_id(), "organization_id": new_id(), "seconds": 60}
    )
    await driver.consume(moved)
    await driver.create_rate("1300", agent_id=entry.agent_id)
    assert await manager.rates(entry.entry_id) == ["1000.00", "800.00", "800.00"]
    assert (await driver.price(entry.entry_id))["entry_version"] == 2


async def test_it_waits_while_nobody_is_to_pay_for_the_entry(
    manager: Overrides, driver: Driver
) -> None:
    entry = recorded()
    await driver.consume(entry)
    await manager.set(entry.entry_id)
    await driver.consume(entry.model_copy(update={"version": 2, "billable": False}))
    explained = await driver.price(entry.entry_id)
    assert (explained["unpriced_reason"], explained["override"]["version"]) == ("not-billable", 1)
    assert explained["repricing"] is False
    await driver.consume(entry.model_copy(update={"version": 3, "organization_id": None}))
    await driver.consume(entry.model_copy(update={"version": 4}))
    assert await manager.rates(entry.entry_id) == [
        *("1000.00", "800.00", "not-billable"),
        *("no-organization", "800.00"),
    ]


async def test_removed_the_rates_hold_again_and_what_was_set_stays_on_record(
    manager: Overrides, driver: Driver
) -> None:
    entry = recorded()
    await driver.consume(entry)
    await manager.set(entry.entry_id)
    await manager.set(entry.entry_id, 1, amount="900", reason="they complained")
    assert (await manager.remove(entry.entry_id, 2)).status_code == 204
    assert await manager.rates(entry.entry_id) == ["1000.00", "800.00", "900.00", "1000.00"]
    explained = await driver.price(entry.entry_id)
    assert (explained["override"], explained["rate"]["hourly_rate"]["amount"]) == (None, "1000.00")
    first, second = explained["overrides"]
    assert (first["version"], second["version"]) == (1, 2)
    assert first["superseded_at"] == second["recorded_at"]
    assert (second["reason"], second["superseded_by"]) == ("they complained", second["recorded_by"])
    assert (await manager.set(entry.entry_id))["version"] == 3


async def test_the_same_again_changes_and_publishes_nothing(
    manager: Overrides, driver: Driver
) -> None:
    entry = recorded()
    await driver.consume(entry)
    first = await manager.set(entry.entry_id, amount="800")
    assert await manager.set(entry.entry_id, 1, amount="800.00") == first
    assert await manager.rates(entry.entry_id) == ["1000.00", "800.00"]


async def test_nobody_replaces_or_removes_what_they_have_not_seen(
    manager: Overrides, driver: Driver
) -> None:
    entry = recorded()
    await driver.consume(entry)
    assert slug(await manager.put(entry.entry_id, 1)) == (412, "changed-meanwhile")
    await manager.set(entry.entry_id)
    assert slug(await manager.put(entry.entry_id, amount="1")) == (428, "precondition-required")
    await manager.set(entry.entry_id, 1, amount="900")
    assert slug(await manager.put(entry.entry_id, 1)) == (412, "changed-meanwhile")
    assert slug(await manager.remove(entry.entry_id, 1)) == (412, "changed-meanwhile")
    await manager.remove(entry.entry_id, 2)
    assert slug(await manager.remove(entry.entry_id, 2)) == (404, "not-found")
    assert await manager.rates(entry.entry_id) == ["1000.00", "800.00", "900.00", "1000.00"]


async def test_it_is_refused_for_time_that_is_billed_and_holds_again_when_that_is_credited(
    manager: Overrides, driver: Driver
) -> None:
    entry = recorded()
    await driver.consume(entry)
    await manager.set(entry.entry_id)
    await driver.consume(invoice := billed(entry, amount="800.00", price_version=2))
    assert slug(await manager.put(entry.entry_id, 1, amount="1")) == (409, "entry-billed")
    assert slug(await manager.remove(entry.entry_id, 1)) == (409, "entry-billed")
    await driver.create_rate("1300", agent_id=entry.agent_id)
    explained = await driver.price(entry.entry_id)
    assert (explained["override"]["version"], explained["rate"]) == (1, None)
    assert {one["why"] for one in explained["candidates"]} == {
        "a manager set the price: agreed on the phone"
    }
    await driver.consume(released(invoice))
    assert await manager.rates(entry.entry_id) == ["1000.00", "800.00", "800.00"]
    await manager.remove(entry.entry_id, 1)
    assert (await manager.rates(entry.entry_id))[-1] == "1300.00"


async def test_set_while_the_invoice_was_on_its_way_it_waits_for_a_credit_note(
    manager: Overrides, driver: Driver
) -> None:
    entry = recorded()
    await driver.consume(entry)
    await manager.set(entry.entry_id)
    records = await driver.consume(invoice := billed(entry, amount="1000.00", price_version=1))
    await driver.reprocess(records)
    explained = await driver.price(entry.entry_id)
    assert explained["rate"]["hourly_rate"]["amount"] == "1000.00"
    assert (explained["override"], explained["overrides"][0]["superseded_at"]) == (None, None)
    await driver.consume(released(invoice))
    assert await manager.rates(entry.entry_id) == ["1000.00", "800.00", "800.00"]


async def test_it_is_refused_for_what_nobody_pays_for_and_for_what_there_is_not(
    manager: Overrides, driver: Driver
) -> None:
    own, nobodys, gone = recorded(billable=False), recorded(organization_id=None), recorded()
    ended = TimeEntryDiscarded(account_id=gone.account_id, entry_id=gone.entry_id, version=2)
    await driver.consume(own, nobodys, gone, ended)
    for entry in (own, nobodys):
        assert slug(await manager.put(entry.entry_id)) == (409, "entry-not-billable")
    for entry_id in (gone.entry_id, new_id()):
        assert slug(await manager.put(entry_id)) == (404, "not-found")
        assert slug(await manager.remove(entry_id)) == (404, "not-found")


BAD: list[tuple[dict[str, Any], str]] = [
    ({"amount": "-1"}, "hourly_rate.amount"),
    ({"amount": "1.00001"}, "hourly_rate.amount"),
    ({"amount": "1000000000"}, "hourly_rate.amount"),
    ({"amount": "free"}, "hourly_rate.amount"),
    ({"currency": "XXQ"}, "hourly_rate.currency"),
    ({"currency": "dkk"}, "hourly_rate.currency"),
    ({"reason": ""}, "reason"),
    ({"reason": "   "}, "reason"),
    ({"reason": "a" * 501}, "reason"),
    ({"reason": "a\x07"}, "reason"),
    ({"reason": None}, "reason"),
    ({"from": "2026-01-01"}, "from"),
]


@pytest.mark.parametrize(("body", "field"), BAD)
async def test_bad_input_is_refused_by_field(
    manager: Overrides, driver: Driver, body: dict[str, Any], field: str
) -> None:
    entry = recorded()
    await driver.consume(entry)
    response = await manager.put(entry.entry_id, **body)
    assert slug(response) == (422, "invalid-input")
    assert [one["field"] for one in response.json()["errors"]] == [field]
    several = await manager.put_all({"entry_id": str(entry.entry_id), **override_body(**body)})
    assert slug(several) == (422, "invalid-input")
    assert [one["field"] for one in several.json()["errors"]] == [f"overrides.0.{field}"]
    assert await manager.rates(entry.entry_id) == ["1000.00"]


@pytest.mark.parametrize("role", ["agent", "client"])
async def test_agents_and_clients_set_no_prices(
    manager: Overrides, driver: Driver, role: str
) -> None:
    entry = recorded()
    await driver.consume(entry)
    await manager.set(entry.entry_id)
    them = Overrides(driver, await driver.served.as_(role))
    one = {"entry_id": str(entry.entry_id), **override_body()}
    for response in (
        await them.put(entry.entry_id, 1),
        await them.remove(entry.entry_id, 1),
        await them.put_all(one),
    ):
        assert response.status_code == 403


async def test_another_account_sets_no_prices_here(manager: Overrides, driver: Driver) -> None:
    entry = recorded()
    await driver.consume(entry)
    await manager.set(entry.entry_id)
    theirs = Overrides(driver, await driver.served.as_("manager", account=new_id()))
    assert slug(await theirs.put(entry.entry_id)) == (404, "not-found")
    assert await manager.rates(entry.entry_id) == ["1000.00", "800.00"]


def _wanted(entry_id: UUID, **body: Any) -> dict[str, Any]:
    return {"entry_id": str(entry_id), **override_body(**body)}


async def test_the_prices_of_many_entries_are_set_at_once(
    manager: Overrides, driver: Driver
) -> None:
    entries = [recorded() for _ in range(5)]
    await driver.consume(*entries)
    await manager.set(entries[0].entry_id, amount="700")
    await manager.set(entries[1].entry_id, amount="800")
    response = await manager.put_all(
        _wanted(entries[0].entry_id, version=1),
        _wanted(entries[1].entry_id, version=1),
        *(_wanted(entry.entry_id, amount="850.5") for entry in entries[2:]),
    )
    assert response.status_code == 200, response.text
    items = response.json()["items"]
    assert [(one["entry_id"], one["version"]) for one in items] == [
        (str(entry.entry_id), version)
        for entry, version in zip(entries, (2, 1, 1, 1, 1), strict=True)
    ]
    assert await manager.rates(entries[0].entry_id) == ["1000.00", "700.00", "800.00"]
    assert await manager.rates(entries[1].entry_id) == ["1000.00", "800.00"]
    assert await manager.rates(entries[2].entry_id) == ["1000.00", "850.50"]


async def test_of_many_all_are_set_or_none_and_each_that_stands_in_the_way_is_named(
    manager: Overrides, driver: Driver
) -> None:
    free, taken, seen, paid, own = (recorded() for _ in range(5))
    own = own.model_copy(update={"billable": False})
    await driver.consume(free, taken, seen, paid, own)
    await driver.consume(billed(paid))
    await manager.set(taken.entry_id)
    await manager.set(seen.entry_id)
    unknown = new_id()
    response = await manager.put_all(
        _wanted(free.entry_id),
        _wanted(taken.entry_id, amount="1"),
        _wanted(seen.entry_id, version=7),
        _wanted(paid.entry_id),
        _wanted(own.entry_id),
        _wanted(unknown),
    )
    assert slug(response) == (409, "overrides-refused")
    assert {one["field"]: one["reason"] for one in response.json()["errors"]} == {
        str(taken.entry_id): "price-set: a price is set on it already; send its version",
        str(seen.entry_id): "changed-meanwhile: you have version 7, the current one is 1",
        str(paid.entry_id): "entry-billed: an invoice bills it, so its price stays",
        str(own.entry_id): "entry-not-billable: it is not billable, or has no customer",
        str(unknown): "not-found: there is no such time entry",
    }
    assert await manager.rates(free.entry_id) == ["1000.00"]


async def test_one_entry_is_named_once_and_no_more_than_500_are_named(
    manager: Overrides, driver: Driver
) -> None:
    entry = recorded()
    await driver.consume(entry)
    twice = await manager.put_all(_wanted(entry.entry_id), _wanted(entry.entry_id, amount="1"))
    many = await manager.put_all(*(_wanted(new_id()) for _ in range(501)))
    for response in (twice, many, await manager.put_all()):
        assert slug(response) == (422, "invalid-input")
    assert await manager.rates(entry.entry_id) == ["1000.00"]
