"""What a bank's file brings waits, is taken once, set aside or undone, and no line makes two payments."""

import asyncio
from typing import Any

import pytest

from contracts.invoicing import InvoicePaid, PaymentRecorded, PaymentReversed
from services.invoicing.tests import bank_samples as samples
from services.invoicing.tests.bank_driver import (
    as_proposed,
    came,
    decide,
    import_file,
    take,
    transactions,
    try_import,
    undo,
)
from services.invoicing.tests.bank_samples import camt, camt_entry
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.test_payments import dkk, problem
from services.invoicing.tests.test_refunds import credit_of, credited, refund
from testkit import count_statements


async def test_a_file_brings_transactions_with_proposals(driver: Driver) -> None:
    invoice = await driver.invoice()
    entry = camt_entry("1250.00", f"Faktura {invoice['number']}", name="Nordlys ApS")
    file = await import_file(driver, camt(entry, camt_entry("-3.00", "Fee")), name="october.xml")
    assert (file["format"], file["lines"], file["new_lines"], file["name"]) == (
        *("camt.053", 2, 2),
        "october.xml",
    )
    assert (await driver.read("bank-files"))["items"] == [file]
    payment, fee = await transactions(driver, state="open")
    assert (payment["amount"], payment["counterparty"], payment["state"]) == (
        *(dkk("1250.00"), "Nordlys ApS"),
        "open",
    )
    [sure] = payment["proposals"]
    assert (sure["certainty"], sure["reasons"]) == ("certain", ["number", "amount", "name"])
    assert [one["invoice_id"] for one in sure["allocations"]] == [invoice["id"]]
    assert fee["proposals"] == []
    summary = await driver.read("bank-transactions/summary")
    assert summary == {"open": 2, "certain": 1, "set_aside": 0}


async def test_taking_makes_a_payment_of_the_bank_and_pays_the_invoice(driver: Driver) -> None:
    invoice = await driver.invoice()
    seen = await came(driver, "1250.00", f"Faktura {invoice['number']}", name="Nordlys ApS")
    taken = await take(driver, seen)
    assert (taken["state"], taken["version"], taken["proposals"]) == ("taken", 1, [])
    payment = await driver.read(f"payments/{taken['payment_id']}")
    assert (payment["method"], payment["received_on"]) == ("bank", "2026-10-01")
    assert payment["reference"] == f"Nordlys ApS Faktura {invoice['number']}"
    assert payment["bank_transaction_id"] == seen["id"]
    assert len(await driver.published(InvoicePaid)) == 1
    assert await driver.read(f"bank-transactions/{seen['id']}") == taken
    await driver.invariants_hold()


async def test_the_same_file_and_the_same_line_bring_nothing_twice(driver: Driver) -> None:
    one, other = camt_entry("10.00", "Coffee"), camt_entry("20.00", "Tea", bank_reference="B7")
    assert (await import_file(driver, camt(one, one, other)))["new_lines"] == 3
    assert (await import_file(driver, camt(one, one, other)))["new_lines"] == 0
    longer = camt(camt_entry("20.00", "Tea and cake", bank_reference="B7"), one, one, one)
    assert (await import_file(driver, longer))["new_lines"] == 1
    elsewhere = camt(one, iban="DK1000000000000001")
    assert (await import_file(driver, elsewhere))["new_lines"] == 1
    assert len(await transactions(driver)) == 5


async def test_the_same_file_twice_at_once_brings_its_lines_once(driver: Driver) -> None:
    data = samples.DANSKE.encode()
    files = await asyncio.gather(*(import_file(driver, data, bank_account="1") for _ in range(4)))
    assert sorted(file["new_lines"] for file in files) == [0, 0, 0, 2]
    assert len(await transactions(driver)) == 2


