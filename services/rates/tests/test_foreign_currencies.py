"""Time that is priced in another currency than its customer's is flagged and listed, and never converted."""

from itertools import permutations
from typing import Any
from uuid import UUID

import pytest

from contracts.stored import example
from contracts.timer import (
    AccountSettingsChanged,
    OrganizationChanged,
    OrganizationMerged,
    TimeEntryRecorded,
)
from database import new_id
from services.rates.tests.driver import Driver
from services.rates.tests.factories import billed, recorded, references, released
from services.rates.tests.override_driver import Overrides
from testkit import ACCOUNT


def customer(
    organization_id: UUID | None, currency: str | None, version: int = 1
) -> OrganizationChanged:
    """A customer that is invoiced in this currency; None: in the account's."""
    [event] = references(organization_id=organization_id)
    assert isinstance(event, OrganizationChanged)
    return event.model_copy(update={"currency": currency, "version": version})


def settings(currency: str, version: int = 1) -> AccountSettingsChanged:
    """An account that has chosen this currency."""
    return AccountSettingsChanged(
        account_id=ACCOUNT, version=version, time_zone="UTC", currency=currency, language="da"
    )


async def listed(driver: Driver, **query: str) -> list[Any]:
    """The entries on the list, with both currencies."""
    page = await driver.get("/v1/foreign-currency-entries", **query)
    return [(one["entry_id"], one["currency"], one["customer_currency"]) for one in page["items"]]


async def flag(driver: Driver, entry: TimeEntryRecorded) -> tuple[bool, str | None, str]:
    """Whether the entry's price is flagged, and both currencies."""
    one = await driver.price(entry.entry_id)
    return one["foreign_currency"], one["currency"], one["customer_currency"]


@pytest.fixture
async def entry(driver: Driver) -> TimeEntryRecorded:
    """An hour that costs 1,000 DKK, for a customer that is invoiced in the account's currency, DKK."""
    await driver.consume(settings("DKK"))
    await driver.create_rate("1000")
    time = recorded(seconds=3600)
    assert time.organization_id is not None
    await driver.consume(customer(time.organization_id, None), time)
    return time


async def test_the_currency_of_the_customer_decides_else_that_of_the_account(
    driver: Driver, entry: TimeEntryRecorded
) -> None:
    assert await flag(driver, entry) == (False, "DKK", "DKK")
    assert await listed(driver) == []
    await driver.consume(customer(entry.organization_id, "EUR", version=2))
    await driver.reprice()
    assert await flag(driver, entry) == (True, "DKK", "EUR")
    assert await listed(driver) == [(str(entry.entry_id), "DKK", "EUR")]
    assert await driver.published_rates(entry.entry_id) == ["1000.00"]
    [line] = await driver.revenue()
    assert line["amount"] == {"amount": "1000.00", "currency": "DKK"}
    await driver.consume(customer(entry.organization_id, None, version=3), settings("EUR", 2))
    await driver.reprice()
    assert await flag(driver, entry) == (True, "DKK", "EUR")
    await driver.consume(settings("DKK", 3))
    await driver.reprice()
    assert await listed(driver) == []


async def test_an_account_that_has_chosen_nothing_is_invoiced_in_euro(driver: Driver) -> None:
    time = recorded()
    await driver.create_rate("1000")
    await driver.consume(time)
    assert await flag(driver, time) == (True, "DKK", "EUR")
    assert await listed(driver) == [(str(time.entry_id), "DKK", "EUR")]
    assert (await driver.get("/v1/foreign-currency-entries", first_day="2026-03-03"))["items"] == []
    assert len(await listed(driver, first_day="2026-03-02", last_day="2026-03-02")) == 1


async def test_time_without_a_price_has_no_foreign_one(driver: Driver) -> None:
    time = recorded()
    await driver.consume(time)
    assert await flag(driver, time) == (False, None, "EUR")
    assert await listed(driver) == []


async def test_a_rate_or_a_price_of_the_entry_in_the_right_currency_mends_it(
    driver: Driver, entry: TimeEntryRecorded
) -> None:
    other = recorded(organization_id=entry.organization_id)
    await driver.consume(other, customer(entry.organization_id, "EUR", version=2))
    await driver.reprice()
    assert len(await listed(driver)) == 2
    manager = Overrides(driver, await driver.served.as_("manager"))
    await manager.set(entry.entry_id, amount="140", currency="EUR")
    assert await flag(driver, entry) == (False, "EUR", "EUR")
    assert await listed(driver) == [(str(other.entry_id), "DKK", "EUR")]
    await driver.create_rate("150", agent_id=other.agent_id, currency="EUR")
    assert await listed(driver) == []


async def test_billed_time_is_flagged_but_there_is_nothing_to_do_about_it(
    driver: Driver, entry: TimeEntryRecorded
) -> None:
    await driver.consume(invoice := billed(entry))
    await driver.consume(customer(entry.organization_id, "EUR", version=2))
    await driver.reprice()
    assert await flag(driver, entry) == (True, "DKK", "EUR")
    assert await listed(driver) == []
    await driver.consume(released(invoice))
    assert await listed(driver) == [(str(entry.entry_id), "DKK", "EUR")]


async def test_a_merged_customer_is_invoiced_in_the_currency_of_the_one_that_stays(
    driver: Driver, entry: TimeEntryRecorded
) -> None:
    stays = new_id()
    await driver.consume(customer(stays, "SEK"))
    merged = example(OrganizationMerged).model_copy(
        update={
            "account_id": ACCOUNT,
            "organization_id": entry.organization_id,
            "into_organization_id": stays,
            "version": 2,
            "currency": None,
        }
    )
    await driver.consume(merged)
    await driver.reprice()
    assert await listed(driver) == [(str(entry.entry_id), "DKK", "SEK")]


async def test_settings_customers_and_time_twice_and_in_any_order_end_the_same(
    driver: Driver,
) -> None:
    await driver.create_rate("1000")
    await driver.consume(settings("DKK"))
    for number, order in enumerate(permutations(range(4)), 1):
        time = recorded(organization_id=(organization_id := new_id()))
        story: list[Any] = [
            time,
            customer(organization_id, "EUR"),
            customer(organization_id, None, version=2),
            settings("SEK", 2 * number),
        ]
        for place in order:
            await driver.reprocess(await driver.consume(story[place]))
            await driver.consume(story[place])
            await driver.reprice()
        assert await flag(driver, time) == (True, "DKK", "SEK"), order
        assert (str(time.entry_id), "DKK", "SEK") in await listed(driver, limit="500"), order
        await driver.consume(settings("DKK", 2 * number + 1))
        await driver.reprice()
        assert await listed(driver) == [], order
    assert await driver.served.dead_letters() == []


async def test_the_list_has_pages_and_agents_do_not_see_it(driver: Driver) -> None:
    await driver.create_rate("1000")
    time = [recorded() for _ in range(3)]
    await driver.consume(*time)
    path = "/v1/foreign-currency-entries"
    first = await driver.get(path, limit="2")
    rest = await driver.get(path, cursor=first["next_cursor"])
    shown = [one["entry_id"] for one in [*first["items"], *rest["items"]]]
    assert shown == [str(one.entry_id) for one in time]
    agent = await driver.served.as_("agent")
    assert (await agent.get(path)).status_code == 403


async def test_the_example_of_the_contracts_is_taken(driver: Driver) -> None:
    await driver.consume(example(AccountSettingsChanged))
    assert await driver.served.dead_letters() == []
