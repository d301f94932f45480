"""Expenses: recorded, approved, billed once with their receipts, and free again."""

import asyncio
from decimal import Decimal
from random import Random
from typing import Any

import httpx
import pytest
from sqlalchemy.exc import DBAPIError

from contracts.invoicing import InvoiceIssued
from contracts.timer import OrganizationMerged
from database import new_id
from invoicing.domain.receipts import AttachedReceipt, AttachedReceipts
from services.invoicing.tests.auditor import audit
from services.invoicing.tests.driver import Driver, remember_etags
from services.invoicing.tests.factories import TODAY
from services.invoicing.tests.run_driver import RunDriver
from testkit import count_statements

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
TRAIN: dict[str, Any] = {
    "spent_on": "2026-09-12",
    "description": "Train to Aarhus",
    "currency": "DKK",
    "amount": "320.00",
}
HOTEL = {**TRAIN, "description": "Hotel", "currency": "EUR", "amount": "100.00"}
DRIVEN = {
    **TRAIN,
    "description": "Car",
    "amount": None,
    "distance_km": "42.5",
    "rate_per_km": "3.79",
}


async def owner_of(driver: Driver) -> httpx.AsyncClient:
    """A client of the account's owner, who may approve all."""
    client = await driver.served.as_("owner", account=driver.account, subject="owner-1")
    remember_etags(client)
    return client


async def try_record(client: httpx.AsyncClient, driver: Driver, **body: Any) -> httpx.Response:
    whole = {"organization_id": str(driver.organization_id), **TRAIN, **body}
    return await client.post("/v1/expenses", json=whole)


async def record(client: httpx.AsyncClient, driver: Driver, **body: Any) -> dict[str, Any]:
    made = await try_record(client, driver, **body)
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


async def act(client: httpx.AsyncClient, expense_id: str, verb: str, body: Any = None) -> Any:
    await client.get(f"/v1/expenses/{expense_id}")
    return await client.post(f"/v1/expenses/{expense_id}/{verb}", json=body)


async def approved(driver: Driver, **body: Any) -> dict[str, Any]:
    """An expense that a manager approved."""
    owner = await owner_of(driver)
    made = await record(owner, driver, **body)
    answer = await act(owner, made["id"], "approve")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def add_receipt(
    client: httpx.AsyncClient, expense_id: str, content: bytes = PDF, name: str = "ticket.pdf"
) -> httpx.Response:
    return await client.post(
        f"/v1/expenses/{expense_id}/receipts",
        params={"file_name": name},
        content=content,
        headers={"Content-Type": "application/octet-stream"},
    )


async def bill(driver: Driver, expense_id: str, **body: Any) -> httpx.Response:
    await driver.client.get(f"/v1/expenses/{expense_id}")
    path = f"/v1/expenses/{expense_id}/billing"
    return await driver.client.put(path, json={"billable": True, "mark_up": "0", **body})


async def state(driver: Driver, expense_id: str) -> str:
    found: str = (await driver.read(f"expenses/{expense_id}"))["state"]
    return found


async def test_an_expense_becomes_a_line_with_its_receipt(driver: Driver) -> None:
    made = await approved(driver)
    assert (made["state"], made["charged"]["amount"]) == ("ready", "320.00")
    receipt = (await add_receipt(driver.client, made["id"])).json()
    await driver.worked()
    draft = await driver.draft()
    assert [(line["kind"], line["description"]) for line in draft["lines"]][1:] == [
        ("expense", "Train to Aarhus")
    ]
    assert (draft["subtotal"]["amount"], draft["receipts"]) == ("1320.00", [])
    assert await state(driver, made["id"]) == "drafted"
    issued = await driver.issue(draft["id"])
    [kept] = issued["receipts"]
    assert (kept["receipt_id"], kept["sha256"]) == (receipt["id"], receipt["sha256"])
    path = f"/v1/invoices/{issued['id']}/receipts/{receipt['id']}"
    assert (await driver.client.get(path)).content == PDF
    billed = await driver.read(f"expenses/{made['id']}")
    assert (billed["state"], billed["invoice_number"]) == ("billed", "2026-0001")
    audit({"invoice": await driver.read(f"invoices/{issued['id']}/explain")})
    await driver.invariants_hold()


