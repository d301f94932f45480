"""Invoices and change data capture."""

from datetime import UTC, datetime, timedelta

import pytest

from intuit_double.testing import REALM, AppClient, error_code, invoice_body


async def test_an_invoice_gets_tax_total_balance_subtotal_and_dates(intuit: AppClient) -> None:
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


async def test_the_amount_of_a_line_is_quantity_times_price_half_up(intuit: AppClient) -> None:
    customer, item = await intuit.customer(), await intuit.item()
    right = invoice_body(customer, item, "1", "1861.08", Qty=128.35, UnitPrice=14.50)
    wrong = invoice_body(customer, item, "2", "1861.07", Qty=128.35, UnitPrice=14.50)
    assert (await intuit.call("POST", "invoice", right)).status_code == 200
    assert error_code(await intuit.call("POST", "invoice", wrong)) == "6070"


async def test_an_invoice_is_refused_for_what_it_refers_to(intuit: AppClient) -> None:
    customer, item = await intuit.customer(), await intuit.item()
    good = invoice_body(customer, item, "1", "10")
    assert error_code(await intuit.call("POST", "invoice", {**good, "Line": []})) == "2020"
    elsewhere = {**good, "CustomerRef": {"value": "99"}}
    assert error_code(await intuit.call("POST", "invoice", elsewhere)) == "2500"
    untaxed = invoice_body(customer, item, "1", "10", TaxCodeRef=None)
    assert error_code(await intuit.call("POST", "invoice", untaxed)) == "6000"
    foreign = {**good, "CurrencyRef": {"value": "EUR"}}
    assert error_code(await intuit.call("POST", "invoice", foreign)) == "6000"
    gone = {"Id": customer, "SyncToken": "0", "sparse": True, "Active": False}
    await intuit.create("Customer", gone)
    assert error_code(await intuit.call("POST", "invoice", good)) == "610"


async def test_a_document_number_is_used_once(intuit: AppClient) -> None:
    await intuit.invoice("2026-0001")
    again = invoice_body("1", "1", "2026-0001", "5")
    answer = await intuit.call("POST", "invoice", again)
    assert (error_code(answer), "TxnId=1" in answer.text) == ("6140", True)


async def test_a_company_that_numbers_itself_ignores_ours(intuit: AppClient) -> None:
    await intuit.control("PATCH", f"companies/{REALM}", custom_txn_numbers=False)
    assert (await intuit.invoice("2026-0001"))["DocNumber"] == "1001"


async def test_a_sparse_update_keeps_what_it_does_not_name(intuit: AppClient) -> None:
    made = await intuit.invoice()
    same = {"Id": made["Id"], "SyncToken": "0", "sparse": True}
    changed = await intuit.create("Invoice", {**same, "CustomerMemo": {"value": "Thanks"}})
    assert (changed["SyncToken"], changed["DocNumber"]) == ("1", "2026-0001")
    assert error_code(await intuit.call("POST", "invoice", same)) == "5010"


async def test_what_was_deleted_is_not_found_but_in_the_changes(intuit: AppClient) -> None:
    made = await intuit.invoice()
    started = made["MetaData"]["CreateTime"]
    gone = await intuit.create("Invoice", {"Id": "1", "SyncToken": "0"}, operation="delete")
    assert gone["status"] == "Deleted"
    assert error_code(await intuit.call("GET", "invoice/1")) == "610"
    answer = await intuit.call("GET", "cdc", entities="Invoice,Payment", changedSince=started)
    changed, nothing = answer.json()["CDCResponse"][0]["QueryResponse"]
    assert [invoice["status"] for invoice in changed["Invoice"]] == ["Deleted"]
    assert nothing == {}


async def test_the_due_date_follows_from_the_term_or_is_given(intuit: AppClient) -> None:
    customer, item = await intuit.customer(), await intuit.item()
    net_30 = {**invoice_body(customer, item, "1", "10"), "SalesTermRef": {"value": "3"}}
    assert (await intuit.create("Invoice", net_30))["DueDate"] == "2026-12-20"
    given = {**net_30, "DocNumber": "2", "DueDate": "2026-11-25"}
    assert (await intuit.create("Invoice", given))["DueDate"] == "2026-11-25"


async def test_tax_is_rounded_once_per_rate_not_per_line(intuit: AppClient) -> None:
    """25 % of three times 0.02 is 0.015, that is 0.02; line by line it would be 0.03."""
    customer, item = await intuit.customer(), await intuit.item()
    body = invoice_body(customer, item, "1", "0.02")
    invoice = await intuit.create("Invoice", {**body, "Line": body["Line"] * 3})
    assert (invoice["TxnTaxDetail"]["TotalTax"], invoice["TotalAmt"]) == (0.02, 0.08)


