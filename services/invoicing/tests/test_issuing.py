"""From a draft to an invoice that never changes."""

import asyncio
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from contracts.invoicing import InvoiceIssued, InvoicePaid, TimeBilled
from database import new_id
from messaging import outbox
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import SETTINGS


async def test_an_issued_invoice_has_a_number_dates_and_its_time_is_billed(driver: Driver) -> None:
    invoice = await driver.invoice()
    today = date.fromisoformat(invoice["issue_date"])
    assert invoice["state"] == "issued"
    assert invoice["number"] == f"{today:%Y}-0001"
    assert invoice["due_date"] == str(today + timedelta(days=30))
    assert (invoice["payment"], invoice["overdue"]) == ("unpaid", False)
    assert invoice["balance"] == invoice["total"] == {"amount": "1250.00", "currency": "DKK"}
    assert invoice["delivery"]["state"] == "queued"
    assert (await driver.read("billable-time"))["sums"]["billed"] == 3000
    await driver.invariants_hold()


async def test_an_issued_invoice_is_published_with_all_its_time(driver: Driver) -> None:
    invoice = await driver.invoice()
    [issued] = await driver.published(InvoiceIssued)
    [billed] = await driver.published(TimeBilled)
    assert issued.number == billed.number == invoice["number"]
    assert issued.lines[0].hourly_rate is not None
    assert str(issued.total) == "1250.00"
    [range_] = billed.ranges
    assert (range_.entry_id, range_.start, range_.end) == (driver.entries[0].entry_id, 0, 3000)
    assert (range_.line_id, range_.price_version) == (issued.lines[0].line_id, 1)
    assert (billed.part, billed.parts) == (1, 1)


async def test_much_time_is_published_in_parts(driver: Driver) -> None:
    made = await driver.worked_much(2001)
    draft = await driver.draft(group_by="all")
    await driver.issue(draft["id"])
    parts = await driver.published(TimeBilled)
    assert [(p.part, p.parts, len(p.ranges)) for p in parts] == [(1, 2, 2000), (2, 2, 1)]
    assert {e.entry_id for p in parts for e in p.ranges} == {one.entry_id for one in made}


async def test_issuing_answers_what_is_read_afterwards(driver: Driver) -> None:
    await driver.worked()
    draft = await driver.draft(reference="PO 1", notes="Tak.")
    await driver.add_line(draft["id"], kind="discount", percent="10")
    issued = await driver.issue(draft["id"], delivery="hand")
    assert issued == await driver.read(f"invoices/{draft['id']}")


@pytest.mark.parametrize(("currency", "total"), [("JPY", "1250"), ("KWD", "1250.000")])
async def test_invoices_in_other_currencies_have_their_decimals(
    driver: Driver, currency: str, total: str
) -> None:
    made = await driver.worked(3000, "1200", currency)
    draft = await driver.draft(entry_ids=[str(made.entry_id)], currency=currency)
    issued = await driver.issue(draft["id"])
    assert issued["total"] == {"amount": total, "currency": currency}
    [event] = await driver.published(InvoiceIssued)
    assert (event.currency, str(event.total)) == (currency, total)
    await driver.invariants_hold()


async def test_an_issued_invoice_keeps_its_customer_and_seller(driver: Driver) -> None:
    invoice = await driver.invoice()
    renamed = driver.events.organization(driver.organization_id, version=2, name="Nova ApS")
    await driver.served.consume(renamed)
    seller = {**SETTINGS["seller"], "name": "Another ApS"}
    await driver.client.put("/v1/settings", json={**SETTINGS, "seller": seller})
    assert await driver.read(f"invoices/{invoice['id']}") == invoice


async def test_the_two_series_of_two_years_are_numbered_at_the_same_time(driver: Driver) -> None:
    drafts = []
    for _ in range(6):
        made = await driver.worked(60)
        drafts.append((await driver.draft(entry_ids=[str(made.entry_id)]))["id"])
    days = ["2025-12-31", "2026-01-02"] * 3
    asked = zip(drafts, days, strict=True)
    answers = await asyncio.gather(*(driver.issue(i, issue_date=day) for i, day in asked))
    numbers = sorted(answer["number"] for answer in answers)
    assert numbers == [f"{year}-000{n}" for year in (2025, 2026) for n in (1, 2, 3)]


