"""From a draft to an invoice that never changes."""

import asyncio
import hashlib
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from contracts.invoicing import InvoiceIssued, InvoicePaid, TimeBilled
from database import new_id
from invoicing.chain import link
from invoicing.documents import Addresses
from invoicing.store.invoices import load_issued
from messaging import outbox
from services.invoicing.tests.studio import SETTINGS, Studio
from testkit import OTHER_ACCOUNT


async def test_an_issued_invoice_has_a_number_dates_and_its_time_is_billed(studio: Studio) -> None:
    invoice = await studio.invoice()
    today = date.fromisoformat(invoice["issue_date"])
    assert invoice["state"] == "issued"
    assert invoice["number"] == f"{today:%Y}-0001"
    assert invoice["due_date"] == str(today + timedelta(days=30))
    assert (invoice["payment"], invoice["overdue"]) == ("unpaid", False)
    assert invoice["balance"] == invoice["total"] == {"amount": "1250.00", "currency": "DKK"}
    assert invoice["delivery"]["state"] == "queued"
    assert (await studio.read("billable-time"))["sums"]["billed"] == 3000
    await studio.laws_hold()


async def test_an_issued_invoice_is_said_with_all_its_time(studio: Studio) -> None:
    invoice = await studio.invoice()
    [issued] = await studio.published(InvoiceIssued)
    [billed] = await studio.published(TimeBilled)
    assert issued.number == billed.number == invoice["number"]
    assert issued.lines[0].hourly_rate is not None
    assert str(issued.total) == "1250.00"
    assert issued.document.sha256 == invoice["document_sha256"]
    assert [(e.entry_id, e.seconds) for e in billed.entries] == [(studio.entries[0].entry_id, 3000)]
    assert (billed.part, billed.parts) == (1, 1)


async def test_much_time_is_said_in_parts(studio: Studio) -> None:
    made = await studio.worked_much(2001)
    draft = await studio.draft(group_by="all")
    await studio.issue(draft["id"])
    parts = await studio.published(TimeBilled)
    assert [(p.part, p.parts, len(p.entries)) for p in parts] == [(1, 2, 2000), (2, 2, 1)]
    assert {e.entry_id for p in parts for e in p.entries} == {one.entry_id for one in made}


async def test_issuing_again_answers_what_already_is(studio: Studio) -> None:
    invoice = await studio.invoice()
    again = await studio.issue(invoice["id"], delivery="hand")
    assert again == invoice
    assert len(await studio.published(InvoiceIssued)) == 1


async def test_parallel_issues_of_one_draft_issue_it_once(studio: Studio) -> None:
    await studio.worked()
    draft = await studio.draft()
    answers = await asyncio.gather(*(studio.try_issue(draft["id"]) for _ in range(6)))
    assert {a.status_code for a in answers} == {200}
    assert len({a.json()["number"] for a in answers}) == 1
    assert len(await studio.published(InvoiceIssued)) == 1


async def test_parallel_issues_leave_no_gap(studio: Studio) -> None:
    ids = []
    for _ in range(12):
        made = await studio.worked(60)
        ids.append((await studio.draft(entry_ids=[str(made.entry_id)]))["id"])
    answers = await asyncio.gather(*(studio.try_issue(i) for i in ids))
    assert {a.status_code for a in answers} == {200}
    assert sorted(int(a.json()["number"][-4:]) for a in answers) == list(range(1, 13))
    [series] = (await studio.read("reports/numbering"))["series"]
    assert (series["count"], series["gaps"], series["chained"]) == (12, [], True)
    await studio.laws_hold()


@pytest.mark.parametrize(
    "table", ["invoice", "invoice_tax", "balance", "outbox_messages", "scheduled_tasks"]
)
async def test_a_number_is_given_back_when_the_transaction_dies_after_taking_it(
    studio: Studio, table: str
) -> None:
    await studio.worked()
    draft = await studio.draft()
    async with studio.dying_at(table):
        assert (await studio.try_issue(draft["id"])).status_code == 503
    assert (await studio.read(f"invoices/{draft['id']}"))["state"] == "draft"
    assert (await studio.issue(draft["id"]))["number"].endswith("-0001")