async def test_each_rate_has_a_tax_line_of_its_own(intuit: AppClient) -> None:
    customer, item = await intuit.customer(), await intuit.item()
    taxed, zero = (
        invoice_body(customer, item, "1", "100", TaxCodeRef={"value": code}) for code in "23"
    )
    lines = [*taxed["Line"], *zero["Line"]]
    invoice = await intuit.create("Invoice", {**taxed, "Line": lines})
    tax_lines = [
        (line["Amount"], line["TaxLineDetail"]["TaxPercent"])
        for line in invoice["TxnTaxDetail"]["TaxLine"]
    ]
    assert tax_lines == [(25, 25), (0, 0)]


async def test_a_discount_lowers_the_base_of_the_tax(intuit: AppClient) -> None:
    customer, item = await intuit.customer(), await intuit.item()
    body = invoice_body(customer, item, "1", "100")
    discount = {"PercentBased": True, "DiscountPercent": 10}
    line = {"DetailType": "DiscountLineDetail", "DiscountLineDetail": discount}
    invoice = await intuit.create("Invoice", {**body, "Line": [*body["Line"], line]})
    assert (invoice["TxnTaxDetail"]["TotalTax"], invoice["TotalAmt"]) == (22.5, 112.5)


async def test_a_line_without_an_item_is_documentation(intuit: AppClient) -> None:
    customer, item = await intuit.customer(), await intuit.item()
    body = invoice_body(customer, item, "1", "100")
    text = {"DetailType": "DescriptionOnly", "Description": "Thank you"}
    invoice = await intuit.create("Invoice", {**body, "Line": [*body["Line"], text]})
    assert invoice["TotalAmt"] == 125
    assert [line.get("LineNum") for line in invoice["Line"]] == [1, 2, None]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"DocNumber": "x" * 22}, "2050"),
        ({"CustomerMemo": {"value": "x" * 1001}}, "2050"),
        ({"PrivateNote": "x" * 4001}, "2050"),
        ({"Colour": "red"}, "2010"),
        ({"SalesTermRef": {"value": "99"}}, "2500"),
        ({"EmailStatus": "NeedToSend"}, "6000"),
        ({"GlobalTaxCalculation": "TaxInclusive"}, "2030"),
    ],
)
async def test_an_invoice_is_refused_for(
    intuit: AppClient, changes: dict[str, object], code: str
) -> None:
    customer, item = await intuit.customer(), await intuit.item()
    body = {**invoice_body(customer, item, "1", "10"), **changes}
    assert error_code(await intuit.call("POST", "invoice", body)) == code


async def test_an_amount_has_two_decimals(intuit: AppClient) -> None:
    customer, item = await intuit.customer(), await intuit.item()
    body = invoice_body(customer, item, "1", "10.005")
    assert error_code(await intuit.call("POST", "invoice", body)) == "2030"


async def test_a_voided_invoice_stays_with_every_amount_zero(intuit: AppClient) -> None:
    await intuit.invoice(amount="100")
    same = {"Id": "1", "SyncToken": "0"}
    voided = await intuit.create("Invoice", same, operation="void")
    assert (voided["TotalAmt"], voided["Balance"], voided["PrivateNote"]) == (0, 0, "Voided - ")
    assert [line["Amount"] for line in voided["Line"][:-1]] == [0]
    assert (await intuit.read("Invoice", "1"))["SyncToken"] == "1"


async def test_a_full_update_blanks_what_it_leaves_out(intuit: AppClient) -> None:
    made = await intuit.invoice()
    await intuit.create(
        "Invoice", {"Id": "1", "SyncToken": "0", "sparse": True, "PrivateNote": "note"}
    )
    names = ("CustomerRef", "Line", "TxnDate", "GlobalTaxCalculation")
    full = {"Id": "1", "SyncToken": "1", **{name: made[name] for name in names if name in made}}
    changed = await intuit.create("Invoice", full)
    assert "PrivateNote" not in changed


async def test_changes_older_than_thirty_days_are_not_asked_for(intuit: AppClient) -> None:
    since = (datetime.now(UTC) - timedelta(days=31)).isoformat()
    answer = await intuit.call("GET", "cdc", entities="Invoice", changedSince=since)
    assert error_code(answer) == "2030"
    unknown = await intuit.call("GET", "cdc", entities="Bill", changedSince="2026-11-01")
    assert error_code(unknown) == "2030"