@pytest.mark.parametrize(
    ("data", "said", "slug"),
    [
        (b"", {}, "bank-file-refused"),
        (samples.DANSKE.encode(), {}, "bank-file-refused"),
        (samples.DANSKE.encode(), {"format": "mt940", "bank_account": "1"}, "bank-file-refused"),
        (b"A;B\n1;2\n", {"bank_account": "1"}, "bank-file-columns-unknown"),
        (camt(camt_entry("1.00"), closing="1000.00"), {}, "bank-file-refused"),
    ],
)
async def test_a_refused_file_leaves_no_trace(
    driver: Driver, data: bytes, said: dict[str, str], slug: str
) -> None:
    refused = await try_import(driver, data, **said)
    assert (refused.status_code, problem(refused.json())) == (422, slug)
    assert (await driver.read("bank-files"))["items"] == await transactions(driver) == []


async def test_a_bank_account_keeps_its_currency(driver: Driver) -> None:
    await import_file(driver, camt(camt_entry("1.00")))
    euros = camt(camt_entry("1.00", currency="EUR"), currency="EUR")
    refused = await try_import(driver, euros)
    assert f"{samples.IBAN} is in DKK" in refused.json()["errors"][0]["reason"]
    unknown = await try_import(driver, samples.DANSKE.encode(), bank_account="1", currency="XYZ")
    assert unknown.status_code == 422


async def test_a_preview_shows_the_file_and_stores_nothing(driver: Driver) -> None:
    async def preview(data: bytes, **said: Any) -> dict[str, Any]:
        answer = await driver.client.post("/v1/bank-files/preview", content=data, params=said)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    found = await preview(samples.DANSKE.encode(), bank_account="1")
    assert (found["preset"], found["lines"], found["new_lines"]) == ("danske-bank", 2, 2)
    assert (found["first_lines"][0]["amount"], found["left_out"]) == (dkk("1250.00"), 1)
    unknown = b'Day,Who,Sum\n2026-10-01,Nordlys,"1,250.00"\n'
    asked = await preview(unknown)
    assert (asked["headers"], asked["columns"], asked["lines"]) == (["Day", "Who", "Sum"], None, 0)
    assert asked["samples"] == [["2026-10-01", "Nordlys", "1,250.00"]]
    columns = {"date_column": "Day", "amount_column": "Sum", "text_columns": ["Who"]}
    broken = await preview(unknown, **columns)
    assert [one["field"] for one in broken["problems"]] == ["bank_account"]
    assert (await preview(unknown, **columns, bank_account="1"))["new_lines"] == 1
    assert await transactions(driver) == []


async def test_columns_are_remembered_for_files_with_the_same_headers(driver: Driver) -> None:
    columns = {"date_column": "Day", "amount_column": "Sum", "text_columns": ["Who"]}
    first = b"Day,Who,Sum\n2026-10-01,Nordlys,1250.00\n"
    said = {"bank_account": "Drift", "remember": True}
    await import_file(driver, first, **columns, **said)
    later = first.replace(b"10-01", b"10-02")
    assert (await import_file(driver, later))["new_lines"] == 1
    assert {one["bank_account"] for one in await transactions(driver)} == {"DRIFT"}


async def test_the_account_of_a_banks_last_file_is_proposed_for_the_next(driver: Driver) -> None:
    data = samples.DANSKE.encode()
    await import_file(driver, data, bank_account="4720 123")
    answer = await driver.client.post("/v1/bank-files/preview", content=data)
    found = answer.json()
    assert (found["bank_account"], found["lines"]) == ("4720123", 0)
    assert [one["field"] for one in found["problems"]] == ["bank_account"]


async def test_one_transaction_settles_several_invoices_and_leaves_credit(driver: Driver) -> None:
    one, two = await driver.invoice(), await driver.invoice()
    seen = await came(driver, "2600.00", f"{one['number']} {two['number']}")
    assert seen["proposals"][0]["credit"] == dkk("100.00")
    await take(driver, seen)
    assert await credit_of(driver) == ["100.00"]
    await driver.invariants_hold()


