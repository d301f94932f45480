"""Budgets against what was billed, logged and planned, as people read them."""

from datetime import date, timedelta
from typing import Any

import pytest

from contracts.stored import example
from contracts.timer import OrganizationMerged
from database import new_id
from services.rates.tests.budget_driver import TODAY, Budgets, budget_body, project, task, today
from services.rates.tests.driver import Driver, Json
from services.rates.tests.factories import billed, recorded, references
from services.rates.tests.sheet_driver import approved
from testkit import Served, count_statements


@pytest.fixture
async def owner(served: Served) -> Budgets:
    return Budgets(Driver(served, await served.as_("owner")))


def amounts(budget: Json, currency: str = "DKK") -> dict[str, str]:
    """Its money in a currency."""
    [money] = [one for one in budget["money"] if one["logged"]["currency"] == currency]
    names = ("billed", "approved", "not_approved", "logged", "planned", "forecast")
    return {name: money[name]["amount"] for name in names}


async def test_a_budget_shows_what_is_billed_logged_and_planned(owner: Budgets) -> None:
    shop = project(seconds=40 * 3600, money="40000")
    driver, todo = owner.driver, task(shop, hours=10)
    time: list[Any] = [
        recorded(project_id=shop.project_id, organization_id=shop.organization_id, **one)
        for one in ({}, {"work_item_id": todo.task_id}, {"billable": False})
    ]
    await driver.create_rate("1200")
    await driver.create_cost("500")
    await driver.consume(shop, todo, *time)
    more = recorded(project_id=shop.project_id, organization_id=shop.organization_id)
    await driver.consume(billed(time[0], amount="1200"), more, approved(time[0], more))

    found = await owner.read(shop.project_id)
    assert amounts(found) == {
        "billed": "1000.00",
        "approved": "1000.00",
        "not_approved": "1000.00",
        "logged": "3000.00",
        "planned": "11000.00",
        "forecast": "14000.00",
    }
    assert found["hours"] == {
        "billed_seconds": 3000,
        "approved_seconds": 3000,
        "logged_seconds": 12_000,
        "planned_seconds": 33_000,
        "forecast_seconds": 45_000,
        "billed_percent": 2,
        "approved_percent": 4,
        "used_percent": 8,
        "forecast_percent": 31,
    }
    [money] = found["money"]
    assert (money["used_percent"], money["forecast_percent"]) == (7, 35)
    [cost] = found["costs"]["sums"]
    assert cost["logged"] == {"amount": "1666.67", "currency": "DKK"}
    assert cost["planned"] == {"amount": "4583.33", "currency": "DKK"}
    assert found["costs"]["margin"] == {"amount": "1333.33", "currency": "DKK"}
    assert found["costs"]["forecast_margin"] == {"amount": "7750.00", "currency": "DKK"}
    by_project = await driver.get("/v1/costs-and-revenue", project_id=str(shop.project_id))
    [total] = by_project["totals"]
    assert total["amount"] == money["logged"]
    assert found["name"] == "Webshop"
    assert (found["thresholds"], found["version"]) == ([50, 80, 100], 0)
    [listed] = await owner.list_all()
    assert listed == found


async def test_what_is_planned_has_the_rate_of_its_day_and_its_agent(owner: Budgets) -> None:
    shop = project(money="50000")
    anna, ben = new_id(), new_id()
    monday = TODAY + timedelta(days=7 - TODAY.weekday())
    todo = task(
        shop,
        hours=40,
        planned_start=monday,
        planned_finish=monday + timedelta(days=13),
        assignee_ids=(anna, ben),
    )
    await owner.driver.consume(shop, todo)
    await owner.driver.create_rate("100")
    await owner.driver.create_rate("300", agent_id=anna)
    week_later = (monday + timedelta(days=7)).isoformat()
    await owner.driver.create_rate("200", project_id=shop.project_id, valid_from=week_later)
    # twenty hours each, half of them in each week: 10 at 300, 10 at 100, 20 at 200
    assert amounts(await owner.read(shop.project_id))["planned"] == "8000.00"


async def test_nothing_is_planned_for_what_is_over(owner: Budgets) -> None:
    shop = project(money="50000")
    await owner.driver.create_rate("100")
    await owner.driver.consume(
        shop,
        task(shop, 10, status="done"),
        task(shop, 10, status="cancelled"),
        task(shop, 10, archived=True),
        task(shop, 10, milestone=True),
        task(shop, 10, percent_done=70),
        task(shop, estimate_seconds=None),
    )
    assert amounts(await owner.read(shop.project_id))["planned"] == "300.00"
    await owner.driver.consume(shop.model_copy(update={"version": 2, "closed": True}))
    assert (await owner.read(shop.project_id))["hours"]["planned_seconds"] == 0


