import pytest

from intuit_double.program import REALM, Program, an_invoice, code_of


@pytest.mark.parametrize("taken", ["acme", "ACME"])
async def test_a_vendor_holds_a_name_against_customers(intuit: Program, taken: str) -> None:
    await intuit.fake("POST", f"qbo/{REALM}/vendors", DisplayName="Acme")
    answer = await intuit.call("POST", "customer", {"DisplayName": taken})
    assert (answer.status_code, code_of(answer)) == (400, "6240")


async def test_an_inactive_customer_keeps_the_name_and_hides_from_queries(intuit: Program) -> None:
    made = await intuit.create("Customer", {"DisplayName": "Acme"})
    change = {"Id": made["Id"], "SyncToken": made["SyncToken"], "sparse": True, "Active": False}
    await intuit.create("Customer", change)
    assert await intuit.query("select * from Customer") == {}
    found = await intuit.query("select * from Customer where Active IN (true, false)")
    assert len(found["Customer"]) == 1
    assert code_of(await intuit.call("POST", "customer", {"DisplayName": "Acme"})) == "6240"


@pytest.mark.parametrize(
    ("customer", "code"),
    [
        ({}, "2020"),
        ({"DisplayName": "x" * 501}, "2050"),
        ({"DisplayName": "Acme:Oslo"}, "2030"),
        ({"DisplayName": "Acme", "Colour": "red"}, "2010"),
        ({"DisplayName": "Acme", "PrimaryEmailAddr": {"Address": "nobody"}}, "2030"),
        ({"DisplayName": "Acme", "CurrencyRef": {"value": "EUR"}}, "6000"),
    ],
)
async def test_a_customer_is_refused_for(
    intuit: Program, customer: dict[str, object], code: str
) -> None:
    answer = await intuit.call("POST", "customer", customer)
    assert (answer.status_code, code_of(answer)) == (400, code)


async def test_an_invoice_gets_tax_total_balance_subtotal_and_dates(intuit: Program) -> None:
    invoice = await intuit.invoice(amount="1000.10")
    assert (invoice["TotalAmt"], invoice["Balance"]) == (1250.13, 1250.13)
    assert invoice["TxnTaxDetail"]["TotalTax"] == 250.03
    assert invoice["Line"][-1] == {
        "DetailType": "SubTotalLineDetail",
        "SubTotalLineDetail": {},
        "Amount": 1000.1,
    }
    assert (invoice["SyncToken"], invoice["DueDate"]) == ("0", "2026-11-20")
    assert invoice["CustomerRef"] == {"value": "1", "name": "Acme"}


async def test_the_amount_of_a_line_is_quantity_times_price_half_up(intuit: Program) -> None:
    customer, item = await intuit.customer(), await intuit.item()
    right = an_invoice(customer, item, "1", "1861.08", Qty=128.35, UnitPrice=14.50)
    wrong = an_invoice(customer, item, "2", "1861.07", Qty=128.35, UnitPrice=14.50)
    assert (await intuit.call("POST", "invoice", right)).status_code == 200
    assert code_of(await intuit.call("POST", "invoice", wrong)) == "6070"


async def test_an_invoice_is_refused_for_what_it_refers_to(intuit: Program) -> None:
    customer, item = await intuit.customer(), await intuit.item()
    good = an_invoice(customer, item, "1", "10")
    assert code_of(await intuit.call("POST", "invoice", {**good, "Line": []})) == "2020"
    elsewhere = {**good, "CustomerRef": {"value": "99"}}
    assert code_of(await intuit.call("POST", "invoice", elsewhere)) == "2500"
    untaxed = an_invoice(customer, item, "1", "10", TaxCodeRef=None)
    assert code_of(await intuit.call("POST", "invoice", untaxed)) == "6000"
    foreign = {**good, "CurrencyRef": {"value": "EUR"}}
    assert code_of(await intuit.call("POST", "invoice", foreign)) == "6000"
    gone = {"Id": customer, "SyncToken": "0", "sparse": True, "Active": False}
    await intuit.create("Customer", gone)
    assert code_of(await intuit.call("POST", "invoice", good)) == "610"


async def test_a_document_number_is_used_once(intuit: Program) -> None:
    await intuit.invoice("2026-0001")
    again = an_invoice("1", "1", "2026-0001", "5")
    answer = await intuit.call("POST", "invoice", again)
    assert (code_of(answer), "TxnId=1" in answer.text) == ("6140", True)


async def test_a_company_that_numbers_itself_ignores_ours(intuit: Program) -> None:
    await intuit.fake("PATCH", f"companies/{REALM}", custom_txn_numbers=False)
    assert (await intuit.invoice("2026-0001"))["DocNumber"] == "1001"


async def test_a_sparse_update_keeps_what_it_does_not_name(intuit: Program) -> None:
    made = await intuit.invoice()
    same = {"Id": made["Id"], "SyncToken": "0", "sparse": True}
    changed = await intuit.create("Invoice", {**same, "CustomerMemo": {"value": "Thanks"}})
    assert (changed["SyncToken"], changed["DocNumber"]) == ("1", "2026-0001")
    assert code_of(await intuit.call("POST", "invoice", same)) == "5010"


async def test_what_was_deleted_is_not_found_but_in_the_changes(intuit: Program) -> None:
    made = await intuit.invoice()
    started = made["MetaData"]["CreateTime"]
    gone = await intuit.create("Invoice", {"Id": "1", "SyncToken": "0"}, operation="delete")
    assert gone["status"] == "Deleted"
    assert code_of(await intuit.call("GET", "invoice/1")) == "610"
    answer = await intuit.call("GET", "cdc", entities="Invoice,Payment", changedSince=started)
    changed, nothing = answer.json()["CDCResponse"][0]["QueryResponse"]
    assert [invoice["status"] for invoice in changed["Invoice"]] == ["Deleted"]
    assert nothing == {}


async def test_a_program_that_does_not_ask_for_json_gets_xml(intuit: Program) -> None:
    headers = {"Authorization": f"Bearer {intuit.tokens['access_token']}", "Accept": "*/*"}
    answer = await intuit.http.get(f"/v3/company/{REALM}/preferences", headers=headers)
    assert answer.text.startswith("<IntuitResponse>")
