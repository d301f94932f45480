"""The work report by two dimensions, and against how long people could work."""

import random
from collections import defaultdict
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest

from database import new_id
from services.timer.tests.driver import Driver, slug
from services.timer.tests.test_merging import merge
from services.timer.tests.test_work_report import totals
from timer.capacity import Capacity, Period
from timer.membership import Membership
from timer.work_report import Dimension, People, Sums, period_of, report_of

DAYS = [date(2026, 9, 21) + timedelta(days=number) for number in range(28)]
YEAR = {"first_day": "2026-01-01", "last_day": "2026-12-31"}
HOUR = 3600


async def report(driver: Driver, client: Any = None, **params: Any) -> dict[str, Any]:
    response = await (client or driver.manager).get("/v1/reports/work", params=params)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


async def fill(driver: Driver, chance: random.Random) -> dict[str, str]:
    """Time of two agents, of whom one changes teams, on all kinds of work; the team of each day is returned."""
    bo_id, bo = await driver.another_agent()
    kinds = [None, (await driver.create("service-types", name="Design"))["id"]]
    fjord = await driver.create("organizations", name="Fjord")
    web, design = [(await driver.create("teams", name=name))["id"] for name in ("Web", "Design")]
    changes = DAYS[10].isoformat()
    for team, first in ((web, "2026-01-01"), (design, changes)):
        body = {"agent_id": str(bo_id), "first_day": first, "move": True}
        await driver.create(f"teams/{team}/members", **body)
    for _ in range(40):
        await driver.record(
            client=chance.choice([driver.agent, bo]),
            project_id=chance.choice([None, driver.project["id"]]),
            organization_id=chance.choice([None, fjord["id"]]),
            service_type_id=chance.choice(kinds),
            billable=chance.random() < 0.7,
            work_date=chance.choice(DAYS).isoformat(),
            seconds=chance.randint(1, 10_000),
        )
    return {f"{bo_id} {day}": web if day.isoformat() < changes else design for day in DAYS}


def key(dimension: Dimension, entry: dict[str, Any], teams: dict[str, str]) -> str | None:
    if dimension == "team":
        return teams.get(f"{entry['agent_id']} {entry['work_date']}")
    if dimension in ("day", "week", "month"):
        return period_of(dimension, date.fromisoformat(entry["work_date"])).isoformat()
    found: str | None = entry[f"{dimension}_id"]
    return found


async def test_any_two_add_up_what_the_entries_say(driver: Driver) -> None:
    teams = await fill(driver, random.Random(3))
    entries = await driver.list("time-entries", limit=500)
    dimensions: tuple[Dimension, ...] = (
        *("agent", "team", "project", "organization", "service_type"),
        *("day", "week", "month"),
    )
    for by, then_by in permutations(dimensions, 2):
        found = await report(driver, by=by, then_by=then_by)
        expected: dict[Any, Any] = defaultdict(lambda: defaultdict(list))
        for entry in entries:
            expected[key(by, entry, teams)][key(then_by, entry, teams)].append(entry)
        assert found["total"]["totals"] == totals(entries)
        shown = {
            one["id"] or one["day"]: {
                part["id"] or part["day"]: part["totals"] for part in one["parts"]
            }
            for one in found["groups"]
        }
        assert shown == {
            one: {part: totals(own) for part, own in parts.items()}
            for one, parts in expected.items()
        }, (by, then_by)
        for one in found["groups"]:
            own = expected[one["id"] or one["day"]]
            assert one["totals"] == totals([entry for part in own.values() for entry in part])


async def test_it_is_narrowed_by_what_is_asked(driver: Driver) -> None:
    teams = await fill(driver, random.Random(4))
    entries = await driver.list("time-entries", limit=500)
    for dimension in ("team", "project", "service_type", "organization", "agent"):
        for value in {key(dimension, one, teams) for one in entries} - {None}:
            own = [one for one in entries if key(dimension, one, teams) == value]
            found = await report(driver, by="week", **{f"{dimension}_id": value})
            assert found["total"]["totals"] == totals(own), dimension