async def test_a_draft_of_expenses_alone(driver: Driver) -> None:
    await approved(driver)
    late = await approved(driver, spent_on="2026-10-01")
    draft = await driver.draft()
    assert draft["total"]["amount"] == "400.00"
    refused = await driver.try_draft()
    assert refused.json()["type"].endswith("nothing-to-bill")
    named = await driver.try_draft(expense_ids=[late["id"]], first_day=None)
    assert named.status_code == 201, named.text
    assert named.json()["first_day"] == "2026-10-01"


async def test_a_draft_without_expenses(driver: Driver) -> None:
    made = await approved(driver)
    await driver.worked()
    draft = await driver.draft(expenses="none")
    assert [line["kind"] for line in draft["lines"]] == ["time"]
    added = await driver.client.post(
        f"/v1/invoices/{draft['id']}/expenses", json={"expense_ids": [made["id"]]}
    )
    assert added.status_code == 201, added.text
    assert [line["kind"] for line in added.json()["lines"]] == ["time", "expense"]
    again = await driver.client.post(
        f"/v1/invoices/{draft['id']}/expenses", json={"expense_ids": [made["id"]]}
    )
    assert (again.status_code, again.json()["errors"][0]["reason"]) == (
        409,
        "is on a draft or invoice already",
    )
    assert (await driver.read(f"invoices/{draft['id']}"))["total"] == added.json()["total"]


async def test_what_lets_go_of_it_makes_it_ready_again(driver: Driver) -> None:
    made = await approved(driver)
    draft = await driver.draft()
    line = draft["lines"][0]["line_id"]
    assert (await driver.try_remove_line(draft["id"], line)).status_code == 200
    assert await state(driver, made["id"]) == "ready"
    await driver.client.delete(f"/v1/invoices/{draft['id']}")
    second = await driver.draft()
    await driver.client.delete(f"/v1/invoices/{second['id']}")
    assert await state(driver, made["id"]) == "ready"
    issued = await driver.issue((await driver.draft())["id"])
    part = {"line_id": issued["lines"][0]["line_id"], "amount": "100.00"}
    await driver.credit(issued["id"], part)
    assert await state(driver, made["id"]) == "billed"
    note = await driver.credit(issued["id"], draft_correction=True)
    assert await state(driver, made["id"]) == "drafted"
    correction = await driver.read(f"invoices/{note['correction_id']}")
    assert [line["description"] for line in correction["lines"]] == ["Train to Aarhus"]
    notes = [one["id"] for one in (await driver.read("credit-notes"))["items"]]
    audit(
        {
            "invoice": await driver.read(f"invoices/{issued['id']}/explain"),
            "credit_notes": [await driver.read(f"credit-notes/{one}/explain") for one in notes],
        }
    )
    await driver.invariants_hold()


async def test_two_drafts_at_once_bill_it_once(driver: Driver) -> None:
    made = await approved(driver)
    answers = await asyncio.gather(
        *(
            driver.client.post(
                "/v1/invoices",
                json={
                    "organization_id": str(driver.organization_id),
                    "expense_ids": [made["id"]],
                },
                headers={"Idempotency-Key": str(new_id())},
            )
            for _ in range(4)
        )
    )
    assert sorted(one.status_code for one in answers) == [201, 409, 409, 409]


async def test_many_cost_no_more_statements_than_one(driver: Driver) -> None:
    costs = []
    for many in (1, 12):
        made = [await approved(driver) for _ in range(many)]
        body = {"expense_ids": [one["id"] for one in made], "first_day": None}
        with count_statements(driver.served.database) as drafting:
            draft = await driver.draft(**body)
        with count_statements(driver.served.database) as issuing:
            await driver.issue(draft["id"])
        costs.append((drafting.count, issuing.count))
    assert costs[0] == costs[1]


async def test_the_database_refuses_a_second_line(driver: Driver) -> None:
    made = await approved(driver)
    await driver.draft()
    with pytest.raises(DBAPIError, match="expense_billed_once"):
        await driver.as_superuser(
            "INSERT INTO expense_claims SELECT account_id, gen_random_uuid(), expense_id, line_id, amount, currency,"
            f" exchange_rate, mark_up, charged, NULL FROM expense_claims WHERE expense_id = '{made['id']}'"
        )


