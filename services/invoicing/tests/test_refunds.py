"""Credit of customers: paid back, used for invoices, by hand or on issue; and small rests that are written off."""

import asyncio
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from contracts.invoicing import InvoiceOverdue, InvoicePaid, PaymentRecorded, PaymentReversed
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.test_payments import dkk, problem


async def credited(driver: Driver, amount: str) -> dict[str, Any]:
    """A payment that settles nothing."""
    return await driver.pay(amount, organization_id=str(driver.organization_id))


async def try_refund(driver: Driver, amount: str, **more: Any) -> Any:
    body = {
        "organization_id": str(driver.organization_id),
        "refunded_on": "2026-10-02",
        "amount": dkk(amount),
        **more,
    }
    return await driver.client.post("/v1/refunds", json=body)


async def refund(driver: Driver, amount: str, **more: Any) -> dict[str, Any]:
    answer = await try_refund(driver, amount, **more)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def credit_of(driver: Driver) -> list[str]:
    found = await driver.read("credits", organization_id=str(driver.organization_id))
    return [one["credit"]["amount"] for one in found["items"]]


async def post(driver: Driver, path: str, body: dict[str, Any], status: int = 200) -> Any:
    answer = await driver.client.post(f"/v1/{path}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def settings(driver: Driver, limit: str = "10.00", *, on_issue: bool = False) -> None:
    await driver.read("payment-settings")
    body = {"difference_limit": limit, "credit_on_issue": on_issue}
    answer = await driver.client.put("/v1/payment-settings", json=body)
    assert answer.status_code == 200, answer.text


async def test_credit_is_paid_back_from_the_oldest_payments(driver: Driver) -> None:
    one, two = await credited(driver, "100.00"), await credited(driver, "50.00")
    made = await refund(driver, "120.00", reference="Too much")
    parts = [(part["payment_id"], part["amount"]["amount"]) for part in made["parts"]]
    assert parts == [(one["id"], "100.00"), (two["id"], "20.00")]
    assert made == await driver.read(f"refunds/{made['id']}")
    assert (await driver.read("refunds"))["items"] == [made]
    assert await credit_of(driver) == ["30.00"]
    assert (await driver.read(f"payments/{two['id']}"))["refunded"] == dkk("20.00")
    [row] = (await driver.read("reports/receivables"))["items"]
    assert row["credit"] == dkk("30.00")
    months = (await driver.read("reports/turnover"))["months"]
    assert [month["received"] for month in months] == [dkk("30.00")]
    await driver.invariants_hold()


async def test_no_more_than_the_credit_is_paid_back(driver: Driver) -> None:
    invoice = await driver.invoice()
    await driver.pay("1300.00", (invoice["id"], "1250.00"))
    refused = await try_refund(driver, "50.01")
    assert (refused.status_code, problem(refused.json())) == (422, "credit-exceeded")
    assert "50.00, not 50.01" in refused.json()["detail"]
    euros = await driver.client.post(
        "/v1/refunds",
        json={
            "organization_id": str(driver.organization_id),
            "refunded_on": "2026-10-02",
            "amount": {"amount": "1.00", "currency": "EUR"},
        },
    )
    assert problem(euros.json()) == "credit-exceeded"
    tomorrow = await try_refund(driver, "1.00", refunded_on="2199-01-01")
    assert tomorrow.json()["errors"][0]["field"] == "refunded_on"
    assert (await driver.read("refunds"))["items"] == []


async def test_two_refunds_at_once_do_not_pay_the_credit_twice(driver: Driver) -> None:
    await credited(driver, "100.00")
    answers = await asyncio.gather(*(try_refund(driver, "60.00") for _ in range(4)))
    assert sorted(one.status_code for one in answers) == [201, 422, 422, 422]
    assert await credit_of(driver) == ["40.00"]
    await driver.invariants_hold()


async def test_credit_is_used_or_paid_back_but_not_both(driver: Driver) -> None:
    invoice, other = await driver.invoice(), await driver.invoice()
    one, _ = await credited(driver, "100.00"), await credited(driver, "50.00")
    who = {"organization_id": str(driver.organization_id), "currency": "DKK"}

    def use(invoice_id: str) -> Any:
        parts = [{"invoice_id": invoice_id, "amount": "110.00"}]
        return driver.client.post("/v1/credits/use", json={**who, "allocations": parts})

    answers = await asyncio.gather(
        *(use(invoice["id"]), use(other["id"]), try_refund(driver, "110.00")),
        *(driver.try_reverse(one["id"]), driver.try_allocate(one["id"], (other["id"], "100.00"))),
    )
    assert all(answer.status_code in (200, 201, 409, 422) for answer in answers)
    assert sum(answer.is_success for answer in answers[:3]) <= 1
    await driver.invariants_hold()


async def test_a_reversed_refund_is_credit_again_once(driver: Driver) -> None:
    await credited(driver, "100.00")
    made = await refund(driver, "60.00")
    path = f"refunds/{made['id']}/reverse"
    counter = await post(driver, path, {"reason": "Came back"})
    assert (counter["amount"], counter["reverses"]) == (dkk("-60.00"), made["id"])
    assert await post(driver, path, {"reason": "Came back"}) == counter
    assert await credit_of(driver) == ["100.00"]
    again = await driver.client.post(f"/v1/refunds/{counter['id']}/reverse", json={"reason": "x"})
    assert problem(again.json()) == "payment-is-a-reversal"
    await driver.invariants_hold()


async def test_a_payment_that_was_paid_back_is_reversed_after_its_refund(driver: Driver) -> None:
    payment = await credited(driver, "100.00")
    made = await refund(driver, "60.00")
    refused = await driver.try_reverse(payment["id"])
    assert (refused.status_code, problem(refused.json())) == (409, "payment-refunded")
    await post(driver, f"refunds/{made['id']}/reverse", {"reason": "x"})
    await driver.reverse(payment["id"])
    assert await credit_of(driver) == []
    await driver.invariants_hold()


async def test_credit_settles_chosen_invoices_from_the_oldest_payments(driver: Driver) -> None:
    invoice, other = await driver.invoice(), await driver.invoice()
    one, two = await credited(driver, "1000.00"), await credited(driver, "800.00")
    body = {
        "organization_id": str(driver.organization_id),
        "currency": "DKK",
        "allocations": [
            {"invoice_id": invoice["id"], "amount": "1250.00"},
            {"invoice_id": other["id"], "amount": "100.00"},
        ],
    }
    left = await post(driver, "credits/use", body)
    assert [row["credit"] for row in left["items"]] == [dkk("450.00")]
    used = [(await driver.read(f"payments/{p['id']}"))["credit"]["amount"] for p in (one, two)]
    assert used == ["0.00", "450.00"]
    assert (await driver.read(f"invoices/{invoice['id']}"))["payment"] == "paid"
    assert len(await driver.published(InvoicePaid)) == 1
    versions = [
        e.version
        for e in await driver.published(PaymentRecorded, InvoicePaid)
        if str(e.invoice_id) == invoice["id"]
    ]
    assert versions == sorted(set(versions))
    nowhere = await driver.client.post("/v1/credits/use", json=body | {"currency": "XYZ"})
    assert nowhere.status_code == 422
    too_much = body | {"allocations": [{"invoice_id": other["id"], "amount": "450.01"}]}
    refused = await driver.client.post("/v1/credits/use", json=too_much)
    assert problem(refused.json()) == "credit-exceeded"
    await driver.invariants_hold()


async def test_credit_settles_what_is_issued_next_when_the_account_wants_it(driver: Driver) -> None:
    await credited(driver, "2000.00")
    assert (await driver.invoice())["payment"] == "unpaid"
    await settings(driver, on_issue=True)
    issued = await driver.invoice()
    assert (issued["payment"], issued["balance"]["amount"]) == ("paid", "0.00")
    part = await driver.invoice()
    assert (part["payment"], part["balance"]["amount"]) == ("partial", "500.00")
    assert await credit_of(driver) == []
    assert (await driver.invoice())["payment"] == "unpaid"
    await driver.invariants_hold()


async def test_a_small_rest_is_written_off_and_is_no_money(driver: Driver) -> None:
    invoice = await driver.invoice()
    await driver.pay("1245.00", (invoice["id"], "1245.00"))
    path = f"invoices/{invoice['id']}/write-off"
    made = await post(driver, path, {"amount": "5.00", "reason": "Fee of the bank"}, 201)
    assert (made["kind"], made["reason"], made["credit"]) == (
        "difference",
        "Fee of the bank",
        dkk("0.00"),
    )
    shown = await driver.read(f"invoices/{invoice['id']}")
    assert (shown["payment"], shown["balance"], shown["paid"], shown["differences"]) == (
        *("paid", dkk("0.00")),
        *(dkk("1245.00"), dkk("5.00")),
    )
    creditable = await driver.read(f"invoices/{invoice['id']}/credit")
    assert creditable["balance"] == {name: shown[name] for name in creditable["balance"]}
    assert {"paid", "differences"} <= creditable["balance"].keys()
    assert [e.kind for e in await driver.published(PaymentRecorded)] == ["cash", "credit"]
    assert len(await driver.published(InvoicePaid)) == 1
    received = [month["received"] for month in (await driver.read("reports/turnover"))["months"]]
    assert dkk("1245.00") in received
    await driver.invariants_hold()


async def test_no_more_than_the_limit_is_written_off_of_an_invoice_in_all(driver: Driver) -> None:
    invoice = await driver.invoice()
    path = f"/v1/invoices/{invoice['id']}/write-off"
    answers = [
        await driver.client.post(path, json={"amount": amount, "reason": "Rounding"})
        for amount in ("10.01", "6.00", "4.01", "4.00")
    ]
    assert [one.status_code for one in answers] == [422, 201, 422, 201]
    assert problem(answers[2].json()) == "difference-too-large"
    for limit in ("-1", "10000", "0.001", "1e2"):
        body = {"difference_limit": limit, "credit_on_issue": False}
        assert (await driver.client.put("/v1/payment-settings", json=body)).status_code == 422
    await settings(driver, "0")
    none = await driver.client.post(path, json={"amount": "0.01", "reason": "Rounding"})
    assert problem(none.json()) == "difference-too-large"
    await driver.invariants_hold()


async def test_a_difference_never_makes_a_balance_negative(driver: Driver) -> None:
    invoice = await driver.invoice()
    await driver.pay("1249.00", (invoice["id"], "1249.00"))
    path = f"/v1/invoices/{invoice['id']}/write-off"
    refused = await driver.client.post(path, json={"amount": "1.01", "reason": "Rounding"})
    assert problem(refused.json()) == "allocation-refused"
    assert (
        await driver.client.post(
            path.replace(invoice["id"], str(driver.account)), json={"amount": "1", "reason": "x"}
        )
    ).status_code == 404


async def test_a_rest_is_written_off_with_the_payment_or_nothing_is_recorded(
    driver: Driver,
) -> None:
    invoice = await driver.invoice()
    parts = (invoice["id"], "1248.00")
    too_much = [{"invoice_id": invoice["id"], "amount": "2.01"}]
    said = {"write_off_reason": "Fee"}
    refused = await driver.try_pay("1248.00", parts, write_offs=too_much, **said)
    assert problem(refused.json()) == "allocation-refused"
    assert (await driver.read("payments"))["items"] == []
    right = [{"invoice_id": invoice["id"], "amount": "2.00"}]
    without = await driver.try_pay("1248.00", parts, write_offs=right)
    assert without.status_code == 422
    await driver.pay("1248.00", parts, write_offs=right, **said)
    assert (await driver.read(f"invoices/{invoice['id']}"))["payment"] == "paid"
    kinds = [one["kind"] for one in (await driver.read("payments"))["items"]]
    assert kinds == ["cash", "difference"]


@pytest.mark.parametrize("how", ["reverse", "take back"])
async def test_a_difference_that_is_undone_is_owed_again_and_nobodys_credit(
    driver: Driver, how: str
) -> None:
    invoice = await driver.invoice()
    path = f"invoices/{invoice['id']}/write-off"
    made = await post(driver, path, {"amount": "5.00", "reason": "Fee"}, 201)
    if how == "reverse":
        await driver.reverse(made["id"])
    else:
        assert (await driver.take_back(made["id"], invoice["id"]))["reversed_by"]
    shown = await driver.read(f"invoices/{invoice['id']}")
    assert (shown["balance"], shown["differences"]) == (dkk("1250.00"), dkk("0.00"))
    assert await credit_of(driver) == []
    assert len(await driver.published(PaymentReversed)) == 1
    await driver.invariants_hold()


async def test_a_credit_note_gives_the_difference_back_before_the_money(driver: Driver) -> None:
    invoice = await driver.invoice()
    await driver.pay("1245.00", (invoice["id"], "1245.00"))
    await post(
        driver, f"invoices/{invoice['id']}/write-off", {"amount": "5.00", "reason": "Fee"}, 201
    )
    await driver.credit(invoice["id"])
    shown = await driver.read(f"invoices/{invoice['id']}")
    assert (shown["balance"], shown["paid"], shown["differences"]) == (*(dkk("0.00"),) * 3,)
    assert await credit_of(driver) == ["1245.00"]
    await driver.invariants_hold()


async def test_payments_that_write_off_rests_of_each_others_invoices_wait_in_one_order(
    driver: Driver,
) -> None:
    one, two = await driver.invoice(), await driver.invoice()
    pairs = [(one["id"], two["id"]), (two["id"], one["id"])] * 3
    answers = await asyncio.gather(
        *(
            driver.try_pay(
                "1.00",
                (paid, "1.00"),
                write_offs=[{"invoice_id": other, "amount": "0.10"}],
                write_off_reason="Fee",
            )
            for paid, other in pairs
        )
    )
    assert [one.status_code for one in answers] == [201] * 6
    await driver.invariants_hold()


async def test_a_rest_of_a_difference_is_owed_again_as_the_preview_says(driver: Driver) -> None:
    invoice = await driver.invoice(issue_date="2026-01-05", due_date="2026-01-20")
    await driver.pay("1245.00", (invoice["id"], "1245.00"))
    await post(
        driver, f"invoices/{invoice['id']}/write-off", {"amount": "5.00", "reason": "Fee"}, 201
    )
    await driver.served.run_due()
    assert await driver.published(InvoiceOverdue) == []
    [line] = invoice["lines"]
    seconds = [{"entry_id": str(driver.entries[-1].entry_id), "start": 0, "end": 3}]
    part = {"line_id": line["line_id"], "entries": seconds}
    path = f"invoices/{invoice['id']}/credit/preview"
    preview = await post(driver, path, {"lines": [part]}, 200)
    await driver.credit(invoice["id"], part)
    shown = await driver.read(f"invoices/{invoice['id']}")
    assert (shown["balance"], shown["paid"]) == (dkk("3.75"), dkk("1245.00"))
    assert preview["after"] == {name: shown[name] for name in preview["after"]}
    assert (preview["customer_credit"], await credit_of(driver)) == (dkk("0.00"), [])
    await driver.served.run_due()
    [overdue] = await driver.published(InvoiceOverdue)
    assert str(overdue.balance.amount) == "3.75"
    await driver.invariants_hold()


async def test_the_database_itself_refuses_to_pay_back_what_settles_an_invoice(
    driver: Driver,
) -> None:
    invoice = await driver.invoice()
    payment = await driver.pay("1250.00", (invoice["id"], "1250.00"))
    with pytest.raises(DBAPIError, match="allocated_within_payment"):
        await driver.as_owner(
            f"SET LOCAL honorar.account = '{driver.account}'",
            "INSERT INTO refunds (id, organization_id, refunded_on, amount, currency, method, reference, recorded_at,"
            f" recorded_by) VALUES (uuidv7(), '{driver.organization_id}', '2026-10-02', 1, 'DKK', 'bank', '', now(), 'x')",
            "INSERT INTO refund_parts (refund_id, payment_id, amount)"
            f" SELECT id, '{payment['id']}', 1 FROM refunds",
        )
