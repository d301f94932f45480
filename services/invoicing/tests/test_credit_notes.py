"""Credit notes: what is taken back, what becomes of the money and the time, and that it is done once."""

import asyncio
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from contracts.invoicing import (
    InvoiceCredited,
    InvoicePaid,
    PaymentReversed,
    TimeBilled,
    TimeReleased,
)
from database import new_id
from invoicing.domain.invoice import FIRST_HASH
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import PERIOD, approved_entry
from testkit import count_statements

HOUR = 3600


def of_entry(line: dict[str, Any], entry_id: UUID, start: int, end: int) -> dict[str, Any]:
    """Seconds of an entry on a line."""
    part = {"entry_id": str(entry_id), "start": start, "end": end}
    return {"line_id": line["line_id"], "entries": [part]}


async def sums(driver: Driver) -> tuple[int, int, int]:
    """Seconds that are ready, claimed and billed."""
    found = (await driver.read("billable-time"))["sums"]
    return found["ready"], found["claimed"], found["billed"]


async def test_eight_hours_less_three_and_a_half_and_one_more_are_four_and_a_half(
    driver: Driver,
) -> None:
    made = await driver.worked(8 * HOUR, "1200.00")
    invoice = await driver.issue((await driver.draft())["id"])
    [line] = invoice["lines"]
    note = await driver.credit(invoice["id"], of_entry(line, made.entry_id, 0, 12_600))
    assert (note["number"], note["invoice_number"]) == ("CN-2026-0001", "2026-0001")
    assert (note["seconds"], note["subtotal"]["amount"]) == (12_600, "4200.00")
    assert (note["tax"]["amount"], note["total"]["amount"]) == ("1050.00", "5250.00")
    assert await sums(driver) == (12_600, 0, 4 * HOUR + 1800)
    await driver.worked(HOUR, "1200.00")
    again = await driver.issue((await driver.draft())["id"])
    assert (again["seconds"], again["subtotal"]["amount"]) == (16_200, "5400.00")
    assert await sums(driver) == (0, 0, 9 * HOUR)
    billed = (await driver.published(TimeBilled))[-1].ranges
    assert sorted((one.start, one.end) for one in billed) == [(0, 3600), (0, 12_600)]
    await driver.invariants_hold()


async def test_a_whole_invoice_is_taken_back(driver: Driver) -> None:
    await driver.worked(3000)
    draft = await driver.draft()
    await driver.add_line(draft["id"], kind="fee", amount="100.00")
    await driver.add_line(draft["id"], kind="discount", percent="10")
    invoice = await driver.issue(draft["id"])
    note = await driver.credit(invoice["id"], delivery="hand")
    for name in ("subtotal", "tax", "total", "seconds", "seller", "buyer", "tax_totals"):
        assert note[name] == invoice[name]
    assert [x["amount"]["amount"] for x in note["lines"]] == ["1000.00", "100.00", "-110.00"]
    found = await driver.read(f"invoices/{invoice['id']}")
    assert (found["credit"], found["credited"]) == ("full", invoice["total"])
    assert (found["balance"]["amount"], found["overdue"]) == ("0.00", False)
    assert await sums(driver) == (3000, 0, 0)
    refused = await driver.try_credit(invoice["id"])
    assert (refused.status_code, refused.json()["type"]) == (
        409,
        "urn:honorar:problem:invoice-credited",
    )
    await driver.invariants_hold()


async def test_parts_are_counted_and_an_amount_of_a_fee_is_credited(driver: Driver) -> None:
    draft = await driver.draft(first_day=None, last_day=None)
    await driver.add_line(draft["id"], kind="fee", amount="100.00")
    invoice = await driver.issue(draft["id"])
    [line] = invoice["lines"]
    await driver.credit(invoice["id"], {"line_id": line["line_id"], "amount": "30.00"})
    found = await driver.read(f"invoices/{invoice['id']}")
    assert (found["credit"], found["credited"]["amount"]) == ("partial", "37.50")
    refused = await driver.try_credit(
        invoice["id"], {"line_id": line["line_id"], "amount": "70.01"}
    )
    assert refused.status_code == 422
    [error] = refused.json()["errors"]
    assert error["field"] == "lines.0.amount"
    left = await driver.read(f"invoices/{invoice['id']}/credit")
    [open_line] = left["lines"]
    assert (open_line["credited"]["amount"], open_line["left"]["amount"]) == ("30.00", "70.00")
    note = await driver.credit(invoice["id"])
    assert note["subtotal"]["amount"] == "70.00"
    await driver.invariants_hold()


