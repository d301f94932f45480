"""Who is in which team when, however often and in which order it is heard."""

from datetime import date
from itertools import permutations
from uuid import UUID

import pytest

from contracts.stored import example
from contracts.timer import Membership, MembershipsChanged, TeamChanged
from database import new_id
from rates.store.memberships import teams_on
from services.rates.tests.driver import Driver
from testkit import ACCOUNT, OTHER_ACCOUNT, count_statements

WEB, DESIGN = UUID(int=1), UUID(int=2)
MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


def changed(
    agent_id: UUID, version: int, *memberships: Membership, account_id: UUID = ACCOUNT
) -> MembershipsChanged:
    return MembershipsChanged(
        account_id=account_id, version=version, agent_id=agent_id, memberships=memberships
    )


def versions(agent_id: UUID) -> list[MembershipsChanged]:
    """In the web team; from June on in the design team; in no team any more."""
    web = Membership(team_id=WEB, first_day=MAY)
    until_june = Membership(team_id=WEB, first_day=MAY, last_day=date(2026, 5, 31))
    design = Membership(team_id=DESIGN, first_day=JUNE, last_day=date(2026, 6, 30))
    return [changed(agent_id, 1, web), changed(agent_id, 2, until_june, design)]


async def teams(driver: Driver, agent_id: UUID, account: UUID = ACCOUNT) -> list[UUID | None]:
    """In April, May, June and July."""
    days = [date(2026, 4, 30), MAY, JUNE, JULY]
    async with driver.served.database.transaction(account) as session:
        found = await teams_on(session, [(agent_id, day) for day in days])
    return [found.get((agent_id, day)) for day in days]


async def test_a_move_is_known_by_day_in_any_order_and_any_number_of_times(
    driver: Driver,
) -> None:
    for order in permutations(range(2)):
        events = versions(agent_id := new_id())
        for number in order:
            records = await driver.consume(events[number])
            await driver.reprocess(records)
            await driver.consume(events[number])
        assert await teams(driver, agent_id) == [None, WEB, DESIGN, None]
    assert await driver.served.dead_letters() == []


async def test_who_left_all_teams_is_in_none(driver: Driver) -> None:
    first, second = versions(agent_id := new_id())
    await driver.consume(first, second, changed(agent_id, 3))
    assert await teams(driver, agent_id) == [None] * 4


async def test_teams_of_another_account_are_its_own(driver: Driver) -> None:
    agent_id = new_id()
    theirs = Membership(team_id=DESIGN, first_day=MAY)
    await driver.consume(versions(agent_id)[0])
    await driver.consume(changed(agent_id, 9, theirs, account_id=OTHER_ACCOUNT))
    assert await teams(driver, agent_id) == [None, WEB, WEB, WEB]
    assert await teams(driver, agent_id, OTHER_ACCOUNT) == [None, DESIGN, DESIGN, DESIGN]


async def test_the_examples_of_the_contracts_are_taken(driver: Driver) -> None:
    memberships = example(MembershipsChanged)
    await driver.consume(memberships, example(TeamChanged))
    async with driver.served.database.transaction(memberships.account_id) as session:
        found = await teams_on(session, [(memberships.agent_id, date(2026, 3, 1))])
    assert list(found.values()) == [example(TeamChanged).team_id]
    assert await driver.served.dead_letters() == []


@pytest.mark.parametrize("number", [1, 300])
async def test_many_agents_cost_as_much_as_one(driver: Driver, number: int) -> None:
    events = [event for _ in range(number) for event in versions(new_id())]
    with count_statements(driver.served.database) as statements:
        await driver.consume(*events)
    assert statements.count == 3 + 4, statements
