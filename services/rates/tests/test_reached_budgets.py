"""Thresholds of budgets: each is told once, whatever moves back and forth, comes twice or in another order."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

import pytest

from contracts.rates import BudgetReached
from contracts.timer import ProjectChanged, TimeEntryDiscarded, TimeEntryRecorded
from database import new_id
from rates.commands.budgets import check_budgets
from services.rates.tests.budget_driver import TODAY, Budgets, budget_body, project, task, today
from services.rates.tests.driver import Driver
from services.rates.tests.factories import billed, interleaved, recorded, references, released
from testkit import OTHER_ACCOUNT, Served, count_statements

NOW = datetime.now(UTC)


@pytest.fixture
async def owner(served: Served) -> Budgets:
    budgets = Budgets(Driver(served, await served.as_("owner")))
    await budgets.driver.create_rate("100", valid_from="2020-01-01")
    return budgets


def work(of: ProjectChanged, hours: float, **changes: Any) -> TimeEntryRecorded:
    """Time on a project, for its customer."""
    usual = {"project_id": of.project_id, "organization_id": of.organization_id}
    return recorded(**{**usual, "seconds": int(hours * 3600), **changes})


async def test_money_is_told_when_it_is_used_up(owner: Budgets) -> None:
    shop = project(money="1000")
    await owner.driver.consume(shop, work(shop, 4.9))
    assert await owner.told_shortly() == []
    await owner.driver.consume(work(shop, 0.1))
    [told] = await owner.told()
    assert (told.measure, told.percent, told.forecast, told.highest) == ("money", 50, False, True)
    assert (told.subject, told.name, told.project_id) == ("project", "Webshop", shop.project_id)
    assert told.budget_money is not None
    assert told.used_money is not None
    assert (told.budget_money.amount, told.used_money.amount) == (Decimal(1000), Decimal("500.00"))
    await owner.driver.consume(work(shop, 5.5))
    assert await owner.told_shortly() == [
        ("money", False, 50),
        ("money", False, 80),
        ("money", False, 100),
        ("money", True, 100),
    ]
    assert [one.highest for one in await owner.told()] == [True, False, True, False]


async def test_hours_of_a_project_at_80_and_100_percent_are_told_by_timer(owner: Budgets) -> None:
    shop = project(seconds=10 * 3600)
    await owner.driver.consume(shop, work(shop, 10))
    assert await owner.told_shortly() == [("hours", False, 50)]
    assert [one.highest for one in await owner.told()] == [False]


async def test_a_forecast_is_told_when_it_exceeds_the_budget(owner: Budgets) -> None:
    shop = project(money="1000")
    todo = task(shop, 10)
    await owner.driver.consume(shop, todo)
    assert await owner.told_shortly() == []
    await owner.driver.consume(todo.model_copy(update={"version": 2, "estimate_seconds": 36_036}))
    [told] = await owner.told()
    assert told.used_money is not None
    assert (told.forecast, told.percent, told.highest) == (True, 100, True)
    assert told.used_money.amount == Decimal("1001.00")
    await owner.driver.consume(todo.model_copy(update={"version": 3, "status": "cancelled"}))
    await owner.driver.consume(todo.model_copy(update={"version": 4, "estimate_seconds": 40_000}))
    assert len(await owner.told()) == 1


async def test_a_dearer_rate_makes_a_plan_exceed_its_budget(owner: Budgets) -> None:
    shop = project(money="1000")
    await owner.driver.consume(shop, task(shop, 10))
    assert await owner.told_shortly() == []
    await owner.driver.create_rate("101", project_id=shop.project_id)
    assert await owner.told_shortly() == [("money", True, 100)]


async def test_a_budget_and_thresholds_that_are_other_ones_are_looked_at(owner: Budgets) -> None:
    shop = project(money="1000")
    await owner.driver.consume(shop, work(shop, 4))
    await owner.put_thresholds(shop.project_id, 40)
    assert await owner.told_shortly() == [("money", False, 40)]
    smaller = shop.model_copy(
        update={
            "version": 2,
            "budget_money": shop.budget_money and project(money="400").budget_money,
        }
    )
    await owner.driver.consume(smaller)
    assert await owner.told_shortly() == [("money", False, 40)] * 2
    back = shop.model_copy(update={"version": 3})
    await owner.driver.consume(back)
    assert len(await owner.told()) == 2


async def test_each_month_is_told_for_itself(owner: Budgets) -> None:
    shop = project(money="1000", budget_period="month")
    days = (date(2025, 1, 31), date(2025, 2, 1))
    await owner.driver.consume(shop, *(work(shop, 6, work_date=day) for day in days))
    assert [(one.month, one.percent) for one in await owner.told()] == [
        (date(2025, 1, 1), 50),
        (date(2025, 2, 1), 50),
    ]
    reached = (await owner.read(shop.project_id, date(2025, 1, 5)))["reached"]
    assert [(one["measure"], one["percent"]) for one in reached] == [("money", 50)]
    assert (await owner.read(shop.project_id, date(2025, 3, 5)))["reached"] == []


async def test_customers_have_hours_and_money(owner: Budgets) -> None:
    shop = project()
    assert shop.organization_id is not None
    await owner.driver.consume(*references(organization_id=shop.organization_id), shop)
    body = budget_body(shop.organization_id, budget_seconds=36_000, thresholds=[50, 100])
    assert (await owner.put(new_id(), **body)).status_code == 200
    entry = work(shop, 10)
    await owner.driver.consume(entry)
    assert await owner.told_shortly() == [("hours", False, 50), ("hours", False, 100)]
    assert {one.subject for one in await owner.told()} == {"organization"}
    await owner.driver.create_rate("500", organization_id=shop.organization_id)
    assert (await owner.told_shortly())[2:] == [("money", False, 50)]


async def test_each_threshold_is_told_once_whatever_moves_back_and_forth(owner: Budgets) -> None:
    shop, chance = project(money="1000"), Random(7)
    await owner.driver.consume(shop)
    entries: dict[UUID, int] = {}
    most = Decimal(0)
    used: dict[UUID, int] = {}
    for _ in range(40):
        known = chance.choice([None, *entries])
        entry_id = known or new_id()
        entries[entry_id] = entries.get(entry_id, 0) + 1
        if known and chance.random() < 0.4:
            used.pop(entry_id, None)
            gone = {"account_id": owner.driver.account, "version": entries[entry_id]}
            event: Any = TimeEntryDiscarded.model_validate({**gone, "entry_id": entry_id})
        else:
            used[entry_id] = chance.randrange(3600, 4 * 3600)
            event = work(shop, used[entry_id] / 3600, entry_id=entry_id, version=entries[entry_id])
            if chance.random() < 0.2:
                event = event.model_copy(update={"billable": False})
                used[entry_id] = 0
        records = await owner.driver.consume(event)
        await owner.driver.reprocess(records)
        most = max(most, Decimal(sum(used.values())) / 36)
        await owner.driver.reprice()
    told = [one for one in await owner.told_shortly() if not one[1]]
    assert len(told) == len(set(told))
    assert {percent for _, _, percent in told} == {one for one in (50, 80, 100) if most >= one * 10}


async def test_a_credit_note_and_a_new_invoice_tell_nothing_again(owner: Budgets) -> None:
    shop = project(money="1000")
    entry = work(shop, 6)
    invoice = billed(entry, amount="100")
    await owner.driver.consume(shop, entry, invoice, released(invoice), billed(entry, amount="100"))
    assert await owner.told_shortly() == [("money", False, 50)]


async def test_events_twice_and_in_any_order_say_the_same(owner: Budgets) -> None:
    chance = Random(3)
    for _ in range(4):
        shop = project(money="1000")
        todo = task(shop, 12)
        streams: list[Any] = [
            [shop, shop.model_copy(update={"version": 2, "name": "Shop"})],
            [todo, todo.model_copy(update={"version": 2, "estimate_seconds": 3600})],
            [work(shop, 6, work_item_id=todo.task_id)],
        ]
        events = interleaved(chance, streams)
        records = [record for one in events for record in await owner.driver.consume(one)]
        chance.shuffle(records)
        await owner.driver.reprocess(records)
        await owner.driver.consume(*reversed(events))
        shown = await owner.read(shop.project_id)
        [money] = shown["money"]
        assert (money["logged"]["amount"], money["planned"]["amount"]) == ("600.00", "0.00")
        told = [one for one in await owner.told() if one.budget_id == shop.project_id]
        assert len({(one.measure, one.forecast, one.percent) for one in told}) == len(told)
        assert ("money", False, 50) in {(one.measure, one.forecast, one.percent) for one in told}


async def test_workers_at_the_same_time_tell_once(owner: Budgets) -> None:
    shop = project(money="1000")
    await owner.driver.consume(shop, work(shop, 10))
    database, account = owner.driver.served.database, owner.driver.account

    async def check() -> None:
        async with database.transaction(account) as session:
            await check_budgets(session, NOW)

    await asyncio.gather(*(check() for _ in range(6)))
    assert len(await owner.told_shortly()) == 3


async def test_an_account_hears_nothing_of_another(owner: Budgets, served: Served) -> None:
    other = Budgets(Driver(served, await served.as_("owner", account=OTHER_ACCOUNT), OTHER_ACCOUNT))
    shop = project(money="1000")
    theirs = shop.model_copy(update={"account_id": OTHER_ACCOUNT})
    await owner.driver.consume(shop, theirs, work(shop, 6))
    assert {one.account_id for one in await owner.told()} == {owner.driver.account}
    assert (await other.read(shop.project_id))["hours"]["logged_seconds"] == 0
    unknown = project(money="5")
    await owner.driver.consume(unknown)
    assert (await other.driver.client.get(f"/v1/budgets/{unknown.project_id}")).status_code == 404
    assert len(await other.list_all()) == 1


async def test_time_is_priced_in_as_many_statements_where_there_are_budgets(
    owner: Budgets,
) -> None:
    shop = project(money="1000")
    await owner.driver.consume(shop)
    with count_statements(owner.driver.served.database) as statements:
        await owner.driver.consume(*(work(shop, 1) for _ in range(20)))
    assert statements.count == 6, statements
    assert len(await owner.told()) == 4


@pytest.mark.parametrize("number", [1, 30])
async def test_budgets_are_looked_at_in_as_many_statements_whatever_their_number(
    owner: Budgets, number: int
) -> None:
    shops = [project(money="1000") for _ in range(number)]
    await owner.driver.consume(*shops, *(work(one, 6) for one in shops))
    async with owner.driver.served.database.transaction(owner.driver.account) as session:
        with count_statements(owner.driver.served.database) as statements:
            await check_budgets(session, NOW)
    assert statements.count == 9, statements
    events = await owner.driver.served.published(BudgetReached)
    assert len(events) == number


async def test_the_plan_of_an_overdue_task_is_for_today(owner: Budgets) -> None:
    shop = project(money="1000", budget_period="month")
    late = {"planned_start": date(2025, 1, 1), "planned_finish": TODAY - timedelta(days=1)}
    await owner.driver.consume(shop, task(shop, 11, **late))
    [told] = await owner.told()
    assert (told.month, told.forecast) == (today().replace(day=1), True)