async def test_a_plan_that_has_no_rate_is_told_as_such(owner: Budgets) -> None:
    shop = project(money="50000")
    await owner.driver.consume(shop, task(shop, 2))
    found = await owner.read(shop.project_id)
    assert (found["money"], found["planned_unpriced_seconds"]) == ([], 7200)


async def test_currencies_are_never_added_up(owner: Budgets) -> None:
    shop = project(money="1000")
    in_euro = new_id()
    await owner.driver.create_rate("100")
    await owner.driver.create_rate("90", agent_id=in_euro, currency="EUR")
    usual: Any = {"project_id": shop.project_id, "organization_id": shop.organization_id}
    time = [recorded(seconds=3600, **usual), recorded(seconds=3600, agent_id=in_euro, **usual)]
    await owner.driver.consume(shop, *time)
    found = await owner.read(shop.project_id)
    assert amounts(found)["logged"] == "100.00"
    assert amounts(found, "EUR")["logged"] == "90.00"
    percents = {one["logged"]["currency"]: one["used_percent"] for one in found["money"]}
    assert percents == {"DKK": 10, "EUR": None}


async def test_a_budget_by_month_counts_the_time_and_the_plan_of_a_month(owner: Budgets) -> None:
    shop = project(money="1000", budget_period="month")
    usual: Any = {"project_id": shop.project_id, "organization_id": shop.organization_id}
    await owner.driver.create_rate("100", valid_from="2020-01-01")
    days = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1)]
    await owner.driver.consume(
        shop, *(recorded(work_date=day, seconds=3600, **usual) for day in days), task(shop, 5)
    )
    february = await owner.read(shop.project_id, date(2026, 2, 14))
    assert (february["month"], amounts(february)["forecast"]) == ("2026-02-01", "200.00")
    now = await owner.read(shop.project_id)
    assert (now["month"], amounts(now)["planned"]) == (
        today().replace(day=1).isoformat(),
        "500.00",
    )


@pytest.mark.parametrize("compacted", [False, True])
async def test_a_customers_budget_counts_the_days_on_which_it_holds(
    owner: Budgets, compacted: bool
) -> None:
    shop = project()
    assert shop.organization_id is not None
    usual: Any = {"project_id": shop.project_id, "organization_id": shop.organization_id}
    await owner.driver.create_rate("100", valid_from="2020-01-01")
    days = [date(2025, 1, 14), date(2025, 1, 15), date(2025, 2, 28), date(2025, 3, 10)]
    days.append(date(2025, 3, 11))
    await owner.driver.consume(*references(organization_id=shop.organization_id), shop)
    await owner.driver.consume(*(recorded(work_date=day, seconds=3600, **usual) for day in days))
    if compacted:
        await compact(owner)
    budget_id = new_id()
    body = budget_body(shop.organization_id, valid_from="2025-01-15", valid_to="2025-03-10")
    response = await owner.put(budget_id, **body)
    assert (response.status_code, response.headers["ETag"]) == (200, '"1"'), response.text
    assert amounts(response.json())["logged"] == "300.00"
    monthly = await owner.put(budget_id, version=1, **body, period="month")
    assert monthly.status_code == 200, monthly.text
    assert amounts(await owner.read(budget_id, date(2025, 1, 1)))["logged"] == "100.00"
    assert (await owner.read(budget_id, date(2025, 4, 1)))["hours"]["logged_seconds"] == 0


async def compact(owner: Budgets) -> None:
    async with owner.driver.served.database.transaction(owner.driver.account) as session:
        from rates.commands.valued_time import compact as move

        await move(session)