async def test_several_transactions_settle_one_invoice(driver: Driver) -> None:
    invoice = await driver.invoice()
    for amount in ("1000.00", "250.00"):
        await take(driver, await came(driver, amount, invoice["number"]))
    assert (await driver.read(f"invoices/{invoice['id']}"))["payment"] == "paid"
    balances = [str(event.balance.amount) for event in await driver.published(PaymentRecorded)]
    assert balances == ["250.00", "0.00"]


async def test_a_fee_that_the_bank_took_is_written_off_with_it(driver: Driver) -> None:
    invoice = await driver.invoice()
    seen = await came(driver, "1245.00", invoice["number"])
    rest = {"invoice_id": invoice["id"], "amount": "5.00"}
    await take(driver, seen, **as_proposed(seen), write_offs=[rest], write_off_reason="Fee")
    shown = await driver.read(f"invoices/{invoice['id']}")
    assert (shown["payment"], shown["differences"]) == ("paid", dkk("5.00"))


async def test_what_was_written_off_with_it_is_undone_with_it_and_nothing_else(
    driver: Driver,
) -> None:
    invoice, other = await driver.invoice(), await driver.invoice()
    by_hand = {"amount": dkk("1.00")["amount"], "reason": "Rounding"}
    path = f"/v1/invoices/{invoice['id']}/write-off"
    kept = (await driver.client.post(path, json=by_hand)).json()
    seen = await came(driver, "1244.00", invoice["number"])
    rests = [
        {"invoice_id": invoice["id"], "amount": "5.00"},
        {"invoice_id": other["id"], "amount": "2.00"},
    ]
    settles = [{"invoice_id": invoice["id"], "amount": "1244.00"}]
    said = {"allocations": settles, "write_offs": rests, "write_off_reason": "Fee"}
    taken = await take(driver, seen, **said)
    differences = (await driver.read("payments", kind="difference"))["items"]
    assert [one["written_off_with"] for one in differences] == [None, *[taken["payment_id"]] * 2]
    gone = differences[2]
    await driver.reverse(gone["id"], reason="Not that one")
    opened = await undo(driver, taken)
    shown = await driver.read(f"invoices/{invoice['id']}")
    assert (shown["balance"], shown["differences"]) == (dkk("1249.00"), dkk("1.00"))
    assert (await driver.read(f"payments/{kept['id']}"))["reversed_by"] is None
    undone = await driver.read(f"payments/{differences[1]['id']}")
    counter = await driver.read(f"payments/{undone['reversed_by']}")
    assert (counter["amount"], counter["reason"]) == (dkk("-5.00"), "A mistake")
    assert len(await driver.published(PaymentReversed)) == 3
    again = await take(driver, opened, **said)
    await driver.reverse(again["payment_id"], reason="Bounced")
    assert (await driver.read(f"invoices/{invoice['id']}"))["balance"] == dkk("1249.00")
    await driver.invariants_hold()


async def test_two_people_take_a_transaction_once(driver: Driver) -> None:
    invoice = await driver.invoice()
    seen = await came(driver, "1250.00", invoice["number"])
    answers = await asyncio.gather(
        *(decide(driver, seen, "take", **as_proposed(seen)) for _ in range(4)),
        decide(driver, seen, "set-aside", reason="Private"),
    )
    assert sorted(one.status_code for one in answers) == [200, 412, 412, 412, 412]
    late = await decide(driver, seen | {"version": 1}, "set-aside", reason="Private")
    if answers[-1].status_code != 200:
        assert problem(late.json()) == "transaction-decided"
    assert len((await driver.read("payments"))["items"]) <= 1
    await driver.invariants_hold()


async def test_undone_a_transaction_is_open_and_its_payment_reversed(driver: Driver) -> None:
    invoice = await driver.invoice()
    taken = await take(driver, await came(driver, "1250.00", invoice["number"]))
    opened = await undo(driver, taken)
    assert (opened["state"], opened["reason"], opened["version"]) == ("open", "A mistake", 2)
    assert opened["proposals"][0]["certainty"] == "certain"
    assert (await driver.read(f"payments/{taken['payment_id']}"))["reversed_by"]
    again = await decide(driver, opened, "undo", reason="Again")
    assert problem(again.json()) == "transaction-open"
    await take(driver, opened)
    assert len(await driver.published(PaymentReversed)) == 1
    await driver.invariants_hold()


