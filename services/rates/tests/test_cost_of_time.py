"""What time costs: valued like its price, whether or not it is billable or billed, and never published."""

import asyncio
from datetime import date
from typing import Any

import pytest

from contracts.stored import example
from contracts.timer import Membership, MembershipsChanged, OrganizationMerged
from database import new_id
from rates.main import service
from rates.settings import Settings
from services.rates.tests.driver import Driver, cost_body
from services.rates.tests.factories import billed, recorded, references, released
from testkit import ACCOUNT, Served, serve

DKK_500 = {"amount": "500.00", "currency": "DKK"}


@pytest.fixture
async def driver(served: Served) -> Driver:
    return Driver(served, await served.as_("owner"))


def _amount(cost: dict[str, Any]) -> str | None:
    hourly: dict[str, str] | None = cost["hourly_cost"]
    return None if hourly is None else hourly["amount"]


async def test_the_cost_of_an_entry_is_explained(driver: Driver) -> None:
    entry = recorded(project_id=new_id())
    await driver.create_rate("1000")
    default = await driver.create_cost("500")
    special = await driver.create_cost("612", agent_id=entry.agent_id)
    ended = await driver.create_cost("9", project_id=entry.project_id, valid_to="2026-02-28")
    await driver.consume(entry)
    told = await driver.cost(entry.entry_id)
    assert told["hourly_cost"] == {"amount": "612.00", "currency": "DKK"}
    assert told["amount"] == {"amount": "510.00", "currency": "DKK"}  # 50 minutes
    assert told["margin"] == {"amount": "323.33", "currency": "DKK"}  # of 833.33
    assert (told["cost"], told["repricing"]) == (special, False)
    assert [(one["cost"]["id"], one["won"], one["why"]) for one in told["candidates"]] == [
        (ended["id"], False, "not valid on 2026-03-02: from 2026-01-01 to 2026-02-28"),
        (special["id"], True, "the most specific rule on 2026-03-02: weight 4"),
        (default["id"], False, "less specific: weight 0 is below 4"),
    ]


async def test_time_that_no_cost_covers_says_so(driver: Driver) -> None:
    entry = recorded()
    await driver.create_rate("1000")
    await driver.consume(entry)
    told = await driver.cost(entry.entry_id)
    assert told == {
        "hourly_cost": None,
        "amount": None,
        "margin": None,
        "cost": None,
        "repricing": False,
        "candidates": [],
    }


@pytest.mark.parametrize(
    ("changes", "margin"),
    [
        ({"billable": False}, "-416.67"),  # earns nothing, for sure
        ({"organization_id": None}, None),  # what it will earn is not known
        ({"work_date": date(2026, 2, 1)}, None),
    ],
)
async def test_time_without_a_price_costs_too(
    driver: Driver, changes: dict[str, Any], margin: str | None
) -> None:
    entry = recorded(**changes)
    await driver.create_rate("1000", valid_from="2026-03-01")
    await driver.create_cost("500")
    await driver.consume(entry)
    told = await driver.cost(entry.entry_id)
    assert told["hourly_cost"] == DKK_500
    assert (told["margin"] and told["margin"]["amount"]) == margin


async def test_two_currencies_have_no_margin(driver: Driver) -> None:
    entry = recorded()
    await driver.create_rate("100", currency="EUR")
    await driver.create_cost("500")
    await driver.consume(entry)
    told = await driver.cost(entry.entry_id)
    assert (told["amount"]["amount"], told["margin"]) == ("416.67", None)


async def test_changes_of_costs_value_time_again_and_publish_nothing(driver: Driver) -> None:
    priced, unbillable = recorded(), recorded(billable=False)
    await driver.create_rate("1000")
    await driver.consume(priced, unbillable)
    published = await driver.published()
    cost = await driver.create_cost("500")
    ids = [priced.entry_id, unbillable.entry_id]
    assert [_amount(await driver.cost(one)) for one in ids] == ["500.00", "500.00"]
    ended = await driver.try_to_end(f"/v1/costs/{cost['id']}", "2026-03-01")
    await driver.reprice()
    assert [_amount(await driver.cost(one)) for one in ids] == [None, None]
    await driver.try_to_end(f"/v1/costs/{cost['id']}", None, ended.json()["version"])
    await driver.reprice()
    assert [_amount(await driver.cost(one)) for one in ids] == ["500.00", "500.00"]
    await driver.try_to_withdraw(f"/v1/costs/{cost['id']}", version=3)
    await driver.reprice()
    assert [_amount(await driver.cost(one)) for one in ids] == [None, None]
    assert await driver.published() == published
    assert (await driver.price(priced.entry_id))["history"][-1]["price_version"] == 1