async def test_a_customers_budget_is_set_replaced_and_taken_back(owner: Budgets) -> None:
    customer, budget_id = new_id(), new_id()
    body = budget_body(customer)
    assert (await owner.put(budget_id, **body)).json()["type"].endswith("unknown-reference")
    await owner.driver.consume(*references(organization_id=customer))
    assert (await owner.put(budget_id, **body)).status_code == 200
    assert (await owner.put(budget_id, **body)).status_code == 428
    assert (await owner.put(budget_id, version=3, **body)).status_code == 412
    overlapping = await owner.put(new_id(), **body)
    assert overlapping.json()["type"].endswith("budget-overlaps"), overlapping.text
    later = {**body, "valid_from": "2026-07-01", "thresholds": [90, 10]}
    changed = await owner.put(budget_id, version=1, **later)
    assert (changed.json()["version"], changed.json()["thresholds"]) == (2, [10, 90])
    path = f"/v1/budgets/{budget_id}"
    assert (await owner.driver.client.delete(path)).status_code == 428
    gone = await owner.driver.client.delete(path, headers={"If-Match": '"2"'})
    assert gone.status_code == 204, gone.text
    assert (await owner.driver.client.get(path)).status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"budget_money": None}, "budget_seconds"),
        ({"budget_money": {"amount": "-1", "currency": "DKK"}}, "budget_money.amount"),
        ({"budget_money": {"amount": "0", "currency": "DKK"}}, "budget_money.amount"),
        ({"budget_money": {"amount": "1", "currency": "XXX"}}, "budget_money.currency"),
        ({"valid_to": "2025-12-31"}, "valid_to"),
        ({"thresholds": [50, 50]}, "thresholds"),
        ({"thresholds": [0]}, "thresholds.0"),
        ({"budget_seconds": 0}, "budget_seconds"),
    ],
)
async def test_what_makes_no_budget_is_refused(
    owner: Budgets, change: dict[str, Any], field: str
) -> None:
    customer = new_id()
    await owner.driver.consume(*references(organization_id=customer))
    refused = await owner.put(new_id(), **budget_body(customer, **change))
    assert refused.status_code == 422, refused.text
    assert [one["field"] for one in refused.json()["errors"]] == [field]


async def test_budgets_of_projects_are_not_set_here(owner: Budgets) -> None:
    shop = project(money="1000")
    assert shop.organization_id is not None
    await owner.driver.consume(*references(organization_id=shop.organization_id), shop)
    refused = await owner.put(shop.project_id, **budget_body(shop.organization_id))
    assert refused.json()["type"].endswith("budget-of-project")
    chosen = await owner.put_thresholds(shop.project_id, 70, 20)
    assert (chosen.json()["thresholds"], chosen.json()["version"]) == ([20, 70], 1)
    assert (await owner.put_thresholds(shop.project_id, 30)).status_code == 412
    assert (await owner.put_thresholds(new_id(), 30)).status_code == 404


async def test_those_who_were_merged_are_one_customer(owner: Budgets) -> None:
    shop = project()
    assert shop.organization_id is not None
    double, budget_id = new_id(), new_id()
    ids = (shop.organization_id, double)
    await owner.driver.create_rate("100")
    await owner.driver.consume(*(one for id_ in ids for one in references(organization_id=id_)))
    await owner.driver.consume(
        shop,
        task(shop, 3),
        *(recorded(organization_id=id_, seconds=3600, project_id=shop.project_id) for id_ in ids),
        example(OrganizationMerged).model_copy(
            update={"organization_id": double, "into_organization_id": shop.organization_id}
        ),
    )
    shown = await owner.put(budget_id, **budget_body(double))
    assert amounts(shown.json()) == {
        "billed": "0.00",
        "approved": "0.00",
        "not_approved": "200.00",
        "logged": "200.00",
        "planned": "300.00",
        "forecast": "500.00",
    }


async def test_costs_are_seen_by_owners_and_managers_and_nothing_by_agents(
    served: Served, owner: Budgets
) -> None:
    shop = project(money="1000")
    await owner.driver.create_cost("50")
    await owner.driver.consume(shop, task(shop, 1))
    for role, sees in (("owner", True), ("manager", True), ("billing", False)):
        budgets = Budgets(Driver(served, await served.as_(role)))
        for shown in (await budgets.read(shop.project_id), *(await budgets.list_all())):
            assert (shown["costs"] is not None) is sees, role
    for role in ("agent", "client"):
        client = await served.as_(role)
        for path in ("/v1/budgets", f"/v1/budgets/{shop.project_id}"):
            assert (await client.get(path)).status_code == 403


async def test_budgets_are_listed_by_page_and_by_customer(owner: Budgets) -> None:
    shops = [project(money="1000") for _ in range(3)]
    await owner.driver.consume(*shops, project())
    listed = [one["id"] for one in await owner.list_all()]
    assert listed == sorted(str(one.project_id) for one in shops)
    [one] = await owner.list_all(organization_id=str(shops[1].organization_id))
    assert one["id"] == str(shops[1].project_id)
    assert await owner.list_all(kind="organization") == []
    page = await owner.driver.get("/v1/budgets", limit="2")
    assert [len(page["items"]), bool(page["next_cursor"])] == [2, True]


@pytest.mark.parametrize("number", [1, 40])
async def test_budgets_take_the_same_statements_whatever_their_number(
    owner: Budgets, number: int
) -> None:
    await owner.driver.create_rate("100")
    shops = [project(money="1000") for _ in range(number)]
    await owner.driver.consume(*shops, *(task(one) for one in shops))
    with count_statements(owner.driver.served.database) as statements:
        assert len(await owner.list_all()) == number
    assert statements.count == 1 + 9, statements
