"""What was billed is the price for ever, in whatever order rates and invoices arrive."""

from itertools import permutations
from typing import Any

from contracts.rates import TimePriced
from database import new_id
from services.rates.tests.driver import Driver
from services.rates.tests.factories import billed_at_price, recorded


async def rate_in_revenue(driver: Driver) -> str:
    [line] = await driver.revenue()
    amount: str = line["amount"]["amount"]
    return amount


async def test_the_billed_price_stays_though_a_newer_one_was_published_before_the_invoice_was_consumed(
    driver: Driver,
) -> None:
    entry = recorded(seconds=3600)
    first = await driver.create_rate("1000")
    await driver.consume(entry)
    second = await driver.create_rate("1200", organization_id=entry.organization_id)
    records = await driver.consume(billed_at_price(entry, "1000.00", 1))
    await driver.reprocess(records)
    explained = await driver.price(entry.entry_id)
    assert (explained["rate"]["id"], explained["billed_price_version"]) == (first["id"], 1)
    assert explained["repricing"] is False
    assert [one["price_version"] for one in explained["history"]] == [1, 2]
    assert [(one["rate"]["id"], one["won"]) for one in explained["candidates"]] == [
        (first["id"], True)
    ]
    assert await rate_in_revenue(driver) == "1000.00"
    assert (await driver.try_to_withdraw(f"/v1/rates/{first['id']}")).status_code == 409
    assert (await driver.try_to_withdraw(f"/v1/rates/{second['id']}")).status_code == 204


async def test_the_billed_price_stays_though_its_rate_was_withdrawn_meanwhile(
    driver: Driver,
) -> None:
    entry = recorded(seconds=3600)
    first = await driver.create_rate("1000")
    await driver.consume(entry)
    await driver.try_to_withdraw(f"/v1/rates/{first['id']}")
    await driver.reprice()
    await driver.consume(billed_at_price(entry, "1000.00", 1))
    explained = await driver.price(entry.entry_id)
    assert (explained["rate"]["id"], explained["unpriced_reason"]) == (first["id"], None)
    assert await rate_in_revenue(driver) == "1000.00"


async def test_nothing_prices_pinned_time_again(driver: Driver) -> None:
    entry = recorded(seconds=3600)
    await driver.create_rate("1000")
    await driver.consume(entry, billed_at_price(entry, "1000.00", 1))
    await driver.create_rate("1200", organization_id=entry.organization_id)
    await driver.consume(entry.model_copy(update={"version": 2, "project_id": new_id()}))
    assert [one.price_version for one in await driver.published(entry.entry_id)] == [1]
    assert await rate_in_revenue(driver) == "1000.00"


async def test_time_recorded_after_its_invoice_gets_the_price_that_the_invoice_names(
    driver: Driver,
) -> None:
    entry = recorded(seconds=3600)
    first = await driver.create_rate("1000")
    await driver.create_rate("1200", organization_id=entry.organization_id)
    await driver.consume(billed_at_price(entry, "1000.00", 3), entry)
    [published] = await driver.published(entry.entry_id)
    assert isinstance(published, TimePriced)
    assert (str(published.hourly_rate.amount), published.price_version) == ("1000.00", 3)
    explained = await driver.price(entry.entry_id)
    assert explained["rate"]["id"] == first["id"]
    assert [(one["rate"]["id"], one["won"]) for one in explained["candidates"]][1:] == [
        (first["id"], True)
    ]
    assert await rate_in_revenue(driver) == "1000.00"


async def test_time_and_invoice_twice_and_in_any_order_end_at_the_billed_price(
    driver: Driver,
) -> None:
    project = new_id()
    await driver.create_rate("1000")
    await driver.create_rate("1500", project_id=project)
    for order in permutations(range(3)):
        entry = recorded(seconds=3600)
        second = entry.model_copy(update={"version": 2, "project_id": project})
        story: list[Any] = [entry, second, billed_at_price(entry, "1500.00", 2)]
        for place in order:
            await driver.reprocess(await driver.consume(story[place]))
            await driver.consume(story[place])
        explained = await driver.price(entry.entry_id)
        assert (explained["repricing"], explained["billed_price_version"]) == (False, 2)
        assert explained["rate"]["hourly_rate"]["amount"] == "1500.00", order
    assert await driver.served.dead_letters() == []
    lines = await driver.revenue()
    assert {line["amount"]["amount"] for line in lines} == {"1500.00"}
