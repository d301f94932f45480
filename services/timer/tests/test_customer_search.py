"""Customers and the people there are found while their names are typed."""

from typing import Any

import pytest

from services.timer.tests.driver import Driver

CUSTOMERS: list[dict[str, Any]] = [
    {"name": "Blåbær & Søn ApS", "email_domains": ["blaabaer.example"]},
    {"name": "Aarhus Søfart A/S", "vat_number": "DK12345674", "country": "DK"},
    {"name": "Nordlys Energi"},
]


@pytest.fixture
async def found(driver: Driver) -> Any:
    """Gives the names that a search finds."""
    for body in CUSTOMERS:
        await driver.create("organizations", **body)

    async def search(text: str, **params: Any) -> list[str]:
        items = await driver.list("organizations", search=text, **params)
        return [one["name"] for one in items]

    return search


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("nordl", ["Nordlys ApS", "Nordlys Energi"]),
        ("NORDLYS  en", ["Nordlys Energi"]),
        ("aps nord", ["Nordlys ApS"]),
        ("blab", ["Blåbær & Søn ApS"]),
        ("blåbær", ["Blåbær & Søn ApS"]),
        ("blaabaer.ex", ["Blåbær & Søn ApS"]),
        ("sø", ["Aarhus Søfart A/S", "Blåbær & Søn ApS"]),
        ("århus", ["Aarhus Søfart A/S"]),
        ("dk1234", ["Aarhus Søfart A/S"]),
        ("ordlys", []),
        ("nordlys%", ["Nordlys ApS", "Nordlys Energi"]),
        ("!", []),
        ("", []),
    ],
)
async def test_customers_are_found_by_the_beginnings_of_words(
    found: Any, typed: str, names: list[str]
) -> None:
    assert sorted(await found(typed)) == names


async def test_no_more_are_found_than_were_asked_for(found: Any) -> None:
    assert len(await found("nordlys", limit=1)) == 1


async def test_a_changed_customer_is_found_by_what_it_is_now(driver: Driver, found: Any) -> None:
    await driver.change(f"organizations/{driver.organization['id']}", name="Polaris ApS")
    assert await found("nordlys ap") == []
    assert await found("pol aps") == ["Polaris ApS"]


async def test_people_are_found_by_name_and_address(driver: Driver) -> None:
    path = f"organizations/{driver.organization['id']}/contacts"
    eva = await driver.create(path, name="Eva Søholm", email="eva@nordlys.example")
    per = await driver.create(path, name="Per Krog")
    for typed in ("soh", "eva s", "eva@nord"):
        assert await driver.list("contacts", search=typed) == [eva], typed
    assert await driver.list("contacts", email="EVA@nordlys.example") == [eva]
    assert await driver.list("contacts") == [eva, per]
    await driver.change(f"{path}/{eva['id']}", name="Eva Holm", email="holm@fjord.example")
    assert await driver.list("contacts", search="nordlys") == []
    assert len(await driver.list("contacts", search="fjord")) == 1