async def test_what_a_line_charges_does_not_change(driver: Driver) -> None:
    made = await approved(driver)
    draft = await driver.draft()
    await driver.read(f"expenses/{made['id']}")
    path = f"/v1/expenses/{made['id']}"
    body = {"organization_id": str(driver.organization_id), **TRAIN, "amount": "1.00"}
    owner = await owner_of(driver)
    await owner.get(path)
    refused = [
        await driver.client.put(path, json=body),
        await driver.client.delete(path),
        await bill(driver, made["id"], mark_up="10"),
        await owner.post(f"{path}/reject", json={"reason": "Not ours"}),
    ]
    assert [one.status_code for one in refused] == [409] * 4
    line = draft["lines"][0]["line_id"]
    await driver.client.get(f"/v1/invoices/{draft['id']}")
    for change in ({"amount": "1.00"}, {"quantity": "2", "unit_price": "1.00"}):
        changed = await driver.client.patch(f"/v1/invoices/{draft['id']}/lines/{line}", json=change)
        assert (changed.status_code, changed.json()["errors"][0]["field"]) == (422, "amount")


async def test_another_currency_needs_a_rate_that_a_person_gives(driver: Driver) -> None:
    made = await approved(driver, **HOTEL)
    [ready] = (await driver.read("expenses/ready"))["items"]
    assert (ready["amount"]["currency"], ready["needs_rate"]) == ("EUR", True)
    assert (await driver.try_draft()).status_code == 409
    named = await driver.try_draft(expense_ids=[made["id"]], first_day=None)
    assert "give its rate" in named.json()["errors"][0]["reason"]
    told = await bill(
        driver, made["id"], billed_currency="DKK", exchange_rate="7.4604", mark_up="10"
    )
    assert (told.json()["state"], told.json()["charged"]) == (
        "ready",
        {"amount": "820.64", "currency": "DKK"},
    )
    draft = await driver.draft()
    [line] = draft["lines"]
    assert line["description"] == "Hotel (EUR 100,00 × 7,4604)"
    assert line["amount"]["amount"] == "820.64"
    [explained] = (await driver.read(f"invoices/{draft['id']}/explain"))["lines"]
    [spent] = explained["expenses"]
    assert (spent["amount"]["currency"], spent["exchange_rate"], spent["mark_up"]) == (
        "EUR",
        "7.4604",
        "10",
    )
    audit({"invoice": await driver.read(f"invoices/{draft['id']}/explain")})


async def test_one_in_another_currency_can_be_drafted_in_it(driver: Driver) -> None:
    await approved(driver, **HOTEL)
    await approved(driver)
    draft = await driver.draft(currency="EUR")
    assert [line["description"] for line in draft["lines"]] == ["Hotel"]


async def test_a_distance_costs_its_kilometres(driver: Driver) -> None:
    made = await approved(driver, **DRIVEN)
    assert made["amount"]["amount"] == "161.08"
    draft = await driver.draft()
    assert draft["lines"][0]["description"] == "Car (42,5 km × 3,79)"


async def test_categories_propose_tax_and_mark_up_and_group(driver: Driver) -> None:
    category = await driver.client.post(
        "/v1/expense-categories", json={"name": "Travel", "tax_code": "O", "mark_up": "10"}
    )
    assert category.status_code == 201, category.text
    for amount in ("100.00", "50.00"):
        await approved(driver, amount=amount, category_id=category.json()["id"])
    await approved(driver, amount="7.00")
    draft = await driver.draft(expenses="category")
    assert [
        (one["description"], one["amount"]["amount"], one["tax_code"]) for one in draft["lines"]
    ] == [
        ("Travel", "165.00", "O"),
        ("Udlæg", "7.00", "S"),
    ]
    audit({"invoice": await driver.read(f"invoices/{draft['id']}/explain")})


async def test_a_domestic_code_gives_way_abroad(driver: Driver) -> None:
    category = await driver.client.post(
        "/v1/expense-categories", json={"name": "Software", "tax_code": "S"}
    )
    await approved(driver, category_id=category.json()["id"])
    draft = await driver.draft(tax={"category": "reverse-charge", "rate": "0"})
    assert [one["tax_category"] for one in draft["lines"]] == ["reverse-charge"]


