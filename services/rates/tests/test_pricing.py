"""Time as it is consumed, and the prices that are published for it."""

from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import text

from contracts import Event
from contracts.invoicing import TimeBilled, TimeReleased
from contracts.rates import TimePriced, TimeUnpriced
from contracts.stored import example
from contracts.timer import TimeEntryDiscarded, TimeEntryRecorded
from database import new_id
from services.rates.tests.driver import Driver
from services.rates.tests.factories import billed, recorded


async def test_an_entry_is_priced_by_the_most_specific_rate_on_its_day(driver: Driver) -> None:
    entry = recorded()
    await driver.create_rate("1000")
    special = await driver.create_rate("1200", organization_id=entry.organization_id)
    await driver.create_rate(
        "1500",
        organization_id=entry.organization_id,
        agent_id=entry.agent_id,
        valid_from="2026-03-03",
    )
    await driver.consume(entry)
    [published] = await driver.published(entry.entry_id)
    assert isinstance(published, TimePriced)
    [segment] = published.segments
    assert (str(segment.hourly_rate), published.currency) == ("1200.00", "DKK")
    assert (segment.treatment, segment.start, segment.end) == ("hourly", 0, 3000)
    assert (str(segment.rule_id), segment.billed_seconds) == (special["id"], 3000)
    assert (published.entry_version, published.version, published.seconds) == (1, 1, 3000)


async def test_time_without_a_rate_or_an_organization_is_published_as_unpriced(
    driver: Driver,
) -> None:
    await driver.create_rate("1000", valid_from="2026-03-03")
    early, nobody = recorded(), recorded(organization_id=None, work_date=date(2026, 3, 3))
    await driver.consume(early, nobody)
    [no_rate, no_organization] = await driver.published()
    assert isinstance(no_rate, TimeUnpriced)
    assert (no_rate.reason, no_rate.detail) == ("no-rate", "no rate matches on 2026-03-02")
    assert isinstance(no_organization, TimeUnpriced)
    assert no_organization.reason == "no-organization"


async def test_a_rate_of_zero_is_a_price(driver: Driver) -> None:
    await driver.create_rate("0")
    await driver.consume(recorded())
    [published] = await driver.published()
    assert isinstance(published, TimePriced)
    assert str(published.segments[0].hourly_rate) == "0.00"


async def test_nothing_is_published_for_time_that_was_never_billable(driver: Driver) -> None:
    entry = recorded(billable=False)
    await driver.consume(entry, entry.model_copy(update={"version": 2}))
    assert await driver.published() == []


async def test_priced_time_that_is_billable_no_longer_is_published_so_once(
    driver: Driver,
) -> None:
    await driver.create_rate("1000")
    entry = recorded()
    for version, billable in ((1, True), (2, False), (3, False), (4, True)):
        await driver.consume(entry.model_copy(update={"version": version, "billable": billable}))
    published = await driver.published()
    assert [getattr(one, "reason", "priced") for one in published] == [
        "priced",
        "not-billable",
        "priced",
    ]
    assert [(one.entry_version, one.version) for one in published] == [(1, 1), (2, 2), (4, 3)]


async def test_every_new_version_is_published_and_an_old_one_is_not(driver: Driver) -> None:
    await driver.create_rate("1000")
    entry = recorded(version=2)
    await driver.consume(entry)
    await driver.consume(entry.model_copy(update={"version": 1, "seconds": 60}))
    await driver.consume(entry.model_copy(update={"version": 3, "seconds": 120}))
    published = await driver.published()
    assert [(one.entry_version, one.version) for one in published] == [(2, 1), (3, 2)]
    assert [one.seconds for one in published if isinstance(one, TimePriced)] == [3000, 120]


async def test_of_several_versions_of_one_entry_in_a_set_the_newest_is_priced(
    driver: Driver,
) -> None:
    await driver.create_rate("1000")
    entry = recorded()
    versions = [entry.model_copy(update={"version": number}) for number in (1, 3, 2)]
    await driver.consume(*versions, recorded())
    assert [one.entry_version for one in await driver.published(entry.entry_id)] == [3]


async def test_a_discarded_entry_is_forgotten_unless_it_comes_back(driver: Driver) -> None:
    await driver.create_rate("1000")
    entry = recorded()
    gone = TimeEntryDiscarded(account_id=entry.account_id, entry_id=entry.entry_id, version=2)
    await driver.consume(entry, gone)
    assert (await driver.client.get(f"/v1/prices/{entry.entry_id}")).status_code == 404
    assert await driver.revenue() == []
    await driver.consume(entry.model_copy(update={"version": 3}))
    assert (await driver.price(entry.entry_id))["entry_version"] == 3


