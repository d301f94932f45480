"""The journal: every document and payment is one balanced transaction, exported once, and the same bytes for ever."""

import csv
import io
import random
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
from sqlalchemy.exc import DBAPIError

from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import TODAY

ACCOUNTS = {"receivables": "5600", "revenue": "1000", "vat": "6902", "bank": "5820"}
TODAYS = str(TODAY.date())
Line = dict[str, str]


async def ledger(driver: Driver, **accounts: Any) -> httpx.Response:
    await driver.client.get("/v1/ledger-settings")
    return await driver.client.put("/v1/ledger-settings", json={**ACCOUNTS, **accounts})


async def try_export(driver: Driver, last_day: str = TODAYS) -> httpx.Response:
    return await driver.client.post("/v1/journal-exports", json={"last_day": last_day})


async def export(driver: Driver, last_day: str = TODAYS) -> list[Line]:
    """Make an export, and read its file."""
    answer = await try_export(driver, last_day)
    assert answer.status_code == 201, answer.text
    return await lines_of(driver, answer.json()["id"])


async def lines_of(driver: Driver, export_id: str) -> list[Line]:
    return list(csv.DictReader(io.StringIO(await file_of(driver, export_id))))


async def file_of(driver: Driver, export_id: str, **query: str) -> str:
    answer = await driver.client.get(f"/v1/journal-exports/{export_id}.csv", params=query or None)
    assert answer.status_code == 200, answer.text
    return answer.text


