"""A corrected invoice: what a credit note gave back is drafted as the invoice had it, where that still applies."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import HARBOUR

HOUR = 3600
NO_TAX = {"category": "exempt", "rate": "0"}
Fact = tuple[str, str, str | None]


def facts(document: dict[str, Any]) -> list[Fact]:
    """Kind, amount and tax category of each line."""
    return [
        (one["kind"], one["amount"] and one["amount"]["amount"], one["tax_category"])
        for one in document["lines"]
    ]


async def corrected(
    driver: Driver, invoice: dict[str, Any], *lines: Any, **more: Any
) -> dict[str, Any]:
    """Credit an invoice and read the draft that corrects it."""
    note = await driver.credit(invoice["id"], *lines, draft_correction=True, **more)
    draft: dict[str, Any] = await driver.read(f"invoices/{note['correction_id']}")
    await driver.invariants_hold()
    return draft


async def worked_eight_hours(driver: Driver) -> list[UUID]:
    """Three and five hours on two tasks, in that order of days."""
    ids = []
    for hours, task, name in ((5, 81, "Search"), (3, 82, "Index")):
        item: dict[str, Any] = {"work_item_id": UUID(int=task), "work_item_name": name}
        made = await driver.worked(hours * HOUR, "1000.00", **item)
        ids.append(made.entry_id)
    return ids


async def test_eight_hours_that_were_billed_and_credited_are_corrected_as_they_were(
    driver: Driver,
) -> None:
    await worked_eight_hours(driver)
    terms = {"kind": "end-of-month", "days": 5}
    said = {"reference": "Jane", "purchase_order": "PO 7", "notes": "Thank you", "terms": terms}
    draft = await driver.draft(group_by="entry", payment_instructions="Pay there", **said)
    path = f"/v1/invoices/{draft['id']}"
    second, first = draft["lines"]
    await driver.client.patch(f"{path}/lines/{first['line_id']}", json={"position": 1})
    await driver.client.patch(
        f"{path}/lines/{first['line_id']}", json={"description": "By hand", "tax": NO_TAX}
    )
    off = {"description": "Ten per cent", "percent": "10", "of_line_id": second["line_id"]}
    await driver.add_line(draft["id"], kind="discount", **off)
    off = {"description": "Off", "amount": "50.00", "of_line_id": first["line_id"]}
    await driver.add_line(draft["id"], kind="discount", **off)
    await driver.add_line(draft["id"], kind="fee", amount="80.00")
    await driver.add_line(draft["id"], kind="text", description="As agreed")
    await driver.add_line(draft["id"], kind="discount", percent="5")
    await driver.add_line(draft["id"], kind="discount", amount="7.00")
    invoice = await driver.issue(draft["id"])
    after = await corrected(driver, invoice)
    assert facts(after) == facts(invoice)
    for name in ("description", "seconds", "percent"):
        assert [x[name] for x in after["lines"]] == [x[name] for x in invoice["lines"]]
    for name in ("group_by", "reference", "purchase_order", "notes", "terms"):
        assert after[name] == draft[name]
    assert after["payment_instructions"] == "Pay there"
    assert after["total"] == invoice["total"]
    again = await driver.issue(after["id"])
    assert facts(again) == facts(invoice)
    note = await corrected(driver, again)
    assert facts(note) == facts(invoice)


async def test_what_was_split_is_given_back_and_corrected_as_it_was_with_new_time_beside(
    driver: Driver,
) -> None:
    made = await driver.worked(8 * HOUR, "1000.00")
    draft = await driver.draft(group_by="project")
    line = draft["lines"][0]["line_id"]
    part = {"entries": [{"entry_id": str(made.entry_id), "seconds": 2 * HOUR}]}
    moved = await driver.write(
        f"invoices/{draft['id']}/lines/{line}/move", {**part, "description": "Nights"}
    )
    assert moved.status_code == 200, moved.text
    nights = moved.json()["lines"][1]["line_id"]
    await driver.client.patch(f"/v1/invoices/{draft['id']}/lines/{nights}", json={"tax": NO_TAX})
    invoice = await driver.issue(draft["id"])
    taken = {"entry_id": str(made.entry_id), "start": 4 * HOUR, "end": 7 * HOUR}
    lines = [
        {"line_id": one["line_id"], "entries": [{**taken, "start": start, "end": end}]}
        for one, start, end in zip(
            invoice["lines"], (4 * HOUR, 6 * HOUR), (6 * HOUR, 7 * HOUR), strict=True
        )
    ]
    await driver.worked(HOUR, "1000.00")
    after = await corrected(driver, invoice, *lines, correct_with_ready=True)
    assert facts(after) == [("time", "3000.00", "standard"), ("time", "1000.00", "exempt")]
    assert [one["description"] for one in after["lines"]][1] == "Nights"
    assert after["group_by"] == "project"


async def test_what_followed_the_proposal_follows_what_is_proposed_now(driver: Driver) -> None:
    await worked_eight_hours(driver)
    draft = await driver.draft()
    chosen = draft["lines"][1]["line_id"]
    await driver.client.patch(f"/v1/invoices/{draft['id']}/lines/{chosen}", json={"tax": NO_TAX})
    invoice = await driver.issue(draft["id"])
    abroad = HARBOUR.model_copy(update={"country": "US"})
    moved = driver.events.organization(driver.organization_id, version=2, address=abroad)
    await driver.served.consume(moved)
    after = await corrected(driver, invoice)
    assert [tax for _, _, tax in facts(after)] == ["outside-scope", "exempt"]


async def test_a_code_chosen_for_all_of_a_draft_is_kept_for_time_that_comes_along(
    driver: Driver,
) -> None:
    await worked_eight_hours(driver)
    draft = await driver.draft(group_by="all", tax={"code": "E"})
    invoice = await driver.issue(draft["id"])
    await driver.worked(HOUR, "500.00")
    after = await corrected(driver, invoice, correct_with_ready=True)
    assert facts(after) == [("time", "8000.00", "exempt"), ("time", "500.00", "exempt")]
    assert {one["tax_code"] for one in after["lines"]} == {"E"}


async def test_a_part_has_its_per_cent_and_not_what_was_taken_off_once(driver: Driver) -> None:
    first, _ = await worked_eight_hours(driver)
    draft = await driver.draft()
    long, short = sorted(draft["lines"], key=lambda one: one["seconds"], reverse=True)
    await driver.add_line(draft["id"], kind="discount", percent="10", of_line_id=long["line_id"])
    await driver.add_line(draft["id"], kind="discount", amount="90", of_line_id=short["line_id"])
    await driver.add_line(draft["id"], kind="fee", amount="80.00")
    await driver.add_line(draft["id"], kind="discount", amount="20")
    await driver.add_line(draft["id"], kind="discount", percent="50")
    invoice = await driver.issue(draft["id"])
    part = {"entry_id": str(first), "start": 0, "end": HOUR}
    after = await corrected(driver, invoice, {"line_id": long["line_id"], "entries": [part]})
    assert [amount for _, amount, _ in facts(after)] == ["1000.00", "-100.00", "-450.00"]
    assert Decimal(after["subtotal"]["amount"]) == 450


async def test_a_quote_that_was_billed_is_billed_once_again(driver: Driver) -> None:
    quoted = {
        "organization_id": str(driver.organization_id),
        "lines": [
            {"kind": "fixed", "description": "Set up", "amount": "500.00"},
            {"kind": "discount", "description": "Off", "amount": "50.00"},
        ],
    }
    quote = (await driver.write("quotes", quoted)).json()
    for verb, body in (("send", None), ("answer", {"answer": "accepted"})):
        await driver.read(f"quotes/{quote['id']}")
        answer = await driver.write(f"quotes/{quote['id']}/{verb}", body)
        assert answer.status_code == 200, answer.text
    await driver.read(f"quotes/{quote['id']}")
    draft = (await driver.write(f"quotes/{quote['id']}/invoices", {})).json()
    await driver.read(f"invoices/{draft['id']}")
    invoice = await driver.issue(draft["id"])
    after = await corrected(driver, invoice)
    assert facts(after) == facts(invoice)
    await driver.read(f"quotes/{quote['id']}")
    refused = await driver.write(f"quotes/{quote['id']}/invoices", {})
    assert refused.json()["type"].endswith("quote-not-billable")
