"""Budgets count what agreements charge, and forecasts what they will: as costs and revenue, and nothing twice."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from contracts.rates import BudgetReached
from contracts.timer import ProjectChanged
from database import new_id
from services.rates.tests.agreement_driver import Agreements, charged, paid
from services.rates.tests.budget_driver import Budgets, budget_body, project, task
from services.rates.tests.driver import Driver, Json
from services.rates.tests.factories import recorded, references
from services.rates.tests.sheet_driver import approved
from services.rates.tests.test_budgets import amounts
from testkit import OTHER_ACCOUNT, Served, count_statements

HOUR = 3600
TODAY = datetime.now(UTC).date()
MONTH = TODAY.replace(day=1)


@pytest.fixture
async def owner(served: Served) -> Budgets:
    return Budgets(Driver(served, await served.as_("owner")))


@pytest.fixture
def agreements(owner: Budgets) -> Agreements:
    return Agreements(owner.driver)


def months_on(number: int) -> date:
    """The first day of a month to come, or of one before."""
    months = MONTH.year * 12 + MONTH.month - 1 + number
    return date(months // 12, months % 12 + 1, 1)


def end_of(number: int) -> date:
    """Its last day."""
    return months_on(number + 1) - timedelta(days=1)


async def budget_of(owner: Budgets, organization_id: UUID, **changes: Any) -> UUID:
    """A customer's budget of 10,000 DKK."""
    await owner.driver.consume(*references(organization_id=organization_id))
    budget_id = new_id()
    body = budget_body(organization_id, valid_from=str(months_on(-3)), **changes)
    assert (await owner.put(budget_id, **body)).status_code < 300
    return budget_id


def shop_of(organization_id: UUID, **changes: Any) -> ProjectChanged:
    return project(money="40000", organization_id=organization_id, **changes)


async def read(owner: Budgets, budget_id: UUID) -> dict[str, str]:
    """The money of a budget, with what of it agreements charge."""
    found = await owner.read(budget_id)
    [money] = found["money"]
    return amounts(found) | {name: money[name]["amount"] for name in ("charges", "planned_charges")}


def monthly(first: int, amount: str = "1000.00", included_seconds: int | None = 0) -> Json:
    hours = {} if included_seconds is None else {"included_seconds": included_seconds}
    first_day = str(months_on(first))
    return {
        "first_day": first_day,
        "terms": [{"valid_from": first_day, "amount": amount, **hours}],
    }


async def test_a_customers_budget_counts_fees_as_costs_and_revenue_does(
    owner: Budgets, agreements: Agreements
) -> None:
    await owner.driver.create_rate("100")
    customer = new_id()
    budget_id = await budget_of(owner, customer, valid_to=str(end_of(2)))
    made = await agreements.create(organization_id=customer, **monthly(-2, "1000.00", HOUR))
    time = recorded(organization_id=customer, work_date=months_on(-1), seconds=3 * HOUR)
    await owner.driver.consume(time, approved(time))
    await owner.driver.consume(charged(await agreements.charge(made, months_on(-2))))
    found = await read(owner, budget_id)
    assert found == {
        "billed": "1000.00",
        "approved": "1200.00",
        "not_approved": "1000.00",
        "logged": "3200.00",
        "charges": "3000.00",
        "planned": "2000.00",
        "planned_charges": "2000.00",
        "forecast": "5200.00",
    }
    days = {"first_day": str(months_on(-3)), "last_day": str(end_of(0))}
    [total] = (await owner.driver.get("/v1/costs-and-revenue", **days))["totals"]
    assert (total["amount"]["amount"], total["invoiced"]["amount"]) == ("3200.00", "1000.00")


async def test_planned_time_uses_included_hours_and_what_is_left_is_charged_by_the_hour(
    owner: Budgets, agreements: Agreements
) -> None:
    await owner.driver.create_rate("100")
    customer = new_id()
    budget_id = await budget_of(owner, customer, valid_to=str(end_of(0)))
    await agreements.create(organization_id=customer, **monthly(0, "1000.00", 10 * HOUR))
    await owner.driver.consume(
        recorded(organization_id=customer, work_date=MONTH, seconds=4 * HOUR)
    )
    shops = [shop_of(customer) for _ in range(2)]
    await owner.driver.consume(*shops, *(task(one, hours=5) for one in shops))
    found = await read(owner, budget_id)
    assert (found["logged"], found["planned"]) == ("1000.00", "400.00")
    of_projects = [Decimal((await read(owner, one.project_id))["planned"]) for one in shops]
    assert sum(of_projects) == 400


async def test_a_fixed_price_is_planned_until_it_is_reached_and_its_time_is_paid_by_it(
    owner: Budgets, agreements: Agreements
) -> None:
    await owner.driver.create_rate("100")
    customer = new_id()
    shop = shop_of(customer)
    await owner.driver.consume(shop, task(shop, hours=30))
    milestones = [{"name": name, "amount": "5000.00"} for name in ("Start", "End")]
    made = await agreements.create(
        "fixed-price",
        organization_id=customer,
        project_ids=[shop.project_id],
        first_day=str(months_on(-1)),
        milestones=milestones,
    )
    found = await read(owner, shop.project_id)
    assert (found["logged"], found["planned"], found["planned_charges"]) == (
        *("0.00", "10000.00", "10000.00"),
    )
    reached = await agreements.try_to_reach(made, made["milestones"][0], str(TODAY))
    assert reached.status_code == 200
    await owner.driver.reprice()
    found = await read(owner, shop.project_id)
    assert (found["logged"], found["charges"], found["planned"], found["forecast"]) == (
        *("5000.00", "5000.00", "5000.00", "10000.00"),
    )


