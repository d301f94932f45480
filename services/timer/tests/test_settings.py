"""What an account has chosen."""

import asyncio
from typing import Any

import httpx

from contracts.timer import DEFAULT_ACCOUNT_SETTINGS, AccountSettingsChanged
from services.timer.tests.driver import Driver, slug
from testkit import ACCOUNT

CHOSEN = {"time_zone": "Europe/Copenhagen", "currency": "DKK", "language": "da"}

WEEK = {
    "holiday_region": None,
    "working_week": [28_800] * 5 + [0, 0],
    "timer_limit_seconds": 43_200,
    "sheet_period": "week",
    "days_to_hand_in": 1,
    "lock_after_days": None,
}
ALL = {**CHOSEN, "allow_self_approval": False, "allow_overlaps": False, **WEEK}


async def replaced(client: httpx.AsyncClient, body: dict[str, Any]) -> httpx.Response:
    """Replace the settings by `body`, as they are now."""
    read = {"If-Match": (await client.get("/v1/settings")).headers["etag"]}
    return await client.put("/v1/settings", json={**ALL, **body}, headers=read)


async def test_an_account_that_has_chosen_nothing_has_the_defaults_of_the_contracts(
    driver: Driver,
) -> None:
    settings = (await driver.manager.get("/v1/settings")).json()
    assert settings == {
        "version": 0,
        "allow_self_approval": False,
        "allow_overlaps": False,
        **WEEK,
        "sheet_period_from": None,
        **DEFAULT_ACCOUNT_SETTINGS.model_dump(),
    }
    assert await driver.timer.published(AccountSettingsChanged) == []


async def test_each_change_is_published_whole_with_the_next_version(driver: Driver) -> None:
    first = await replaced(driver.manager, CHOSEN)
    second = await replaced(driver.manager, {**CHOSEN, "currency": "SEK"})
    assert [first.headers["etag"], second.headers["etag"]] == ['"1"', '"2"']
    assert (await driver.manager.get("/v1/settings")).json() == second.json()
    assert await driver.timer.published(AccountSettingsChanged) == [
        AccountSettingsChanged.model_validate({"account_id": ACCOUNT, "version": 1, **CHOSEN}),
        AccountSettingsChanged.model_validate(
            {"account_id": ACCOUNT, "version": 2, **CHOSEN, "currency": "SEK"}
        ),
    ]


async def test_a_part_is_changed_without_blanking_the_rest(driver: Driver) -> None:
    await replaced(driver.manager, {"allow_overlaps": True})
    changed = await driver.manager.patch("/v1/settings", json={"language": "en"})
    assert changed.json() == {
        **ALL,
        "version": 2,
        "language": "en",
        "allow_overlaps": True,
        "sheet_period_from": None,
    }
    same = await driver.manager.patch("/v1/settings", json={"language": "en"})
    assert (same.json(), same.headers["etag"]) == (changed.json(), '"2"')
    late = {"If-Match": '"1"'}
    stale = await driver.manager.patch("/v1/settings", json={"language": "da"}, headers=late)
    assert slug(stale) == (412, "changed-meanwhile")
    for wrong in ({"language": None}, {"colour": "red"}):
        refused = await driver.manager.patch("/v1/settings", json=wrong)
        assert slug(refused) == (422, "invalid-input")


async def test_who_replaces_the_settings_sends_all_of_them(driver: Driver) -> None:
    for name in ALL:
        body = {key: value for key, value in ALL.items() if key != name}
        refused = await driver.manager.put("/v1/settings", json=body, headers={"If-Match": '"0"'})
        assert slug(refused) == (422, "invalid-input"), name
        assert [error["field"] for error in refused.json()["errors"]] == [name]


async def test_a_change_needs_the_version_that_was_read(driver: Driver) -> None:
    etag = (await driver.manager.get("/v1/settings")).headers["etag"]
    headers = {"If-Match": etag}
    first = await driver.manager.put("/v1/settings", json=ALL, headers=headers)
    late = await driver.manager.put("/v1/settings", json=ALL, headers=headers)
    blind = await driver.manager.put("/v1/settings", json=ALL)
    assert (first.status_code, slug(late)) == (200, (412, "changed-meanwhile"))
    assert slug(blind) == (428, "precondition-required")


async def test_of_parallel_changes_of_one_version_one_is_made(driver: Driver) -> None:
    read = {"If-Match": '"0"'}
    responses = await asyncio.gather(
        *(driver.manager.put("/v1/settings", json=ALL, headers=read) for _ in range(8))
    )
    assert sorted(response.status_code for response in responses) == [200] + [412] * 7
    published = await driver.timer.published(AccountSettingsChanged)
    assert [event.version for event in published] == [1]


async def test_only_an_owner_lifts_or_restores_the_rule_that_others_approve(
    driver: Driver,
) -> None:
    allowed = {**CHOSEN, "allow_self_approval": True}
    assert slug(await replaced(driver.manager, allowed)) == (403, "not-allowed")
    owner = await driver.client("owner")
    assert (await replaced(owner, allowed)).status_code == 200
    kept = await replaced(driver.manager, {**allowed, "currency": "SEK"})
    assert kept.json()["currency"] == "SEK"
    assert (await replaced(driver.manager, CHOSEN)).status_code == 403


async def test_what_does_not_exist_is_not_chosen(driver: Driver) -> None:
    wrong = [
        *(("time_zone", zone) for zone in ("Mars/Base", "localtime", "")),
        *(("currency", code) for code in ("dkk", "XAU", "XXX")),
        *(("language", tag) for tag in ("tlh", "EN")),
        *(("holiday_region", region) for region in ("dk", "DK-1", "")),
        *(("working_week", week) for week in ([28_800] * 5, [-1] * 7)),
        ("colour", "red"),
    ]
    for field, value in wrong:
        response = await replaced(driver.manager, {**CHOSEN, field: value})
        assert slug(response) == (422, "invalid-input"), value
        assert response.json()["errors"][0]["field"].split(".")[0] == field
    assert await driver.timer.published(AccountSettingsChanged) == []


async def test_a_new_agent_works_in_the_accounts_zone_unless_another_is_given(
    driver: Driver,
) -> None:
    await driver.update_settings(time_zone="America/New_York")
    assert (await driver.create("agents", name="Ann"))["time_zone"] == "America/New_York"
    bo = await driver.create("agents", name="Bo", time_zone="UTC")
    assert bo["time_zone"] == "UTC"