async def test_who_could_work_is_shown_with_what_they_did(driver: Driver) -> None:
    week = {"first_day": "2026-10-05", "last_day": "2026-10-11"}
    await driver.another_agent()
    await driver.record(seconds=10 * HOUR, billable=True)
    await driver.record(seconds=2 * HOUR, billable=False)
    found = await report(driver, by="agent", then_by="week", **week)
    bo, mette = found["groups"]
    assert (bo["name"], bo["utilization"], bo["parts"]) == ("Bo Lind", 0, [])
    assert (mette["name"], mette["capacity_seconds"]) == ("Mette Friis", 40 * HOUR)
    assert (mette["utilization"], mette["billable_utilization"]) == (0.3, 0.25)
    assert (mette["billable_share"], mette["approved_share"]) == (0.8333, 0)
    assert [(one["day"], one["utilization"]) for one in mette["parts"]] == [("2026-10-05", 0.3)]
    assert found["total"]["capacity_seconds"] == 80 * HOUR
    by_project = await report(driver, by="project", **week)
    assert [one["capacity_seconds"] for one in by_project["groups"]] == [None]


async def test_a_merged_customer_is_shown_as_the_one_that_stays(driver: Driver) -> None:
    double = await driver.create("organizations", name="Nordlys Aps.")
    await driver.record(project_id=None, organization_id=double["id"], seconds=60)
    await driver.record(seconds=600)
    assert len((await report(driver, by="organization"))["groups"]) == 2
    await merge(driver, double)
    (one,) = (await report(driver, by="organization"))["groups"]
    assert (one["name"], one["totals"]["seconds"]) == ("Nordlys ApS", 660)
    narrowed = await report(driver, by="day", organization_id=driver.organization["id"])
    assert narrowed["seconds"] == 660


async def test_agents_see_their_own_alone(driver: Driver) -> None:
    bo_id, bo = await driver.another_agent()
    await driver.record(client=bo, seconds=60)
    await driver.record(seconds=600)
    found = await report(driver, bo, by="agent", **YEAR)
    assert [(one["id"], one["totals"]["seconds"]) for one in found["groups"]] == [(str(bo_id), 60)]
    others = await bo.get("/v1/reports/work", params={"agent_id": str(driver.agent_id)})
    assert others.status_code == 403


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"by": "agent", "then_by": "agent"}, "then_by"),
        ({"then_by": "agent"}, "then_by"),
        ({"by": "colour"}, "by"),
        ({"by": "agent", "first_day": "2026-02-01", "last_day": "2026-01-01"}, "last_day"),
        ({"by": "agent", "first_day": "2024-01-01", "last_day": "2026-01-01"}, "last_day"),
        ({"by": "agent", "team_id": "web"}, "team_id"),
    ],
)
async def test_what_cannot_be_is_refused(driver: Driver, asked: dict[str, str], field: str) -> None:
    response = await driver.manager.get("/v1/reports/work", params=asked)
    assert slug(response)[0] == 422
    assert [one["field"] for one in response.json()["errors"]] == [field]


class TestRules:
    """The domain."""

    def test_capacity_follows_the_team_of_the_day(self) -> None:
        mette, web, design = new_id(), new_id(), new_id()
        moved = date(2026, 10, 7)
        before = Membership(new_id(), 1, mette, web, date(2020, 1, 1), moved - timedelta(days=1))
        people = People(
            Period(date(2026, 9, 28), date(2026, 10, 11)),
            {mette: Capacity(mette, (8,) * 14)},
            {mette: [before, Membership(new_id(), 1, mette, design, moved)]},
        )
        assert people.seconds(()) == {(): 112}
        assert people.seconds(("team",)) == {(web,): 72, (design,): 40}
        assert people.seconds((), design) == {(): 40}
        assert people.seconds(("team", "month")) == {
            (web, date(2026, 9, 1)): 24,
            (web, date(2026, 10, 1)): 48,
            (design, date(2026, 10, 1)): 40,
        }

    def test_a_part_of_a_week_belongs_to_its_monday(self) -> None:
        assert period_of("week", date(2026, 10, 11)) == date(2026, 10, 5)
        assert period_of("month", date(2026, 10, 11)) == date(2026, 10, 1)

    def test_without_time_or_capacity_there_is_no_share(self) -> None:
        total = report_of((), {(): Sums()}, {}, {}).total
        assert (total.billable_share, total.utilization) == (None, None)