async def test_issuing_again_answers_what_already_is(driver: Driver) -> None:
    invoice = await driver.invoice()
    again = await driver.issue(invoice["id"], delivery="hand")
    assert again == invoice
    assert len(await driver.published(InvoiceIssued)) == 1


async def test_parallel_issues_of_one_draft_issue_it_once(driver: Driver) -> None:
    await driver.worked()
    draft = await driver.draft()
    answers = await asyncio.gather(*(driver.try_issue(draft["id"]) for _ in range(6)))
    assert {a.status_code for a in answers} == {200}
    assert len({a.json()["number"] for a in answers}) == 1
    assert len(await driver.published(InvoiceIssued)) == 1


async def test_parallel_issues_leave_no_gap(driver: Driver) -> None:
    ids = []
    for _ in range(12):
        made = await driver.worked(60)
        ids.append((await driver.draft(entry_ids=[str(made.entry_id)]))["id"])
    answers = await asyncio.gather(*(driver.try_issue(i) for i in ids))
    assert {a.status_code for a in answers} == {200}
    assert sorted(int(a.json()["number"][-4:]) for a in answers) == list(range(1, 13))
    [series] = (await driver.read("reports/numbering"))["series"]
    assert (series["count"], series["gaps"], series["chained"]) == (12, [], True)
    await driver.invariants_hold()


@pytest.mark.parametrize(
    "table", ["invoices", "invoice_taxes", "balances", "outbox_messages", "scheduled_tasks"]
)
async def test_a_number_is_given_back_when_the_transaction_dies_after_taking_it(
    driver: Driver, table: str
) -> None:
    await driver.worked()
    draft = await driver.draft()
    async with driver.dying_at(table):
        assert (await driver.try_issue(draft["id"])).status_code == 503
    assert (await driver.read(f"invoices/{draft['id']}"))["state"] == "draft"
    assert (await driver.issue(draft["id"]))["number"].endswith("-0001")


async def test_missing_what_the_law_demands_is_refused_with_a_list(driver: Driver) -> None:
    bare = driver.events.organization(vat_number=None, address=None)
    await driver.served.consume(bare)
    nobody = {"name": "", "address": None, "vat_number": None}
    change = {"seller": nobody, "payment_instructions": ""}
    await driver.client.patch("/v1/settings", json=change)
    made = await driver.worked(organization_id=bare.organization_id)
    draft = await driver.draft(
        organization_id=str(bare.organization_id),
        entry_ids=[str(made.entry_id)],
        tax={"category": "reverse-charge"},
    )
    refused = await driver.try_issue(draft["id"])
    assert refused.status_code == 422
    assert [e["field"] for e in refused.json()["errors"]] == [
        "seller.name",
        "seller.address",
        "seller.vat_number",
        "buyer.address",
        "buyer.vat_number",
        "payment_instructions",
    ]
    assert (await driver.read("reports/numbering"))["series"] == []


async def test_an_issue_waits_for_the_customer_that_its_caller_saw(driver: Driver) -> None:
    await driver.worked()
    draft = await driver.draft()
    assert draft["customer_version"] == 1
    early = await driver.try_issue(draft["id"], customer_version=2)
    assert (early.status_code, early.json()["type"].split(":")[-1]) == (409, "customer-on-its-way")
    assert int(early.headers["retry-after"]) > 0
    corrected = driver.events.organization(driver.organization_id, version=2, name="Nova ApS")
    await driver.served.consume(corrected)
    late = await driver.try_issue(draft["id"], customer_version=1)
    assert (late.status_code, late.json()["type"].split(":")[-1]) == (409, "customer-changed")
    assert (await driver.read("reports/numbering"))["series"] == []
    assert (await driver.read(f"invoices/{draft['id']}"))["customer_version"] == 2
    issued = await driver.issue(draft["id"], customer_version=2)
    assert (issued["buyer"]["name"], issued["customer_version"]) == ("Nova ApS", None)
    assert await driver.issue(draft["id"], customer_version=1) == issued


