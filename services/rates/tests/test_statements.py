"""How many SQL statements the main commands execute: nothing is read that the transaction knows."""

from typing import Any

import pytest

from database import new_id
from services.rates.tests.driver import Driver, rate_body
from services.rates.tests.factories import billed, recorded, references, released
from testkit import count_statements

ENVELOPE = 3
"""Of a batch: work across accounts, inbox, account."""


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
    assert statements.count == ENVELOPE + len(made), statements
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
