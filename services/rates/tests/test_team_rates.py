"""Rates of teams: the team of a day is that of the agent on it, and a move prices again what was done since."""

from datetime import date
from uuid import UUID

from contracts.timer import Membership, MembershipsChanged
from database import new_id
from services.rates.tests.driver import Driver
from services.rates.tests.factories import billed, recorded, references
from testkit import ACCOUNT

WEB, DESIGN = UUID(int=0xA), UUID(int=0xB)
FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)


def member(agent_id: UUID, version: int, *memberships: Membership) -> MembershipsChanged:
    return MembershipsChanged(
        account_id=ACCOUNT, version=version, agent_id=agent_id, memberships=memberships
    )


def of(team_id: UUID, first_day: date = FEBRUARY, last_day: date | None = None) -> Membership:
    return Membership(team_id=team_id, first_day=first_day, last_day=last_day)


async def test_a_team_weighs_more_than_a_kind_of_work_and_less_than_a_person(
    driver: Driver,
) -> None:
    entry = recorded(service_type_id=new_id())
    await driver.consume(member(entry.agent_id, 1, of(WEB)))
    await driver.create_rate("1000", service_type_id=entry.service_type_id)
    await driver.create_rate("1100", team_id=WEB)
    await driver.create_rate("9999", team_id=DESIGN)
    await driver.consume(entry)
    assert await driver.published_rates(entry.entry_id) == ["1100.00"]
    await driver.create_rate("1200", agent_id=entry.agent_id)
    assert await driver.published_rates(entry.entry_id) == ["1100.00", "1200.00"]
    candidates = (await driver.price(entry.entry_id))["candidates"]
    assert [one["rate"]["weight"] for one in candidates] == [4, 2, 1]


async def test_a_move_told_late_prices_again_what_was_done_since(driver: Driver) -> None:
    await driver.create_rate("1000", team_id=WEB)
    await driver.create_rate("1300", team_id=DESIGN)
    agent_id = new_id()
    before = recorded(agent_id=agent_id, work_date=date(2026, 2, 28))
    since = recorded(agent_id=agent_id, work_date=MARCH)
    await driver.consume(member(agent_id, 1, of(WEB)), before, since)
    moved = member(agent_id, 2, of(WEB, last_day=date(2026, 2, 28)), of(DESIGN, MARCH))
    records = await driver.consume(moved)
    assert (await driver.price(since.entry_id))["repricing"] is True
    await driver.reprice()
    await driver.reprocess(records)
    await driver.reprice()
    assert await driver.published_rates(before.entry_id) == ["1000.00"]
    assert await driver.published_rates(since.entry_id) == ["1000.00", "1300.00"]
    assert (await driver.price(since.entry_id))["repricing"] is False


async def test_memberships_that_come_after_the_time_price_it_in_the_end(driver: Driver) -> None:
    entry = recorded()
    await driver.create_rate("1000", team_id=WEB)
    await driver.consume(entry)
    await driver.consume(member(entry.agent_id, 1, of(WEB)))
    await driver.reprice()
    assert await driver.published_rates(entry.entry_id) == ["no-rate", "1000.00"]


async def test_a_move_that_changes_no_price_publishes_none(driver: Driver) -> None:
    entry = recorded()
    await driver.create_rate("1000")
    await driver.consume(entry, member(entry.agent_id, 1, of(WEB)))
    await driver.reprice()
    assert await driver.published_rates(entry.entry_id) == ["1000.00"]
    await driver.create_rate("1100", team_id=WEB)
    assert await driver.published_rates(entry.entry_id) == ["1000.00", "1100.00"]


async def test_billed_time_keeps_its_price_when_its_agent_moves(driver: Driver) -> None:
    entry = recorded()
    await driver.create_rate("1000", team_id=WEB)
    await driver.consume(member(entry.agent_id, 1, of(WEB)), entry)
    await driver.consume(billed(entry))
    await driver.consume(member(entry.agent_id, 2, of(DESIGN)))
    await driver.reprice()
    assert await driver.published_rates(entry.entry_id) == ["1000.00"]
    assert (await driver.price(entry.entry_id))["segments"][0]["hourly_rate"] == "1000"


async def test_what_an_hour_would_cost_follows_the_team_of_the_day(driver: Driver) -> None:
    agent_id, organization_id = new_id(), new_id()
    await driver.create_rate("1000", team_id=WEB)
    await driver.create_rate("1300", team_id=DESIGN)
    moved = member(agent_id, 1, of(WEB, last_day=date(2026, 2, 28)), of(DESIGN, MARCH))
    await driver.consume(moved)
    work = {"agent_id": agent_id, "organization_id": organization_id}
    amounts = [
        (await driver.match(day, **work, **team))["rate"]["hourly_rate"]["amount"]
        for day, team in (
            ("2026-02-28", {}),
            ("2026-03-01", {}),
            ("2026-03-01", {"team_id": WEB}),
        )
    ]
    assert amounts == ["1000.00", "1300.00", "1000.00"]


async def test_rates_are_listed_by_their_team(driver: Driver) -> None:
    await driver.consume(*references(team_id=WEB))
    rate = await driver.create_rate("1000", team_id=WEB)
    await driver.create_rate("1100")
    assert await driver.rates(team_id=str(WEB)) == [rate]
    overlapping = await driver.client.post(
        "/v1/rates",
        json={
            "team_id": str(WEB),
            "hourly_rate": {"amount": "1", "currency": "DKK"},
            "valid_from": "2026-01-01",
        },
    )
    assert (overlapping.status_code, overlapping.json()["type"].rsplit(":")[-1]) == (
        409,
        "rate-overlaps",
    )
