"""How fast customers pay, by the definitions in docs/decisions/days-sales-outstanding.md."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from invoicing.domain.collection import Change, MonthEnd, looked_back_to, month_ends, trend
from services.invoicing.tests.driver import Driver

NOVEMBER = datetime(2026, 11, 10, 12, tzinfo=UTC)


def change(day: date, billed: int = 0, received: int = 0, currency: str = "DKK") -> Change:
    return Change(currency, day, Decimal(billed), Decimal(received))


def test_months_end_on_their_last_day_and_this_one_today() -> None:
    ends = month_ends(date(2026, 3, 15), 3)
    assert ends == (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 15))
    assert looked_back_to(ends) == date(2025, 11, 2)


def test_what_was_owed_at_the_end_of_a_month_is_now_without_what_came_after() -> None:
    changes = [
        change(date(2026, 1, 31), billed=900),
        change(date(2026, 2, 1), received=300),
        change(date(2026, 3, 1), billed=100, received=200),
    ]
    found = trend({"DKK": Decimal(500)}, changes, month_ends(date(2026, 3, 15), 3))["DKK"]
    assert [int(one.receivables) for one in found] == [900, 600, 500]
    assert [int(one.billed) for one in found] == [900, 900, 1000]
    assert [str(one.days_sales_outstanding) for one in found] == ["90.0", "60.0", "45.0"]
    assert [(int(one.invoiced), int(one.received)) for one in found] == [
        (900, 0), (0, 300), (100, 200),
    ]  # fmt: skip


def test_without_sales_there_is_no_such_figure() -> None:
    nothing = MonthEnd(
        month=date(2026, 1, 1), day=date(2026, 1, 31), receivables=Decimal(5), billed=Decimal(0),
        invoiced=Decimal(0), received=Decimal(0),
    )  # fmt: skip
    assert nothing.days_sales_outstanding is None


@pytest.mark.parametrize(
    ("receivables", "days"), [("-0.01", "0.0"), ("-500", "0.0"), ("10", "9.0")]
)
def test_nobody_waits_less_than_no_days_for_money(receivables: str, days: str) -> None:
    found = MonthEnd(
        month=date(2026, 1, 1), day=date(2026, 1, 31), receivables=Decimal(receivables),
        billed=Decimal(100), invoiced=Decimal(100), received=Decimal(0),
    )  # fmt: skip
    assert str(found.days_sales_outstanding) == days


async def collection(driver: Driver, **query: Any) -> Any:
    return await driver.read("reports/collection", **query)


async def test_days_sales_outstanding_by_month_and_days_to_pay(driver: Driver) -> None:
    with driver.at(NOVEMBER):
        one = await driver.invoice(issue_date="2026-10-05", due_date="2026-10-25")
        two = await driver.invoice(issue_date="2026-10-20", due_date="2026-11-03")
        await driver.pay("1250.00", (one["id"], "1250.00"), received_on="2026-10-30")
        await driver.pay("250.00", (two["id"], "250.00"), received_on="2026-11-05")
        [found] = (await collection(driver, months=3))["currencies"]
    assert [
        (
            one["day"],
            one["receivables"]["amount"],
            one["billed"]["amount"],
            one["days_sales_outstanding"],
        )
        for one in found["months"]
    ] == [
        ("2026-09-30", "0.00", "0.00", None),
        ("2026-10-31", "1250.00", "2500.00", 45.0),
        ("2026-11-10", "1000.00", "2500.00", 36.0),
    ]
    assert found["paid"] == {"invoices": 1, "days_to_pay": 25.0, "days_late": 5.0}
    assert (found["owed"]["amount"], found["overdue"]["amount"]) == ("1000.00", "1000.00")


async def test_the_end_of_a_month_is_the_closing_balance_of_the_statement(driver: Driver) -> None:
    with driver.at(NOVEMBER):
        one = await driver.invoice(issue_date="2026-10-05")
        paid = await driver.pay("400.00", (one["id"], "400.00"), received_on="2026-10-30")
        await driver.reverse(paid["id"])
        await driver.credit(one["id"])
        path = f"customers/{driver.organization_id}/statement"
        for query in ({}, {"organization_id": str(driver.organization_id)}):
            [found] = (await collection(driver, **query))["currencies"]
            for month in found["months"][-2:]:
                [stated] = (await driver.read(path, last_day=month["day"]))["currencies"]
                assert stated["closing"] == month["receivables"]


async def test_what_went_out_this_month(driver: Driver) -> None:
    with driver.at(NOVEMBER):
        one = await driver.invoice(delivery="email")
        await driver.invoice(delivery="hand")
        await driver.served.consume(driver.events.delivery_sent(one["id"]))
        [found] = (await collection(driver))["currencies"]
    sent = found["sent"]
    assert (sent["issued"], sent["sent"], sent["sent_amount"]["amount"]) == (2, 1, "1250.00")


@pytest.mark.parametrize(("role", "status"), [("agent", 403), ("manager", 200), ("billing", 200)])
async def test_who_may_know(driver: Driver, role: str, status: int) -> None:
    client = await driver.served.as_(role, account=driver.account)
    for path in ("collection", "receivables", "receivables/invoices"):
        assert (await client.get(f"/v1/reports/{path}")).status_code == status


async def test_a_payment_that_was_reversed_did_not_take_any_days(driver: Driver) -> None:
    with driver.at(NOVEMBER):
        one = await driver.invoice(issue_date="2026-10-05", due_date="2026-10-25")
        wrong = await driver.pay("1250.00", (one["id"], "1250.00"), received_on="2026-11-09")
        await driver.reverse(wrong["id"])
        await driver.pay("1250.00", (one["id"], "1250.00"), received_on="2026-10-15")
        [found] = (await collection(driver))["currencies"]
    assert found["paid"] == {"invoices": 1, "days_to_pay": 10.0, "days_late": -10.0}
