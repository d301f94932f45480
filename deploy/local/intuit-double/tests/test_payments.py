import pytest

from intuit_double.testing import REALM, AppClient, error_code


async def balance(intuit: AppClient, invoice_id: str) -> tuple[float, str]:
    invoice = await intuit.read("Invoice", invoice_id)
    return invoice["Balance"], invoice["SyncToken"]


async def test_a_payment_lowers_the_balance_and_moves_the_sync_token(intuit: AppClient) -> None:
    made = await intuit.invoice(amount="100")
    part = await intuit.control(
        "POST", f"qbo/{REALM}/payments", invoice="2026-0001", amount="25.50"
    )
    assert await balance(intuit, made["Id"]) == (99.5, "1")
    await intuit.control("POST", f"qbo/{REALM}/payments", invoice=made["Id"])
    assert await balance(intuit, made["Id"]) == (0, "2")
    await intuit.control("DELETE", f"qbo/{REALM}/payments/{part['Id']}")
    assert await balance(intuit, made["Id"]) == (25.5, "3")


async def test_one_payment_over_several_invoices_leaves_its_rest_unapplied(
    intuit: AppClient,
) -> None:
    for number in ("a", "b"):
        await intuit.invoice(number, "80")
    parts = [{"invoice": "a", "amount": "all"}, {"invoice": "b", "amount": 40}]
    payment = await intuit.control("POST", f"qbo/{REALM}/payments", invoices=parts, received=150)
    assert payment["UnappliedAmt"] == 10
    assert [(await balance(intuit, number))[0] for number in "12"] == [0, 60]
    await intuit.control("PUT", f"qbo/{REALM}/payments/{payment['Id']}", invoice="b")
    assert [(await balance(intuit, number))[0] for number in "12"] == [100, 0]


async def test_a_voided_payment_has_no_links_and_pays_nothing(intuit: AppClient) -> None:
    made = await intuit.invoice()
    payment = await intuit.control("POST", f"qbo/{REALM}/payments", invoice=made["Id"])
    voided = await intuit.control("POST", f"qbo/{REALM}/payments/{payment['Id']}/void")
    assert (voided["TotalAmt"], voided["Line"]) == (0, [])
    assert (await balance(intuit, made["Id"]))[0] == 125


async def test_a_paid_invoice_is_neither_voided_nor_deleted(intuit: AppClient) -> None:
    made = await intuit.invoice()
    await intuit.control("POST", f"qbo/{REALM}/payments", invoice=made["Id"], amount=1)
    current = {"Id": made["Id"], "SyncToken": "1"}
    for operation in ("void", "delete"):
        answer = await intuit.call("POST", "invoice", current, operation=operation)
        assert error_code(answer) == "6000"


async def test_a_payment_of_another_customer_is_refused(intuit: AppClient) -> None:
    made, other = await intuit.invoice(), await intuit.customer("Other")
    line = {"Amount": 5, "LinkedTxn": [{"TxnId": made["Id"], "TxnType": "Invoice"}]}
    payment = {"CustomerRef": {"value": other}, "TotalAmt": 5, "Line": [line]}
    assert error_code(await intuit.call("POST", "payment", payment)) == "6000"


async def test_the_page_shows_the_invoice_and_its_button_pays(intuit: AppClient) -> None:
    await intuit.invoice()
    assert "2026-0001" in (await intuit.http.get("/")).text
    form = {"realm": REALM, "invoice": "1", "amount": "125.00"}
    paid = await intuit.http.post("/_fake/page/pay", data=form)
    assert (paid.status_code, paid.headers["location"]) == (303, "/")
    assert "paid" in (await intuit.http.get("/")).text


async def test_more_than_was_received_cannot_be_applied(intuit: AppClient) -> None:
    made = await intuit.invoice(amount="100")
    line = {"Amount": 50, "LinkedTxn": [{"TxnId": made["Id"], "TxnType": "Invoice"}]}
    payment = {"CustomerRef": made["CustomerRef"], "TotalAmt": 40, "Line": [line]}
    assert error_code(await intuit.call("POST", "payment", payment)) == "6000"


async def test_a_payment_is_applied_up_to_the_balance(intuit: AppClient) -> None:
    made = await intuit.invoice(amount="100")
    line = {"Amount": 500, "LinkedTxn": [{"TxnId": made["Id"], "TxnType": "Invoice"}]}
    payment = {"CustomerRef": made["CustomerRef"], "TotalAmt": 500, "Line": [line]}
    stored = await intuit.create("Payment", payment)
    assert (stored["Line"][0]["Amount"], stored["UnappliedAmt"]) == (125, 375)
    assert (await balance(intuit, made["Id"]))[0] == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"TotalAmt": None}, "2030"),
        ({"CustomerRef": {"value": "99"}}, "2500"),
        ({"Line": [{"Amount": 1}]}, "2020"),
        ({"Colour": "red"}, "2010"),
    ],
)
async def test_a_payment_is_refused_for(
    intuit: AppClient, changes: dict[str, object], code: str
) -> None:
    made = await intuit.invoice()
    payment = {"CustomerRef": made["CustomerRef"], "TotalAmt": 5, "Line": [], **changes}
    assert error_code(await intuit.call("POST", "payment", payment)) == code


async def test_a_deleted_payment_is_in_the_changes(intuit: AppClient) -> None:
    made = await intuit.invoice()
    payment = await intuit.control("POST", f"qbo/{REALM}/payments", invoice=made["Id"])
    started = payment["MetaData"]["CreateTime"]
    await intuit.control("DELETE", f"qbo/{REALM}/payments/{payment['Id']}")
    answer = await intuit.call("GET", "cdc", entities="Payment,Invoice", changedSince=started)
    payments, invoices = answer.json()["CDCResponse"][0]["QueryResponse"]
    assert [(p["Id"], p["status"]) for p in payments["Payment"]] == [(payment["Id"], "Deleted")]
    assert [(i["Id"], i["Balance"]) for i in invoices["Invoice"]] == [(made["Id"], 125)]


async def test_a_change_of_an_invoice_keeps_what_was_paid(intuit: AppClient) -> None:
    made = await intuit.invoice(amount="100")
    await intuit.control("POST", f"qbo/{REALM}/payments", invoice=made["Id"], amount=25)
    change = {"Id": made["Id"], "SyncToken": "1", "sparse": True, "PrivateNote": "seen"}
    changed = await intuit.create("Invoice", change)
    assert (changed["TotalAmt"], changed["Balance"]) == (125, 100)


async def test_a_user_pays_an_invoice_that_exists(intuit: AppClient) -> None:
    paid = await intuit.http.post(f"/_fake/qbo/{REALM}/payments", json={"invoice": "none"})
    assert (paid.status_code, error_code(paid)) == (400, "610")
    await intuit.invoice("a")
    entry = {"invoice": "a", "amount": "much"}
    assert error_code(await intuit.http.post(f"/_fake/qbo/{REALM}/payments", json=entry)) == "2030"