async def test_a_cost_that_is_about_to_change_is_marked(driver: Driver) -> None:
    entry = recorded()
    await driver.consume(entry)
    await driver.client.post("/v1/costs", json=cost_body())
    assert (await driver.cost(entry.entry_id))["repricing"] is True
    assert (await driver.price(entry.entry_id))["repricing"] is False
    await driver.reprice()
    assert (await driver.cost(entry.entry_id))["repricing"] is False


async def test_what_billed_time_costs_follows_the_rules_and_its_price_does_not(
    driver: Driver,
) -> None:
    entry = recorded()
    await driver.create_rate("1000")
    await driver.create_cost("500")
    await driver.consume(entry)
    await driver.consume(invoice := billed(entry))
    await driver.create_cost("600", agent_id=entry.agent_id)
    await driver.create_rate("1200", agent_id=entry.agent_id)
    told = await driver.price(entry.entry_id)
    assert [one["hourly_rate"] for one in told["segments"]] == ["1000"]
    assert (_amount(told["cost"]), told["cost"]["margin"]["amount"]) == ("600.00", "333.33")
    assert await driver.published_rates(entry.entry_id) == ["1000.00"]
    await driver.consume(released(invoice))
    told = await driver.price(entry.entry_id)
    assert (told["segments"][0]["hourly_rate"], _amount(told["cost"])) == ("1200.00", "600.00")


async def test_time_of_which_a_part_stays_billed_is_not_published_when_the_rest_is_released(
    driver: Driver,
) -> None:
    entry = recorded()
    await driver.create_rate("1000")
    await driver.create_cost("500")
    await driver.consume(entry)
    invoices = billed(entry), billed(entry)
    await driver.consume(*invoices)
    await driver.consume(released(invoices[0]))
    assert await driver.published_rates(entry.entry_id) == ["1000.00"]


async def test_a_move_to_another_team_changes_what_billed_time_costs_and_not_how_it_was_priced(
    driver: Driver,
) -> None:
    teams, entry = [new_id(), new_id()], recorded()
    rate = await driver.create_rate("1000", team_id=teams[0])
    for team, amount in zip(teams, ("500", "600"), strict=True):
        await driver.create_cost(amount, team_id=team)
    await driver.consume(_member(entry.agent_id, teams[0], 1))
    await driver.consume(entry)
    await driver.consume(billed(entry))
    assert _amount(await driver.cost(entry.entry_id)) == "500.00"
    await driver.consume(_member(entry.agent_id, teams[1], 2))
    await driver.reprice()
    told = await driver.price(entry.entry_id)
    assert (_amount(told["cost"]), told["cost"]["repricing"]) == ("600.00", False)
    assert [(one["rate"]["id"], one["won"]) for one in told["candidates"]] == [(rate["id"], True)]


def _member(agent_id: Any, team_id: Any, version: int) -> MembershipsChanged:
    whole_year = Membership(team_id=team_id, first_day=date(2026, 1, 1), last_day=None)
    return MembershipsChanged(
        account_id=ACCOUNT, version=version, agent_id=agent_id, memberships=(whole_year,)
    )


async def test_a_newer_version_of_an_entry_costs_what_its_own_day_does(driver: Driver) -> None:
    entry = recorded()
    await driver.create_cost("500", valid_to="2026-03-02")
    await driver.create_cost("550", valid_from="2026-03-03")
    newer = entry.model_copy(update={"version": 2, "work_date": date(2026, 3, 3)})
    await driver.consume(entry, newer, entry)
    assert _amount(await driver.cost(entry.entry_id)) == "550.00"


async def test_a_change_of_costs_is_worked_off_in_chunks_billed_time_too() -> None:
    async with serve(service, Settings, reprice_chunk=10) as small_chunks:
        driver = Driver(small_chunks, await small_chunks.as_("owner"))
        time = [recorded(work_date=date(2026, 3, 1 + number % 3)) for number in range(25)]
        await driver.create_rate("1000")
        await driver.consume(*time)
        await driver.consume(billed(*time[::2]))
        await driver.create_cost("500")
        costs = await asyncio.gather(*(driver.cost(one.entry_id) for one in time))
        assert {_amount(one) for one in costs} == {"500.00"}


@pytest.mark.parametrize(("costs", "chunks"), [(False, 1), (True, 3)])
async def test_a_move_looks_at_billed_time_only_where_there_are_costs(
    costs: bool, chunks: int
) -> None:
    async with serve(service, Settings, reprice_chunk=10) as small_chunks:
        driver = Driver(small_chunks, await small_chunks.as_("owner"))
        agent = new_id()
        time = [recorded(agent_id=agent) for _ in range(25)]
        await driver.create_rate("1000")
        if costs:
            cost = await driver.create_cost("500")
            await driver.try_to_withdraw(f"/v1/costs/{cost['id']}")
        await driver.consume(*time)
        await driver.consume(billed(*time))
        await driver.reprice()
        await driver.consume(_member(agent, new_id(), 1))
        attempts = 0
        while done := await small_chunks.run_due():
            attempts += done
        assert attempts == chunks


