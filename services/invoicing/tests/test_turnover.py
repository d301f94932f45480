"""What was invoiced and received, month by month, and what is owed."""

from datetime import UTC, datetime
from typing import Any

from services.invoicing.tests.driver import Driver

NOVEMBER = datetime(2026, 11, 25, 12, tzinfo=UTC)


async def turnover(driver: Driver, **query: Any) -> dict[str, Any]:
    """The report on 25 November 2026."""
    with driver.at(NOVEMBER):
        found: dict[str, Any] = await driver.read("reports/turnover", **query)
    return found


async def test_months_have_what_was_invoiced_and_received_in_them(driver: Driver) -> None:
    with driver.at(NOVEMBER):
        first = await driver.invoice(issue_date="2026-10-05", due_date="2026-10-20")
        await driver.invoice(issue_date="2026-11-02", due_date="2026-12-02")
        await driver.pay("250.00", (first["id"], "250.00"), received_on="2026-11-03")
    report = await turnover(driver)
    assert [
        (one["month"], one["invoices"], one["invoiced"]["amount"], one["received"]["amount"])
        for one in report["months"]
    ] == [("2026-10-01", 1, "1000.00", "0.00"), ("2026-11-01", 1, "1000.00", "250.00")]
    [owed] = report["owed"]
    assert (owed["invoices"], owed["owed"]["amount"]) == (2, "2250.00")
    assert (owed["overdue_invoices"], owed["overdue"]["amount"]) == (1, "1000.00")


async def test_a_reversed_payment_was_not_received(driver: Driver) -> None:
    with driver.at(NOVEMBER):
        invoice = await driver.invoice(issue_date="2026-11-02")
        payment = await driver.pay("250.00", (invoice["id"], "250.00"), received_on="2026-11-03")
        await driver.reverse(payment["id"])
    [month] = (await turnover(driver))["months"]
    assert month["received"]["amount"] == "0.00"


async def test_what_is_reversed_changes_no_month_before(driver: Driver) -> None:
    with driver.at(datetime(2026, 10, 20, 12, tzinfo=UTC)):
        invoice = await driver.invoice(issue_date="2026-10-02")
        payment = await driver.pay("250.00", (invoice["id"], "250.00"), received_on="2026-10-03")
    with driver.at(NOVEMBER):
        await driver.reverse(payment["id"])
        months = (await driver.read("reports/turnover", months=2))["months"]
        [dkk] = (await driver.read("reports/collection", months=2))["currencies"]
    received = [(one["month"], one["received"]["amount"]) for one in months]
    assert received == [("2026-10-01", "250.00"), ("2026-11-01", "-250.00")]
    assert received == [(one["month"], one["received"]["amount"]) for one in dkk["months"]]


async def test_earlier_months_are_left_out(driver: Driver) -> None:
    with driver.at(NOVEMBER):
        await driver.invoice(issue_date="2026-09-30")
        await driver.invoice(issue_date="2026-10-01")
    assert [one["month"] for one in (await turnover(driver, months=2))["months"]] == ["2026-10-01"]
    assert len((await turnover(driver, months=3))["months"]) == 2
