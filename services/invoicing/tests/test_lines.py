"""Other lines than time: fees, fixed prices, expenses, texts, discounts."""

import asyncio
from decimal import Decimal
from typing import Any

import pytest

from contracts.invoicing import InvoiceIssued
from database import new_id
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import SETTINGS


async def test_a_draft_without_time_can_carry_a_fixed_price(driver: Driver) -> None:
    draft = await driver.draft(entry_ids=[])
    await driver.add_line(draft["id"], kind="fixed", description="Logo", amount="8000")
    await driver.add_line(draft["id"], kind="text", description="Leveret i september")
    invoice = await driver.issue(draft["id"])
    assert invoice["total"]["amount"] == "10000.00"
    assert [line["kind"] for line in invoice["lines"]] == ["fixed", "text"]


async def test_a_discount_in_per_cent_is_spread_over_the_taxes(driver: Driver) -> None:
    await driver.worked(3600, rate="1000.00")
    draft = await driver.draft()
    exempt = {"category": "exempt", "rate": "0"}
    await driver.add_line(draft["id"], kind="expense", amount="500.00", tax=exempt)
    after = await driver.add_line(draft["id"], kind="discount", description="Rabat", percent="10")
    discounts = [line for line in after["lines"] if line["kind"] == "discount"]
    assert [(d["tax_category"], d["amount"]["amount"]) for d in discounts] == [
        ("exempt", "-50.00"),
        ("standard", "-100.00"),
    ]
    assert [
        (t["category"], t["base"]["amount"], t["tax"]["amount"]) for t in after["tax_totals"]
    ] == [
        ("exempt", "450.00", "0.00"),
        ("standard", "900.00", "225.00"),
    ]
    assert await driver.issue(draft["id"])
    await driver.invariants_hold()


async def test_a_discount_follows_the_lines_until_the_invoice_is_issued(driver: Driver) -> None:
    draft = await driver.draft(entry_ids=[])
    await driver.add_line(draft["id"], kind="discount", percent="50")
    after = await driver.add_line(draft["id"], kind="fee", amount="100.00")
    assert after["subtotal"]["amount"] == "50.00"


async def test_a_line_is_removed_and_its_time_is_ready_again(driver: Driver) -> None:
    await driver.worked()
    draft = await driver.draft()
    line = draft["lines"][0]["line_id"]
    assert (await driver.try_remove_line(draft["id"], line)).json()["lines"] == []
    assert (await driver.try_remove_line(draft["id"], line)).status_code == 404
    assert (await driver.read("billable-time"))["sums"]["ready"] == 3000
    await driver.invariants_hold()


async def test_a_discount_is_removed(driver: Driver) -> None:
    draft = await driver.draft(entry_ids=[])
    await driver.add_line(draft["id"], kind="fee", amount="100.00")
    after = await driver.add_line(draft["id"], kind="discount", amount="10.00")
    discount = after["lines"][-1]["line_id"]
    removed = await driver.try_remove_line(draft["id"], discount)
    assert removed.json()["subtotal"]["amount"] == "100.00"


async def test_an_invoice_below_zero_is_refused(driver: Driver) -> None:
    draft = await driver.draft(entry_ids=[])
    await driver.add_line(draft["id"], kind="fee", amount="100.00")
    await driver.add_line(draft["id"], kind="discount", amount="100.01")
    refused = await driver.try_issue(draft["id"])
    assert [e["field"] for e in refused.json()["errors"]] == ["total"]


@pytest.mark.parametrize(
    "line",
    [
        {"kind": "fee"},
        {"kind": "fee", "amount": "0"},
        {"kind": "fee", "amount": "1.001"},
        {"kind": "fee", "amount": 10},
        {"kind": "fee", "percent": "10"},
        {"kind": "text", "amount": "10"},
        {"kind": "text", "tax": {"category": "exempt"}},
        {"kind": "discount", "amount": "10", "percent": "10"},
        {"kind": "discount", "percent": "101"},
        {"kind": "discount", "percent": "10", "tax": {"category": "exempt"}},
        {"kind": "fee", "amount": "10", "tax": {"category": "standard", "rate": "0"}},
        {"kind": "time", "amount": "10"},
        {"kind": "fee", "amount": "10", "colour": "red"},
    ],
)
async def test_a_line_that_makes_no_sense_is_refused(driver: Driver, line: dict[str, Any]) -> None:
    draft = await driver.draft(entry_ids=[])
    answer = await driver.try_add_line(draft["id"], **line)
    assert answer.status_code == 422
    assert (await driver.read(f"invoices/{draft['id']}"))["lines"] == []