async def test_the_last_cost_is_taken_back_from_billed_time_too(driver: Driver) -> None:
    entry = recorded()
    await driver.create_rate("1000")
    cost = await driver.create_cost("500")
    await driver.consume(entry)
    await driver.consume(billed(entry))
    await driver.try_to_withdraw(f"/v1/costs/{cost['id']}")
    await driver.reprice()
    assert _amount(await driver.cost(entry.entry_id)) is None


async def test_costs_and_margins_are_summed_by_customer_and_currency(driver: Driver) -> None:
    ours, abroad, pro_bono = (new_id() for _ in range(3))
    expensive = new_id()
    await driver.create_rate("1000")
    await driver.create_rate("100", organization_id=abroad, currency="EUR")
    await driver.create_cost("500", valid_from="2026-03-02")
    await driver.create_cost("600", agent_id=expensive)
    await driver.consume(
        recorded(organization_id=ours, seconds=1),
        recorded(organization_id=ours, seconds=2),
        recorded(organization_id=ours, seconds=3600, agent_id=expensive, billable=False),
        recorded(organization_id=ours, seconds=7, work_date=date(2026, 3, 1)),
        recorded(organization_id=abroad, seconds=3600),
        recorded(organization_id=None, seconds=1800),
        recorded(organization_id=pro_bono, seconds=60, work_date=date(2026, 3, 1)),
    )
    told = (await driver.get("/v1/costs-and-revenue"))["costs"]
    sums = {one["organization_id"]: one for one in told["costs"]}
    # 3 s at 500 are 0.4167 beside the 600: rounded once
    assert sums == {
        str(ours): _sum(ours, 3, 3603, "600.42"),
        str(abroad): _sum(abroad, 1, 3600, "500.00"),
        None: _sum(None, 1, 1800, "250.00"),
    }
    assert told["totals"] == [{"amount": "1350.42", "currency": "DKK"}]
    margins = {one["organization_id"]: one for one in told["margins"]}
    # 1 + 2 + 7 seconds at 1000 earn 2.78
    assert margins == {
        str(ours): _margin(ours, "-597.64", 7),
        None: _margin(None, "-250.00", 0),
    }
    assert told["margin_totals"] == [{"amount": "-847.64", "currency": "DKK"}]
    assert told["without_cost"] == {"entries": 2, "seconds": 67}


def _sum(organization_id: Any, entries: int, seconds: int, amount: str) -> dict[str, Any]:
    return {
        "organization_id": organization_id and str(organization_id),
        "entries": entries,
        "seconds": seconds,
        "amount": {"amount": amount, "currency": "DKK"},
    }


def _margin(organization_id: Any, amount: str, without: int) -> dict[str, Any]:
    return {
        "organization_id": organization_id and str(organization_id),
        "amount": {"amount": amount, "currency": "DKK"},
        "seconds_without_cost": without,
    }


async def test_costs_count_the_days_of_the_period_and_no_entry_that_is_gone(
    driver: Driver,
) -> None:
    await driver.create_cost("500")
    await driver.consume(recorded(seconds=3600), recorded(seconds=3600, work_date=date(2026, 4, 1)))
    march = await driver.get("/v1/costs-and-revenue", last_day="2026-03-31")
    assert march["costs"]["totals"] == [DKK_500]


async def test_an_account_without_costs_has_no_margin(driver: Driver) -> None:
    await driver.create_rate("1000")
    await driver.consume(recorded(), *references(agent_id=new_id()))
    told = (await driver.get("/v1/costs-and-revenue"))["costs"]
    assert (told["costs"], told["totals"], told["margins"]) == ([], [], [])
    assert told["without_cost"] == {"entries": 1, "seconds": 3000}


async def test_customers_that_were_merged_cost_as_one(driver: Driver) -> None:
    stays, goes = new_id(), new_id()
    await driver.create_cost("700", organization_id=goes)
    await driver.consume(recorded(organization_id=stays), recorded(organization_id=goes))
    ids = {"account_id": ACCOUNT, "organization_id": goes, "into_organization_id": stays}
    await driver.consume(example(OrganizationMerged).model_copy(update={**ids, "version": 2}))
    await driver.reprice()
    [told] = (await driver.get("/v1/costs-and-revenue"))["costs"]["costs"]
    assert (told["organization_id"], told["entries"]) == (str(stays), 2)
    assert told["amount"]["amount"] == "1166.67"
