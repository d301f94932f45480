"""Teams and who belongs to them when, over HTTP; every change is published with all of an agent's teams."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from contracts.timer import MembershipsChanged, TeamChanged
from database import new_id
from services.timer.tests.driver import Driver, as_read, open_account, slug
from testkit import ACCOUNT, OTHER_ACCOUNT


@pytest.fixture
async def teams(driver: Driver) -> tuple[str, str]:
    return tuple([(await driver.create("teams", name=name))["id"] for name in ("Web", "Design")])


async def join(driver: Driver, team: str, first_day: str, **more: Any) -> dict[str, Any]:
    body = {"agent_id": str(driver.agent_id), "first_day": first_day, **more}
    return await driver.create(f"teams/{team}/members", **body)


async def refused(driver: Driver, team: str, **body: Any) -> tuple[int, str]:
    asked = {"agent_id": str(driver.agent_id), "first_day": "2026-01-01", **body}
    return slug(await driver.manager.post(f"/v1/teams/{team}/members", json=asked))


async def days(driver: Driver) -> list[tuple[str, str, str | None]]:
    """The agent's teams, as shown; they are as last published."""
    shown = await driver.list(f"agents/{driver.agent_id}/memberships", driver.agent)
    found = [(one["team_id"], one["first_day"], one["last_day"]) for one in shown]
    published = await driver.timer.published(MembershipsChanged)
    assert [event.version for event in published] == list(range(1, len(published) + 1))
    told = published[-1].model_dump(mode="json")["memberships"] if published else []
    assert [tuple(one.values()) for one in told] == found
    return found


async def test_a_team_is_published_as_it_is(driver: Driver) -> None:
    team = await driver.create("teams", name="Web")
    await driver.change(f"teams/{team['id']}", archived=True)
    published = await driver.timer.published(TeamChanged)
    assert [(event.version, event.name, event.archived) for event in published] == [
        (1, "Web", False),
        (2, "Web", True),
    ]
    taken = await driver.manager.post("/v1/teams", json={"name": " web"})
    assert slug(taken) == (409, "name-taken")


async def test_who_moves_leaves_the_team_of_before_also_in_the_past(
    driver: Driver, teams: tuple[str, str]
) -> None:
    web, design = teams
    made = await join(driver, web, "2026-01-01")
    assert (made["version"], made["team_id"], made["last_day"]) == (1, web, None)
    await join(driver, design, "2026-03-01", move=True)
    assert await days(driver) == [(web, "2026-01-01", "2026-02-28"), (design, "2026-03-01", None)]
    await join(driver, design, "2025-07-01", last_day="2026-01-31", move=True)
    assert await days(driver) == [
        (design, "2025-07-01", "2026-01-31"),
        (web, "2026-02-01", "2026-02-28"),
        (design, "2026-03-01", None),
    ]
    on = await driver.list(f"teams/{web}/members", on="2026-02-28")
    assert [one["agent_id"] for one in on] == [str(driver.agent_id)]
    assert await driver.list(f"teams/{web}/members", on="2026-03-01") == []


async def test_a_day_in_a_team_is_not_given_to_another_unasked(
    driver: Driver, teams: tuple[str, str]
) -> None:
    web, design = teams
    await join(driver, web, "2026-01-01", last_day="2026-03-31")
    body = {"agent_id": str(driver.agent_id), "first_day": "2026-03-31"}
    response = await driver.manager.post(f"/v1/teams/{design}/members", json=body)
    assert slug(response) == (409, "agent-in-a-team")
    assert response.json()["errors"] == [
        {
            "field": "first_day",
            "reason": "the agent is in a team from 2026-01-01 to 2026-03-31",
        }
    ]
    assert await days(driver) == [(web, "2026-01-01", "2026-03-31")]


