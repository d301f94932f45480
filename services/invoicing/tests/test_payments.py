"""What customers pay, what it settles, and what is taken back."""

import asyncio
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from contracts.invoicing import InvoiceOverdue, InvoicePaid, PaymentRecorded, PaymentReversed
from database import new_id
from services.invoicing.tests.driver import Driver


async def another_customers_invoice(driver: Driver) -> dict[str, Any]:
    """An invoice to somebody else."""
    other = driver.events.organization(name="Sydlys ApS")
    await driver.served.consume(other)
    made = await driver.worked(organization_id=other.organization_id)
    body = {"organization_id": str(other.organization_id), "entry_ids": [str(made.entry_id)]}
    return await driver.issue((await driver.draft(**body))["id"])


async def insert_allocation(
    driver: Driver, payment_id: str, invoice_id: str, amount: Decimal
) -> None:
    """Allocate past the service's own checks."""
    statement = text(
        "INSERT INTO allocations (id, payment_id, invoice_id, amount, allocated_at, version)"
        " VALUES (uuidv7(), :payment_id, :invoice_id, :amount, now(), 9)"
    )
    values = {"payment_id": payment_id, "invoice_id": invoice_id, "amount": amount}
    async with driver.served.database.transaction(driver.account) as session:
        await session.execute(statement, values)


async def test_a_payment_is_shown_as_it_was_answered(driver: Driver) -> None:
    one, two = await driver.invoice(), await driver.invoice()
    payment = await driver.pay(
        "3000.00", (two["id"], "1250.00"), (one["id"], "250.00"), method="card", reference="A-7"
    )
    assert payment == await driver.read(f"payments/{payment['id']}")
    assert [payment] == (await driver.read("payments"))["items"]
    assert (payment["method"], payment["reference"], payment["recorded_by"]) == (
        "card",
        "A-7",
        "billing-1",
    )
    assert payment["allocations"] == [
        {"invoice_id": one["id"], "number": one["number"], "amount": dkk("250.00")},
        {"invoice_id": two["id"], "number": two["number"], "amount": dkk("1250.00")},
    ]
    assert payment["credit"] == dkk("1500.00")


def dkk(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "DKK"}


async def test_part_then_the_rest_makes_partial_then_paid(driver: Driver) -> None:
    invoice = await driver.invoice()
    await driver.pay("500.00", (invoice["id"], "500.00"))
    part = await driver.read(f"invoices/{invoice['id']}")
    assert (part["payment"], part["balance"]["amount"]) == ("partial", "750.00")
    await driver.pay("750.00", (invoice["id"], "750.00"))
    whole = await driver.read(f"invoices/{invoice['id']}")
    assert (whole["payment"], whole["balance"]["amount"]) == ("paid", "0.00")
    recorded = await driver.published(PaymentRecorded)
    assert [str(event.balance.amount) for event in recorded] == ["750.00", "0.00"]
    [paid] = await driver.published(InvoicePaid)
    assert (paid.paid_on, str(paid.total.amount)) == (date(2026, 10, 1), "1250.00")
    await driver.invariants_hold()


async def test_one_payment_settles_two_invoices_and_leaves_credit(driver: Driver) -> None:
    one, two = await driver.invoice(), await driver.invoice()
    payment = await driver.pay("3000.00", (one["id"], "1250.00"), (two["id"], "1250.00"))
    assert payment["credit"] == dkk("500.00")
    assert len(await driver.published(InvoicePaid)) == 2
    await driver.invariants_hold()


async def test_credit_settles_a_later_invoice(driver: Driver) -> None:
    payment = await driver.pay("2000.00", organization_id=str(driver.organization_id))
    invoice = await driver.invoice()
    first = await driver.allocate(payment["id"], (invoice["id"], "1000.00"))
    assert first["credit"]["amount"] == "1000.00"
    second = await driver.allocate(payment["id"], (invoice["id"], "250.00"))
    assert second["credit"]["amount"] == "750.00"
    assert [a["amount"]["amount"] for a in second["allocations"]] == ["1250.00"]
    assert second == await driver.read(f"payments/{payment['id']}")
    refused = await driver.try_allocate(payment["id"], (invoice["id"], "0.01"))
    assert (refused.status_code, problem(refused.json())) == (422, "allocation-refused")
    assert (await driver.read(f"invoices/{invoice['id']}"))["payment"] == "paid"
    await driver.invariants_hold()