async def test_what_is_paid_beyond_the_rest_is_the_customers_credit(driver: Driver) -> None:
    invoice = await driver.invoice(3000)
    first = await driver.pay("1000.00", (invoice["id"], "1000.00"))
    second = await driver.pay("250.00", (invoice["id"], "250.00"))
    [line] = invoice["lines"]
    preview = await driver.client.post(f"/v1/invoices/{invoice['id']}/credit/preview", json={})
    assert preview.json()["customer_credit"]["amount"] == "1250.00"
    entry_id = driver.entries[0].entry_id
    half = of_entry(line, entry_id, 1500, 3000)
    note = await driver.credit(invoice["id"], half)
    assert note["total"]["amount"] == "625.00"
    found = await driver.read(f"invoices/{invoice['id']}")
    assert (found["paid"]["amount"], found["balance"]["amount"]) == ("625.00", "0.00")
    left = [
        (await driver.read(f"payments/{one['id']}"))["credit"]["amount"] for one in (first, second)
    ]
    assert left == ["375.00", "250.00"]
    [row] = (await driver.read("reports/receivables"))["items"]
    assert (row["total"]["amount"], row["credit"]["amount"]) == ("0.00", "625.00")
    reversed_ = await driver.published(PaymentReversed)
    assert [(e.amount.amount, e.balance.amount) for e in reversed_] == [
        (Decimal("250.00"), Decimal("0.00")),
        (Decimal("375.00"), Decimal("0.00")),
    ]
    assert reversed_[0].reason == "credited by CN-2026-0001"
    await driver.invariants_hold()
    more = await driver.invoice(600)
    await driver.allocate(second["id"], (more["id"], "250.00"))
    await driver.invariants_hold()


async def test_a_credit_that_closes_the_balance_pays_the_invoice(driver: Driver) -> None:
    invoice = await driver.invoice(3000)
    await driver.pay("625.00", (invoice["id"], "625.00"))
    [line] = invoice["lines"]
    await driver.credit(invoice["id"], of_entry(line, driver.entries[0].entry_id, 0, 1500))
    [paid] = await driver.published(InvoicePaid)
    [credited] = await driver.published(InvoiceCredited)
    assert (credited.credit, credited.balance.amount) == ("partial", Decimal("0.00"))
    assert paid.version == credited.version + 1


async def test_an_unpaid_invoice_that_is_credited_whole_is_not_told_as_paid(driver: Driver) -> None:
    invoice = await driver.invoice(3000, issue_date="2026-09-01", due_date="2026-10-01")
    assert (await driver.read(f"invoices/{invoice['id']}"))["overdue"]
    await driver.credit(invoice["id"])
    [credited] = await driver.published(InvoiceCredited)
    assert credited.credit == "full"
    assert await driver.published(InvoicePaid) == []
    assert not (await driver.read(f"invoices/{invoice['id']}"))["overdue"]
    assert (await driver.read("reports/turnover"))["owed"] == []


async def test_events_tell_the_credit_note_and_the_time(driver: Driver) -> None:
    made = await driver.worked(3600)
    invoice = await driver.issue((await driver.draft())["id"])
    [line] = invoice["lines"]
    note = await driver.credit(invoice["id"], of_entry(line, made.entry_id, 600, 1200))
    [credited] = await driver.published(InvoiceCredited)
    [released] = await driver.published(TimeReleased)
    assert str(credited.credit_note_id) == str(released.credit_note_id) == note["id"]
    assert (credited.credit_note_number, credited.number) == ("CN-2026-0001", "2026-0001")
    assert (released.ranges[0].start, released.ranges[0].end) == (600, 1200)
    assert [line.seconds for line in credited.lines] == [600]
    document = await driver.served.client({})
    read = await document.get(credited.document.path)
    assert read.content.startswith(b"%PDF")
    entries = (await driver.read(f"invoices/{invoice['id']}/explain"))["lines"][0]["entries"]
    assert [(e["seconds"], e["credit_note_id"]) for e in entries] == [
        (600, None),
        (600, note["id"]),
        (2400, None),
    ]


