"""The account's billing settings, and what it chose for itself in timer."""

import asyncio
import itertools
import json
from typing import Any

import pytest

from contracts.invoicing import SellerChanged
from contracts.timer import DEFAULT_ACCOUNT_SETTINGS
from database import new_id
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import SETTINGS

CHOSEN = ("time_zone", "currency", "language")


async def chosen(driver: Driver) -> tuple[str, str, str]:
    """What the settings show of timer's."""
    found = await driver.read("settings")
    return found["time_zone"], found["currency"], found["language"]


async def test_an_account_that_set_nothing_has_defaults(driver: Driver) -> None:
    newcomer = await driver.served.as_("owner", account=new_id())
    response = await newcomer.get("/v1/settings")
    assert response.headers["etag"] == '"0"'
    assert response.json() == {
        "seller": {
            "name": "",
            "address": None,
            "vat_number": None,
            "registration_number": None,
        },
        "payment_instructions": "",
        "terms": {"kind": "net-days", "days": 30, "due_date": None},
        "number_format": "{year}-{seq:04}",
        "credit_note_number_format": "CN-{year}-{seq:04}",
        "tax": {"category": "standard", "rate": "25", "code": "S"},
        "quote_number_format": "Q-{year}-{seq:04}",
        "customer_sees": "lines",
        "payment_details": {
            "iban": "",
            "bic": "",
            "registration_number": "",
            "account_number": "",
            "fik_creditor": "",
            "fik_kind": "71",
            "bankgiro": "",
            "kid": False,
        },
        "colour": "#1f5c70",
        "logo": None,
        "time_appendix": "none",
        "line_texts": [],
        "hour_decimals": None,
        **DEFAULT_ACCOUNT_SETTINGS.model_dump(),
    }


async def test_settings_are_replaced_by_whoever_saw_the_last_ones(driver: Driver) -> None:
    stale = {"If-Match": '"1"'}
    body = {**SETTINGS, "terms": {"kind": "end-of-month", "days": 10}}
    first = await driver.client.put("/v1/settings", json=body, headers=stale)
    second = await driver.client.put("/v1/settings", json=SETTINGS, headers=stale)
    assert (first.status_code, first.headers["etag"], second.status_code) == (200, '"2"', 412)
    assert (await driver.read("settings"))["terms"]["kind"] == "end-of-month"


async def test_of_several_who_set_the_first_settings_one_wins(driver: Driver) -> None:
    owner = await driver.served.as_("owner", account=new_id())
    first = {"If-Match": '"0"'}
    puts = (owner.put("/v1/settings", json=SETTINGS, headers=first) for _ in range(4))
    responses = await asyncio.gather(*puts)
    assert sorted(r.status_code for r in responses) == [200, 412, 412, 412]


async def test_an_update_answers_with_what_is_stored(driver: Driver) -> None:
    updated = await driver.client.put("/v1/settings", json={**SETTINGS, "number_format": "F{seq}"})
    assert updated.headers["etag"] == '"2"'
    assert updated.json() == await driver.read("settings")
    assert updated.json()["number_format"] == "F{seq}"
    assert updated.json()["seller"]["address"]["lines"] == SETTINGS["seller"]["address"]["lines"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"tax": {"category": "exempt", "rate": "25"}},
        {"tax": {"category": "standard", "rate": "0"}},
        {"tax": {"category": "standard", "rate": "25." + "0" * 21}},
        {"terms": {"kind": "fixed-date", "due_date": "2026-01-01"}},
        {"terms": {"kind": "net-days", "days": -1}},
        {"seller": {"name": "X", "address": {"lines": ["Y"], "city": "Z", "country": "Denmark"}}},
        {"number_format": "{year}"},
        {"colour": "red"},
    ],
)
async def test_settings_that_make_no_sense_are_refused(
    driver: Driver, wrong: dict[str, Any]
) -> None:
    refused = await driver.client.put("/v1/settings", json={**SETTINGS, **wrong})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"].startswith(next(iter(wrong)))
    assert (await driver.read("settings"))["seller"]["name"] == "Studio Lind ApS"


@pytest.mark.parametrize("field", CHOSEN)
async def test_what_is_chosen_in_timer_is_not_set_here(driver: Driver, field: str) -> None:
    body = {**SETTINGS, field: (await driver.read("settings"))[field]}
    refused = await driver.client.put("/v1/settings", json=body)
    assert [error["field"] for error in refused.json()["errors"]] == [field]


@pytest.mark.parametrize("order", list(itertools.permutations([2, 3, 4])))
async def test_the_newest_account_settings_hold_in_whatever_order_and_twice(
    driver: Driver, order: tuple[int, ...]
) -> None:
    zones = {2: "Europe/Berlin", 3: "Pacific/Niue", 4: "Asia/Tokyo"}
    for version in order:
        event = driver.events.account_settings(version=version, time_zone=zones[version])
        records = await driver.served.consume(event, event)
        await driver.served.process(records)
    assert await chosen(driver) == ("Asia/Tokyo", "DKK", "da")


async def test_account_settings_change_no_billing_settings(driver: Driver) -> None:
    before = await driver.read("settings")
    await driver.served.consume(
        driver.events.account_settings(
            version=2, time_zone="Asia/Tokyo", currency="JPY", language="en"
        )
    )
    after = await driver.read("settings")
    changed = {"time_zone": "Asia/Tokyo", "currency": "JPY", "language": "en"}
    assert after == {**before, **changed}
    put = await driver.client.put("/v1/settings", json=SETTINGS, headers={"If-Match": '"1"'})
    assert put.json() == after


