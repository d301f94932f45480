"""The work report adds up what the entries say, in every cut."""

import random
from typing import Any
from uuid import UUID

import pytest

from services.timer.tests.driver import Driver
from services.timer.tests.factories import billed, time_billed

DAYS = [f"2026-10-{day:02}" for day in range(5, 26)]


async def fill(driver: Driver, chance: random.Random) -> None:
    """Time of two agents for two customers and nobody, in all states."""
    _, bo = await driver.another_agent()
    fjord = await driver.create("organizations", name="Fjord")
    for _ in range(30):
        body = {
            "project_id": None,
            "organization_id": chance.choice([None, driver.organization["id"], fjord["id"]]),
            "billable": chance.random() < 0.7,
            "work_date": chance.choice(DAYS),
            "seconds": chance.randint(1, 10_000),
        }
        response = await driver.put_entry(client=chance.choice([driver.agent, bo]), **body)
        assert response.status_code == 200
    for sheet in await driver.list("timesheets"):
        if chance.random() < 0.7:
            await driver.submit(sheet, driver.manager)
            if chance.random() < 0.6:
                await driver.approve(sheet)
    approved = await driver.list("time-entries", state="approved")
    for entry in chance.sample(approved, len(approved) // 2):
        for _ in range(2):
            await driver.timer.consume(time_billed(billed(UUID(entry["id"]), entry["seconds"])))


def totals(entries: list[dict[str, Any]]) -> dict[str, int]:
    """What the report should say of these entries."""

    def seconds(*states: str, billable: bool = False) -> int:
        return sum(
            one["seconds"]
            for one in entries
            if one["state"] in states and (one["billable"] or not billable)
        )

    every = ("draft", "submitted", "approved", "billed")
    found = {"entries": len(entries), "seconds": seconds(*every)}
    found["billable_seconds"] = seconds(*every, billable=True)
    for name, states in {
        "draft": ["draft"],
        "submitted": ["submitted"],
        "approved": every[2:],
    }.items():
        found[f"{name}_seconds"] = seconds(*states)
        found[f"{name}_billable_seconds"] = seconds(*states, billable=True)
    found["billed_seconds"] = seconds("billed")
    return found


@pytest.mark.parametrize("seed", range(2))
async def test_it_adds_up_in_all_by_customer_and_by_agent(driver: Driver, seed: int) -> None:
    await fill(driver, random.Random(seed))
    for params in (
        {},
        {"first_day": "2026-10-12"},
        {"last_day": "2026-10-11"},
        {"first_day": "2026-10-07", "last_day": "2026-10-20"},
        {"organization_id": driver.organization["id"]},
        {"agent_id": str(driver.agent_id)},
        {"first_day": "2027-01-01"},
    ):
        entries = await driver.list("time-entries", limit=500, **params)
        report = (await driver.manager.get("/v1/reports/work", params=params)).json()
        organizations, agents = report.pop("by_organization"), report.pop("by_agent")
        assert (report.pop("total"), report.pop("groups")) == (None, [])
        assert report == totals(entries), params
        for field, parts in (("organization_id", organizations), ("agent_id", agents)):
            assert {part[field] for part in parts} == {one[field] for one in entries}
            for part in parts:
                own = [one for one in entries if one[field] == part[field]]
                assert part == {field: part[field], **totals(own)}, params


async def test_agents_see_their_own_part(driver: Driver) -> None:
    await fill(driver, random.Random(7))
    own = await driver.list("time-entries", driver.agent, limit=500)
    report = (await driver.agent.get("/v1/reports/work")).json()
    assert report["seconds"] == sum(one["seconds"] for one in own)
    assert [part["agent_id"] for part in report["by_agent"]] == [str(driver.agent_id)]


async def test_a_period_that_ends_before_it_begins_is_refused(driver: Driver) -> None:
    days = {"first_day": "2026-10-31", "last_day": "2026-10-01"}
    for by in ({}, {"by": "agent"}):
        refused = await driver.manager.get("/v1/reports/work", params={**days, **by})
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["field"] == "last_day"


async def test_without_time_it_says_nothing_was_worked(driver: Driver) -> None:
    report = (await driver.manager.get("/v1/reports/work")).json()
    assert (report.pop("by_organization"), report.pop("by_agent")) == ([], [])
    assert (report.pop("total"), report.pop("groups")) == (None, [])
    assert report == totals([])