async def test_reversing_the_payment_opens_its_transaction(driver: Driver) -> None:
    invoice = await driver.invoice()
    taken = await take(driver, await came(driver, "1250.00", invoice["number"]))
    await driver.reverse(taken["payment_id"], reason="Bounced")
    opened = await driver.read(f"bank-transactions/{taken['id']}")
    assert (opened["state"], opened["reason"]) == ("open", "Bounced")
    await driver.invariants_hold()


async def test_what_is_no_customers_is_set_aside_with_a_reason_and_back(driver: Driver) -> None:
    seen = await came(driver, "-300.00", "Rent")
    assert (await decide(driver, seen, "set-aside", reason=" ")).status_code == 422
    aside = (await decide(driver, seen, "set-aside", reason="Rent of the office")).json()
    assert (aside["state"], aside["reason"]) == ("set-aside", "Rent of the office")
    assert await transactions(driver, state="open") == []
    opened = await undo(driver, aside)
    assert opened["state"] == "open"


async def test_all_that_are_certain_are_taken_and_the_others_stay(driver: Driver) -> None:
    invoices = [await driver.invoice() for _ in range(3)]
    entries = [camt_entry("1250.00", one["number"], bank_reference=one["id"]) for one in invoices]
    twice = camt_entry("1250.00", invoices[0]["number"], bank_reference="again")
    await import_file(driver, camt(*entries, twice, camt_entry("77.00", "Who knows")))
    body: dict[str, Any] = {}
    answer = await driver.client.post("/v1/bank-transactions/take-certain", json=body)
    assert answer.status_code == 200, answer.text
    done = answer.json()
    assert (len(done["taken"]), done["refused"], done["left"]) == (3, [], 0)
    assert len(await transactions(driver, state="open")) == 2
    assert [(await driver.read(f"invoices/{one['id']}"))["payment"] for one in invoices] == [
        "paid"
    ] * 3
    assert await credit_of(driver) == []
    await driver.invariants_hold()


async def test_taking_all_that_are_certain_twice_at_once_takes_each_once(driver: Driver) -> None:
    invoices = [await driver.invoice() for _ in range(4)]
    entries = [camt_entry("1250.00", one["number"]) for one in invoices]
    await import_file(driver, camt(*entries))
    path = "/v1/bank-transactions/take-certain"
    answers = await asyncio.gather(*(driver.client.post(path, json={}) for _ in range(3)))
    assert sum(len(one.json()["taken"]) for one in answers) == 4
    assert len((await driver.read("payments"))["items"]) == 4
    await driver.invariants_hold()


async def test_a_refund_is_found_in_the_bank_and_linked_once(driver: Driver) -> None:
    await credited(driver, "100.00")
    made = await refund(driver, "80.00", reference="Credit 4711")
    seen = await came(driver, "-80.00", "Credit 4711")
    assert seen["proposals"][0]["refund_id"] == made["id"]
    taken = await take(driver, seen)
    assert taken["refund_id"] == made["id"]
    other = await came(driver, "-80.00", "Credit 4711")
    assert other["proposals"] == []
    refused = await decide(driver, other, "take", refund_id=made["id"])
    assert problem(refused.json()) == "transaction-refused"
    await undo(driver, taken)
    assert await credit_of(driver) == ["20.00"]
    await driver.invariants_hold()


async def test_money_that_went_out_becomes_a_refund_of_credit(driver: Driver) -> None:
    await credited(driver, "100.00")
    seen = await came(driver, "-80.00", "To Nordlys")
    taken = await take(driver, seen, organization_id=str(driver.organization_id))
    assert await credit_of(driver) == ["20.00"]
    too_much = await came(driver, "-80.00", "To Nordlys again")
    who = {"organization_id": str(driver.organization_id)}
    refused = await decide(driver, too_much, "take", **who)
    assert problem(refused.json()) == "credit-exceeded"
    await undo(driver, taken)
    assert await credit_of(driver) == ["100.00"]
    nobody = await decide(driver, too_much, "take")
    assert problem(nobody.json()) == "transaction-refused"
    await driver.invariants_hold()