async def test_what_is_not_billable_ends_approved(driver: Driver) -> None:
    made = await approved(driver, billable=False)
    assert made["state"] == "approved"
    assert (await driver.try_draft()).status_code == 409
    assert (await bill(driver, made["id"])).json()["state"] == "ready"


async def test_rejected_with_a_reason_and_sent_again(driver: Driver) -> None:
    owner = await owner_of(driver)
    made = await record(owner, driver)
    no = await act(owner, made["id"], "reject", {"reason": "Where is the receipt?"})
    assert (no.json()["state"], no.json()["reason"]) == ("rejected", "Where is the receipt?")
    assert (await act(owner, made["id"], "reject", {"reason": " "})).status_code == 422
    body = {"organization_id": str(driver.organization_id), **TRAIN, "amount": "300.00"}
    changed = await owner.put(f"/v1/expenses/{made['id']}", json=body)
    assert (changed.json()["state"], changed.json()["reason"]) == ("submitted", None)
    assert [one["act"] for one in changed.json()["deeds"]] == ["recorded", "rejected", "changed"]


async def test_many_are_approved_at_once_or_none(driver: Driver) -> None:
    owner = await owner_of(driver)
    made = [await record(owner, driver) for _ in range(3)]
    read = [{"id": one["id"], "version": one["version"]} for one in made]
    stale = [*read[:2], {**read[2], "version": 7}]
    assert (await owner.post("/v1/expenses/approve", json={"expenses": stale})).status_code == 412
    assert {await state(driver, one["id"]) for one in made} == {"submitted"}
    done = await owner.post("/v1/expenses/approve", json={"expenses": read})
    assert [one["state"] for one in done.json()["items"]] == ["ready"] * 3
    assert len((await driver.read("expenses", state="ready"))["items"]) == 3


async def test_who_records_sees_their_own_and_nothing_of_billing(driver: Driver) -> None:
    agent_id, served = new_id(), driver.served
    agent = await served.as_("agent", account=driver.account, agent_id=agent_id, subject="ida")
    other = await served.as_("agent", account=driver.account, agent_id=new_id(), subject="per")
    remember_etags(agent)
    remember_etags(other)
    made = await record(agent, driver)
    assert (made["agent_id"], made["charged"], made["mark_up"]) == (str(agent_id), None, None)
    theirs = await record(other, driver)
    assert [x["id"] for x in (await agent.get("/v1/expenses")).json()["items"]] == [made["id"]]
    assert (await agent.get(f"/v1/expenses/{theirs['id']}")).status_code == 404
    assert (await add_receipt(agent, theirs["id"])).status_code == 404
    assert (await add_receipt(agent, made["id"])).status_code == 201
    assert (await try_record(agent, driver, agent_id=str(new_id()))).status_code == 403
    for path in ("expenses/ready", "invoices"):
        assert (await agent.get(f"/v1/{path}")).status_code == 403
    assert (await act(agent, made["id"], "approve")).status_code == 403
    assert (
        await bill(Driver(served, driver.account, agent, driver.organization_id), made["id"])
    ).status_code == 403
    await record(driver.client, driver)
    nobody = await served.as_("agent", account=driver.account, subject="nobody")
    remember_etags(nobody)
    assert (await nobody.get("/v1/expenses")).json()["items"] == []
    assert (await try_record(nobody, driver)).status_code == 403
    client = await served.as_("client", account=driver.account)
    assert (await client.get("/v1/expenses")).status_code == 403


async def test_a_manager_approves_others_and_not_their_own(driver: Driver) -> None:
    agent_id = new_id()
    manager = await driver.served.as_(
        "manager", account=driver.account, agent_id=agent_id, subject="mia"
    )
    remember_etags(manager)
    own = await record(manager, driver)
    assert (await act(manager, own["id"], "approve")).status_code == 403
    agent = await driver.served.as_(
        "agent", account=driver.account, agent_id=new_id(), subject="ida"
    )
    remember_etags(agent)
    theirs = await record(agent, driver)
    assert (await act(manager, theirs["id"], "approve")).status_code == 200
    body = {"organization_id": str(driver.organization_id), **TRAIN}
    await agent.get(f"/v1/expenses/{theirs['id']}")
    assert (await agent.put(f"/v1/expenses/{theirs['id']}", json=body)).status_code == 403
    assert (await agent.delete(f"/v1/expenses/{theirs['id']}")).status_code == 403
    stranger = await driver.served.as_("owner", account=new_id())
    assert (await stranger.get(f"/v1/expenses/{theirs['id']}")).status_code == 404