def problem(body: dict[str, Any]) -> str:
    """The slug of a problem's type."""
    return str(body["type"]).rsplit(":", 1)[-1]


@pytest.mark.parametrize(
    ("amount", "share", "reason"),
    [
        ("2000.00", "1250.01", "only 1250.00 is owed"),
        ("100.00", "100.01", "the payment is exceeded by 0.01"),
    ],
)
async def test_more_than_was_paid_or_is_owed_is_refused(
    driver: Driver, amount: str, share: str, reason: str
) -> None:
    invoice = await driver.invoice()
    refused = await driver.try_pay(amount, (invoice["id"], share))
    assert (refused.status_code, problem(refused.json())) == (422, "allocation-refused")
    assert refused.json()["title"] == "The payment cannot be allocated so"
    assert reason in refused.json()["detail"]
    assert [error["field"] for error in refused.json()["errors"]] == ["allocations.0"]
    assert (await driver.read("payments"))["items"] == []


async def test_payments_of_drafts_other_currencies_or_nobody_are_refused(driver: Driver) -> None:
    await driver.worked()
    draft, invoice = await driver.draft(), await driver.invoice()
    its = (invoice["id"], "5.00")
    answers = {
        "allocations.0": [
            await driver.try_pay("10.00", (draft["id"], "10.00")),
            await driver.try_pay("10.00", its, currency="EUR"),
        ],
        "allocations": [await driver.try_pay("10.00")],
        "allocations.0.amount": [await driver.try_pay("10.00", (invoice["id"], "5.001"))],
        "amount.amount": [await driver.try_pay("10.001", its), await driver.try_pay("0", its)],
        "amount.currency": [await driver.try_pay("10.00", its, currency="XXX")],
        "body": [await driver.try_pay("10.00", its, its)],
        "received_on": [
            await driver.try_pay("10.00", its, received_on=day)
            for day in ("2199-01-01", "1969-12-31", "0001-01-01")
        ],
    }
    for field, refusals in answers.items():
        for refused in refusals:
            fields = [error["field"] for error in refused.json()["errors"]]
            assert (refused.status_code, fields) == (422, [field])


async def test_a_payment_of_an_unknown_customer_is_refused(driver: Driver) -> None:
    refused = await driver.try_pay("10.00", organization_id=str(new_id()))
    [error] = refused.json()["errors"]
    assert (refused.status_code, error["field"]) == (422, "organization_id")


async def test_a_payment_of_tomorrow_is_refused_by_the_accounts_own_date(driver: Driver) -> None:
    """At 23:30 UTC it is the next day in Copenhagen already, over New Year too."""
    its = {"organization_id": str(driver.organization_id), "received_on": "2027-01-01"}
    with driver.at(datetime(2026, 12, 31, 22, 59, tzinfo=UTC)):
        assert (await driver.try_pay("10.00", **its)).status_code == 422
    with driver.at(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)):
        assert (await driver.try_pay("10.00", **its)).status_code == 201


async def test_parallel_payments_never_exceed_the_balance(driver: Driver) -> None:
    invoice = await driver.invoice()
    answers = await asyncio.gather(
        *(driver.try_pay("500.00", (invoice["id"], "500.00")) for _ in range(6))
    )
    assert sorted(a.status_code for a in answers) == [201, 201, 422, 422, 422, 422]
    after = await driver.read(f"invoices/{invoice['id']}")
    assert after["balance"]["amount"] == "250.00"
    await driver.invariants_hold()


async def test_parallel_allocations_never_exceed_the_payment(driver: Driver) -> None:
    payment = await driver.pay("1000.00", organization_id=str(driver.organization_id))
    invoices = [await driver.invoice() for _ in range(5)]
    answers = await asyncio.gather(
        *(driver.try_allocate(payment["id"], (one["id"], "400.00")) for one in invoices)
    )
    assert sorted(a.status_code for a in answers) == [200, 200, 422, 422, 422]
    assert (await driver.read(f"payments/{payment['id']}"))["credit"]["amount"] == "200.00"
    await driver.invariants_hold()