async def test_a_membership_ends_begins_earlier_or_never_was(
    driver: Driver, teams: tuple[str, str]
) -> None:
    web, design = teams
    made = await join(driver, web, "2026-01-01")
    path = f"teams/{web}/members/{made['id']}"
    ended = await driver.change(path, last_day="2026-03-31")
    assert (ended["version"], ended["last_day"]) == (2, "2026-03-31")
    assert (await driver.change(path, last_day="2026-03-31"))["version"] == 2
    await driver.change(path, first_day="2025-12-01")
    await join(driver, design, "2026-04-01")
    late = await driver.manager.patch(f"/v1/{path}", json={"last_day": None})
    assert slug(late) == (409, "agent-in-a-team")
    before = await driver.manager.patch(f"/v1/{path}", json={"last_day": "2025-11-30"})
    assert slug(before) == (422, "invalid-input")
    stale = {"If-Match": '"2"'}
    assert slug(await driver.manager.delete(f"/v1/{path}", headers=stale)) == (
        412,
        "changed-meanwhile",
    )
    unread = await driver.manager.delete(f"/v1/{path}")
    assert slug(unread) == (428, "precondition-required")
    assert len(await days(driver)) == 2
    gone = await driver.manager.delete(f"/v1/{path}", headers={"If-Match": '"3"'})
    assert gone.status_code == 204
    assert await days(driver) == [(design, "2026-04-01", None)]


async def test_what_does_not_exist_or_cannot_be_is_refused_and_changes_nothing(
    driver: Driver, teams: tuple[str, str]
) -> None:
    web, _ = teams
    assert await refused(driver, str(new_id())) == (404, "not-found")
    assert await refused(driver, web, agent_id=str(new_id())) == (422, "invalid-input")
    assert await refused(driver, web, last_day="2025-12-31") == (422, "invalid-input")
    assert await refused(driver, web, last_day="2025-12-31", move=True) == (422, "invalid-input")
    for day in ("2026-02-30", "1999-12-31", "2101-01-01", "soon", None):
        assert await refused(driver, web, first_day=day) == (422, "invalid-input"), day
    await driver.change(f"teams/{web}", archived=True)
    assert await refused(driver, web) == (409, "team-archived")
    missing = f"/v1/teams/{web}/members/{new_id()}"
    assert (await driver.manager.patch(missing, json={})).status_code == 404
    assert (await driver.manager.get(f"/v1/teams/{new_id()}/members")).status_code == 404
    assert await days(driver) == []


async def test_a_team_of_another_account_takes_none_of_ones_agents(
    driver: Driver, teams: tuple[str, str]
) -> None:
    web, _ = teams
    made = await join(driver, web, "2026-01-01")
    theirs = await open_account(driver.timer, OTHER_ACCOUNT)
    their_team = (await theirs.create("teams", name="Web"))["id"]
    assert await refused(driver, their_team) == (404, "not-found")
    assert await refused(theirs, web) == (404, "not-found")
    asked = {"agent_id": str(driver.agent_id), "first_day": "2026-01-01"}
    foreign = await theirs.manager.post(f"/v1/teams/{their_team}/members", json=asked)
    assert slug(foreign) == (422, "invalid-input")
    path = f"/v1/teams/{web}/members/{made['id']}"
    assert (await theirs.manager.patch(path, json={})).status_code == 404
    gone = await theirs.manager.delete(path, headers=as_read(made))
    assert gone.status_code == 404
    assert len(await days(driver)) == 1


async def test_agents_see_their_own_teams_only(driver: Driver, teams: tuple[str, str]) -> None:
    await join(driver, teams[0], "2026-01-01")
    _, bo = await driver.another_agent()
    shown = await bo.get(f"/v1/agents/{driver.agent_id}/memberships")
    assert slug(shown) == (403, "not-allowed")


async def test_parallel_moves_leave_one_team_for_each_day(
    driver: Driver, teams: tuple[str, str]
) -> None:
    web, design = teams
    bodies = [
        {"agent_id": str(driver.agent_id), "first_day": f"2026-01-{1 + n:02}", "move": n % 2 == 0}
        for n in range(12)
    ]
    answers = await asyncio.gather(
        *(
            driver.manager.post(f"/v1/teams/{(web, design)[n % 3 == 0]}/members", json=body)
            for n, body in enumerate(bodies)
        )
    )
    assert {response.status_code for response in answers} <= {201, 409}
    assert len(await days(driver)) >= 1


async def test_the_database_keeps_an_agent_out_of_two_teams(
    driver: Driver, teams: tuple[str, str]
) -> None:
    insert = text("""
INSERT INTO team_memberships (id, agent_id, team_id, first_day, last_day) VALUES
    (gen_random_uuid(), :agent, :web, '2026-01-01', '2026-03-31'),
    (gen_random_uuid(), :agent, :design, '2026-03-31', NULL)
""")
    values = {"agent": driver.agent_id, "web": teams[0], "design": teams[1]}
    async with driver.timer.database.transaction(ACCOUNT) as session:
        with pytest.raises(IntegrityError, match="one_team_per_day"):
            await session.execute(insert, values)
        await session.rollback()