PNG = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4) + b"IHDR" + (2).to_bytes(4) * 2 + bytes(9)


@pytest.mark.parametrize(
    ("content", "name", "stored"),
    [
        (PDF, "C:\\scans\\ticket.pdf", ("ticket.pdf", "application/pdf", "attachment")),
        (PNG, "../photo", ("photo.png", "image/png", "inline")),
        (PNG, "evil.html", ("evil.html.png", "image/png", "inline")),
        (b"RIFF\x04\0\0\0WEBP", "r.webp", ("r.webp", "image/webp", "inline")),
    ],
)
async def test_a_receipt_is_what_its_content_says_and_runs_nothing(
    driver: Driver, content: bytes, name: str, stored: tuple[str, str, str]
) -> None:
    made = await approved(driver)
    added = await add_receipt(driver.client, made["id"], content, name)
    assert added.status_code == 201, added.text
    got = await driver.client.get(f"/v1/expenses/{made['id']}/receipts/{added.json()['id']}")
    assert got.content == content
    assert (added.json()["file_name"], got.headers["content-type"]) == stored[:2]
    assert got.headers["content-disposition"].startswith(stored[2])
    assert got.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in got.headers["content-security-policy"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"%PDF-1.7 half of it",
        b"\x89PNG\r\n\x1a\n" + b"x" * 40,
        PNG[:16] + (2**31 - 1).to_bytes(4) * 2 + PNG[24:],
        b"\xff\xd8\xff\xe0",
        b"RIFF\xff\xff\xff\x7fWEBP",
        b"MZ\x90\0",
    ],
)
async def test_what_is_no_receipt_is_refused(driver: Driver, content: bytes) -> None:
    made = await approved(driver)
    assert (await add_receipt(driver.client, made["id"], content)).status_code == 422
    assert (await driver.read(f"expenses/{made['id']}"))["receipts"] == []


async def test_receipts_are_limited_in_number_and_size(driver: Driver) -> None:
    made = await approved(driver)
    big = PDF + b" " * (5 * 1024 * 1024) + b"%%EOF"
    assert (await add_receipt(driver.client, made["id"], big)).status_code == 422
    assert (await add_receipt(driver.client, made["id"], big + bytes(2048))).status_code == 413
    for _ in range(10):
        assert (await add_receipt(driver.client, made["id"])).status_code == 201
    assert (await add_receipt(driver.client, made["id"])).status_code == 409


async def test_receipts_stay_once_they_are_billed(driver: Driver) -> None:
    made = await approved(driver)
    receipt = (await add_receipt(driver.client, made["id"])).json()
    gone = (await add_receipt(driver.client, made["id"])).json()
    path = f"/v1/expenses/{made['id']}/receipts"
    draft = await driver.draft()
    assert (await driver.client.delete(f"{path}/{gone['id']}")).status_code == 204
    issued = await driver.issue(draft["id"])
    for credited in (False, True):
        if credited:
            await driver.credit(issued["id"])
        assert (await driver.client.delete(f"{path}/{receipt['id']}")).status_code == 409
        assert (await add_receipt(driver.client, made["id"])).status_code == 409
    with pytest.raises(DBAPIError, match="is kept"):
        await driver.as_superuser(f"DELETE FROM receipts WHERE id = '{receipt['id']}'")


async def test_a_changed_receipt_is_found(driver: Driver) -> None:
    made = await approved(driver)
    receipt = (await add_receipt(driver.client, made["id"])).json()
    await driver.issue((await driver.draft())["id"])

    async def altered() -> list[str]:
        report = await driver.read("reports/numbering", verify=True)
        return [number for one in report["series"] for number in one["altered"]]

    assert await altered() == []
    here = f"WHERE id = '{receipt['id']}'"
    await driver.tamper(f"UPDATE receipts SET content = overlay(content placing 'x' from 9) {here}")
    assert await altered() == ["2026-0001"]
    await driver.tamper(f"DELETE FROM receipts {here}")
    assert await altered() == ["2026-0001"]


