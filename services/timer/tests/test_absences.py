"""Days away: agents ask, managers decide, and no half of a day is taken twice."""

import asyncio
from datetime import date
from typing import Any

import httpx
import pytest

from database import new_id
from domain_errors import InvalidInputError
from services.timer.tests.driver import Driver, as_read, slug
from testkit import OTHER_ACCOUNT
from timer.absence import LONGEST_DAYS, DaysAway

MONDAY, FRIDAY = date(2026, 5, 18), date(2026, 5, 22)
HOLIDAY = {"kind": "holiday", "first_day": "2026-05-18", "last_day": "2026-05-22"}


async def ask(
    driver: Driver, client: httpx.AsyncClient | None = None, **more: Any
) -> httpx.Response:
    return await (client or driver.agent).post("/v1/absences", json={**HOLIDAY, **more})


async def asked(driver: Driver, client: httpx.AsyncClient | None = None, **more: Any) -> Any:
    response = await ask(driver, client, **more)
    assert response.status_code == 201, response.text
    return response.json()


async def decide(driver: Driver, shown: Any, verb: str, **body: Any) -> httpx.Response:
    url = f"/v1/absences/{shown['id']}/{verb}"
    return await driver.manager.post(url, json=body or None, headers=as_read(shown))


async def hours(driver: Driver) -> list[float]:
    """The agent's capacity from Monday to Friday."""
    week = {"first_day": "2026-05-18", "last_day": "2026-05-22"}
    (shown,) = await driver.list("capacity", driver.agent, **week)
    return [seconds / 3600 for seconds in shown["days"]]


def test_days_away_end_after_they_begin() -> None:
    DaysAway(MONDAY, MONDAY, ends_at_noon=True).must_be_possible()
    wrong = (
        DaysAway(FRIDAY, MONDAY),
        DaysAway(MONDAY, MONDAY, starts_at_noon=True, ends_at_noon=True),
        DaysAway(MONDAY, date.fromordinal(MONDAY.toordinal() + LONGEST_DAYS)),
    )
    for days in wrong:
        with pytest.raises(InvalidInputError):
            days.must_be_possible()


async def test_what_an_agent_asks_for_counts_when_a_manager_approves_it(driver: Driver) -> None:
    shown = await asked(driver, starts_at_noon=True, note="Skagen")
    assert (shown["state"], shown["note"], shown["version"]) == ("requested", "Skagen", 1)
    assert await hours(driver) == [8, 8, 8, 8, 8]
    approved = await decide(driver, shown, "approve")
    assert (approved.json()["state"], approved.headers["etag"]) == ("approved", '"2"')
    assert await hours(driver) == [4, 0, 0, 0, 0]
    late = await driver.agent.patch(f"/v1/absences/{shown['id']}", json={"kind": "sick"})
    assert slug(late) == (409, "absence-decided")
    gone = await driver.agent.delete(
        f"/v1/absences/{shown['id']}", headers=as_read(approved.json())
    )
    assert slug(gone) == (409, "absence-decided")


async def test_what_is_declined_has_a_reason_and_takes_no_days(driver: Driver) -> None:
    shown = await asked(driver)
    unread = await driver.manager.post(f"/v1/absences/{shown['id']}/decline", json={"reason": "No"})
    assert slug(unread) == (428, "precondition-required")
    no = (await decide(driver, shown, "decline", reason="Launch week")).json()
    assert (no["state"], no["answer"]) == ("declined", "Launch week")
    assert await hours(driver) == [8, 8, 8, 8, 8]
    again = await asked(driver)
    assert slug(await decide(driver, no, "approve")) == (409, "absences-overlap")
    assert slug(await decide(driver, shown, "approve")) == (412, "changed-meanwhile")
    assert (await decide(driver, again, "approve")).status_code == 200


