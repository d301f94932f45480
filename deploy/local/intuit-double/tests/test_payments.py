from intuit_double.program import REALM, Program, code_of


async def balance(intuit: Program, invoice_id: str) -> tuple[float, str]:
    invoice = await intuit.read("Invoice", invoice_id)
    return invoice["Balance"], invoice["SyncToken"]


async def test_a_payment_lowers_the_balance_and_moves_the_sync_token(intuit: Program) -> None:
    made = await intuit.invoice(amount="100")
    part = await intuit.fake("POST", f"qbo/{REALM}/payments", invoice="2026-0001", amount="25.50")
    assert await balance(intuit, made["Id"]) == (99.5, "1")
    await intuit.fake("POST", f"qbo/{REALM}/payments", invoice=made["Id"])
    assert await balance(intuit, made["Id"]) == (0, "2")
    await intuit.fake("DELETE", f"qbo/{REALM}/payments/{part['Id']}")
    assert await balance(intuit, made["Id"]) == (25.5, "3")


async def test_one_payment_over_several_invoices_leaves_its_rest_unapplied(intuit: Program) -> None:
    for number in ("a", "b"):
        await intuit.invoice(number, "80")
    parts = [{"invoice": "a", "amount": "all"}, {"invoice": "b", "amount": 40}]
    payment = await intuit.fake("POST", f"qbo/{REALM}/payments", invoices=parts, received=150)
    assert payment["UnappliedAmt"] == 10
    assert [(await balance(intuit, number))[0] for number in "12"] == [0, 60]
    await intuit.fake("PUT", f"qbo/{REALM}/payments/{payment['Id']}", invoice="b")
    assert [(await balance(intuit, number))[0] for number in "12"] == [100, 0]


async def test_a_voided_payment_has_no_links_and_pays_nothing(intuit: Program) -> None:
    made = await intuit.invoice()
    payment = await intuit.fake("POST", f"qbo/{REALM}/payments", invoice=made["Id"])
    voided = await intuit.fake("POST", f"qbo/{REALM}/payments/{payment['Id']}/void")
    assert (voided["TotalAmt"], voided["Line"]) == (0, [])
    assert (await balance(intuit, made["Id"]))[0] == 125


async def test_a_paid_invoice_is_neither_voided_nor_deleted(intuit: Program) -> None:
    made = await intuit.invoice()
    await intuit.fake("POST", f"qbo/{REALM}/payments", invoice=made["Id"], amount=1)
    current = {"Id": made["Id"], "SyncToken": "1"}
    for operation in ("void", "delete"):
        answer = await intuit.call("POST", "invoice", current, operation=operation)
        assert code_of(answer) == "6000"


async def test_a_payment_of_another_customer_is_refused(intuit: Program) -> None:
    made, other = await intuit.invoice(), await intuit.customer("Other")
    line = {"Amount": 5, "LinkedTxn": [{"TxnId": made["Id"], "TxnType": "Invoice"}]}
    payment = {"CustomerRef": {"value": other}, "TotalAmt": 5, "Line": [line]}
    assert code_of(await intuit.call("POST", "payment", payment)) == "6000"


async def test_the_page_shows_the_invoice_and_its_button_pays(intuit: Program) -> None:
    await intuit.invoice()
    assert "2026-0001" in (await intuit.http.get("/")).text
    form = {"realm": REALM, "invoice": "1", "amount": "125.00"}
    paid = await intuit.http.post("/_fake/page/pay", data=form)
    assert (paid.status_code, paid.headers["location"]) == (303, "/")
    assert "paid" in (await intuit.http.get("/")).text
