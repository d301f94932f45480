"""Who asks by e-mail becomes a contact of the customer whom their address tells of."""

import asyncio
from typing import Any

import pytest

from contracts.timer import OrganizationChanged
from services.timer.tests.driver import Driver, slug
from timer.commands.requesters import find_or_create_requester


async def request_from(driver: Driver, name: str, email: str) -> dict[str, Any]:
    """The requester, as everybody sees them afterwards."""
    async with driver.timer.database.transaction(driver.account_id) as session:
        contact = await find_or_create_requester(session, name, email)
        path = f"/v1/organizations/{contact.organization_id}/contacts/{contact.id}"
    shown: dict[str, Any] = (await driver.manager.get(path)).json()
    return shown


async def organization_of(driver: Driver, contact: dict[str, Any]) -> dict[str, Any]:
    response = await driver.manager.get(f"/v1/organizations/{contact['organization_id']}")
    shown: dict[str, Any] = response.json()
    return shown


async def test_a_known_address_is_its_contact_whatever_its_case(driver: Driver) -> None:
    path = f"organizations/{driver.organization['id']}/contacts"
    eva = await driver.create(path, name="Eva Holm", email="eva@somewhere.example")
    assert (await request_from(driver, "E. Holm", " Eva@Somewhere.example"))["id"] == eva["id"]


async def test_a_known_domain_is_its_customer(driver: Driver) -> None:
    await driver.change(
        f"organizations/{driver.organization['id']}", email_domains=["nordlys.example"]
    )
    contact = await request_from(driver, "Eva  Holm", "eva@NORDLYS.example")
    assert contact["organization_id"] == driver.organization["id"]
    assert (contact["name"], contact["email"]) == ("Eva Holm", "eva@nordlys.example")
    again = await request_from(driver, "Eva Holm", "eva@nordlys.example")
    assert again == contact


async def test_an_unknown_domain_is_a_new_business(driver: Driver) -> None:
    eva = await request_from(driver, "Eva", "eva@fjord.example")
    per = await request_from(driver, "Per", "per@fjord.example")
    assert eva["organization_id"] == per["organization_id"]
    fjord = await organization_of(driver, eva)
    assert (fjord["name"], fjord["kind"]) == ("fjord.example", "business")
    assert fjord["email_domains"] == ["fjord.example"]
    (*_, event) = await driver.timer.published(OrganizationChanged)
    assert (event.name, event.kind) == ("fjord.example", "business")


async def test_a_public_mail_provider_makes_a_person_and_no_organization_by_domain(
    driver: Driver,
) -> None:
    eva = await request_from(driver, "Eva Holm", "eva.holm@gmail.com")
    other = await request_from(driver, "Eva Holm", "eva.1980@mail.dk")
    first, second = [await organization_of(driver, one) for one in (eva, other)]
    assert (first["name"], first["kind"], first["email_domains"]) == ("Eva Holm", "private", [])
    assert (second["name"], second["kind"]) == ("Eva Holm (eva.1980@mail.dk)", "private")


async def test_the_domain_is_one_in_both_of_its_spellings(driver: Driver) -> None:
    await driver.create("organizations", name="Blåbær", email_domains=["blåbær.example"])
    contact = await request_from(driver, "Bo", "bo@xn--blbr-roah.example")
    assert (await organization_of(driver, contact))["name"] == "Blåbær"


async def test_a_customer_that_has_the_name_already_is_another_one(driver: Driver) -> None:
    await driver.create("organizations", name="Fjord.example")
    contact = await request_from(driver, "Eva", "eva@fjord.example")
    shown = await organization_of(driver, contact)
    assert shown["name"] == "fjord.example (eva@fjord.example)"


async def test_requests_at_once_make_one_contact_and_one_customer(driver: Driver) -> None:
    contacts = await asyncio.gather(
        *(request_from(driver, "Eva", f"eva{number % 2}@fjord.example") for number in range(8))
    )
    assert len({one["id"] for one in contacts}) == 2
    assert len({one["organization_id"] for one in contacts}) == 1


@pytest.mark.parametrize("email", ["nowhere", "a@", "@b.example", "a b@c.example", ""])
async def test_what_is_no_address_is_refused_and_makes_nothing(driver: Driver, email: str) -> None:
    before = await driver.list("organizations")
    with pytest.raises(ValueError, match="address"):
        await request_from(driver, "Eva", email)
    assert await driver.list("organizations") == before


async def test_a_domain_belongs_to_one_customer(driver: Driver) -> None:
    fjord = await driver.create("organizations", name="Fjord", email_domains=["fjord.example"])
    body = {"name": "Other", "email_domains": ["x.example", "FJORD.example"]}
    taken = await driver.manager.post("/v1/organizations", json=body)
    assert slug(taken) == (409, "email-domain-taken")
    await driver.change(f"organizations/{fjord['id']}", email_domains=["fjord-as.example"])
    await driver.create("organizations", **body)
    back = {"email_domains": ["fjord.example"]}
    response = await driver.manager.patch(f"/v1/organizations/{fjord['id']}", json=back)
    assert slug(response) == (409, "email-domain-taken")


async def test_no_customer_has_the_domain_of_a_public_mail_provider(driver: Driver) -> None:
    body = {"name": "Other", "email_domains": ["fjord.example", "GMail.com"]}
    response = await driver.manager.post("/v1/organizations", json=body)
    assert slug(response) == (422, "invalid-input")
    (error,) = response.json()["errors"]
    assert error["field"] == "email_domains"
    assert error["reason"].startswith("gmail.com is a public mail provider")
