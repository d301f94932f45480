"""Time at the rates of its hours, as it is priced, published, billed, and priced again."""

import pytest

from database import new_id
from services.rates.tests.driver import Driver
from services.rates.tests.factories import billed, recorded, released
from services.rates.tests.multiplier_driver import (
    Multipliers,
    evening,
    holiday,
    overtime,
    timed,
)
from services.rates.tests.override_driver import Overrides
from services.rates.tests.test_merged_customers import changed, merged


@pytest.fixture
async def multipliers(driver: Driver) -> Multipliers:
    await driver.create_rate("1000")
    return Multipliers(driver)


async def test_time_over_the_beginning_of_the_evening_has_two_segments(
    multipliers: Multipliers,
) -> None:
    made = await multipliers.create(evening())
    entry = timed("2026-03-02 17:00", 2)
    await multipliers.driver.consume(entry)
    assert await multipliers.segments(entry) == "60 at 1000.00, 60 at 1500.00"
    assert await multipliers.published(entry) == ["60 at 1000.00, 60 at 1500.00"]
    _, after = (await multipliers.driver.price(entry.entry_id))["segments"]
    assert (after["multiplier_id"], after["billed_seconds"]) == (made["id"], 3600)


async def test_a_new_multiplier_prices_again_what_it_touches_and_its_end_and_withdrawal_do(
    multipliers: Multipliers,
) -> None:
    evening_before, late = timed("2026-03-01 18:00"), timed("2026-03-02 18:00")
    morning = timed("2026-03-02 08:00")
    await multipliers.driver.consume(evening_before, late, morning)
    made = await multipliers.create(evening())
    assert await multipliers.published(late) == ["60 at 1000.00", "60 at 1500.00"]
    assert await multipliers.published(morning) == ["60 at 1000.00"]
    assert await multipliers.published(evening_before) == ["60 at 1000.00"]
    ended = await multipliers.end(made, "2026-03-01")
    assert await multipliers.segments(late) == "60 at 1000.00"
    again = await multipliers.end(ended, None)
    assert await multipliers.segments(late) == "60 at 1500.00"
    assert (await multipliers.withdraw(again)).status_code == 204
    assert len(await multipliers.published(late)) == 5
    assert await multipliers.segments(late) == "60 at 1000.00"


async def test_the_same_events_again_and_in_another_order_change_nothing(
    multipliers: Multipliers,
) -> None:
    await multipliers.create(evening())
    await multipliers.create(overtime(1, "2"))
    agent = new_id()
    early, late = (timed(f"2026-03-02 {hour}:00", agent_id=agent) for hour in (16, 18))
    records = await multipliers.driver.consume(late) + await multipliers.driver.consume(early)
    assert await multipliers.segments(late) == "60 at 2000.00"
    before = await multipliers.published(late)
    await multipliers.driver.reprocess(records)
    assert await multipliers.published(late) == before


async def test_overtime_moves_when_earlier_time_comes_grows_moves_or_goes(
    multipliers: Multipliers,
) -> None:
    await multipliers.create(overtime(8))
    agent, driver = new_id(), multipliers.driver
    late = timed("2026-03-02 13:00", 5, agent_id=agent)
    early = timed("2026-03-02 08:00", 4, agent_id=agent)
    others = timed("2026-03-02 08:00", 8)
    await driver.consume(late, others)
    assert await multipliers.segments(late) == "300 at 1000.00"
    await driver.consume(early)
    assert await multipliers.segments(late) == "240 at 1000.00, 60 at 1500.00"
    longer = early.model_copy(update={"version": 2, "seconds": 5 * 3600, "billable": False})
    await driver.consume(longer)
    assert await multipliers.segments(late) == "180 at 1000.00, 120 at 1500.00"
    another_day = timed("2026-03-03 08:00", 5, agent_id=agent)
    moved = another_day.model_copy(update={"version": 3, "entry_id": early.entry_id})
    await driver.consume(moved)
    assert await multipliers.segments(late) == "300 at 1000.00"
    back = longer.model_copy(update={"version": 4, "work_date": late.work_date})
    await driver.consume(back)
    anothers = back.model_copy(update={"version": 5, "agent_id": new_id()})
    assert await multipliers.segments(late) == "180 at 1000.00, 120 at 1500.00"
    await driver.consume(anothers)
    assert await multipliers.segments(late) == "300 at 1000.00"


async def test_overtime_of_a_week_is_counted_over_its_days(multipliers: Multipliers) -> None:
    agent = new_id()
    days = [timed(f"2026-03-0{day} 08:00", 10, agent_id=agent) for day in (2, 3, 4, 5, 9)]
    await multipliers.driver.consume(*days)
    await multipliers.create(overtime(37, per="week"))
    told = [await multipliers.segments(one) for one in days]
    whole = "600 at 1000.00"
    assert told == [whole, whole, whole, "420 at 1000.00, 180 at 1500.00", whole]


async def test_a_holiday_charges_time_on_it_from_the_day_before_on(
    multipliers: Multipliers,
) -> None:
    entry = timed("2026-12-23 23:00", 2)
    await multipliers.driver.consume(entry)
    await multipliers.create(holiday())
    assert await multipliers.segments(entry) == "120 at 1000.00"
    response = await multipliers.add_holidays("2026-12-24", "2026-12-25")
    assert response.status_code == 201
    assert await multipliers.segments(entry) == "60 at 1000.00, 60 at 2000.00"
    first, _ = response.json()["items"]
    assert (
        await multipliers.driver.client.delete(f"/v1/holidays/{first['id']}")
    ).status_code == 204
    await multipliers.driver.reprice()
    assert await multipliers.segments(entry) == "120 at 1000.00"


