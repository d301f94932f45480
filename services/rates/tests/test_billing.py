"""What was billed is the price until a credit note gives it back, in whatever order rates and invoices arrive."""

from itertools import permutations
from typing import Any

import pytest

from database import new_id
from services.rates.tests.driver import Driver
from services.rates.tests.factories import billed, recorded, released


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
    records = await driver.consume(billed(entry, amount="1000.00", price_version=1))
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
    await driver.consume(billed(entry, amount="1000.00", price_version=1))
    explained = await driver.price(entry.entry_id)
    assert (explained["rate"]["id"], explained["unpriced_reason"]) == (first["id"], None)
    assert await rate_in_revenue(driver) == "1000.00"


async def test_nothing_prices_pinned_time_again(driver: Driver) -> None:
    entry = recorded(seconds=3600)
    await driver.create_rate("1000")
    await driver.consume(entry)
    await driver.consume(billed(entry, amount="1000.00", price_version=1))
    await driver.create_rate("1200", organization_id=entry.organization_id)
    await driver.consume(entry.model_copy(update={"version": 2, "project_id": new_id()}))
    assert [one.version for one in await driver.published(entry.entry_id)] == [1]
    assert await rate_in_revenue(driver) == "1000.00"


async def test_time_recorded_after_its_invoice_gets_the_price_that_the_invoice_names(
    driver: Driver,
) -> None:
    entry = recorded(seconds=3600)
    first = await driver.create_rate("1000")
    await driver.create_rate("1200", organization_id=entry.organization_id)
    await driver.consume(billed(entry, amount="1000.00", price_version=3), entry)
    assert await driver.published(entry.entry_id) == []
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
        story: list[Any] = [entry, second, billed(entry, amount="1500.00", price_version=2)]
        for place in order:
            await driver.reprocess(await driver.consume(story[place]))
            await driver.consume(story[place])
        explained = await driver.price(entry.entry_id)
        assert (explained["repricing"], explained["billed_price_version"]) == (False, 2)
        assert explained["rate"]["hourly_rate"]["amount"] == "1500.00", order
    assert await driver.served.dead_letters() == []
    lines = await driver.revenue()
    assert {line["amount"]["amount"] for line in lines} == {"1500.00"}


async def test_time_that_a_credit_note_gives_back_is_priced_anew(driver: Driver) -> None:
    entry = recorded(seconds=3600)
    await driver.create_rate("1000")
    await driver.consume(entry)
    await driver.consume(invoice := billed(entry))
    await driver.create_rate("1200", organization_id=entry.organization_id)
    records = await driver.consume(released(invoice))
    await driver.reprocess(records)
    assert await driver.published_rates(entry.entry_id) == ["1000.00", "1200.00"]
    explained = await driver.price(entry.entry_id)
    assert (explained["billed_at"], explained["billed_price_version"]) == (None, None)
    assert [one["hourly_rate"] for one in explained["segments"]] == ["1200.00"]
    assert await rate_in_revenue(driver) == "1200.00"


async def test_time_given_back_has_a_new_price_though_it_is_the_same(driver: Driver) -> None:
    entry = recorded()
    await driver.create_rate("1000")
    await driver.consume(entry)
    await driver.create_rate("1200", organization_id=entry.organization_id)
    await driver.consume(invoice := billed(entry, amount="1000.00", price_version=1))
    await driver.consume(released(invoice))
    assert [one.version for one in await driver.published(entry.entry_id)] == [1, 2, 3]
    assert await driver.published_rates(entry.entry_id) == ["1000.00", "1200.00", "1200.00"]


async def test_time_given_back_has_the_newest_version_though_its_price_is_that_which_was_billed(
    driver: Driver,
) -> None:
    """Invoicing did not take the price between them while it billed the time, and does not take it afterwards."""
    entry = recorded()
    await driver.create_rate("1000")
    await driver.consume(entry)
    newer = await driver.create_rate("1200", organization_id=entry.organization_id)
    await driver.consume(invoice := billed(entry, amount="1000.00", price_version=1))
    await driver.withdraw_rate(newer)
    await driver.consume(released(invoice))
    assert [one.version for one in await driver.published(entry.entry_id)] == [1, 2, 3]
    assert await driver.published_rates(entry.entry_id) == ["1000.00", "1200.00", "1000.00"]


async def test_time_is_held_while_any_range_of_it_is_billed(driver: Driver) -> None:
    entry = recorded(seconds=3600)
    await driver.create_rate("1000")
    halves = billed(entry, entry)
    first, second = halves.ranges
    halves = halves.model_copy(
        update={
            "ranges": (
                first.model_copy(update={"end": 1800}),
                second.model_copy(update={"start": 1800}),
            )
        }
    )
    await driver.consume(entry)
    await driver.consume(halves, released(halves, halves.ranges[0]))
    await driver.create_rate("1200", organization_id=entry.organization_id)
    assert await driver.published_rates(entry.entry_id) == ["1000.00"]
    await driver.consume(released(halves, halves.ranges[1]))
    assert await driver.published_rates(entry.entry_id) == ["1000.00", "1200.00"]


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_time_is_held_until_all_parts_of_a_billed_range_are_given_back(
    driver: Driver, order: tuple[int, ...]
) -> None:
    entry = recorded(seconds=3600)
    await driver.create_rate("1000")
    await driver.consume(entry)
    invoice = billed(entry)
    [whole] = invoice.ranges
    first = released(invoice, whole.model_copy(update={"end": 1200}))
    rest = released(invoice, whole.model_copy(update={"start": 1200}))
    events = [invoice, first, rest]
    for number in order:
        await driver.consume(events[number], events[number])
        told = [events[n] for n in order[: order.index(number) + 1]]
        is_billed = invoice in told and len(told) < 3
        explained = await driver.price(entry.entry_id)
        assert (explained["billed_price_version"] is not None) == is_billed


async def test_time_given_back_can_be_billed_again_at_another_price(driver: Driver) -> None:
    entry = recorded(seconds=3600)
    await driver.create_rate("1000")
    await driver.consume(entry)
    await driver.consume(first := billed(entry))
    await driver.create_rate("1200", organization_id=entry.organization_id)
    again = billed(entry, amount="1200.00", price_version=2, number="2026-0002")
    await driver.consume(released(first), again)
    await driver.consume(first)
    explained = await driver.price(entry.entry_id)
    assert explained["billed_price_version"] == 2
    assert await rate_in_revenue(driver) == "1200.00"


async def test_a_rate_is_withdrawn_when_all_that_was_billed_at_it_was_given_back(
    driver: Driver,
) -> None:
    entry = recorded()
    rate = await driver.create_rate("1000")
    await driver.consume(entry)
    await driver.consume(invoice := billed(entry))
    assert (await driver.try_to_withdraw(f"/v1/rates/{rate['id']}")).status_code == 409
    await driver.consume(released(invoice))
    assert (await driver.try_to_withdraw(f"/v1/rates/{rate['id']}")).status_code == 204