async def test_receipts_go_along_with_the_mail_when_asked(driver: Driver) -> None:
    made = await approved(driver)
    receipt = (await add_receipt(driver.client, made["id"])).json()
    issued = await driver.issue((await driver.draft())["id"], attach_receipts=True)
    [event] = await driver.published(InvoiceIssued)
    [told] = event.receipts
    assert (told.file_name, told.media_type) == ("ticket.pdf", "application/pdf")
    nobody = await driver.served.client()
    found = await nobody.get(told.path)
    assert (found.content, found.headers["x-content-type-options"]) == (PDF, "nosniff")
    assert found.headers["repr-digest"].startswith("sha-256=:")
    assert (await nobody.get(told.path[:-1] + "x")).status_code == 404
    assert (await nobody.get(told.path.replace(receipt["id"], str(new_id())))).status_code == 404
    await driver.credit(issued["id"])
    second = await driver.issue((await driver.draft())["id"])
    assert [one.receipts for one in await driver.published(InvoiceIssued)][1:] == [()]
    assert len(second["receipts"]) == 1


def test_a_mail_carries_what_fits() -> None:
    sizes = [5, 4, 2]
    files = tuple(
        AttachedReceipt(new_id(), new_id(), "t.pdf", "application/pdf", n * 1024 * 1024, "0" * 64)
        for n in sizes
    )
    assert AttachedReceipts(files).in_mail == ()
    assert AttachedReceipts(files, mailed=True).in_mail == (files[0], files[2])


async def test_runs_take_what_is_ready_and_wait_for_rates(driver: Driver) -> None:
    await approved(driver)
    waits = await approved(driver, **HOTEL)
    await RunDriver(driver).run()
    drafts = (await driver.read("invoices", state="draft"))["items"]
    assert [(one["currency"], one["total"]["amount"]) for one in drafts] == [("DKK", "400.00")]
    assert await state(driver, waits["id"]) == "ready"


async def test_a_duplicates_expenses_are_billed_to_who_stays(driver: Driver) -> None:
    made = await approved(driver)
    stays = new_id()
    shown = driver.events.organization(driver.organization_id, version=2)
    await driver.served.consume(
        driver.events.organization(stays, name="Nord A/S"),
        OrganizationMerged(**dict(shown), into_organization_id=stays, merged_at=TODAY),
    )
    [ready] = (await driver.read("expenses/ready"))["items"]
    assert ready["organization_id"] == str(stays)
    draft = await driver.draft(organization_id=str(stays))
    assert [line["description"] for line in draft["lines"]] == [made["description"]]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"amount": None}, ""),
        ({"distance_km": "1", "rate_per_km": "1"}, ""),
        ({**DRIVEN, "rate_per_km": None}, ""),
        ({**DRIVEN, "distance_km": "0.01", "rate_per_km": "0.01"}, "rate_per_km"),
        ({"amount": "0.001"}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"currency": "QQQ"}, "currency"),
        ({"category_id": str(new_id())}, "category_id"),
        ({"organization_id": str(new_id())}, "organization_id"),
        ({"description": " "}, "description"),
    ],
)
async def test_an_expense_that_cannot_be_is_refused(
    driver: Driver, body: dict[str, Any], field: str
) -> None:
    refused = await try_record(driver.client, driver, **body)
    assert refused.status_code == 422, refused.text
    assert field in refused.json()["errors"][0]["field"]
    assert (await driver.read("expenses"))["items"] == []


async def test_a_deleted_expense_leaves_its_journal(driver: Driver) -> None:
    made = await record(driver.client, driver)
    await add_receipt(driver.client, made["id"])
    await driver.read(f"expenses/{made['id']}")
    assert (await driver.client.delete(f"/v1/expenses/{made['id']}")).status_code == 204
    assert (await driver.client.get(f"/v1/expenses/{made['id']}")).status_code == 404
    with pytest.raises(DBAPIError):
        await driver._run(driver.served.urls.app, "DELETE FROM expense_journal")


