"""How many SQL statements the main commands execute: nothing is read that the transaction knows."""

from typing import Any

import pytest

from database import new_id
from services.rates.tests.agreement_driver import Agreements, charged
from services.rates.tests.change_driver import Changes, create
from services.rates.tests.driver import Driver, cost_body, rate_body
from services.rates.tests.factories import billed, recorded, references, released
from services.rates.tests.override_driver import override_body
from testkit import Served, count_statements

ENVELOPE = 3
"""Of a batch: work across accounts, inbox, account."""
OF_A_PROJECT = 2
"""Of any number of projects: what their budgets are, and that these are to be looked at."""


async def test_creating_a_rate_orders_the_change_writes_the_rule_and_schedules_repricing(
    driver: Driver,
) -> None:
    with count_statements(driver.served.database) as statements:
        await driver.client.post("/v1/rates", json=rate_body())
    assert statements.count == 1 + 3, statements


async def test_what_a_rate_names_is_looked_up_in_one_statement(driver: Driver) -> None:
    named: dict[str, Any] = {"agent_id": new_id(), "project_id": new_id()}
    made = references(**named)
    with count_statements(driver.served.database) as statements:
        await driver.consume(*made)
    assert statements.count == ENVELOPE + len(made) + OF_A_PROJECT, statements
    with count_statements(driver.served.database) as statements:
        await driver.client.post("/v1/rates", json=rate_body(**named))
    assert statements.count == 1 + 1 + 3, statements


@pytest.mark.parametrize("number", [1, 300])
async def test_consuming_time_locks_stores_prices_and_publishes_it_in_six_statements(
    driver: Driver, number: int
) -> None:
    await driver.create_rate("1000")
    time = [recorded() for _ in range(number)]
    with count_statements(driver.served.database) as statements:
        await driver.consume(*time)
    assert len(await driver.published()) == number
    assert statements.count == ENVELOPE + 3 == 6, statements


async def test_what_time_costs_is_found_by_the_statement_that_prices_it(served: Served) -> None:
    driver = Driver(served, await served.as_("owner"))
    with count_statements(served.database) as statements:
        await driver.client.post("/v1/costs", json=cost_body())
    assert statements.count == 1 + 3, statements
    time = [recorded() for _ in range(20)]
    with count_statements(served.database) as statements:
        await driver.consume(*time)
    assert statements.count == ENVELOPE + 3, statements
    assert (await driver.cost(time[0].entry_id))["hourly_cost"]["amount"] == "500.00"


@pytest.mark.parametrize("acts", [1, 40])
async def test_a_change_of_rates_takes_the_same_statements_however_many_its_acts(
    driver: Driver, acts: int
) -> None:
    changes, agents = Changes(driver), [new_id() for _ in range(acts)]
    await driver.consume(*(one for agent in agents for one in references(agent_id=agent)))
    with count_statements(driver.served.database) as previewing:
        seen = await changes.preview(*(create(agent_id=agent) for agent in agents))
    with count_statements(driver.served.database) as applying:
        await changes.try_to_apply(seen)
    assert previewing.count == 1 + 11, previewing
    assert applying.count == 1 + 12, applying


async def test_consuming_an_invoice_keeps_what_it_bills_and_pins_it_at_once(driver: Driver) -> None:
    await driver.create_rate("1000")
    entries = [recorded() for _ in range(20)]
    await driver.consume(*entries)
    with count_statements(driver.served.database) as statements:
        await driver.consume(billed(*entries))
    assert statements.count == ENVELOPE + 3, statements


async def test_consuming_a_credit_note_prices_what_it_gives_back_at_once(driver: Driver) -> None:
    await driver.create_rate("1000")
    entries = [recorded() for _ in range(20)]
    await driver.consume(*entries, invoice := billed(*entries))
    with count_statements(driver.served.database) as statements:
        await driver.consume(released(invoice))
    assert statements.count == ENVELOPE + 5, statements


@pytest.mark.parametrize("number", [1, 200])
async def test_prices_of_any_number_of_entries_are_set_in_a_few_statements(
    driver: Driver, number: int
) -> None:
    """Account, lock, entries, what was set on them, replaced, set, priced, published."""
    await driver.create_rate("1000")
    entries = [recorded() for _ in range(number)]
    await driver.consume(*entries)
    for amount, version in (("800", None), ("900", 1)):
        body = [
            {"entry_id": str(one.entry_id), "version": version, **override_body(amount)}
            for one in entries
        ]
        with count_statements(driver.served.database) as statements:
            await driver.client.post("/v1/overrides", json={"overrides": body})
        assert statements.count == (8 if version else 7), statements


@pytest.mark.parametrize("number", [1, 300])
async def test_time_of_customers_with_agreements_is_allocated_in_a_few_statements(
    served: Served, number: int
) -> None:
    """Lock, price, entries; multipliers, agreements, time, months, charges, changed charges; segments, prices."""
    agreements = Agreements(Driver(served, await served.as_("owner")))
    await agreements.driver.create_rate("1000")
    made = await agreements.create()
    time = [recorded(organization_id=made["organization_id"]) for _ in range(number)]
    with count_statements(served.database) as statements:
        await agreements.driver.consume(*time)
    assert statements.count == ENVELOPE + 11, statements


async def test_an_agreement_is_made_in_a_few_statements(served: Served) -> None:
    """References, order, others of the customer, agreement, terms, that the account divides; two tasks, changed."""
    agreements = Agreements(Driver(served, await served.as_("owner")))
    customer = new_id()
    await agreements.know(organization_id=customer)
    with count_statements(served.database) as statements:
        await agreements.try_to_create(organization_id=customer)
    assert statements.count == 1 + 8, statements


async def test_a_bill_of_charges_is_kept_in_a_few_statements(served: Served) -> None:
    """Lock, billings, what follows, the account's day, ledgers, tasks of customers."""
    agreements = Agreements(Driver(served, await served.as_("owner")))
    made = await agreements.create()
    invoice = charged(*await agreements.charges(made))
    with count_statements(served.database) as statements:
        await agreements.driver.consume(invoice)
    assert statements.count == ENVELOPE + 6, statements
