import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from qbo_desk import REALM, Desk, issued

from contracts.invoicing import InvoiceIssued, Line, Party, TaxTotal
from contracts.people import Address
from contracts.qbo_sync import InvoiceCopied, SyncFailed
from contracts.stored import example
from contracts.timer import OrganizationChanged
from database import new_id
from testkit import until


def named(name: str) -> Party:
    address = Address(lines=("Street 1",), postal_code="1", city="Oslo", country="NO")
    return Party(name=name, address=address)


def line(**changes: object) -> Line:
    return example(InvoiceIssued).lines[0].model_copy(update={"line_id": new_id(), **changes})


async def test_an_issued_invoice_is_copied_with_lines_tax_and_customer(connected: Desk) -> None:
    fact = await connected.copy()
    (made,) = await connected.in_quickbooks()
    assert (made["DocNumber"], made["TotalAmt"], made["Balance"]) == ("2026-0001", 1250, 1250)
    assert (made["TxnDate"], made["DueDate"]) == ("2026-10-05", "2026-11-04")
    assert made["CustomerRef"]["name"] == "Nordlys ApS"
    assert made["BillEmail"] == {"Address": "faktura@nordlys.example"}
    assert str(fact.invoice_id) in made["PrivateNote"]
    state = await connected.state(fact)
    assert (state["state"], state["qbo_id"], state["reason"]) == ("copied", made["Id"], None)
    assert state["qbo_total"] == {"amount": "1250.00", "currency": "DKK"}
    (said,) = await connected.served.published(InvoiceCopied)
    assert (said.invoice_id, said.qbo_id, said.variance) == (fact.invoice_id, made["Id"], None)


async def test_the_customer_is_made_once_with_address_and_email(connected: Desk) -> None:
    organization = example(OrganizationChanged)
    await connected.served.deliver(organization)
    for number in ("2026-0001", "2026-0002"):
        await connected.copy(number=number, organization_id=organization.organization_id)
    (customer,) = await connected.in_quickbooks("Customer")
    assert customer["DisplayName"] == organization.name
    assert customer["PrimaryEmailAddr"]["Address"] == "faktura@nordlys.example"
    assert customer["BillAddr"]["City"] == "Aarhus C"
    assert len(await connected.in_quickbooks("Item")) == 1


async def test_messages_twice_and_in_another_order_end_the_same(connected: Desk) -> None:
    fact, organization = issued(), example(OrganizationChanged)
    older = organization.model_copy(update={"version": 2, "name": "Old name"})
    records = await connected.served.deliver(fact, organization, older)
    await connected.served.take(records)
    await connected.served.deliver(older, organization, fact)
    await connected.work()
    await connected.served.deliver(fact)
    await connected.work()
    assert len(await connected.in_quickbooks()) == 1
    (customer,) = await connected.in_quickbooks("Customer")
    assert customer["DisplayName"] == "Nordlys ApS"
    assert len(await connected.served.published(InvoiceCopied)) == 1


async def test_invoices_wait_for_a_connection_and_are_then_copied(desk: Desk) -> None:
    facts = [await desk.copy(number=f"2026-{n:04}") for n in (1, 2)]
    assert {(await desk.state(fact))["state"] for fact in facts} == {"waiting_for_connection"}
    await desk.connect()
    assert {(await desk.state(fact))["state"] for fact in facts} == {"copied"}
    assert len(await desk.in_quickbooks()) == 2


FAULTS: list[dict[str, Any]] = [
    {"kind": "drop", "when": "after"},
    {"kind": "drop", "when": "before"},
    {"kind": "truncate"},
    {"kind": "status", "status": 503},
    {"kind": "status", "status": 429},
    {"kind": "fault-200"},
    {"kind": "unauthorized"},
    {"kind": "in-progress"},
]


@pytest.mark.parametrize("numbers_itself", [False, True])
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: "-".join(map(str, fault.values())))
async def test_whatever_happens_to_the_create_there_is_one_invoice(
    desk: Desk, fault: dict[str, Any], numbers_itself: bool
) -> None:
    await desk.connect(custom_txn_numbers=not numbers_itself)
    await desk.fault(**fault, match="POST .*/invoice")
    await desk.fault("ignore-requestid", "POST .*/invoice", times=9)
    fact = await desk.copy()
    await desk.later()
    assert len(await desk.in_quickbooks()) == 1
    assert (await desk.state(fact))["state"] == "copied"
    assert len(await desk.served.published(InvoiceCopied)) == 1


async def test_a_lost_answer_is_replayed_by_requestid(connected: Desk) -> None:
    await connected.fault("drop", "POST .*/invoice", when="after")
    await connected.copy()
    await connected.later()
    ids = {call["requestid"] for call in await connected.calls("/invoice", "POST")}
    assert len(ids) == 1