async def test_missing_what_the_law_demands_is_refused_with_a_list(studio: Studio) -> None:
    bare = studio.customer(vat_number=None, address=None)
    await studio.served.consume(bare)
    await studio.client.put("/v1/settings", json={})
    made = await studio.worked(organization_id=bare.organization_id)
    draft = await studio.draft(
        organization_id=str(bare.organization_id),
        entry_ids=[str(made.entry_id)],
        tax={"category": "reverse-charge"},
    )
    refused = await studio.try_issue(draft["id"])
    assert refused.status_code == 422
    assert [e["field"] for e in refused.json()["errors"]] == [
        "seller.name",
        "seller.address",
        "seller.vat_number",
        "buyer.address",
        "buyer.vat_number",
        "payment_instructions",
    ]
    assert (await studio.read("reports/numbering"))["series"] == []


async def test_an_empty_draft_cannot_be_issued(studio: Studio) -> None:
    draft = await studio.draft(entry_ids=[])
    refused = await studio.try_issue(draft["id"])
    assert [e["field"] for e in refused.json()["errors"]] == ["lines"]


async def test_dates_are_not_in_the_future_nor_before_the_last_invoice(studio: Studio) -> None:
    first = await studio.invoice()
    made = await studio.worked(60)
    draft = await studio.draft(entry_ids=[str(made.entry_id)])
    today = date.fromisoformat(first["issue_date"])
    tomorrow, earlier = today + timedelta(days=2), today - timedelta(days=1)
    for wrong in (tomorrow, earlier):
        refused = await studio.try_issue(draft["id"], issue_date=str(wrong))
        assert refused.status_code == 422 or wrong.year != today.year
    before = await studio.try_issue(draft["id"], due_date=str(earlier))
    assert [e["field"] for e in before.json()["errors"]] == ["due_date"]


async def test_terms_of_one_invoice(studio: Studio) -> None:
    terms = {"kind": "end-of-month", "days": 10}
    invoice = await studio.invoice(issue_date="2026-10-05", terms=terms)
    assert invoice["due_date"] == "2026-11-10"


async def test_numbers_begin_anew_each_year_with_the_year_in_the_format(studio: Studio) -> None:
    numbers = [
        (await studio.invoice(60, issue_date=day))["number"]
        for day in ("2025-12-30", "2025-12-31", "2026-01-02")
    ]
    assert numbers == ["2025-0001", "2025-0002", "2026-0001"]


async def test_numbers_go_on_without_the_year_in_the_format(studio: Studio) -> None:
    await studio.client.put("/v1/settings", json={**SETTINGS, "number_format": "F{seq:05}"})
    numbers = [
        (await studio.invoice(60, issue_date=day))["number"] for day in ("2025-12-30", "2026-01-02")
    ]
    assert numbers == ["F00001", "F00002"]


async def test_a_stale_if_match_is_refused(studio: Studio) -> None:
    await studio.worked()
    draft = await studio.draft()
    fee = {"kind": "fee", "description": "Opstart", "amount": "500.00"}
    await studio.client.post(f"/v1/invoices/{draft['id']}/lines", json=fee)
    studio.client.headers["If-Match"] = '"1"'
    assert (await studio.try_issue(draft["id"])).status_code == 412


async def test_an_issued_invoice_cannot_be_edited_or_deleted(studio: Studio) -> None:
    invoice = await studio.invoice()
    path = f"/v1/invoices/{invoice['id']}"
    fee = {"kind": "fee", "description": "Opstart", "amount": "500.00"}
    line = invoice["lines"][0]["line_id"]
    answers = [
        await studio.client.delete(path),
        await studio.client.post(f"{path}/lines", json=fee),
        await studio.client.delete(f"{path}/lines/{line}"),
    ]
    assert [a.status_code for a in answers] == [409, 409, 409]
    assert await studio.read(f"invoices/{invoice['id']}") == invoice


@pytest.mark.parametrize("table", ["invoice", "invoice_line", "invoice_tax", "document"])
@pytest.mark.parametrize("change", ["UPDATE {} SET account_id = account_id", "DELETE FROM {}"])
async def test_the_database_lets_the_service_change_nothing_that_is_issued(
    studio: Studio, table: str, change: str
) -> None:
    await studio.invoice()
    with pytest.raises(DBAPIError, match="permission denied"):
        async with studio.served.database.transaction(studio.account) as session:
            await session.execute(text(change.format(table)))


