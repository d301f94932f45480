"""People at a customer, of whom one gets the invoices."""

from contracts.timer import (
    OrganizationChanged,
)
from services.timer.tests.driver import NOBODY, Driver
from services.timer.tests.factories import FJORD


def contacts_of(driver: Driver) -> str:
    return f"organizations/{driver.organization['id']}/contacts"


async def test_the_customer_is_published_with_the_contact_who_gets_the_invoices(
    driver: Driver,
) -> None:
    for name in ("Eva", "Per"):
        await driver.create(
            contacts_of(driver), name=name, email=f"{name}@nordlys.example", billing=True
        )
    contacts = await driver.list(contacts_of(driver))
    assert [(one["name"], one["billing"], one["version"]) for one in contacts] == [
        ("Eva", False, 2),
        ("Per", True, 1),
    ]
    events = await driver.timer.published(OrganizationChanged)
    billed_to = [event.billing_contact and event.billing_contact.email for event in events]
    assert billed_to == [None, "eva@nordlys.example", "per@nordlys.example"]
    assert [event.version for event in events] == [1, 2, 3]


async def test_the_role_goes_back_and_away(driver: Driver) -> None:
    eva, per = [
        await driver.create(contacts_of(driver), name=name, email=f"{name}@x.dk", billing=True)
        for name in ("Eva", "Per")
    ]
    url = f"/v1/{contacts_of(driver)}/{eva['id']}"
    body = {"name": "Eva", "email": "eva@x.dk", "billing": True}
    assert (await driver.manager.patch(url, json=body)).json()["billing"] is True
    other = (await driver.manager.get(f"/v1/{contacts_of(driver)}/{per['id']}")).json()
    assert other["billing"] is False
    await driver.manager.patch(url, json={**body, "billing": False})
    (*_, event) = await driver.timer.published(OrganizationChanged)
    assert event.billing_contact is None


async def test_one_without_an_address_cannot_be_written_to(driver: Driver) -> None:
    await driver.create(contacts_of(driver), name="Eva", billing=True)
    (*_, event) = await driver.timer.published(OrganizationChanged)
    assert (event.version, event.billing_contact) == (2, None)


async def test_a_contact_is_found_only_at_its_own_customer(driver: Driver) -> None:
    eva = await driver.create(contacts_of(driver), name="Eva")
    fjord = await driver.create("organizations", **FJORD)
    url = f"/v1/organizations/{fjord['id']}/contacts/{eva['id']}"
    assert (await driver.manager.get(url)).status_code == 404
    assert (await driver.manager.patch(url, json={"name": "Eva"})).status_code == 404
    assert await driver.list(f"organizations/{fjord['id']}/contacts") == []
    nowhere = f"/v1/organizations/{NOBODY}/contacts"
    assert (await driver.manager.get(nowhere)).status_code == 404
    assert (await driver.manager.post(nowhere, json={"name": "X"})).status_code == 404


async def test_a_change_of_the_customer_keeps_their_contact(driver: Driver) -> None:
    await driver.create(contacts_of(driver), name="Eva", email="eva@x.dk", billing=True)
    url = f"/v1/organizations/{driver.organization['id']}"
    await driver.manager.patch(url, json={"name": "Nordlys A/S"})
    (*_, event) = await driver.timer.published(OrganizationChanged)
    assert event.billing_contact is not None
    assert (event.name, event.billing_contact.email) == ("Nordlys A/S", "eva@x.dk")
