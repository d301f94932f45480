"""Who owes how much since when; what the report says is what is stored."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.invoicing.tests.driver import Driver

DUE = datetime(2026, 10, 1, 12, tzinfo=UTC)
AGES = ("not_due", "days_1_30", "days_31_60", "days_61_90", "days_over_90")


async def rows(driver: Driver) -> list[dict[str, Any]]:
    """The rows of the report."""
    items: list[dict[str, Any]] = (await driver.read("reports/receivables"))["items"]
    return items


def amounts(row: dict[str, Any], *names: str) -> tuple[str, ...]:
    return tuple(row[name]["amount"] for name in names)


@pytest.mark.parametrize(
    ("days", "age"),
    [
        (0, "not_due"),
        (1, "days_1_30"),
        (30, "days_1_30"),
        (31, "days_31_60"),
        (60, "days_31_60"),
        (61, "days_61_90"),
        (90, "days_61_90"),
        (91, "days_over_90"),
    ],
)
async def test_a_receivable_ages_by_days_after_its_due_date(
    driver: Driver, days: int, age: str
) -> None:
    await driver.invoice(issue_date="2026-09-28", due_date="2026-10-01")
    with driver.at(DUE + timedelta(days=days)):
        [row] = await rows(driver)
    expected = tuple("1250.00" if name == age else "0.00" for name in AGES)
    assert amounts(row, *AGES) == expected


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Pacific/Kiritimati", "2026-10-02"), ("UTC", "2026-10-01"), ("Pacific/Niue", "2026-10-01")],
)
async def test_the_day_is_the_accounts_own(driver: Driver, zone: str, day: str) -> None:
    await driver.served.consume(driver.events.account_settings(version=2, time_zone=zone))
    with driver.at(DUE):
        assert (await driver.read("reports/receivables"))["as_of"] == day


async def test_currencies_and_customers_are_kept_apart(driver: Driver) -> None:
    other = driver.events.organization(name="Sydlys ApS", currency="JPY")
    await driver.served.consume(other)
    await driver.invoice()
    for currency, rate, organization_id in (
        ("EUR", "100.00", driver.organization_id),
        ("JPY", "9000", other.organization_id),
    ):
        made = await driver.worked(3600, rate, currency, organization_id=organization_id)
        draft = await driver.draft(
            organization_id=str(organization_id),
            entry_ids=[str(made.entry_id)],
            currency=currency,
        )
        await driver.issue(draft["id"])
    found = [
        (r["organization_name"], *amounts(r, "total"), r["currency"]) for r in await rows(driver)
    ]
    assert found == [
        ("Nordlys ApS", "1250.00", "DKK"),
        ("Nordlys ApS", "125.00", "EUR"),
        ("Sydlys ApS", "11250", "JPY"),
    ]


async def test_credit_stands_beside_what_is_owed_and_is_not_set_off(driver: Driver) -> None:
    one, two = await driver.invoice(), await driver.invoice()
    await driver.pay("2000.00", (one["id"], "1250.00"))
    [row] = await rows(driver)
    assert amounts(row, "total", "credit") == ("1250.00", "750.00")
    assert (await driver.read(f"invoices/{two['id']}"))["balance"]["amount"] == "1250.00"


async def test_a_customer_with_credit_alone_is_shown(driver: Driver) -> None:
    await driver.pay("10.00", organization_id=str(driver.organization_id))
    [row] = await rows(driver)
    assert (row["organization_name"], *amounts(row, "total", "credit")) == (
        "Nordlys ApS",
        "0.00",
        "10.00",
    )


async def test_who_has_paid_everything_is_not_shown(driver: Driver) -> None:
    invoice = await driver.invoice()
    payment = await driver.pay("1250.00", (invoice["id"], "1250.00"))
    assert await rows(driver) == []
    await driver.reverse(payment["id"])
    [row] = await rows(driver)
    assert amounts(row, "total", "credit") == ("1250.00", "0.00")


async def test_the_report_adds_up_to_the_balances_of_the_invoices(driver: Driver) -> None:
    invoices = [await driver.invoice(seconds) for seconds in (60, 3600, 7200)]
    await driver.pay("100.00", (invoices[1]["id"], "100.00"))
    [row] = await rows(driver)
    listed = (await driver.read("invoices", state="issued"))["items"]
    owed = sum(Decimal(one["balance"]["amount"]) for one in listed)
    assert Decimal(row["total"]["amount"]) == owed == sum(Decimal(row[a]["amount"]) for a in AGES)


async def four_customers(driver: Driver) -> list[str]:
    """Four customers, who owe 1250, 3750, 2500 and 1250; the last was due long before the others."""
    names = ("Nordlys ApS", "Atelier Bo", "Østerport A/S", "atelier aa")
    for name, hours, due in zip(
        names, (1, 3, 2, 1), ("10-20", "11-20", "10-31", "10-01"), strict=True
    ):
        other = driver.events.organization(name=name)
        await driver.served.consume(other)
        made = await driver.worked(3000 * hours, organization_id=other.organization_id)
        about = {"organization_id": str(other.organization_id), "entry_ids": [str(made.entry_id)]}
        draft = await driver.draft(**about)
        await driver.issue(draft["id"], issue_date="2026-09-28", due_date=f"2026-{due}")
    return list(names)


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ({}, [3, 1, 0, 2]),
        ({"descending": True}, [2, 0, 1, 3]),
        ({"sort": "total", "descending": True}, [1, 2]),
        ({"sort": "days_late", "descending": True}, [3, 0, 2, 1]),
        ({"sort": "overdue"}, [1]),
    ],
)
async def test_customers_come_in_the_order_that_is_asked_for_and_in_pages(
    driver: Driver, query: dict[str, Any], order: list[int]
) -> None:
    names = await four_customers(driver)
    whole = await driver.read("reports/receivables", **query)
    got = [one["organization_name"] for one in whole["items"]]
    assert got[: len(order)] == [names[number] for number in order]
    assert whole["next_cursor"] is None
    paged, more = list[dict[str, Any]](), dict[str, str]()
    while True:
        page = await driver.read("reports/receivables", limit=1, **query, **more)
        paged += page["items"]
        assert page["totals"] == whole["totals"]
        if not page["next_cursor"]:
            break
        more = {"cursor": page["next_cursor"]}
    assert paged == whole["items"]


async def test_each_age_opens_to_its_invoices(driver: Driver) -> None:
    await four_customers(driver)
    [totals] = (await driver.read("reports/receivables"))["totals"]
    assert totals["overdue"]["amount"] == "5000.00"
    for age in AGES:
        found = await driver.read("reports/receivables/invoices", age=age, currency="DKK")
        owed = sum(Decimal(one["owed"]["amount"]) for one in found["items"])
        assert owed == Decimal(totals[age]["amount"])
        shown = await driver.read("reports/receivables", age=age)
        assert {one["organization_id"] for one in shown["items"]} == {
            one["organization_id"] for one in found["items"]
        }


async def test_open_invoices_come_by_due_date_in_pages(driver: Driver) -> None:
    await four_customers(driver)
    first = await driver.read("reports/receivables/invoices", limit=3)
    rest = await driver.read("reports/receivables/invoices", cursor=first["next_cursor"])
    days = [one["days_late"] for one in (*first["items"], *rest["items"])]
    assert days == [40, 21, 10, -10]
    assert rest["next_cursor"] is None


@pytest.mark.parametrize("cursor", ["Wy", "W10", "WyJES0siXQ", "WyJES0siLCJ4IiwieSJd", "0"])
async def test_a_cursor_of_somewhere_else_is_refused(driver: Driver, cursor: str) -> None:
    for path in ("receivables", "receivables/invoices"):
        query = {"cursor": cursor}
        answer = await driver.client.get(f"/v1/reports/{path}", params=query)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "cursor")