async def test_a_process_killed_between_the_call_and_the_commit_makes_no_second_invoice(
    connected: Desk,
) -> None:
    await connected.fault("delay", "POST .*/invoice", when="after", seconds=5)
    fact = await connected.issue()
    await killed_once(connected, connected.served.run_due())
    assert (await connected.state(fact))["state"] == "creating"
    await connected.later()
    assert (await connected.state(fact))["state"] == "copied"
    assert len(await connected.in_quickbooks()) == 1


async def killed_once(desk: Desk, work: Coroutine[None, None, int]) -> None:
    """End the work when QuickBooks has made the invoice and not yet answered."""
    before = set(asyncio.all_tasks())
    working = asyncio.create_task(work)
    made: Callable[[], bool | Awaitable[bool]] = desk.holds_invoices
    await until(made)
    for task in set(asyncio.all_tasks()) - before:
        if task is working or task.get_name() == "task copy-invoice":
            task.cancel()
    with suppress(asyncio.CancelledError):
        await working


async def test_a_lost_customer_answer_makes_no_second_customer(connected: Desk) -> None:
    await connected.fault("drop", "POST .*/customer", when="after")
    await connected.fault("ignore-requestid", "POST .*/customer", times=9)
    await connected.copy()
    await connected.later()
    assert len(await connected.in_quickbooks("Customer")) == 1


async def test_an_invoice_deleted_before_we_noted_it_is_made_anew(connected: Desk) -> None:
    await connected.fault("drop", "POST .*/invoice", when="after")
    fact = await connected.copy()
    await connected.intuit.fake("DELETE", f"qbo/{REALM}/invoices/{fact.number}")
    await connected.later()
    await connected.later()
    assert [invoice["Id"] for invoice in await connected.in_quickbooks()] == ["2"]
    assert (await connected.state(fact))["qbo_id"] == "2"


async def test_a_number_that_somebody_else_used_needs_a_human(connected: Desk) -> None:
    theirs = await connected.copy()
    ours = await connected.copy(number=theirs.number)
    state = await connected.state(ours)
    assert (state["state"], "6140" in state["reason"]) == ("failed", True)
    (said,) = await connected.served.published(SyncFailed)
    assert (said.invoice_id, said.reason) == (ours.invoice_id, state["reason"])
    await connected.intuit.fake("DELETE", f"qbo/{REALM}/invoices/{theirs.number}")
    retried = await connected.billing.post(f"/v1/invoices/{ours.invoice_id}/retry")
    assert retried.json()["state"] == "queued"
    await connected.work()
    assert (await connected.state(ours))["state"] == "copied"


@pytest.mark.parametrize(
    ("name", "in_quickbooks"),
    [
        ("O'Brien & Søn", "O'Brien & Søn"),
        ("Acme:Oslo", "Acme Oslo"),
        ("Back\\slash 'quoted'", "Back\\slash 'quoted'"),
        ("Tab\tand\nline", "Tab and line"),
    ],
)
async def test_customers_with_odd_names_are_made_once_and_found_again(
    connected: Desk, name: str, in_quickbooks: str
) -> None:
    await connected.intuit.fake("POST", f"qbo/{REALM}/customers", DisplayName=in_quickbooks)
    await connected.copy(buyer=named(name))
    (customer,) = await connected.in_quickbooks("Customer")
    assert customer["DisplayName"] == in_quickbooks


async def test_a_customer_named_like_a_vendor_gets_a_name_of_its_own(connected: Desk) -> None:
    await connected.intuit.fake("POST", f"qbo/{REALM}/vendors", DisplayName="nordlys aps")
    fact = await connected.copy()
    (customer,) = await connected.in_quickbooks("Customer")
    assert customer["DisplayName"] == "Nordlys ApS (C)"
    assert (await connected.state(fact))["state"] == "copied"


async def test_two_organizations_of_one_name_are_two_customers(connected: Desk) -> None:
    await connected.copy(number="1")
    await connected.copy(number="2", organization_id=new_id())
    assert len(await connected.in_quickbooks("Customer")) == 2


async def test_an_inactive_customer_is_made_active_again(connected: Desk) -> None:
    hired = await connected.intuit.fake(
        "POST", f"qbo/{REALM}/customers", DisplayName="Nordlys ApS", Active=False
    )
    await connected.copy()
    (customer,) = await connected.in_quickbooks("Customer")
    assert (customer["Id"], customer["Active"]) == (hired["Id"], True)


async def test_seconds_that_no_quantity_can_say_are_said_in_words(connected: Desk) -> None:
    seven = line(seconds=7, hourly_rate=Decimal("1234567.89"), amount=Decimal("2400.55"))
    fifty = line(position=2, seconds=3000, hourly_rate=Decimal(1200), amount=Decimal("1000.00"))
    text = line(position=3, kind="text", seconds=None, hourly_rate=None, amount=Decimal(0))
    taxed = TaxTotal(
        category="standard", rate=Decimal(25), base=Decimal("3400.55"), tax=Decimal("850.14")
    )
    fact = await connected.copy(
        lines=(seven, fifty, text),
        subtotal=Decimal("3400.55"),
        tax=Decimal("850.14"),
        total=Decimal("4250.69"),
        tax_totals=(taxed,),
    )
    state = await connected.state(fact)
    assert (state["state"], state["reason"]) == ("copied", None)
    (made,) = await connected.in_quickbooks()
    words, quantity, description, _ = made["Line"]
    assert "Qty" not in words["SalesItemLineDetail"]
    assert words["Description"] == "Webshop (0:00:07 h × 1234567.89 DKK)"
    assert quantity["SalesItemLineDetail"]["Qty"] == 0.83333
    assert description["DetailType"] == "DescriptionOnly"