async def test_rounded_time_is_given_back_with_its_share(driver: Driver) -> None:
    made = approved_entry(driver.organization_id, 1000)
    price = driver.events.price(made)
    [segment] = price.segments
    rounded = price.model_copy(
        update={"segments": (segment.model_copy(update={"billed_seconds": 1800}),)}
    )
    await driver.served.consume(driver.events.timesheet(made), rounded)
    invoice = await driver.issue((await driver.draft())["id"])
    [line] = invoice["lines"]
    found = []
    for start, end in ((7, 333), (900, 1000), (0, 7)):
        note = await driver.credit(invoice["id"], of_entry(line, made.entry_id, start, end))
        found.append(note["lines"][0]["billed_seconds"])
        await driver.invariants_hold()
    note = await driver.credit(invoice["id"])
    assert sum(found) + note["lines"][0]["billed_seconds"] == 1800
    notes = (await driver.read("credit-notes", invoice_id=invoice["id"]))["items"]
    assert sum(Decimal(one["total"]["amount"]) for one in notes) == Decimal(
        invoice["total"]["amount"]
    )
    await driver.invariants_hold()


async def test_the_time_is_drafted_anew_in_the_same_act(driver: Driver) -> None:
    made = await driver.worked(3600)
    invoice = await driver.issue((await driver.draft())["id"])
    note = await driver.credit(invoice["id"], draft_correction=True)
    draft = await driver.read(f"invoices/{note['correction_id']}")
    assert (draft["state"], draft["seconds"]) == ("draft", 3600)
    assert await sums(driver) == (0, 3600, 0)
    await driver.issue(draft["id"])
    assert [str(made.entry_id)] == [
        e["entry_id"]
        for e in (await driver.read(f"invoices/{draft['id']}/explain"))["lines"][0]["entries"]
    ]
    await driver.invariants_hold()


async def test_the_correction_takes_along_what_else_is_ready(driver: Driver) -> None:
    made = await driver.worked(8 * 3600)
    invoice = await driver.issue((await driver.draft())["id"])
    await driver.worked(3600)
    await driver.worked(3600, currency="EUR")
    waits = await driver.worked(600)
    about = {"organization_id": str(driver.organization_id), "entry_ids": [str(waits.entry_id)]}
    await driver.write("held-back-time", {**about, "reason": "They check it first"})
    part = {
        "line_id": invoice["lines"][0]["line_id"],
        "entries": [{"entry_id": str(made.entry_id), "start": 16_200, "end": 28_800}],
    }
    note = await driver.credit(invoice["id"], part, draft_correction=True, correct_with_ready=True)
    assert (await driver.read(f"invoices/{note['correction_id']}"))["seconds"] == 16_200
    await driver.invariants_hold()


async def test_a_credit_note_names_what_was_read_and_is_made_once(driver: Driver) -> None:
    invoice = await driver.invoice(3000)
    path, key = f"/v1/invoices/{invoice['id']}/credit", str(new_id())
    line = {"line_id": invoice["lines"][0]["line_id"]}
    body = {"reason": "Wrong", "lines": [line]}
    stale = await driver.client.post(path, json=body, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    headers = {"If-Match": '"0"', "Idempotency-Key": key}
    first = await driver.client.post(path, json=body, headers=headers)
    again = await driver.client.post(path, json=body, headers=headers)
    assert first.status_code == again.status_code == 201
    assert first.json()["id"] == again.json()["id"]
    assert (await driver.client.get(f"/v1/invoices/{invoice['id']}")).headers["etag"] == '"1"'
    bare = await driver.served.as_("billing", account=driver.account)
    assert (await bare.post(path, json=body)).status_code in (400, 428)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"reason": " "}, "reason"),
        ({}, "reason"),
        ({"reason": "Wrong", "issue_date": "2027-01-01"}, "issue_date"),
        ({"reason": "Wrong", "issue_date": "2020-01-01"}, "issue_date"),
        ({"reason": "Wrong", "delivery": "qbo"}, "delivery"),
        ({"reason": "Wrong", "lines": [{"line_id": str(UUID(int=1))}]}, "lines.0.line_id"),
    ],
)
async def test_bad_input_is_refused_and_changes_nothing(
    driver: Driver, body: dict[str, Any], field: str
) -> None:
    invoice = await driver.invoice(3000)
    await driver.client.get(f"/v1/invoices/{invoice['id']}")
    answer = await driver.client.post(f"/v1/invoices/{invoice['id']}/credit", json=body)
    assert answer.status_code == 422
    assert field in [one["field"] for one in answer.json()["errors"]]
    assert (await driver.read("credit-notes"))["items"] == []


async def test_a_draft_and_what_is_not_there_are_not_credited(driver: Driver) -> None:
    await driver.worked()
    draft = await driver.draft()
    assert (await driver.try_credit(draft["id"])).json()["type"].endswith("invoice-not-issued")
    assert (await driver.try_credit(str(new_id()))).status_code == 404