async def test_payments_of_the_same_invoices_in_any_order_do_not_deadlock(driver: Driver) -> None:
    ids = [(await driver.invoice())["id"] for _ in range(4)]
    orders = [ids, ids[::-1], ids[2:] + ids[:2], ids[1:] + ids[:1]]
    answers = await asyncio.gather(
        *(driver.try_pay("400.00", *((i, "100.00") for i in order)) for order in orders)
    )
    assert [a.status_code for a in answers] == [201] * 4
    await driver.invariants_hold()


async def test_parallel_reversals_make_one_counter_entry(driver: Driver) -> None:
    invoice = await driver.invoice()
    payment = await driver.pay("1250.00", (invoice["id"], "1250.00"))
    counters = await asyncio.gather(*(driver.reverse(payment["id"]) for _ in range(5)))
    assert len({counter["id"] for counter in counters}) == 1
    assert len(await driver.published(PaymentReversed)) == 1
    await driver.invariants_hold()


async def test_allocating_and_reversing_at_once_leaves_nothing_of_a_reversed_payment(
    driver: Driver,
) -> None:
    payment = await driver.pay("1000.00", organization_id=str(driver.organization_id))
    invoice = await driver.invoice()
    allocated, _ = await asyncio.gather(
        driver.try_allocate(payment["id"], (invoice["id"], "1000.00")),
        driver.reverse(payment["id"]),
    )
    assert allocated.status_code in (200, 409)
    assert (await driver.read(f"invoices/{invoice['id']}"))["paid"]["amount"] == "0.00"
    await driver.invariants_hold()


@pytest.mark.parametrize(
    ("paid", "share", "constraint"),
    [(9999, 1251, "allocated_within_balance"), (10, 11, "allocated_within_payment")],
)
async def test_the_database_itself_refuses_to_allocate_too_much(
    driver: Driver, paid: int, share: int, constraint: str
) -> None:
    invoice = await driver.invoice()
    payment = await driver.pay(f"{paid}.00", organization_id=str(driver.organization_id))
    with pytest.raises(DBAPIError, match=constraint):
        await insert_allocation(driver, payment["id"], invoice["id"], Decimal(share))


async def test_a_reversal_is_a_counter_entry_and_happens_once(driver: Driver) -> None:
    invoice = await driver.invoice()
    payment = await driver.pay("1300.00", (invoice["id"], "1250.00"))
    counter, again = [await driver.reverse(payment["id"], "recorded twice") for _ in range(2)]
    assert counter == again == await driver.read(f"payments/{counter['id']}")
    assert (counter["amount"]["amount"], counter["credit"]["amount"]) == ("-1300.00", "-50.00")
    assert (counter["reverses"], counter["reason"]) == (payment["id"], "recorded twice")
    shown = await driver.read(f"payments/{payment['id']}")
    assert shown == {**payment, "reversed_by": counter["id"]}
    after = await driver.read(f"invoices/{invoice['id']}")
    assert (after["payment"], after["balance"]["amount"]) == ("unpaid", "1250.00")
    [event] = await driver.published(PaymentReversed)
    assert (str(event.amount.amount), str(event.balance.amount)) == ("1250.00", "1250.00")
    assert (str(event.payment_id), event.reason) == (payment["id"], "recorded twice")
    await driver.invariants_hold()


async def test_a_reversed_payment_and_a_counter_entry_settle_nothing_more(driver: Driver) -> None:
    payment = await driver.pay("10.00", organization_id=str(driver.organization_id))
    counter = await driver.reverse(payment["id"])
    invoice = await driver.invoice()
    share = (invoice["id"], "1.00")
    answers = [
        await driver.try_allocate(payment["id"], share),
        await driver.try_allocate(counter["id"], share),
        await driver.try_reverse(counter["id"]),
    ]
    assert [(a.status_code, problem(a.json())) for a in answers] == [
        (409, "payment-reversed"),
        (409, "payment-is-a-reversal"),
        (409, "payment-is-a-reversal"),
    ]