async def test_an_invoice_may_go_through_quickbooks(driver: Driver) -> None:
    invoice = await driver.invoice(delivery="qbo")
    assert (invoice["delivery"]["channel"], invoice["delivery"]["state"]) == ("qbo", "queued")
    [issued] = await driver.published(InvoiceIssued)
    assert issued.delivery == "qbo"


async def test_an_empty_draft_cannot_be_issued(driver: Driver) -> None:
    draft = await driver.draft(entry_ids=[])
    refused = await driver.try_issue(draft["id"])
    assert [e["field"] for e in refused.json()["errors"]] == ["lines"]


async def test_dates_are_not_in_the_future_nor_before_the_last_invoice(driver: Driver) -> None:
    first = await driver.invoice()
    made = await driver.worked(60)
    draft = await driver.draft(entry_ids=[str(made.entry_id)])
    today = date.fromisoformat(first["issue_date"])
    tomorrow, earlier = today + timedelta(days=2), today - timedelta(days=1)
    for wrong in (tomorrow, earlier):
        refused = await driver.try_issue(draft["id"], issue_date=str(wrong))
        assert refused.status_code == 422
    before = await driver.try_issue(draft["id"], due_date=str(earlier))
    assert [e["field"] for e in before.json()["errors"]] == ["due_date"]


async def test_terms_of_one_invoice(driver: Driver) -> None:
    terms = {"kind": "end-of-month", "days": 10}
    invoice = await driver.invoice(issue_date="2026-10-05", terms=terms)
    assert invoice["due_date"] == "2026-11-10"


async def test_numbers_begin_anew_each_year_with_the_year_in_the_format(driver: Driver) -> None:
    numbers = [
        (await driver.invoice(60, issue_date=day))["number"]
        for day in ("2025-12-30", "2025-12-31", "2026-01-02")
    ]
    assert numbers == ["2025-0001", "2025-0002", "2026-0001"]


async def test_numbers_go_on_without_the_year_in_the_format(driver: Driver) -> None:
    await driver.client.put("/v1/settings", json={**SETTINGS, "number_format": "F{seq:05}"})
    numbers = [
        (await driver.invoice(60, issue_date=day))["number"] for day in ("2025-12-30", "2026-01-02")
    ]
    assert numbers == ["F00001", "F00002"]


async def test_a_stale_if_match_is_refused(driver: Driver) -> None:
    await driver.worked()
    draft = await driver.draft()
    fee = {"kind": "fee", "description": "Opstart", "amount": "500.00"}
    await driver.client.post(f"/v1/invoices/{draft['id']}/lines", json=fee)
    driver.client.headers["If-Match"] = '"1"'
    assert (await driver.try_issue(draft["id"])).status_code == 412


async def test_an_issued_invoice_cannot_be_edited_or_deleted(driver: Driver) -> None:
    invoice = await driver.invoice()
    path = f"/v1/invoices/{invoice['id']}"
    fee = {"kind": "fee", "description": "Opstart", "amount": "500.00"}
    line = invoice["lines"][0]["line_id"]
    answers = [
        await driver.client.delete(path),
        await driver.client.post(f"{path}/lines", json=fee),
        await driver.client.delete(f"{path}/lines/{line}"),
    ]
    assert [a.status_code for a in answers] == [409, 409, 409]
    assert await driver.read(f"invoices/{invoice['id']}") == invoice


@pytest.mark.parametrize("table", ["invoices", "invoice_lines", "invoice_taxes", "documents"])
@pytest.mark.parametrize("change", ["UPDATE {} SET account_id = account_id", "DELETE FROM {}"])
async def test_the_database_lets_the_service_change_nothing_that_is_issued(
    driver: Driver, table: str, change: str
) -> None:
    await driver.invoice()
    with pytest.raises(DBAPIError, match="permission denied"):
        async with driver.served.database.transaction(driver.account) as session:
            await session.execute(text(change.format(table)))


