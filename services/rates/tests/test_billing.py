"""What was billed is the price for ever, whatever rates said before or after they heard of it."""

from itertools import permutations
from typing import Any

from contracts import Money
from contracts.invoicing import TimeBilled
from contracts.rates import TimePriced
from contracts.timer import TimeEntryRecorded
from database import new_id
from services.rates.tests.office import Office, billed, recorded


def billed_at_price(entry: TimeEntryRecorded, amount: str, price_version: int) -> TimeBilled:
    """An invoice that names the price it bills."""
    fact = billed(entry)
    named = {
        "hourly_rate": Money.model_validate({"amount": amount, "currency": "DKK"}),
        "price_version": price_version,
    }
    return fact.model_copy(update={"entries": (fact.entries[0].model_copy(update=named),)})


async def rate_in_revenue(office: Office) -> str:
    [line] = (await office.gets("/v1/costs-and-revenue"))["revenue"]
    amount: str = line["amount"]["amount"]
    return amount


async def test_the_billed_price_stays_though_a_newer_one_was_said_before_the_bill_was_heard(
    office: Office,
) -> None:
    entry = recorded(seconds=3600)
    first = await office.sets("1000")
    await office.served.deliver(entry)
    second = await office.sets("1200", organization_id=entry.organization_id)
    records = await office.served.deliver(billed_at_price(entry, "1000.00", 1))
    await office.served.take(records)
    explained = await office.gets(f"/v1/prices/{entry.entry_id}")
    assert (explained["rate"]["id"], explained["billed_price_version"]) == (first["id"], 1)
    assert explained["repricing"] is False
    assert [one["price_version"] for one in explained["history"]] == [1, 2]
    assert [(one["rate"]["id"], one["won"]) for one in explained["candidates"]] == [
        (first["id"], True)
    ]
    assert await rate_in_revenue(office) == "1000.00"
    assert (await office.client.delete(f"/v1/rates/{first['id']}")).status_code == 409
    assert (await office.client.delete(f"/v1/rates/{second['id']}")).status_code == 204


async def test_the_billed_price_stays_though_its_rate_was_withdrawn_meanwhile(
    office: Office,
) -> None:
    entry = recorded(seconds=3600)
    first = await office.sets("1000")
    await office.served.deliver(entry)
    await office.client.delete(f"/v1/rates/{first['id']}")
    await office.settles()
    await office.served.deliver(billed_at_price(entry, "1000.00", 1))
    explained = await office.gets(f"/v1/prices/{entry.entry_id}")
    assert (explained["rate"]["id"], explained["unpriced_reason"]) == (first["id"], None)
    assert await rate_in_revenue(office) == "1000.00"


async def test_nothing_prices_pinned_time_again(office: Office) -> None:
    entry = recorded(seconds=3600)
    await office.sets("1000")
    await office.served.deliver(entry, billed_at_price(entry, "1000.00", 1))
    await office.sets("1200", organization_id=entry.organization_id)
    await office.served.deliver(entry.model_copy(update={"version": 2, "project_id": new_id()}))
    assert [one.price_version for one in await office.said(entry.entry_id)] == [1]
    assert await rate_in_revenue(office) == "1000.00"


async def test_time_heard_of_after_its_bill_gets_the_price_that_the_bill_names(
    office: Office,
) -> None:
    entry = recorded(seconds=3600)
    first = await office.sets("1000")
    await office.sets("1200", organization_id=entry.organization_id)
    await office.served.deliver(billed_at_price(entry, "1000.00", 3), entry)
    [said] = await office.said(entry.entry_id)
    assert isinstance(said, TimePriced)
    assert (str(said.hourly_rate.amount), said.price_version) == ("1000.00", 3)
    explained = await office.gets(f"/v1/prices/{entry.entry_id}")
    assert explained["rate"]["id"] == first["id"]
    assert [(one["rate"]["id"], one["won"]) for one in explained["candidates"]][1:] == [
        (first["id"], True)
    ]
    assert await rate_in_revenue(office) == "1000.00"


async def test_facts_and_bill_twice_and_in_any_order_end_at_the_billed_price(
    office: Office,
) -> None:
    project = new_id()
    await office.sets("1000")
    await office.sets("1500", project_id=project)
    for order in permutations(range(3)):
        entry = recorded(seconds=3600)
        second = entry.model_copy(update={"version": 2, "project_id": project})
        story: list[Any] = [entry, second, billed_at_price(entry, "1500.00", 2)]
        for place in order:
            await office.served.take(await office.served.deliver(story[place]))
            await office.served.deliver(story[place])
        explained = await office.gets(f"/v1/prices/{entry.entry_id}")
        assert (explained["repricing"], explained["billed_price_version"]) == (False, 2)
        assert explained["rate"]["hourly_rate"]["amount"] == "1500.00", order
    assert await office.served.dead_letters() == []
    lines = (await office.gets("/v1/costs-and-revenue"))["revenue"]
    assert {line["amount"]["amount"] for line in lines} == {"1500.00"}
