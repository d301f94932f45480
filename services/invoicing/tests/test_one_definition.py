"""Lists, filters and sums say the same of an invoice as the invoice itself: each state is derived in one way."""

from decimal import Decimal
from typing import Any

import pytest

from services.invoicing.tests.driver import Driver

LATE: dict[str, Any] = {"issue_date": "2026-01-05", "due_date": "2026-01-20"}


async def books(driver: Driver) -> list[dict[str, Any]]:
    """Invoices in every state, late and not."""
    made = {name: await driver.invoice(**LATE) for name in ("unpaid", "partial", "paid")}
    made |= {name: await driver.invoice(**LATE) for name in ("credited", "part credited", "back")}
    made["not due"] = await driver.invoice(delivery="hand")
    await driver.pay("100.00", (made["partial"]["id"], "100.00"))
    await driver.pay("1250.00", (made["paid"]["id"], "1250.00"))
    undone = await driver.pay("1250.00", (made["back"]["id"], "1250.00"))
    await driver.reverse(undone["id"])
    await driver.credit(made["credited"]["id"])
    [line] = (await driver.read(f"invoices/{made['part credited']['id']}/credit"))["lines"]
    part = {"entry_id": line["entries"][0]["entry_id"], "start": 0, "end": 600}
    lines = {"line_id": line["line_id"], "entries": [part]}
    await driver.credit(made["part credited"]["id"], lines)
    for name in ("unpaid", "paid"):
        path = f"/v1/invoices/{made[name]['id']}/disputes"
        await driver.client.post(path, json={"reason": "They say that it was free"})
    return [await driver.read(f"invoices/{one['id']}") for one in made.values()]


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("payment", ["unpaid", "partial", "paid", "overpaid"]),
        ("overdue", [True, False]),
        ("disputed", [True, False]),
    ],
)
async def test_a_filter_finds_what_says_so_itself(
    driver: Driver, field: str, values: list[Any]
) -> None:
    known = await books(driver)
    for value in values:
        listed = (await driver.read("invoices", **{field: value}))["items"]
        assert [one["id"] for one in listed] == [one["id"] for one in known if one[field] == value]
        for one in listed:
            [alone] = [invoice for invoice in known if invoice["id"] == one["id"]]
            assert one == {name: alone[name] for name in one}


async def test_the_sums_are_those_of_the_invoices(driver: Driver) -> None:
    known = await books(driver)
    assert [one["overdue"] for one in known] == [True, True, False, False, True, True, False]
    [owed] = (await driver.read("reports/receivables"))["items"]

    def sum_of(invoices: list[dict[str, Any]]) -> Decimal:
        return sum((Decimal(one["balance"]["amount"]) for one in invoices), Decimal(0))

    late = ("days_1_30", "days_31_60", "days_61_90", "days_over_90")
    overdue = sum((Decimal(owed[age]["amount"]) for age in late), Decimal(0))
    assert overdue == sum_of([one for one in known if one["overdue"]])
    assert Decimal(owed["total"]["amount"]) == sum_of(known)