def sums(lines: list[Line], key: str = "account") -> dict[str, Decimal]:
    """Debits less credits."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        found[line[key]] += Decimal(line["debit"]) - Decimal(line["credit"])
    return dict(found)


async def test_an_invoice_is_owed_earned_and_taxed(driver: Driver) -> None:
    invoice = await driver.invoice()
    await ledger(driver)

    lines = await export(driver)

    assert [(x["account"], x["debit"], x["credit"], x["tax_code"]) for x in lines] == [
        ("5600", "1250.00", "0.00", ""),
        ("1000", "0.00", "1000.00", "S"),
        ("6902", "0.00", "250.00", "S"),
    ]
    assert {(x["voucher"], x["text"], x["source"], x["date"]) for x in lines} == {
        (invoice["number"], "Nordlys ApS", "invoice", invoice["issue_date"])
    }


async def live(driver: Driver, chance: random.Random) -> None:
    """Some invoices with several taxes; credits, payments in parts, reversals and what is taken back."""
    for _ in range(6):
        await driver.worked(chance.randrange(60, 9000))
        draft = await driver.draft()
        for _ in range(chance.randrange(3)):
            tax = {"code": chance.choice(["S", "E", "Z"])}
            amount = f"{chance.randrange(1, 99999) / 100:.2f}"
            await driver.add_line(draft["id"], kind="fee", amount=amount, tax=tax)
        if chance.random() < 0.5:
            await driver.add_line(draft["id"], kind="discount", percent="7.5")
        invoice = await driver.issue(draft["id"])
        paid = f"{chance.randrange(1, 200000) / 100:.2f}"
        settled = min(Decimal(paid), Decimal(invoice["total"]["amount"]))
        payment = await driver.pay(paid, (invoice["id"], str(settled)))
        match chance.randrange(5):
            case 4:
                await refund(driver, payment)
            case 0:
                await driver.reverse(payment["id"])
            case 1:
                await driver.take_back(payment["id"], invoice["id"])
            case 2:
                await driver.credit(invoice["id"])


async def refund(driver: Driver, payment: dict[str, Any]) -> None:
    """Pay back what is left of a payment, if anything is."""
    left = (await driver.read(f"payments/{payment['id']}"))["credit"]
    about = {"organization_id": str(driver.organization_id), "refunded_on": TODAYS}
    if Decimal(left["amount"]):
        answer = await driver.client.post("/v1/refunds", json={**about, "amount": left})
        assert answer.status_code == 201, answer.text


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("credit_account", [None, "6800"])
async def test_debits_are_credits_and_the_accounts_say_what_the_books_say(
    driver: Driver, seed: int, credit_account: str | None
) -> None:
    await live(driver, random.Random(seed))
    await ledger(driver, customer_credit=credit_account)

    lines = await export(driver)

    assert set(sums(lines, "transaction").values()) == {Decimal(0)}
    found = sums(lines)
    period = {"first_day": "2026-01-01", "last_day": TODAYS}
    vat = (await driver.read("reports/vat", **period))["lines"]
    assert found["1000"] == -sum(Decimal(x["base"]["amount"]) for x in vat)
    assert found["6902"] == -sum(Decimal(x["tax"]["amount"]) for x in vat)
    owed = sum(Decimal(x["balance"]["amount"]) for x in (await driver.read("invoices"))["items"])
    payments = (await driver.read("payments"))["items"]
    received = sum(Decimal(x["amount"]["amount"]) for x in payments)
    credit = sum(Decimal(x["credit"]["amount"]) for x in payments)
    returned = sum(Decimal(x["amount"]["amount"]) for x in (await driver.read("refunds"))["items"])
    assert found.get("5820", 0) == received - returned
    if credit_account:
        assert (found["5600"], found.get("6800", 0)) == (owed, -credit)
    else:
        assert found["5600"] == owed - credit


async def test_a_later_export_has_only_what_is_new(driver: Driver) -> None:
    await driver.invoice()
    await ledger(driver)
    await export(driver)
    nothing = await try_export(driver)
    second = await driver.invoice(60)

    lines = await export(driver)

    assert (nothing.status_code, nothing.json()["type"]) == (
        409,
        "urn:honorar:problem:nothing-to-export",
    )
    assert {x["voucher"] for x in lines} == {second["number"]}
    assert len((await driver.read("journal-exports"))["items"]) == 2


async def test_what_comes_late_of_earlier_days_comes_with_the_next(driver: Driver) -> None:
    await ledger(driver)
    early = await driver.invoice(issue_date="2026-10-01", due_date="2026-11-30")
    first = await export(driver, "2026-10-31")
    paid = await driver.pay("100.00", (early["id"], "100.00"), received_on="2026-10-20")

    rest = await export(driver)

    assert {x["source"] for x in first} == {"invoice"}
    assert {(x["source_id"], x["date"]) for x in rest} == {(paid["id"], "2026-10-20")}


async def test_an_export_is_the_same_for_ever(driver: Driver) -> None:
    await driver.invoice()
    await ledger(driver)
    made = (await try_export(driver)).json()["id"]
    before = await file_of(driver, made)
    await ledger(driver, revenue="1010")

    assert await file_of(driver, made) == before
    danish = await file_of(driver, made, format="semicolon")
    assert danish.splitlines()[1].split(";")[8] == "1250,00"


async def test_revenue_goes_where_the_most_particular_rule_says(driver: Driver) -> None:
    rules = [
        {"account": "1001", "kind": "time"},
        {"account": "1002", "tax_code": "E"},
        {"account": "1003", "tax_code": "E", "kind": "fee"},
    ]
    await driver.worked()
    draft = await driver.draft()
    for kind in ("fee", "expense"):
        await driver.add_line(draft["id"], kind=kind, amount="10.00", tax={"code": "E"})
    await driver.issue(draft["id"])
    await ledger(driver, revenue_rules=rules)

    found = sums(await export(driver))

    assert {a: found[a] for a in ("1001", "1002", "1003")} == {
        "1001": Decimal(-1000),
        "1002": Decimal(-10),
        "1003": Decimal(-10),
    }


async def test_a_tax_code_brings_its_own_account(driver: Driver) -> None:
    await driver.client.get("/v1/tax-codes/S")
    own = {"ledger_account": "6950", "ledger_code": "U25"}
    assert (await driver.client.patch("/v1/tax-codes/S", json=own)).status_code == 200
    await driver.invoice()
    await ledger(driver)

    lines = await export(driver)

    assert sums(lines)["6950"] == Decimal(-250)
    assert {x["ledger_code"] for x in lines if x["tax_code"] == "S"} == {"U25"}


async def test_without_its_accounts_and_for_days_to_come_nothing_is_exported(
    driver: Driver,
) -> None:
    await driver.invoice()
    unnamed = await try_export(driver)
    await ledger(driver)
    future = await try_export(driver, str((TODAY + timedelta(days=1)).date()))

    assert unnamed.status_code == 422
    assert [x["field"] for x in unnamed.json()["errors"]] == list(ACCOUNTS)
    assert (future.status_code, future.json()["errors"][0]["field"]) == (422, "last_day")
    assert (await driver.read("journal-exports"))["items"] == []


async def test_managers_read_exports_and_others_nothing(driver: Driver) -> None:
    await driver.invoice()
    await ledger(driver)
    made = (await try_export(driver)).json()["id"]
    manager = await driver.served.as_("manager", account=driver.account)
    agent = await driver.served.as_("agent", account=driver.account)
    stranger = await Driver.begin(driver.served)
    path, once = f"/v1/journal-exports/{made}.csv", {"Idempotency-Key": "1"}

    assert (await manager.get(path)).status_code == 200
    refused = await manager.post("/v1/journal-exports", json={"last_day": TODAYS}, headers=once)
    assert refused.status_code == 403
    assert (await agent.get(path)).status_code == 403
    assert (await stranger.client.get(path)).status_code == 404
    assert (await stranger.read("journal-exports"))["items"] == []


async def test_the_database_refuses_sides_that_differ_and_changes(driver: Driver) -> None:
    await driver.invoice()
    await ledger(driver)
    made = (await try_export(driver)).json()["id"]
    unbalanced = f"""
        INSERT INTO journal_lines (account_id, export_id, transaction, position, fact_kind, fact_id, booked_on, voucher,
            text, account, currency, debit, credit)
        VALUES ('{driver.account}', '{made}', 9, 1, 'invoice', gen_random_uuid(), '2026-10-01', '', '', '1', 'DKK', 1, 0)
    """
    with pytest.raises(DBAPIError, match="other debits than credits"):
        await driver.as_owner(f"SET LOCAL honorar.account = '{driver.account}'", unbalanced)
