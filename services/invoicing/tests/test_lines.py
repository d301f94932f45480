"""Other lines than time: fees, fixed prices, expenses, texts, discounts."""

from typing import Any

import pytest

from services.invoicing.tests.studio import Studio


async def added(studio: Studio, draft: dict[str, Any], **line: Any) -> dict[str, Any]:
    """Put a line on the draft."""
    body = {"description": "Something", **line}
    answer = await studio.client.post(f"/v1/invoices/{draft['id']}/lines", json=body)
    assert answer.status_code == 201, answer.text
    after: dict[str, Any] = answer.json()
    return after


async def test_a_draft_without_time_can_carry_a_fixed_price(studio: Studio) -> None:
    draft = await studio.draft(entry_ids=[])
    await added(studio, draft, kind="fixed", description="Logo", amount="8000")
    await added(studio, draft, kind="text", description="Leveret i september")
    invoice = await studio.issue(draft["id"])
    assert invoice["total"]["amount"] == "10000.00"
    assert [line["kind"] for line in invoice["lines"]] == ["fixed", "text"]


async def test_a_discount_in_per_cent_is_spread_over_the_taxes(studio: Studio) -> None:
    await studio.worked(3600, rate="1000.00")
    draft = await studio.draft()
    exempt = {"category": "exempt", "rate": "0"}
    await added(studio, draft, kind="expense", amount="500.00", tax=exempt)
    after = await added(studio, draft, kind="discount", description="Rabat", percent="10")
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
    assert await studio.issue(draft["id"])
    await studio.laws_hold()


async def test_a_discount_follows_the_lines_until_the_invoice_is_issued(studio: Studio) -> None:
    draft = await studio.draft(entry_ids=[])
    await added(studio, draft, kind="discount", percent="50")
    after = await added(studio, draft, kind="fee", amount="100.00")
    assert after["subtotal"]["amount"] == "50.00"


async def test_a_line_is_removed_and_its_time_is_ready_again(studio: Studio) -> None:
    await studio.worked()
    draft = await studio.draft()
    line = draft["lines"][0]["line_id"]
    path = f"/v1/invoices/{draft['id']}/lines/{line}"
    assert (await studio.client.delete(path)).json()["lines"] == []
    assert (await studio.client.delete(path)).status_code == 404
    assert (await studio.read("billable-time"))["sums"]["ready"] == 3000
    await studio.laws_hold()


async def test_a_discount_is_removed(studio: Studio) -> None:
    draft = await studio.draft(entry_ids=[])
    await added(studio, draft, kind="fee", amount="100.00")
    after = await added(studio, draft, kind="discount", amount="10.00")
    discount = after["lines"][-1]["line_id"]
    path = f"/v1/invoices/{draft['id']}/lines/{discount}"
    assert (await studio.client.delete(path)).json()["subtotal"]["amount"] == "100.00"


async def test_an_invoice_below_zero_is_refused(studio: Studio) -> None:
    draft = await studio.draft(entry_ids=[])
    await added(studio, draft, kind="fee", amount="100.00")
    await added(studio, draft, kind="discount", amount="100.01")
    refused = await studio.try_issue(draft["id"])
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
        {"kind": "discount", "amount": "10", "percent": "10"},
        {"kind": "discount", "percent": "101"},
        {"kind": "discount", "percent": "10", "tax": {"category": "exempt"}},
        {"kind": "fee", "amount": "10", "tax": {"category": "standard", "rate": "0"}},
        {"kind": "time", "amount": "10"},
        {"kind": "fee", "amount": "10", "colour": "red"},
    ],
)
async def test_a_line_that_makes_no_sense_is_refused(studio: Studio, line: dict[str, Any]) -> None:
    draft = await studio.draft(entry_ids=[])
    body = {"description": "Something", **line}
    answer = await studio.client.post(f"/v1/invoices/{draft['id']}/lines", json=body)
    assert answer.status_code == 422
    assert (await studio.read(f"invoices/{draft['id']}"))["lines"] == []


@pytest.mark.parametrize("part", [0, 1, 2])
async def test_any_part_of_a_spread_discount_removes_the_whole(studio: Studio, part: int) -> None:
    draft = await studio.draft(entry_ids=[])
    for tax in ({"category": "exempt"}, {"category": "standard", "rate": "25"}):
        await added(studio, draft, kind="fee", amount="100.00", tax=tax)
    await added(
        studio, draft, kind="fee", amount="100.00", tax={"category": "standard", "rate": "12"}
    )
    await added(studio, draft, kind="discount", description="Stays", amount="3.00")
    after = await added(studio, draft, kind="discount", description="Goes", percent="10")
    parts = [line["line_id"] for line in after["lines"] if line["description"] == "Goes"]
    assert len(parts) == 3
    answer = await studio.client.delete(f"/v1/invoices/{draft['id']}/lines/{parts[part]}")
    assert answer.json()["subtotal"]["amount"] == "297.00"
    assert "Goes" not in {line["description"] for line in answer.json()["lines"]}