async def test_a_total_that_differs_is_shown_and_said(connected: Desk) -> None:
    fact = await connected.copy(tax=Decimal("249.99"), total=Decimal("1249.99"))
    state = await connected.state(fact)
    assert (state["state"], state["qbo_id"]) == ("variance", "1")
    assert state["reason"] == "In QuickBooks: total 1250, ours 1249.99; tax 250, ours 249.99"
    (said,) = await connected.served.published(InvoiceCopied)
    assert said.variance == state["reason"]


async def test_each_tax_category_finds_the_companys_code(connected: Desk) -> None:
    pairs = [("reverse-charge", "4"), ("exempt", "5"), ("zero", "3"), ("outside-scope", "6")]
    lines = tuple(
        line(position=n, tax_category=category, tax_rate=Decimal(0))
        for n, (category, _) in enumerate(pairs, start=1)
    )
    four = Decimal(4000)
    await connected.copy(lines=lines, subtotal=four, tax=Decimal(0), total=four)
    (made,) = await connected.in_quickbooks()
    codes = [sold["SalesItemLineDetail"]["TaxCodeRef"]["value"] for sold in made["Line"][:-1]]
    assert codes == [code for _, code in pairs]


async def test_a_rate_without_a_code_fails_with_the_reason(connected: Desk) -> None:
    fact = await connected.copy(lines=(line(tax_rate=Decimal(17)),))
    state = await connected.state(fact)
    assert (state["state"], state["reason"]) == (
        "failed",
        "QuickBooks has no tax code for standard 17 %",
    )
    assert await connected.in_quickbooks() == []


async def test_a_currency_that_the_company_does_not_keep_fails_before_any_call(
    connected: Desk,
) -> None:
    fact = await connected.copy(currency="EUR")
    state = await connected.state(fact)
    assert (state["state"], "DKK only" in state["reason"]) == ("failed", True)
    assert await connected.calls("/customer") == []


async def test_each_currency_of_an_organization_is_a_customer_of_its_own(desk: Desk) -> None:
    await desk.connect(multi_currency=True)
    facts = [await desk.copy(number=currency, currency=currency) for currency in ("DKK", "EUR")]
    assert [(await desk.state(fact))["reason"] for fact in facts] == [None, None]
    customers = await desk.in_quickbooks("Customer")
    assert [customer["CurrencyRef"]["value"] for customer in customers] == ["DKK", "EUR"]


async def test_a_company_in_the_us_without_sales_tax(desk: Desk) -> None:
    await desk.connect(country="US", currency="USD", tax="us")
    untaxed = line(tax_category="outside-scope", tax_rate=Decimal(0))
    thousand = Decimal(1000)
    fact = await desk.copy(
        currency="USD", lines=(untaxed,), tax=Decimal(0), subtotal=thousand, total=thousand
    )
    state = await desk.state(fact)
    assert (state["state"], state["reason"]) == ("copied", None)


async def test_a_pause_that_quickbooks_asked_for_is_kept_and_is_no_failure(connected: Desk) -> None:
    await connected.fault("status", "POST .*/invoice", status=429)
    fact = await connected.copy()
    state = await connected.state(fact)
    assert (state["state"], "3001" in state["reason"]) == ("creating", True)
    before = len(await connected.calls("/v3/"))
    await connected.issue(number="2026-0002")
    await connected.work()
    assert len(await connected.calls("/v3/")) == before
    await connected.later()
    assert (await connected.state(fact))["state"] == "copied"


async def test_the_list_of_invoices_has_pages_and_a_filter(connected: Desk) -> None:
    facts = [await connected.copy(number=f"2026-{n:04}") for n in (1, 2, 3)]
    first = (await connected.billing.get("/v1/invoices?limit=2")).json()
    rest = (await connected.billing.get(f"/v1/invoices?cursor={first['next_cursor']}")).json()
    listed = [item["invoice_id"] for item in first["items"] + rest["items"]]
    assert listed == sorted(str(fact.invoice_id) for fact in facts)
    assert (await connected.billing.get("/v1/invoices?state=failed")).json()["items"] == []


async def test_a_retry_of_a_copied_invoice_answers_what_is(connected: Desk) -> None:
    fact = await connected.copy()
    answer = await connected.billing.post(f"/v1/invoices/{fact.invoice_id}/retry")
    assert (answer.status_code, answer.json()["state"]) == (200, "copied")
    await connected.work()
    assert len(await connected.in_quickbooks()) == 1