async def test_only_billing_credits_and_managers_read(driver: Driver) -> None:
    invoice = await driver.invoice()
    note = await driver.credit(invoice["id"])
    for role, read in (("manager", 200), ("agent", 403)):
        client = await driver.served.as_(role, account=driver.account)
        assert (await client.get(f"/v1/credit-notes/{note['id']}")).status_code == read
        headers = {"If-Match": '"1"', "Idempotency-Key": "x"}
        path = f"/v1/invoices/{invoice['id']}/credit"
        asked = await client.post(path, json={"reason": "x"}, headers=headers)
        assert asked.status_code == 403
    other = await Driver.begin(driver.served)
    assert (await other.client.get(f"/v1/credit-notes/{note['id']}")).status_code == 404


async def test_parallel_credit_notes_are_numbered_without_gaps_and_chained(driver: Driver) -> None:
    invoices = [await driver.invoice(60) for _ in range(6)]
    notes = await asyncio.gather(*(driver.credit(one["id"]) for one in invoices))
    assert sorted(one["number"] for one in notes) == [f"CN-2026-{n:04}" for n in range(1, 7)]
    in_order = sorted(notes, key=lambda one: str(one["number"]))
    hashes = [FIRST_HASH, *(one["hash"] for one in in_order)]
    assert [one["previous_hash"] for one in in_order] == hashes[:-1]
    for one in notes:
        read = await driver.client.get(f"/v1/credit-notes/{one['id']}.pdf")
        assert read.content.startswith(b"%PDF")
    series = (await driver.read("reports/numbering", verify=True))["series"]
    assert [(s["kind"], s["count"], s["gaps"], s["chained"], s["dated"]) for s in series] == [
        ("invoice", 6, [], True, True),
        ("credit-note", 6, [], True, True),
    ]
    await driver.invariants_hold()


async def test_parallel_credits_of_one_invoice_credit_it_once(driver: Driver) -> None:
    invoice = await driver.invoice(3000)
    headers = {"If-Match": '"0"'}
    path, body = f"/v1/invoices/{invoice['id']}/credit", {"reason": "Wrong"}
    answers = await asyncio.gather(
        *(driver.client.post(path, json=body, headers=headers) for _ in range(4))
    )
    assert sorted(one.status_code for one in answers) == [201, 412, 412, 412]
    await driver.invariants_hold()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE credit_notes SET reason = 'another'",
        "UPDATE credit_note_lines SET amount = amount - 1",
        "UPDATE credit_note_taxes SET tax = tax - 1",
        "UPDATE credit_note_documents SET content = 'x'",
    ],
)
async def test_one_changed_byte_is_found(driver: Driver, change: str) -> None:
    note = await driver.credit((await driver.invoice())["id"])
    await driver.client.get(f"/v1/credit-notes/{note['id']}.pdf")
    async with driver.served.database.transaction(driver.account) as session:
        with pytest.raises(Exception, match="permission denied"):
            await session.execute(text(change))
        await session.rollback()
    await driver.tamper(f"{change} WHERE account_id = '{driver.account}'")
    invoices, notes = (await driver.read("reports/numbering", verify=True))["series"]
    assert (invoices["chained"], notes["chained"]) == (True, False)


@pytest.mark.parametrize("changed", ['{"seconds": 1}', '{"amount": 0.01}', '{"amount": -1000.01}'])
async def test_the_database_refuses_more_than_a_line_charges(driver: Driver, changed: str) -> None:
    made = await driver.worked(3000)
    draft = await driver.draft(entry_ids=[str(made.entry_id)])
    await driver.add_line(draft["id"], kind="fee", amount="5000.00")
    invoice = await driver.issue(draft["id"])
    note = await driver.credit(invoice["id"], {"line_id": invoice["lines"][0]["line_id"]})
    about = {"note": UUID(note["id"]), "other": str(new_id())}
    nothing = '{"seconds": 0, "billed_seconds": 0, "amount": 0}'
    async with driver.served.database.transaction(driver.account) as session:
        await session.execute(
            text("""
            INSERT INTO credit_notes SELECT (jsonb_populate_record(n, jsonb_build_object(
                'id', CAST(:other AS text), 'number', 'CN-X', 'sequence', n.sequence + 1))).*
            FROM credit_notes n WHERE id = :note
            """),
            about,
        )
        with pytest.raises(Exception, match="more is credited than was billed"):
            await session.execute(
                text(f"""
                INSERT INTO credit_note_lines SELECT (jsonb_populate_record(l, jsonb_build_object(
                    'credit_note_id', CAST(:other AS text)) || '{nothing}' || CAST(:changed AS jsonb))).*
                FROM credit_note_lines l WHERE credit_note_id = :note
                """),
                about | {"changed": changed},
            )
        await session.rollback()