async def test_categories_have_their_names_once(driver: Driver) -> None:
    first = await driver.client.post("/v1/expense-categories", json={"name": "Travel"})
    again = await driver.client.post("/v1/expense-categories", json={"name": "travel"})
    assert (first.status_code, again.status_code) == (201, 409)
    wrong = await driver.client.post(
        "/v1/expense-categories", json={"name": "Food", "tax_code": "XX"}
    )
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "tax_code")
    path = f"/v1/expense-categories/{first.json()['id']}"
    done = await driver.client.put(path, json={"name": "Travel", "retired": True})
    assert (done.status_code, done.json()["retired"]) == (200, True)
    refused = await try_record(driver.client, driver, category_id=first.json()["id"])
    assert refused.json()["errors"][0]["reason"] == "is retired"


async def test_they_are_exported(driver: Driver) -> None:
    await approved(driver, description="=HYPERLINK(1)")
    made = await approved(driver)
    await driver.draft(expense_ids=[made["id"]], first_day=None)
    text = (await driver.client.get("/v1/exports/expenses.csv")).text
    header, *rows = text.lstrip("\ufeff").splitlines()
    assert header.split(",")[:3] == ["Day", "Customer", "Category"]
    assert len(rows) == 2
    assert "'" in rows[0]
    assert "320.00" in rows[1]


@pytest.mark.parametrize("seed", range(2))
async def test_a_life_in_random_order_charges_each_once(driver: Driver, seed: int) -> None:
    """Whatever happens in whatever order: an expense is on one live line at most, and its state says which."""
    chance, made = Random(seed), [await approved(driver, amount=f"{n}.00") for n in (10, 20, 30)]
    for _ in range(12):
        await step(driver, chance, chance.choice(made)["id"])
        charged: dict[str, list[str]] = {one["id"]: [] for one in made}
        for invoice in (await driver.read("invoices"))["items"]:
            explained = await driver.read(f"invoices/{invoice['id']}/explain")
            for line in explained["lines"]:
                taken = sum(await credited(driver, invoice["id"], line["line_id"]))
                if Decimal(line["amount"]["amount"]) != taken:
                    for one in line["expenses"]:
                        charged[one["expense_id"]].append(invoice["state"])
        for expense_id, states in charged.items():
            due = {(): "ready", ("draft",): "drafted", ("issued",): "billed"}[tuple(states)]
            assert await state(driver, expense_id) == due
    await driver.invariants_hold()


async def credited(driver: Driver, invoice_id: str, line_id: str) -> list[Decimal]:
    """What credit notes took of a line."""
    notes = (await driver.read("credit-notes", invoice_id=invoice_id))["items"]
    read = [await driver.read(f"credit-notes/{one['id']}/explain") for one in notes]
    lines = [line for note in read for line in note["lines"] if line["line_id"] == line_id]
    return [Decimal(line["amount"]["amount"]) for line in lines]


async def step(driver: Driver, chance: Random, expense_id: str) -> None:
    """Something that may be refused."""
    found = (await driver.read("invoices"))["items"]
    drafts = [one["id"] for one in found if one["state"] == "draft"]
    issued = [one["id"] for one in found if one["state"] == "issued"]
    match chance.choice(["draft", "named", "add", "off", "discard", "issue", "credit", "part"]):
        case "draft":
            await driver.try_draft(expenses=chance.choice(["entry", "category"]))
        case "named":
            await driver.try_draft(expense_ids=[expense_id], first_day=None)
        case "add" if drafts:
            path = f"/v1/invoices/{chance.choice(drafts)}"
            await driver.client.get(path)
            await driver.client.post(f"{path}/expenses", json={"expense_ids": [expense_id]})
        case "off" if drafts:
            draft = await driver.read(f"invoices/{chance.choice(drafts)}")
            if draft["lines"]:
                await driver.try_remove_line(draft["id"], chance.choice(draft["lines"])["line_id"])
        case "discard" if drafts:
            path = f"/v1/invoices/{chance.choice(drafts)}"
            await driver.client.get(path)
            await driver.client.delete(path)
        case "issue" if drafts:
            draft = await driver.read(f"invoices/{chance.choice(drafts)}")
            await driver.try_issue(draft["id"])
        case "credit" if issued:
            await driver.try_credit(chance.choice(issued))
        case "part" if issued:
            invoice = await driver.read(f"invoices/{chance.choice(issued)}")
            line = chance.choice(invoice["lines"])["line_id"]
            await driver.try_credit(invoice["id"], {"line_id": line, "amount": "5.00"})
        case _:
            pass