@pytest.mark.parametrize("part", [0, 1, 2])
async def test_any_part_of_a_spread_discount_removes_the_whole(driver: Driver, part: int) -> None:
    draft = await driver.draft(entry_ids=[])
    for tax in ({"category": "exempt"}, {"category": "standard", "rate": "25"}):
        await driver.add_line(draft["id"], kind="fee", amount="100.00", tax=tax)
    await driver.add_line(
        draft["id"], kind="fee", amount="100.00", tax={"category": "standard", "rate": "12"}
    )
    await driver.add_line(draft["id"], kind="discount", description="Stays", amount="3.00")
    after = await driver.add_line(draft["id"], kind="discount", description="Goes", percent="10")
    parts = [line["line_id"] for line in after["lines"] if line["description"] == "Goes"]
    assert len(parts) == 3
    answer = await driver.try_remove_line(draft["id"], parts[part])
    assert answer.json()["subtotal"]["amount"] == "297.00"
    assert "Goes" not in {line["description"] for line in answer.json()["lines"]}


async def test_every_change_of_a_draft_answers_what_is_read_afterwards(driver: Driver) -> None:
    await driver.worked(3000)
    await driver.worked(60, rate="100.00")
    draft = await driver.draft()
    path = f"invoices/{draft['id']}"
    assert draft == await driver.read(path)
    exempt = {"category": "exempt", "rate": "0"}
    for line in (
        {"kind": "expense", "amount": "500.00", "tax": exempt},
        {"kind": "text"},
        {"kind": "discount", "percent": "12.5"},
        {"kind": "discount", "amount": "3.00"},
        {"kind": "fee", "amount": "1.10"},
    ):
        assert await driver.add_line(draft["id"], **line) == await driver.read(path)
    while lines := (await driver.read(path))["lines"]:
        removed = await driver.try_remove_line(draft["id"], lines[len(lines) // 2]["line_id"])
        assert removed.json() == await driver.read(path)
    await driver.invariants_hold()


async def test_every_change_of_a_draft_gives_it_a_new_etag(driver: Driver) -> None:
    draft = await driver.draft(entry_ids=[])
    fee = await driver.try_add_line(draft["id"], kind="fee", amount="1.00")
    line = fee.json()["lines"][0]["line_id"]
    removed = await driver.try_remove_line(draft["id"], line)
    assert (fee.headers["etag"], removed.headers["etag"]) == ('"2"', '"3"')
    read = await driver.client.get(f"/v1/invoices/{draft['id']}")
    assert read.headers["etag"] == '"3"'


async def test_a_change_of_a_draft_that_somebody_else_changed_is_refused(driver: Driver) -> None:
    draft = await driver.draft(entry_ids=[])
    fee = await driver.add_line(draft["id"], kind="fee", amount="1.00")
    driver.client.headers["If-Match"] = '"1"'
    answers = [
        await driver.try_add_line(draft["id"], kind="fee", amount="2.00"),
        await driver.try_remove_line(draft["id"], fee["lines"][0]["line_id"]),
        await driver.client.delete(f"/v1/invoices/{draft['id']}"),
    ]
    assert [a.status_code for a in answers] == [412] * 3
    assert len((await driver.read(f"invoices/{draft['id']}"))["lines"]) == 1


async def test_of_parallel_changes_one_wins_and_the_others_read_again(driver: Driver) -> None:
    draft = await driver.draft(entry_ids=[])
    path = f"/v1/invoices/{draft['id']}"

    async def add(amount: str) -> list[int]:
        statuses = []
        while 201 not in statuses:
            read = await driver.client.get(path)
            version = {"If-Match": read.headers["etag"]}
            fee = {"kind": "fee", "description": "Something", "amount": amount}
            answer = await driver.client.post(f"{path}/lines", json=fee, headers=version)
            statuses.append(answer.status_code)
        return statuses

    found = await asyncio.gather(*(add(f"{n}.00") for n in range(1, 9)))
    assert {status for statuses in found for status in statuses} == {201, 412}
    after = await driver.read(f"invoices/{draft['id']}")
    assert [line["position"] for line in after["lines"]] == list(range(1, 9))
    assert after["subtotal"]["amount"] == "36.00"


async def test_every_change_of_a_draft_names_what_was_read(driver: Driver) -> None:
    draft = await driver.draft(entry_ids=[])
    fee = await driver.add_line(draft["id"], kind="fee", amount="1.00")
    path, line = f"/v1/invoices/{draft['id']}", fee["lines"][0]["line_id"]
    careless = await driver.served.as_("billing", account=driver.account)
    careless.headers["Idempotency-Key"] = "once"
    answers = [
        await careless.post(f"{path}/lines", json={"kind": "text", "description": "Tak"}),
        await careless.delete(f"{path}/lines/{line}"),
        await careless.post(f"{path}/issue", json={}),
        await careless.delete(path),
        await careless.put("/v1/settings", json=SETTINGS),
    ]
    assert [a.status_code for a in answers] == [428] * 5
    assert await driver.read(f"invoices/{draft['id']}") == fee


async def test_a_line_has_the_tax_of_its_draft_unless_it_says_otherwise(driver: Driver) -> None:
    draft = await driver.draft(entry_ids=[], tax={"category": "standard", "rate": "12"})
    await driver.add_line(draft["id"], kind="fee", amount="100.00")
    zero = {"category": "zero", "rate": "0"}
    after = await driver.add_line(draft["id"], kind="fee", amount="50.00", tax=zero)
    taxes = [(t["category"], t["rate"], t["tax"]["amount"]) for t in after["tax_totals"]]
    assert taxes == [("standard", "12", "12.00"), ("zero", "0", "0.00")]


@pytest.mark.parametrize(
    ("currency", "amount", "status"),
    [("JPY", "100", 201), ("JPY", "100.5", 422), ("KWD", "1.005", 201), ("KWD", "1.0005", 422)],
)
async def test_an_amount_has_no_more_decimals_than_its_currency(
    driver: Driver, currency: str, amount: str, status: int
) -> None:
    draft = await driver.draft(entry_ids=[], currency=currency)
    answer = await driver.try_add_line(draft["id"], kind="fee", amount=amount)
    assert answer.status_code == status
    if status == 422:
        assert [e["field"] for e in answer.json()["errors"]] == ["amount"]


async def test_a_draft_holds_at_most_750_lines(driver: Driver) -> None:
    await driver.worked_much(750)
    draft = await driver.draft(group_by="entry")
    refused = await driver.try_add_line(draft["id"], kind="fee", amount="1.00")
    assert (refused.status_code, refused.json()["type"].split(":")[-1]) == (422, "too-many-lines")
    removed = await driver.try_remove_line(draft["id"], draft["lines"][0]["line_id"])
    assert len(removed.json()["lines"]) == 749
    assert (await driver.try_add_line(draft["id"], kind="text")).status_code == 201


async def test_lines_of_what_is_no_draft_are_not_found(driver: Driver) -> None:
    unknown = str(new_id())
    assert (await driver.try_add_line(unknown, kind="text")).status_code == 404
    assert (await driver.try_remove_line(unknown, unknown)).status_code == 404
    draft, other = await driver.draft(entry_ids=[]), await driver.draft(entry_ids=[])
    line = (await driver.add_line(other["id"], kind="text"))["lines"][0]["line_id"]
    assert (await driver.try_remove_line(draft["id"], line)).status_code == 404


async def test_a_text_has_no_amount_no_tax_and_no_influence_on_either(driver: Driver) -> None:
    unregistered = driver.events.organization(vat_number=None)
    await driver.served.consume(unregistered)
    draft = await driver.draft(
        organization_id=str(unregistered.organization_id),
        entry_ids=[],
        tax={"category": "reverse-charge"},
    )
    text = await driver.add_line(draft["id"], kind="text", description="Leveret i september")
    [line] = text["lines"]
    assert (line["amount"], line["tax_category"], line["tax_rate"]) == (None, None, None)
    assert text["tax_totals"] == []
    standard = {"category": "standard", "rate": "25"}
    await driver.add_line(draft["id"], kind="fee", amount="100.00", tax=standard)
    issued = await driver.issue(draft["id"])
    assert issued["lines"][0]["amount"] is None
    assert [t["category"] for t in issued["tax_totals"]] == ["standard"]
    assert await driver.read(f"invoices/{issued['id']}") == issued
    [event] = await driver.published(InvoiceIssued)
    assert (event.lines[0].amount, event.lines[0].tax_category) == (Decimal(0), "outside-scope")
    await driver.invariants_hold()


@pytest.mark.parametrize("rate", ["12.3456789", "0.001", "99.999"])
async def test_a_tax_rate_has_at_most_two_decimals(driver: Driver, rate: str) -> None:
    tax = {"category": "standard", "rate": rate}
    settings = await driver.client.put("/v1/settings", json={**SETTINGS, "tax": tax})
    draft = await driver.draft(entry_ids=[])
    line = await driver.try_add_line(draft["id"], kind="fee", amount="1.00", tax=tax)
    for refused in (settings, await driver.try_draft(entry_ids=[], tax=tax), line):
        assert refused.status_code == 422
        [error] = refused.json()["errors"]
        assert error["field"] == "tax.rate"
        assert "at most two decimals" in error["reason"]