async def test_the_claims_of_an_issued_invoice_cannot_be_dropped(driver: Driver) -> None:
    await driver.invoice()
    with pytest.raises(
        DBAPIError, match="claims of an issued invoice, and of a write-off, are kept"
    ):
        async with driver.served.database.transaction(driver.account) as session:
            await session.execute(text("DELETE FROM claims"))


@pytest.mark.parametrize(
    ("seconds", "whole"),
    [("[10,20)", False), ("[0,3000)", False), ("[0,3000)", True), ("[0,20)", True)],
)
@pytest.mark.parametrize("before", ["whole", "part"])
async def test_a_second_of_time_cannot_be_claimed_twice(
    driver: Driver, before: str, seconds: str, whole: bool
) -> None:
    entry = await driver.worked(3000)
    if before == "whole":
        await driver.issue((await driver.draft())["id"])
    else:
        await _claim(driver, entry.entry_id, "[5,15)", whole=False)
    with pytest.raises(DBAPIError, match=r"claimed_once|is not the whole entry"):
        await _claim(driver, entry.entry_id, seconds, whole=whole)


@pytest.mark.parametrize("seconds", ["[0,2999)", "[0,3001)", "[1,3000)"])
async def test_what_is_not_the_whole_of_an_entry_is_not_claimed_as_such(
    driver: Driver, seconds: str
) -> None:
    entry = await driver.worked(3000)
    with pytest.raises(DBAPIError, match=r"is not the whole entry|claims_whole_entry_check"):
        await _claim(driver, entry.entry_id, seconds, whole=True)
    with pytest.raises(DBAPIError, match="is not the whole entry"):
        await _claim(driver, new_id(), "[0,3000)", whole=True)


async def test_the_hours_of_claimed_time_do_not_change(driver: Driver) -> None:
    entry = await driver.worked(3000)
    await driver.draft()
    with pytest.raises(DBAPIError, match="the hours of claimed time do not change"):
        async with driver.served.database.transaction(driver.account) as session:
            await session.execute(
                text("UPDATE time_entries SET seconds = 6000 WHERE entry_id = :id"),
                {"id": entry.entry_id},
            )


async def _claim(driver: Driver, entry_id: UUID, seconds: str, *, whole: bool) -> None:
    claim = (
        "INSERT INTO claims (entry_id, seconds, whole_entry, billed_seconds, invoice_id, line_id, price_version)"
        f" VALUES ('{entry_id}', '{seconds}', {whole}, 10, uuidv7(), uuidv7(), 1)"
    )
    async with driver.served.database.transaction(driver.account) as session:
        await session.execute(text(claim))


async def test_an_invoice_of_nothing_is_paid_at_once(driver: Driver) -> None:
    await driver.worked(3600, rate="0.00")
    invoice = await driver.issue((await driver.draft())["id"])
    assert (invoice["total"]["amount"], invoice["payment"]) == ("0.00", "paid")
    assert len(await driver.published(InvoicePaid)) == 1


@pytest.mark.parametrize("body", [{"due_date": "9999-12-31"}, {"issue_date": "1900-01-01"}])
async def test_dates_beyond_all_reckoning_are_refused(driver: Driver, body: dict[str, str]) -> None:
    await driver.worked()
    refused = await driver.try_issue((await driver.draft())["id"], **body)
    assert refused.status_code == 422
    assert [e["field"] for e in refused.json()["errors"]] == list(body)


async def test_a_draft_in_no_currency_is_not_issued(driver: Driver) -> None:
    await driver.worked()
    draft = await driver.draft()
    await driver.tamper(f"UPDATE drafts SET currency = 'XQQ' WHERE id = '{draft['id']}'")
    refused = await driver.try_issue(draft["id"])
    assert (refused.status_code, refused.json()["type"].split(":")[-1]) == (422, "unknown-currency")


async def test_an_invoice_that_fits_in_no_message_is_refused_as_too_large(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    await driver.worked()
    draft = await driver.draft()
    monkeypatch.setattr(outbox, "MAX_PAYLOAD_BYTES", 500)
    refused = await driver.try_issue(draft["id"])
    assert (refused.status_code, refused.json()["type"].split(":")[-1]) == (
        422,
        "invoice-too-large",
    )
    assert "750" not in refused.text