async def test_account_settings_of_another_account_change_nothing(driver: Driver) -> None:
    other = await Driver.begin(driver.served)
    await driver.served.consume(other.events.account_settings(version=2, currency="SEK"))
    assert (await chosen(driver), (await chosen(other))[1]) == (
        ("Europe/Copenhagen", "DKK", "da"),
        "SEK",
    )


async def test_a_draft_follows_the_account_where_the_customer_says_nothing(
    driver: Driver,
) -> None:
    await driver.served.consume(
        driver.events.account_settings(version=2, currency="SEK", language="en"),
        driver.events.organization(driver.organization_id, version=2, currency=None, language="fr"),
    )
    draft = await driver.draft(entry_ids=[])
    assert (draft["currency"], draft["language"]) == ("SEK", "en")


async def test_a_manager_reads_the_settings_and_an_agent_does_not(driver: Driver) -> None:
    roles = {"owner": 200, "billing": 200, "manager": 200, "agent": 403, "client": 403}
    for role, status in roles.items():
        caller = await driver.served.as_(role, account=driver.account)
        assert (await caller.get("/v1/settings")).status_code == status


@pytest.mark.parametrize("name", sorted(SETTINGS))
async def test_put_demands_all_fields(driver: Driver, name: str) -> None:
    before = await driver.read("settings")
    part = {key: value for key, value in SETTINGS.items() if key != name}
    refused = await driver.client.put("/v1/settings", json=part)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, name)
    assert await driver.read("settings") == before


async def test_put_demands_the_whole_seller(driver: Driver) -> None:
    refused = await driver.client.put("/v1/settings", json={**SETTINGS, "seller": {"name": "X"}})
    fields = [error["field"] for error in refused.json()["errors"]]
    assert fields == ["seller.address", "seller.vat_number", "seller.registration_number"]


@pytest.mark.parametrize(
    ("patch", "changed"),
    [
        ({}, {}),
        ({"payment_instructions": "IBAN"}, {"payment_instructions": "IBAN"}),
        (
            {"seller": {"registration_number": "87654321"}},
            {"seller": {"registration_number": "87654321"}},
        ),
        ({"seller": {"vat_number": None}}, {"seller": {"vat_number": None}}),
        (
            {"seller": {"address": {"city": "Odense"}}},
            {"seller": {"address": {**SETTINGS["seller"]["address"], "city": "Odense"}}},
        ),
        (
            {"terms": {"days": 8}, "tax": {"category": "exempt", "rate": "0"}},
            {
                "terms": {"kind": "net-days", "days": 8, "due_date": None},
                "tax": {"category": "exempt", "rate": "0", "code": "E"},
            },
        ),
    ],
)
async def test_a_merge_patch_changes_what_it_names_and_nothing_else(
    driver: Driver, patch: dict[str, Any], changed: dict[str, Any]
) -> None:
    before = await driver.read("settings")
    merged = {**before, **changed, "seller": {**before["seller"], **changed.get("seller", {})}}
    kind = {"Content-Type": "application/merge-patch+json"}
    patched = await driver.client.patch("/v1/settings", content=json.dumps(patch), headers=kind)
    assert (patched.status_code, patched.headers["etag"]) == (200, '"2"')
    assert patched.json() == merged == await driver.read("settings")


@pytest.mark.parametrize(
    ("patch", "field"),
    [
        ({"payment_instructions": None}, "payment_instructions"),
        ({"seller": None}, "seller"),
        ({"seller": {"colour": "red"}}, "seller.colour"),
        ({"currency": "EUR"}, "currency"),
        ({"tax": {"rate": "12.345"}}, "tax.rate"),
        ({"terms": {"days": -1}}, "terms.days"),
        ([], "body"),
    ],
)
async def test_a_merge_patch_that_makes_no_sense_changes_nothing(
    driver: Driver, patch: Any, field: str
) -> None:
    before = await driver.read("settings")
    refused = await driver.client.patch("/v1/settings", json=patch)
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == [field]
    assert await driver.read("settings") == before


async def test_a_merge_patch_names_the_version_that_was_read(driver: Driver) -> None:
    change = {"payment_instructions": "IBAN"}
    stale = await driver.client.patch("/v1/settings", json=change, headers={"If-Match": '"0"'})
    careless = await driver.served.as_("billing", account=driver.account)
    unnamed = await careless.patch("/v1/settings", json=change)
    assert (stale.status_code, unnamed.status_code) == (412, 428)


async def test_who_sells_is_published_when_it_changes(driver: Driver) -> None:
    before = await driver.published(SellerChanged)
    body = {**SETTINGS, "seller": {**SETTINGS["seller"], "name": "Lind & Sønner ApS"}}
    for version, sent in ((1, body), (2, {**body, "payment_instructions": "Bank 1234"})):
        headers = {"If-Match": f'"{version}"'}
        response = await driver.client.put("/v1/settings", json=sent, headers=headers)
        assert response.status_code == 200, response.text
    [changed] = (await driver.published(SellerChanged))[len(before) :]
    assert (changed.version, changed.name) == (2, "Lind & Sønner ApS")
    assert changed.registration_number == SETTINGS["seller"]["registration_number"]