def _story(kind: str, entry: TimeEntryRecorded, project: Any, bill: TimeBilled) -> list[Event]:
    second = entry.model_copy(update={"version": 2, "project_id": project, "seconds": 60})
    third = second.model_copy(update={"version": 3, "billable": False})
    gone = TimeEntryDiscarded(account_id=entry.account_id, entry_id=entry.entry_id, version=3)
    stories: dict[str, list[Event]] = {
        "billed": [entry, second, bill],
        "discarded": [entry, second, gone],
        "not billable": [entry, second, third, bill],
    }
    return stories[kind]


@pytest.mark.parametrize("kind", ["billed", "discarded", "not billable"])
async def test_messages_twice_and_in_any_order_end_in_the_same_state(
    driver: Driver, kind: str
) -> None:
    project = new_id()
    await driver.create_rate("1000")
    await driver.create_rate("1500", project_id=project)
    entry = recorded()
    at = billed(entry).billed_at
    length = len(_story(kind, entry, project, billed(entry)))
    ends = []
    for order in permutations(range(length)):
        one = entry.model_copy(update={"entry_id": new_id()})
        story = _story(
            kind, one, project, billed(one, amount="1500.00", price_version=2, billed_at=at)
        )
        for place in order:
            records = await driver.consume(story[place])
            await driver.reprocess(records)
            await driver.consume(story[place])
        ends.append(await _end(driver, one))
    assert await driver.served.dead_letters() == []
    assert all(end == ends[0] for end in ends)


async def _end(driver: Driver, entry: TimeEntryRecorded) -> Any:
    """All that callers can see of the entry, apart from its id and its history."""
    response = await driver.client.get(f"/v1/prices/{entry.entry_id}")
    if response.status_code == 404:
        return None
    seen = response.json()
    history = seen.pop("history")
    last = history[-1:] if seen["billable"] and not seen["billed_at"] else []
    published = [{**one, "price_version": None, "priced_at": None} for one in last]
    return {**seen, "entry_id": None}, published


async def test_the_examples_of_the_contracts_are_consumed_and_produced(driver: Driver) -> None:
    entry, expected = example(TimeEntryRecorded), example(TimePriced)
    rate = await driver.create_rate("1200", organization_id=entry.organization_id)
    billing = example(TimeBilled), example(TimeReleased)
    await driver.consume(entry, example(TimeEntryDiscarded))
    [published] = await driver.published(entry.entry_id)
    assert isinstance(published, TimePriced)
    [segment], [expected_segment] = published.segments, expected.segments
    assert str(segment.rule_id) == rate["id"]
    made = published.model_copy(
        update={
            "segments": (segment.model_copy(update={"rule_id": expected_segment.rule_id}),),
            "priced_at": expected.priced_at,
        }
    )
    assert made.model_dump_json() == expected.model_dump_json()
    await driver.consume(*billing)
    assert [one.version for one in await driver.published(entry.entry_id)] == [1, 2]
    assert await driver.served.dead_letters() == []


async def test_the_example_of_unpriced_time_is_produced(driver: Driver) -> None:
    expected = example(TimeUnpriced)
    await driver.consume(recorded(entry_id=expected.entry_id, work_date=date(2026, 9, 28)))
    assert [one.model_dump_json() for one in await driver.published()] == [
        expected.model_dump_json()
    ]


async def test_the_history_of_prices_cannot_be_rewritten(driver: Driver) -> None:
    await driver.create_rate("1000")
    entry = recorded()
    await driver.consume(entry)
    for statement in (
        "UPDATE prices SET amount = 1",
        "DELETE FROM prices",
        "UPDATE rates SET amount = 1",
        "DELETE FROM rates",
    ):
        with pytest.raises(Exception, match="permission denied"):
            async with driver.served.database.transaction(entry.account_id) as session:
                await session.execute(text(statement))


async def test_seconds_and_rate_make_the_amount_that_invoices_print(driver: Driver) -> None:
    await driver.create_rate("1200")
    entry = recorded()
    await driver.consume(entry)
    [line] = await driver.revenue()
    assert line["amount"] == {"amount": "1000.00", "currency": "DKK"}
    assert Decimal(line["rate_seconds"]) == 3000 * 1200