async def test_billed_time_keeps_its_segments_and_time_that_is_given_back_has_those_of_now(
    multipliers: Multipliers,
) -> None:
    made = await multipliers.create(evening())
    entry, driver = timed("2026-03-02 17:00", 2), multipliers.driver
    await driver.consume(entry)
    invoice = billed(entry, amount="1000.00")
    await driver.consume(invoice)
    refused = await multipliers.withdraw(made)
    assert refused.json()["type"] == "urn:honorar:problem:multiplier-billed"
    ended = await multipliers.end(made, "2026-01-31")
    await multipliers.create(evening("3", valid_from="2026-02-01"))
    assert await multipliers.segments(entry) == "60 at 1000.00, 60 at 1500.00"
    await driver.consume(released(invoice))
    assert await multipliers.segments(entry) == "60 at 1000.00, 60 at 3000.00"
    assert (await multipliers.withdraw(ended)).status_code == 204


async def test_a_multiplier_of_a_customer_goes_before_the_accounts_also_of_merged_ones(
    multipliers: Multipliers,
) -> None:
    stays, double = new_id(), new_id()
    await multipliers.driver.consume(changed(stays), changed(double))
    entry = timed("2026-03-02 18:00", organization_id=double)
    await multipliers.driver.consume(entry)
    await multipliers.create(evening())
    await multipliers.create(evening("1.25", organization_id=stays))
    assert await multipliers.segments(entry) == "60 at 1500.00"
    await multipliers.driver.consume(merged(double, stays))
    await multipliers.driver.reprice()
    assert await multipliers.segments(entry) == "60 at 1250.00"


async def test_a_price_that_somebody_set_is_charged_whole_until_it_is_removed(
    multipliers: Multipliers,
) -> None:
    await multipliers.create(evening())
    entry, driver = timed("2026-03-02 17:00", 2), multipliers.driver
    await driver.consume(entry)
    overrides = Overrides(driver, driver.client)
    await overrides.set(entry.entry_id, amount="700")
    assert await multipliers.segments(entry) == "120 at 700.00"
    await overrides.remove(entry.entry_id)
    assert await multipliers.segments(entry) == "60 at 1000.00, 60 at 1500.00"


async def test_rounding_and_multipliers_go_together(multipliers: Multipliers) -> None:
    await multipliers.driver.create_policy("up")
    await multipliers.create(evening())
    entry = timed("2026-03-02 17:50", 20 / 60)
    await multipliers.driver.consume(entry)
    price = await multipliers.driver.price(entry.entry_id)
    assert [one["billed_seconds"] for one in price["segments"]] == [900, 900]
    assert price["rounding"]["billed_seconds"] == 1800


async def test_a_new_rate_is_multiplied_too(multipliers: Multipliers) -> None:
    await multipliers.create(evening())
    entry = timed("2026-03-02 18:00")
    await multipliers.driver.consume(entry)
    await multipliers.driver.create_rate("1200", agent_id=entry.agent_id)
    assert await multipliers.published(entry) == ["60 at 1500.00", "60 at 1800.00"]


async def test_the_price_tells_what_each_multiplier_charges_and_why_others_do_not(
    multipliers: Multipliers,
) -> None:
    driver = multipliers.driver
    entry = timed("2026-03-02 17:00", 2)
    unknown = recorded(started_at=None, work_date=entry.work_date)
    await driver.consume(entry, unknown)
    abroad = {"amount": "200", "currency": "EUR"}
    bodies = [
        evening(),
        evening(None, name="Abroad", hourly_rate=abroad, organization_id=entry.organization_id),
        evening(name="Night", starts_at="22:00", ends_at="06:00"),
        evening(
            name="Early",
            starts_at="18:00",
            ends_at="19:00",
            valid_to="2026-03-01",
            agent_id=entry.agent_id,
        ),
        overtime(1, "2", organization_id=entry.organization_id),
        holiday(),
    ]
    for body in bodies:
        await multipliers.create(body)
    price = await driver.price(entry.entry_id)
    assert [
        (one["multiplier"]["name"], one["seconds"], one["why"]) for one in price["multipliers"]
    ] == [
        ("Overtime", 3600, "charges a part of it"),
        ("Evening", 0, "another one goes before it at that time"),
        (
            "Abroad",
            0,
            "its rate is in another currency than the price of the work, and nothing is converted",
        ),
        ("Night", 0, "the work was at other hours"),
        ("Holiday", 0, "no part of the work was on a holiday"),
    ]
    without_start = (await driver.price(unknown.entry_id))["multipliers"]
    assert {one["why"] for one in without_start} == {"it is not known when the work was done"}
    await Overrides(driver, driver.client).set(entry.entry_id)
    by_hand = (await driver.price(entry.entry_id))["multipliers"]
    assert {one["why"] for one in by_hand} == {"a manager set the price"}


async def test_the_price_tells_that_it_does_not_follow_a_new_multiplier_yet(
    multipliers: Multipliers,
) -> None:
    entry, driver = timed("2026-03-02 18:00"), multipliers.driver
    await driver.consume(entry)
    assert (await multipliers.try_to_create(evening())).status_code == 201
    assert (await driver.price(entry.entry_id))["repricing"] is True
    await driver.reprice()
    price = await driver.price(entry.entry_id)
    assert (price["repricing"], price["multipliers"][0]["why"]) == (False, "charges a part of it")
