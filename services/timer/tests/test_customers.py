"""Customers: what is published of them, and which currency holds."""

from contracts.timer import (
    OrganizationChanged,
)
from services.timer.tests.driver import Driver
from services.timer.tests.factories import FJORD


async def test_a_customer_is_published_with_their_address(driver: Driver) -> None:
    await driver.create("organizations", **FJORD)
    (*_, event) = await driver.timer.published(OrganizationChanged)
    assert event.address is not None
    assert (event.address.lines, event.address.city) == (("Kaia 4", "c/o Havn"), "Oslo")
    assert (event.name, event.currency, event.language) == ("Fjord A/S", "NOK", "nb")
    assert (event.vat_number, event.email_domains) == ("NO988077917MVA", ("fjord.example",))
    numbers = event.registration_number, event.gln, event.kind, event.code
    assert numbers == ("988077917", FJORD["gln"], "business", "FJORD")


async def test_a_customer_without_a_country_has_no_address_yet(driver: Driver) -> None:
    await driver.create("organizations", name="Somewhere", city="Oslo")
    (*_, event) = await driver.timer.published(OrganizationChanged)
    assert event.address is None


async def test_a_customer_without_a_currency_shows_which_one_holds(driver: Driver) -> None:
    await driver.update_settings(currency="SEK")
    path = f"organizations/{driver.organization['id']}"
    shown = (await driver.manager.get(f"/v1/{path}")).json()
    assert (shown["currency"], shown["effective_currency"]) == (None, "SEK")
    changed = await driver.change(path, currency="NOK")
    assert (changed["currency"], changed["effective_currency"]) == ("NOK", "NOK")