async def test_planned_time_makes_up_for_what_months_would_miss_of_a_minimum(
    owner: Budgets, agreements: Agreements
) -> None:
    await owner.driver.create_rate("100")
    customer = new_id()
    budget_id = await budget_of(owner, customer, valid_to=str(end_of(1)))
    await agreements.create(
        "spend-minimum", organization_id=customer, **monthly(0, "1000.00", None)
    )
    await owner.driver.consume(
        recorded(organization_id=customer, work_date=MONTH, seconds=2 * HOUR)
    )
    found = await read(owner, budget_id)
    assert (found["logged"], found["planned"], found["forecast"]) == (
        *("1000.00", "1000.00", "2000.00"),
    )
    shop = shop_of(customer)
    await owner.driver.consume(shop, task(shop, hours=6))
    found = await read(owner, budget_id)
    assert (found["charges"], found["planned_charges"], found["forecast"]) == (
        *("800.00", "400.00", "2000.00"),
    )
    await owner.driver.consume(task(shop, hours=20))
    found = await read(owner, budget_id)
    assert found["forecast"] == "3800.00"


async def test_planned_time_draws_what_is_left_of_a_block(
    owner: Budgets, agreements: Agreements
) -> None:
    await owner.driver.create_rate("100")
    for kind, block in (
        ("prepaid-hours", {"seconds": 10 * HOUR}),
        ("prepaid-amount", {"amount": "1000.00"}),
    ):
        customer = new_id()
        budget_id = await budget_of(owner, customer)
        made = await agreements.create(kind, organization_id=customer, first_day=str(months_on(-1)))
        made = await agreements.buy(made, "900.00", bought_on=str(months_on(-1)), **block)
        invoice = charged(*(await agreements.charges(made)))
        await owner.driver.consume(invoice, paid(invoice, months_on(-1)))
        await owner.driver.reprice()
        time = recorded(organization_id=customer, work_date=MONTH, seconds=4 * HOUR)
        shop = shop_of(customer)
        await owner.driver.consume(time, shop, task(shop, hours=8))
        found = await read(owner, budget_id)
        assert (found["billed"], found["logged"], found["planned"]) == (
            *("900.00", "900.00", "200.00"),
        ), kind


async def test_without_an_end_months_are_forecast_as_long_as_something_is_planned(
    owner: Budgets, agreements: Agreements
) -> None:
    customer = new_id()
    budget_id = await budget_of(owner, customer)
    made = await agreements.create(organization_id=customer, **monthly(0))
    assert (await read(owner, budget_id))["planned"] == "0.00"
    shop = shop_of(customer)
    await owner.driver.consume(shop, task(shop, hours=8, planned_start=months_on(2)))
    assert (await read(owner, budget_id))["planned_charges"] == "2000.00"
    await agreements.end(await agreements.read(made), str(end_of(3)))
    assert (await read(owner, budget_id))["planned_charges"] == "3000.00"


async def test_a_budget_by_month_has_the_fee_of_its_month(
    owner: Budgets, agreements: Agreements
) -> None:
    customer = new_id()
    budget_id = await budget_of(owner, customer, period="month")
    await agreements.create(organization_id=customer, **monthly(-1))
    for number, logged, planned in ((-2, None, None), (-1, 1000, 0), (0, 1000, 0), (2, 0, 1000)):
        money = (await owner.read(budget_id, months_on(number)))["money"]
        found = [(one["logged"]["amount"], one["planned"]["amount"]) for one in money]
        wanted = [] if logged is None else [(f"{logged}.00", f"{planned}.00")]
        assert found == wanted, number


async def test_a_fee_that_uses_up_a_budget_is_told_once(
    owner: Budgets, agreements: Agreements
) -> None:
    customer = new_id()
    await budget_of(owner, customer, thresholds=[80])
    await agreements.create(organization_id=customer, **monthly(0, "8000.00"))
    [event] = await owner.driver.served.published(BudgetReached)
    assert (event.percent, event.forecast) == (80, False)
    await owner.driver.reprice()
    assert len(await owner.driver.served.published(BudgetReached)) == 1


@pytest.mark.parametrize("number", [1, 20])
async def test_what_agreements_make_of_budgets_takes_the_same_statements_whatever_their_number(
    owner: Budgets, agreements: Agreements, number: int
) -> None:
    await owner.driver.create_rate("100")
    shops = [shop_of(new_id()) for _ in range(number)]
    await owner.driver.consume(*shops, *(task(one) for one in shops))
    for shop in shops:
        made = monthly(0, "1000.00", HOUR)
        await agreements.create(organization_id=shop.organization_id, **made)
    with count_statements(owner.driver.served.database) as statements:
        assert len(await owner.list_all()) == number
    assert statements.count == 1 + 10, statements


async def test_another_accounts_agreements_change_no_forecast(
    owner: Budgets, agreements: Agreements, served: Served
) -> None:
    customer = new_id()
    budget_id = await budget_of(owner, customer, valid_to=str(end_of(2)))
    other = Driver(served, await served.as_("owner", account=OTHER_ACCOUNT), OTHER_ACCOUNT)
    await Agreements(other).create(organization_id=customer, **monthly(0))
    assert (await owner.read(budget_id))["money"] == []