async def test_the_claims_of_an_issued_invoice_cannot_be_dropped(studio: Studio) -> None:
    await studio.invoice()
    with pytest.raises(DBAPIError, match="claims of an issued invoice are kept"):
        async with studio.served.database.transaction(studio.account) as session:
            await session.execute(text("DELETE FROM claim"))


async def test_a_second_of_time_cannot_be_claimed_twice(studio: Studio) -> None:
    await studio.invoice()
    again = (
        "INSERT INTO claim SELECT account_id, entry_id, '[10,20)', uuidv7(), uuidv7() FROM claim"
    )
    with pytest.raises(DBAPIError, match="claimed_once"):
        async with studio.served.database.transaction(studio.account) as session:
            await session.execute(text(again))


async def test_documents_are_chained_by_their_hashes(studio: Studio) -> None:
    first, second = await studio.invoice(60), await studio.invoice(120)
    assert first["previous_hash"] == "0" * 64
    assert second["previous_hash"] == first["hash"]
    async with studio.served.database.transaction(studio.account) as session:
        stored = await load_issued(session, second["id"])
    assert stored is not None
    assert link(stored.previous_hash, stored.bill, stored.sha256) == stored.hash


async def test_the_event_tells_where_the_document_is_and_the_address_is_the_permission(
    studio: Studio,
) -> None:
    await studio.invoice()
    [issued] = await studio.published(InvoiceIssued)
    anybody = await studio.served.client()
    fetched = await anybody.get(issued.document.path)
    assert fetched.headers["content-type"] == "application/pdf"
    assert hashlib.sha256(fetched.content).hexdigest() == issued.document.sha256


async def test_a_forged_address_opens_nothing(studio: Studio) -> None:
    await studio.invoice()
    [issued] = await studio.published(InvoiceIssued)
    anybody, path = await studio.served.client(), issued.document.path
    stranger = Addresses(b"another secret").path(
        studio.account, issued.invoice_id, issued.document.sha256
    )
    forged = [
        path.replace(str(studio.account), str(OTHER_ACCOUNT)),
        path.replace(str(issued.invoice_id), str(new_id())),
        path[:-1] + ("0" if path[-1] != "0" else "1"),
        stranger,
    ]
    assert [(await anybody.get(p)).status_code for p in forged] == [404] * 4


async def test_an_invoice_of_nothing_is_paid_at_once(studio: Studio) -> None:
    await studio.worked(3600, rate="0.00")
    invoice = await studio.issue((await studio.draft())["id"])
    assert (invoice["total"]["amount"], invoice["payment"]) == ("0.00", "paid")
    assert len(await studio.published(InvoicePaid)) == 1


@pytest.mark.parametrize("body", [{"due_date": "9999-12-31"}, {"issue_date": "1900-01-01"}])
async def test_dates_beyond_all_reckoning_are_refused(studio: Studio, body: dict[str, str]) -> None:
    await studio.worked()
    refused = await studio.try_issue((await studio.draft())["id"], **body)
    assert refused.status_code == 422
    assert [e["field"] for e in refused.json()["errors"]] == list(body)


async def test_a_draft_in_no_currency_is_not_issued(studio: Studio) -> None:
    await studio.worked()
    draft = await studio.draft()
    await studio.tamper(f"UPDATE draft SET currency = 'XQQ' WHERE id = '{draft['id']}'")
    refused = await studio.try_issue(draft["id"])
    assert (refused.status_code, refused.json()["type"].split(":")[-1]) == (422, "unknown-currency")


async def test_an_invoice_that_fits_in_no_message_is_refused_as_too_large(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    await studio.worked()
    draft = await studio.draft()
    monkeypatch.setattr(outbox, "MAX_PAYLOAD_BYTES", 500)
    refused = await studio.try_issue(draft["id"])
    assert (refused.status_code, refused.json()["type"].split(":")[-1]) == (
        422,
        "invoice-too-large",
    )
    assert "750" not in refused.text