async def test_an_unknown_payment_is_not_found(driver: Driver) -> None:
    unknown = str(new_id())
    answers = [
        await driver.client.get(f"/v1/payments/{unknown}"),
        await driver.try_allocate(unknown, (unknown, "1.00")),
        await driver.try_reverse(unknown),
    ]
    assert {(a.status_code, a.json()["title"]) for a in answers} == {
        (404, "There is no such payment")
    }


async def test_an_invoice_paid_again_after_a_reversal_is_published_as_paid_again(
    driver: Driver,
) -> None:
    invoice = await driver.invoice()
    for _ in range(2):
        payment = await driver.pay("1250.00", (invoice["id"], "1250.00"))
        await driver.reverse(payment["id"])
    assert len(await driver.published(InvoicePaid)) == 2


async def test_the_credit_of_one_customer_settles_no_invoice_of_another(driver: Driver) -> None:
    payment = await driver.pay("2000.00", organization_id=str(driver.organization_id))
    invoice = await another_customers_invoice(driver)
    refused = await driver.try_allocate(payment["id"], (invoice["id"], "1250.00"))
    assert refused.status_code == 422
    assert "another customer's" in refused.json()["detail"]
    assert (await driver.read(f"invoices/{invoice['id']}"))["payment"] == "unpaid"


async def test_one_payment_does_not_settle_invoices_of_two_customers(driver: Driver) -> None:
    mine, theirs = await driver.invoice(), await another_customers_invoice(driver)
    refused = await driver.try_pay("20.00", (mine["id"], "10.00"), (theirs["id"], "10.00"))
    assert refused.json()["errors"] == [
        {"field": "allocations", "reason": "are of several customers"}
    ]


async def test_the_database_itself_refuses_to_settle_another_customers_invoice(
    driver: Driver,
) -> None:
    payment = await driver.pay("2000.00", organization_id=str(driver.organization_id))
    invoice = await another_customers_invoice(driver)
    with pytest.raises(DBAPIError, match="another customer"):
        await insert_allocation(driver, payment["id"], invoice["id"], Decimal(1))


async def test_payments_are_listed_by_customer_and_invoice_in_pages(driver: Driver) -> None:
    one, two = await driver.invoice(), await driver.invoice()
    other = await another_customers_invoice(driver)
    both = await driver.pay("20.00", (one["id"], "10.00"), (two["id"], "10.00"))
    alone = await driver.pay("5.00", (two["id"], "5.00"))
    theirs = await driver.pay("7.00", (other["id"], "7.00"))
    searches: list[tuple[dict[str, str], list[dict[str, Any]]]] = [
        ({}, [both, alone, theirs]),
        ({"invoice_id": one["id"]}, [both]),
        ({"invoice_id": two["id"]}, [both, alone]),
        ({"organization_id": other["organization_id"]}, [theirs]),
        ({"organization_id": other["organization_id"], "invoice_id": one["id"]}, []),
    ]
    for query, expected in searches:
        assert (await driver.read("payments", **query))["items"] == expected
    first = await driver.read("payments", limit=2)
    rest = await driver.read("payments", limit=2, cursor=first["next_cursor"])
    assert (first["items"], rest["items"]) == ([both, alone], [theirs])
    assert rest["next_cursor"] is None
    newest = await driver.read("payments", limit=2, newest_first=True)
    oldest = await driver.read("payments", newest_first=True, cursor=newest["next_cursor"])
    assert (newest["items"], oldest["items"]) == ([theirs, alone], [both])


