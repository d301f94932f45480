"""What is approved, and what is charged of it, is stated when rates asks."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from contracts.invoicing import ChargedEntriesStated, ChargedTimeStated
from contracts.rates import FiguresAsked
from database import new_id
from invoicing.store.stated_time import SUMS
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.test_write_offs import write_off


def question(driver: Driver, **changes: Any) -> FiguresAsked:
    values: dict[str, Any] = {
        "account_id": driver.account,
        "version": 1,
        "reconciliation_id": new_id(),
        "service": "invoicing",
        "look": 1,
        "asked_at": datetime.now(UTC),
    }
    return FiguresAsked.model_validate({**values, **changes})


async def test_every_second_is_in_one_bucket(driver: Driver) -> None:
    await driver.invoice(3000)
    drafted = await driver.worked(1200)
    await driver.draft(entry_ids=[str(drafted.entry_id)])
    ready = await driver.worked(600)
    await write_off(driver, (ready, 60))
    asked = question(driver)
    records = await driver.served.consume(asked, asked)
    await driver.served.process(records)
    await driver.served.run_due()
    [stated] = await driver.published(ChargedTimeStated)
    assert [getattr(stated, name) for name in SUMS] == [4800, 0, 0, 540, 1200, 3000, 60]
    assert sum(day.seconds for day in stated.days) == 4800


async def test_an_entry_says_what_it_costs_and_what_bills_it(driver: Driver) -> None:
    await driver.invoice(3000)
    [billed] = driver.entries
    ready = await driver.worked(600)
    days = sorted({billed.work_date, ready.work_date})
    await driver.served.consume(question(driver, look=2, days=days))
    await driver.served.run_due()
    [listed] = await driver.published(ChargedEntriesStated)
    by_id = {one.entry_id: one for one in listed.entries}
    on_invoice, to_bill = by_id[billed.entry_id], by_id[ready.entry_id]
    assert (on_invoice.billed_seconds, on_invoice.price, to_bill.billed) == (3000, None, None)
    assert on_invoice.billed is not None
    assert to_bill.price is not None
    assert on_invoice.rate_seconds == Decimal(3000 * 1200)
    assert to_bill.rate_seconds == Decimal(600 * 1200)
    assert {one.unaccounted_seconds for one in listed.entries} == {0}


async def test_what_another_service_is_asked_is_not_answered(driver: Driver) -> None:
    await driver.worked()
    await driver.served.consume(question(driver, service="timer"))
    await driver.served.run_due()
    assert await driver.published(ChargedTimeStated) == []