async def test_what_a_manager_records_is_approved(driver: Driver) -> None:
    sick = {"kind": "sick", "last_day": "2026-05-18", "agent_id": str(driver.agent_id)}
    shown = await asked(driver, driver.manager, **sick)
    assert shown["state"] == "approved"
    assert await hours(driver) == [0, 8, 8, 8, 8]
    url = f"/v1/absences/{shown['id']}"
    longer = await driver.manager.patch(url, json={"last_day": "2026-05-19", "ends_at_noon": True})
    assert (longer.json()["version"], longer.json()["kind"]) == (2, "sick")
    assert await hours(driver) == [0, 4, 8, 8, 8]
    same = await driver.manager.patch(url, json={"last_day": "2026-05-19"})
    assert same.json()["version"] == 2
    assert (await driver.manager.delete(url, headers=as_read(same.json()))).status_code == 204
    assert await hours(driver) == [8, 8, 8, 8, 8]


async def test_the_halves_of_a_day_may_have_different_kinds(driver: Driver) -> None:
    day: dict[str, Any] = {"last_day": "2026-05-18"}
    await asked(driver, **day, ends_at_noon=True)
    assert slug(await ask(driver, **day)) == (409, "absences-overlap")
    await asked(driver, **day, starts_at_noon=True, kind="sick")
    assert len(await driver.list("absences", driver.agent)) == 2


async def test_of_parallel_requests_for_the_same_days_one_is_made(driver: Driver) -> None:
    answers = await asyncio.gather(*(ask(driver) for _ in range(6)))
    assert sorted(response.status_code for response in answers) == [201] + [409] * 5


async def test_an_agent_changes_and_withdraws_a_request(driver: Driver) -> None:
    shown = await asked(driver)
    url = f"/v1/absences/{shown['id']}"
    changed = (await driver.agent.patch(url, json={"last_day": "2026-05-20"})).json()
    assert (changed["last_day"], changed["version"]) == ("2026-05-20", 2)
    backwards = await driver.agent.patch(url, json={"last_day": "2026-05-17"})
    assert slug(backwards) == (422, "invalid-input")
    assert (await driver.agent.get(url)).json() == changed
    assert (await driver.agent.delete(url, headers=as_read(changed))).status_code == 204
    assert (await driver.agent.get(url)).status_code == 404


async def test_what_cannot_be_is_refused_by_its_field(driver: Driver) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"last_day": "2026-05-17"}, "last_day"),
        ({"last_day": "2026-05-18", "starts_at_noon": True, "ends_at_noon": True}, "ends_at_noon"),
        ({"last_day": "2031-05-17"}, "last_day"),
        ({"first_day": "2026-02-30"}, "first_day"),
        ({"kind": "hangover"}, "kind"),
        ({"kind": None}, "kind"),
        ({"starts_at_noon": "yes"}, "starts_at_noon"),
        ({"colour": "red"}, "colour"),
    ]
    for body, field in wrong:
        response = await ask(driver, **body)
        assert slug(response) == (422, "invalid-input"), body
        assert response.json()["errors"][0]["field"] == field
    nobody = await ask(driver, driver.manager, agent_id=str(new_id()))
    assert slug(nobody) == (422, "no-such-reference")
    assert await driver.list("absences") == []


async def test_agents_see_and_touch_their_own_absences_only(driver: Driver) -> None:
    shown = await asked(driver)
    _, bo_client = await driver.another_agent()
    url = f"/v1/absences/{shown['id']}"
    theirs = await ask(driver, bo_client, agent_id=str(driver.agent_id))
    assert slug(theirs) == (403, "not-allowed")
    assert await driver.list("absences", bo_client) == []
    assert (await bo_client.get(url)).status_code == 404
    assert (await bo_client.patch(url, json={"note": "x"})).status_code == 404
    assert (await bo_client.delete(url, headers=as_read(shown))).status_code == 404
    assert [one["id"] for one in await driver.list("absences", state="requested")] == [shown["id"]]
    for days, number in (("2026-05-22", 1), ("2026-05-23", 0)):
        assert len(await driver.list("absences", first_day=days)) == number


async def test_absences_of_another_account_are_not_there(driver: Driver) -> None:
    shown = await asked(driver)
    others = await driver.timer.as_("manager", account=OTHER_ACCOUNT)
    url = f"/v1/absences/{shown['id']}"
    assert (await others.get(url)).status_code == 404
    assert (await others.post(f"{url}/approve", headers=as_read(shown))).status_code == 404
    foreign = await ask(driver, others, agent_id=str(driver.agent_id))
    assert slug(foreign) == (422, "no-such-reference")