async def test_the_service_changes_no_claims_seconds(driver: Driver) -> None:
    await driver.invoice()
    async with driver.served.database.transaction(driver.account) as session:
        with pytest.raises(Exception, match="permission denied"):
            await session.execute(text("UPDATE claims SET seconds = int4range(0, 1)"))
        await session.rollback()


async def test_settings_keep_the_two_series_apart(driver: Driver) -> None:
    settings = await driver.read("settings")
    assert settings["credit_note_number_format"] == "CN-{year}-{seq:04}"
    for text_ in ("{year}-{seq:04}", "{year}-{seq}", "20{yy}-{seq:06}"):
        body = {"credit_note_number_format": text_}
        refused = await driver.client.patch("/v1/settings", json=body)
        assert refused.status_code == 422, text_
        assert "look like" in refused.json()["errors"][0]["reason"]
    changed = await driver.client.patch(
        "/v1/settings", json={"credit_note_number_format": "K{seq:05}"}
    )
    assert changed.status_code == 200
    note = await driver.credit((await driver.invoice())["id"])
    assert note["number"] == "K00001"


async def test_turnover_is_less_what_was_credited(driver: Driver) -> None:
    await driver.credit((await driver.invoice(3000))["id"])
    await driver.invoice(3000)
    [month] = (await driver.read("reports/turnover"))["months"]
    assert (month["invoices"], month["credit_notes"]) == (2, 1)
    assert (month["invoiced"]["amount"], month["credited"]["amount"]) == ("1000.00", "1000.00")


async def test_a_correction_of_time_that_is_not_ready_is_an_empty_draft(driver: Driver) -> None:
    made = await driver.worked(3600)
    invoice = await driver.issue((await driver.draft())["id"])
    longer = made.model_copy(update={"seconds": 7200, "version": 2})
    await driver.served.consume(driver.events.timesheet(longer))
    note = await driver.credit(invoice["id"], draft_correction=True)
    draft = await driver.read(f"invoices/{note['correction_id']}")
    assert draft["lines"] == []
    await driver.served.consume(driver.events.price(longer, version=2))
    assert (await driver.draft(**PERIOD))["seconds"] == 7200
    await driver.invariants_hold()


async def test_a_credit_memo_in_quickbooks_repeats_the_credit_note_and_settles_nothing_again(
    driver: Driver,
) -> None:
    made = await driver.worked(3000)
    invoice = await driver.issue((await driver.draft())["id"])
    [line] = invoice["lines"]
    await driver.credit(invoice["id"], of_entry(line, made.entry_id, 0, 1500))
    memo = driver.events.payment_seen(invoice["id"], "600.00", kind="credit")
    before = await driver.served.dead_letters()
    await driver.served.consume(memo, memo)
    found = await driver.read(f"invoices/{invoice['id']}")
    assert (found["paid"]["amount"], found["balance"]["amount"]) == ("0.00", "625.00")
    assert (await driver.read("payments"))["items"] == []
    larger = driver.events.payment_seen(invoice["id"], "125.00", kind="credit")
    await driver.served.consume(larger)
    found = await driver.read(f"invoices/{invoice['id']}")
    settled = [found[name]["amount"] for name in ("paid", "credit_applied", "balance")]
    assert settled == ["0.00", "100.00", "525.00"]
    await driver.served.consume(driver.events.payment_undone(memo))
    await driver.served.consume(driver.events.payment_undone(larger))
    found = await driver.read(f"invoices/{invoice['id']}")
    assert (found["paid"]["amount"], found["balance"]["amount"]) == ("0.00", "625.00")
    assert await driver.served.dead_letters() == before
    await driver.invariants_hold()


async def test_statements_of_a_credit_note(driver: Driver) -> None:
    invoice = await driver.invoice(3000)
    await driver.client.get(f"/v1/invoices/{invoice['id']}")
    path = f"/v1/invoices/{invoice['id']}/credit"
    with count_statements(driver.served.database) as statements:
        assert (await driver.client.post(path, json={"reason": "x"})).status_code == 201
    assert statements.count == 25, str(statements)
