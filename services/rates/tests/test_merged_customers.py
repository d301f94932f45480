"""Customers that were merged are one: in what they earn, and in what their time costs; undone they are two again."""

import random
from datetime import UTC, datetime
from decimal import Decimal
from itertools import permutations
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from contracts import Event
from contracts.timer import OrganizationChanged, OrganizationMerged, TimeEntryRecorded
from database import new_id
from services.rates.tests.driver import Driver
from services.rates.tests.factories import billed, recorded
from testkit import ACCOUNT, Served

law = settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def changed(organization_id: UUID, version: int = 1) -> OrganizationChanged:
    """A customer of its own."""
    shown: dict[str, Any] = {
        "organization_id": organization_id,
        "name": "Nordlys",
        "version": version,
    }
    return OrganizationChanged(account_id=ACCOUNT, **shown)


def merged(organization_id: UUID, into: UUID, version: int = 2) -> OrganizationMerged:
    """The same, as the duplicate of another."""
    shown = dict(changed(organization_id, version))
    at = datetime(2026, 3, 3, tzinfo=UTC)
    return OrganizationMerged(**shown, into_organization_id=into, merged_at=at)


async def earned(driver: Driver) -> dict[UUID, tuple[int, str]]:
    """Seconds and money by customer."""
    return {
        UUID(one["organization_id"]): (one["seconds"], one["amount"]["amount"])
        for one in await driver.revenue()
    }


async def price_of(driver: Driver, entry: TimeEntryRecorded) -> str:
    """What an hour of the entry costs."""
    price = await driver.price(entry.entry_id)
    assert not price["repricing"]
    return str(price["rate"]["hourly_rate"]["amount"])


async def test_time_of_both_earns_for_the_one_that_stays_until_that_is_undone(
    driver: Driver,
) -> None:
    await driver.create_rate("1000")
    stays, double, work = new_id(), new_id(), new_id()
    await driver.consume(changed(stays), changed(double))
    await driver.consume(
        recorded(organization_id=stays, seconds=6, work_item_id=work),
        recorded(organization_id=double, seconds=6, work_item_id=work),
    )
    apart = {stays: (6, "1.67"), double: (6, "1.67")}
    assert await earned(driver) == apart
    await driver.consume(merged(double, stays))
    assert await earned(driver) == {stays: (12, "3.33")}  # one line of an invoice, rounded once
    await driver.consume(changed(double, 3))
    assert await earned(driver) == apart


async def test_a_rate_of_the_merged_one_holds_for_both_where_the_other_has_none(
    driver: Driver,
) -> None:
    stays, double = new_id(), new_id()
    await driver.create_rate("1000")
    await driver.create_rate("1200", organization_id=double)
    entries = [recorded(organization_id=one) for one in (stays, double)]
    await driver.consume(changed(stays), *entries)
    assert [await price_of(driver, one) for one in entries] == ["1000.00", "1200.00"]
    await driver.consume(merged(double, stays))
    await driver.reprice()
    assert [await price_of(driver, one) for one in entries] == ["1200.00", "1200.00"]
    assert {rate["organization_id"] for rate in await driver.rates(organization_id=str(stays))} == {
        str(double)
    }
    await driver.create_rate("1300", organization_id=stays)
    assert [await price_of(driver, one) for one in entries] == ["1300.00", "1300.00"]
    assert (await driver.match("2026-03-02", organization_id=double))["rate"]["hourly_rate"][
        "amount"
    ] == "1300.00"
    await driver.consume(changed(double, 3))
    await driver.reprice()
    assert [await price_of(driver, one) for one in entries] == ["1300.00", "1200.00"]


async def test_a_rate_that_ends_later_reaches_the_time_of_both(driver: Driver) -> None:
    stays, double = new_id(), new_id()
    await driver.create_rate("1000")
    rate = await driver.create_rate("1200", organization_id=double)
    await driver.consume(
        changed(stays), merged(double, stays), entry := recorded(organization_id=stays)
    )
    await driver.reprice()
    assert await price_of(driver, entry) == "1200.00"
    await driver.withdraw_rate(rate)
    assert await price_of(driver, entry) == "1000.00"


async def test_billed_time_keeps_its_price_and_earns_for_the_one_that_stays(driver: Driver) -> None:
    stays, double = new_id(), new_id()
    await driver.create_rate("1000", organization_id=double)
    await driver.consume(entry := recorded(organization_id=double))
    await driver.consume(billed(entry))
    await driver.create_rate("1300", organization_id=stays)
    await driver.consume(merged(double, stays))
    await driver.reprice()
    assert await driver.published_rates(entry.entry_id) == ["1000.00"]
    assert await earned(driver) == {stays: (3000, "833.33")}


async def test_any_order_ends_the_same_also_twice(driver: Driver) -> None:
    await driver.create_rate("1000")
    for order in permutations(range(4)):
        stays, double = new_id(), new_id()
        entry = recorded(organization_id=double, seconds=3600)
        steps = [changed(stays), changed(double), merged(double, stays), entry]
        for number in order:
            records = await driver.consume(steps[number])
            await driver.reprocess(records)
            await driver.consume(steps[number])
        found = await earned(driver)
        assert (found.get(stays), found.get(double)) == ((3600, "1000.00"), None), order
        await driver.consume(changed(double, 3), merged(double, stays))
        found = await earned(driver)
        assert (found.get(stays), found.get(double)) == (None, (3600, "1000.00")), order
    assert await driver.served.dead_letters() == []


@law
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=8),
    st.randoms(use_true_random=False),
)
async def test_whatever_is_merged_and_undone_all_customers_together_have_all_time(
    served: Served, acts: list[tuple[int, int]], chance: random.Random
) -> None:
    """Each act merges a customer into another, or undoes it where both are the same."""
    driver = Driver(served, await served.as_("billing"))
    before = await earned(driver)
    customers = [new_id() for _ in range(4)]
    events: list[Event] = [changed(one) for one in customers]
    into: dict[int, int] = {}
    for version, (one, other) in enumerate(acts, 2):
        if one == other:
            into.pop(one, None)
            events.append(changed(customers[one], version))
        elif one not in into and other not in into and one not in into.values():
            into[one] = other
            events.append(merged(customers[one], customers[other], version))
    entries = [
        recorded(organization_id=one, seconds=chance.randint(1, 7200))
        for one in customers
        for _ in "ab"
    ]
    events += [*entries, *chance.sample(events, len(events) // 2)]
    chance.shuffle(events)
    if not await driver.rates():
        await driver.create_rate("1000")
    while events:
        some, events = events[:5], events[5:]
        await driver.consume(*some)
    await driver.reprice()
    after = await earned(driver)
    found = {one: value for one, value in after.items() if one not in before}
    expected: dict[UUID, int] = {}
    for entry in entries:
        number = customers.index(entry.organization_id or UUID(int=0))
        stays = customers[into.get(number, number)]
        expected[stays] = expected.get(stays, 0) + entry.seconds
    assert {one: seconds for one, (seconds, _) in found.items()} == expected
    assert sum(seconds for seconds, _ in found.values()) == sum(one.seconds for one in entries)
    rated = [Decimal(one["rate_seconds"]) for one in await driver.revenue()]
    assert sum(rated) == 1000 * sum(seconds for seconds, _ in after.values())