async def test_who_paid_from_an_account_is_known_next_time(driver: Driver) -> None:
    await driver.invoice()
    seen = await came(driver, "100.00", "?", name="N. L. Holding")
    assert seen["proposals"] == []
    await take(driver, seen, organization_id=str(driver.organization_id))
    again = await came(driver, "1250.00", "?", name="N. L. Holding")
    assert again["proposals"][0]["reasons"] == ["account", "amount"]


async def test_a_payment_that_a_lost_answer_repeats_is_made_once(driver: Driver) -> None:
    invoice = await driver.invoice()
    seen = await came(driver, "1250.00", invoice["number"])
    path = f"/v1/bank-transactions/{seen['id']}/take"
    headers = {"If-Match": '"0"', "Idempotency-Key": "lost"}
    first, second = [
        await driver.client.post(path, json=as_proposed(seen), headers=headers) for _ in range(2)
    ]
    assert first.json() == second.json()
    assert len((await driver.read("payments"))["items"]) == 1


@pytest.mark.parametrize("role", ["manager", "agent", "client"])
async def test_only_billing_decides_and_managers_may_look(driver: Driver, role: str) -> None:
    seen = await came(driver, "10.00", "Coffee")
    client = await driver.served.as_(role, account=driver.account, subject="x")
    once = {"Idempotency-Key": "1", "If-Match": '"0"'}
    writes = {
        "bank-files": b"x",
        "bank-files/preview": b"x",
        f"bank-transactions/{seen['id']}/take": b"{}",
        f"bank-transactions/{seen['id']}/set-aside": b'{"reason": "x"}',
        f"bank-transactions/{seen['id']}/undo": b'{"reason": "x"}',
        "bank-transactions/take-certain": b"{}",
        "refunds": b"{}",
        f"refunds/{seen['id']}/reverse": b'{"reason": "x"}',
        "credits/use": b"{}",
        f"invoices/{seen['id']}/write-off": b"{}",
    }
    for path, body in writes.items():
        answer = await client.post(f"/v1/{path}", content=body, headers=once)
        assert answer.status_code == 403, path
    assert (await client.put("/v1/payment-settings", headers=once)).status_code == 403
    reads = ("bank-files", "bank-transactions", "bank-transactions/summary", "refunds", "credits")
    expected = 200 if role == "manager" else 403
    for path in (*reads, f"bank-transactions/{seen['id']}", "payment-settings"):
        assert (await client.get(f"/v1/{path}")).status_code == expected, path


async def test_nothing_of_one_account_is_seen_by_another(driver: Driver) -> None:
    seen = await came(driver, "10.00", "Coffee")
    other = await Driver.begin(driver.served)
    assert await transactions(other) == (await other.read("bank-files"))["items"] == []
    assert (await decide(other, seen, "set-aside", reason="x")).status_code == 404
    same = await import_file(other, camt(camt_entry("10.00", "Coffee")))
    assert same["new_lines"] == 1


async def test_statements_of_taking_one_and_of_importing_do_not_grow(driver: Driver) -> None:
    invoice = await driver.invoice()
    seen = await came(driver, "1250.00", invoice["number"])
    with count_statements(driver.served.database) as taking:
        await take(driver, seen)
    assert taking.count <= 14, str(taking)
    counts = []
    for lines in (2, 50):
        data = camt(*(camt_entry(f"{n}.00", f"{lines}") for n in range(1, lines + 1)))
        with count_statements(driver.served.database) as importing:
            await import_file(driver, data)
        with count_statements(driver.served.database) as listing:
            await transactions(driver, limit=50)
        counts.append((importing.count, listing.count))
    assert counts[0] == counts[1], str(importing)