async def test_what_makes_money_happens_once_because_it_needs_a_key(driver: Driver) -> None:
    invoice = await driver.invoice()
    payment = await driver.pay("10.00", organization_id=str(driver.organization_id))
    draft = await driver.draft(entry_ids=[])
    careless = await driver.served.as_("billing", account=driver.account)
    careless.headers["If-Match"] = '"1"'
    share = {"allocations": [{"invoice_id": invoice["id"], "amount": "5.00"}]}
    money = {"received_on": "2026-10-01", "amount": dkk("5.00"), **share}
    requests: list[tuple[str, dict[str, Any]]] = [
        ("payments", money),
        (f"payments/{payment['id']}/allocations", share),
        ("invoices", {"organization_id": str(driver.organization_id)}),
        (f"invoices/{draft['id']}/issue", {}),
    ]
    for path, body in requests:
        refused = await careless.post(f"/v1/{path}", json=body)
        assert (refused.status_code, problem(refused.json())) == (400, "idempotency-key-missing")
    key = {"Idempotency-Key": "one"}
    twice = [await careless.post("/v1/payments", json=money, headers=key) for _ in range(2)]
    assert twice[0].json() == twice[1].json()
    assert (await driver.read(f"invoices/{invoice['id']}"))["paid"]["amount"] == "5.00"


async def test_one_allocation_is_taken_back_and_the_others_stay(driver: Driver) -> None:
    one, two = await driver.invoice(), await driver.invoice()
    payment = await driver.pay("2500.00", (one["id"], "1250.00"), (two["id"], "1250.00"))
    after = await driver.take_back(payment["id"], one["id"], "meant for another invoice")
    assert [a["invoice_id"] for a in after["allocations"]] == [two["id"]]
    assert after["credit"] == dkk("1250.00")
    [back] = after["taken_back"]
    assert (back["invoice_id"], back["number"], back["amount"]) == (
        one["id"],
        one["number"],
        dkk("1250.00"),
    )
    assert (back["reason"], back["by"]) == ("meant for another invoice", "billing-1")
    assert after == await driver.read(f"payments/{payment['id']}")
    assert (await driver.read(f"invoices/{one['id']}"))["payment"] == "unpaid"
    assert (await driver.read(f"invoices/{two['id']}"))["payment"] == "paid"
    [event] = await driver.published(PaymentReversed)
    assert (str(event.payment_id), str(event.invoice_id)) == (payment["id"], one["id"])
    assert (str(event.amount.amount), str(event.balance.amount)) == ("1250.00", "1250.00")
    await driver.allocate(payment["id"], (one["id"], "1000.00"))
    counter = await driver.reverse(payment["id"])
    assert (counter["amount"], counter["credit"]) == (dkk("-2500.00"), dkk("-250.00"))
    assert (await driver.read(f"invoices/{one['id']}"))["payment"] == "unpaid"
    await driver.invariants_hold()


async def test_an_allocation_that_is_not_there_cannot_be_taken_back(driver: Driver) -> None:
    invoice = await driver.invoice()
    payment = await driver.pay("1250.00", (invoice["id"], "1250.00"))
    other = await driver.invoice()
    assert (await driver.try_take_back(payment["id"], other["id"])).status_code == 404
    await driver.take_back(payment["id"], invoice["id"])
    assert (await driver.try_take_back(payment["id"], invoice["id"])).status_code == 404
    counter = await driver.reverse(payment["id"])
    answers = [
        await driver.try_take_back(payment["id"], invoice["id"]),
        await driver.try_take_back(counter["id"], invoice["id"]),
    ]
    assert [problem(a.json()) for a in answers] == ["payment-reversed", "payment-is-a-reversal"]
    assert len(await driver.published(PaymentReversed)) == 1


async def test_taking_back_at_the_same_time_happens_once(driver: Driver) -> None:
    invoice = await driver.invoice()
    payment = await driver.pay("1250.00", (invoice["id"], "1250.00"))
    answers = await asyncio.gather(
        *(driver.try_take_back(payment["id"], invoice["id"]) for _ in range(5))
    )
    assert sorted(a.status_code for a in answers) == [200, 404, 404, 404, 404]
    await driver.invariants_hold()


async def test_an_invoice_can_become_overdue_again_when_an_allocation_is_taken_back(
    driver: Driver,
) -> None:
    invoice = await driver.invoice(issue_date="2026-01-05", due_date="2026-01-20")
    payment = await driver.pay("1250.00", (invoice["id"], "1250.00"))
    await driver.served.run_due()
    assert await driver.published(InvoiceOverdue) == []
    await driver.take_back(payment["id"], invoice["id"])
    await driver.served.run_due()
    assert len(await driver.published(InvoiceOverdue)) == 1
