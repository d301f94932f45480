"""Companies of each kind of tax, and the name list entities in them: customers, vendors, items."""

import pytest

from intuit_double.testing import REALM, AppClient, error_code, invoice_body


@pytest.mark.parametrize("taken", ["acme", "ACME"])
async def test_a_vendor_holds_a_name_against_customers(intuit: AppClient, taken: str) -> None:
    await intuit.control("POST", f"qbo/{REALM}/vendors", DisplayName="Acme")
    answer = await intuit.call("POST", "customer", {"DisplayName": taken})
    assert (answer.status_code, error_code(answer)) == (400, "6240")


async def test_an_inactive_customer_keeps_the_name_and_hides_from_queries(
    intuit: AppClient,
) -> None:
    made = await intuit.create("Customer", {"DisplayName": "Acme"})
    change = {"Id": made["Id"], "SyncToken": made["SyncToken"], "sparse": True, "Active": False}
    await intuit.create("Customer", change)
    assert await intuit.query("select * from Customer") == {}
    found = await intuit.query("select * from Customer where Active IN (true, false)")
    assert len(found["Customer"]) == 1
    assert error_code(await intuit.call("POST", "customer", {"DisplayName": "Acme"})) == "6240"


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
    intuit: AppClient, customer: dict[str, object], code: str
) -> None:
    answer = await intuit.call("POST", "customer", customer)
    assert (answer.status_code, error_code(answer)) == (400, code)


async def test_what_is_changed_needs_the_current_sync_token(intuit: AppClient) -> None:
    made = await intuit.create("Customer", {"DisplayName": "Acme"})
    change = {"Id": made["Id"], "sparse": True, "Notes": "calls back"}
    assert error_code(await intuit.call("POST", "customer", change)) == "2020"
    first = await intuit.create("Customer", {**change, "SyncToken": "0"})
    assert (first["SyncToken"], first["DisplayName"]) == ("1", "Acme")
    again = await intuit.call("POST", "customer", {**change, "SyncToken": "0"})
    assert error_code(again) == "5010"


async def test_a_customer_keeps_its_currency(intuit: AppClient) -> None:
    await intuit.control("PATCH", f"companies/{REALM}", multi_currency=True)
    made = await intuit.create("Customer", {"DisplayName": "Acme", "CurrencyRef": {"value": "EUR"}})
    change = {"Id": made["Id"], "SyncToken": "0", "sparse": True, "CurrencyRef": {"value": "DKK"}}
    assert error_code(await intuit.call("POST", "customer", change)) == "6000"


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ({"Type": "Service", "IncomeAccountRef": {"value": "1"}}, "2020"),
        ({"Name": "Hours", "Type": "Service"}, "2020"),
        ({"Name": "Hours", "Type": "Service", "IncomeAccountRef": {"value": "99"}}, "2500"),
        ({"Name": "Hours:day", "Type": "Service", "IncomeAccountRef": {"value": "1"}}, "2030"),
        ({"Name": "x" * 101, "Type": "Service", "IncomeAccountRef": {"value": "1"}}, "2050"),
    ],
)
async def test_an_item_is_refused_for(
    intuit: AppClient, item: dict[str, object], code: str
) -> None:
    assert error_code(await intuit.call("POST", "item", item)) == code


async def test_an_items_name_is_used_once(intuit: AppClient) -> None:
    await intuit.item()
    again = {"Name": "HOURS", "Type": "Service", "IncomeAccountRef": {"value": "1"}}
    assert error_code(await intuit.call("POST", "item", again)) == "6240"


async def test_a_new_company_has_accounts_terms_and_tax_codes(intuit: AppClient) -> None:
    codes = (await intuit.query("select * from TaxCode"))["TaxCode"]
    assert ("2", "25% S", True) in [(c["Id"], c["Name"], c["Taxable"]) for c in codes]
    rates = codes[0]["SalesTaxRateList"]["TaxRateDetail"]
    assert (await intuit.read("TaxRate", rates[0]["TaxRateRef"]["value"]))["RateValue"] == 25
    income = await intuit.query("select * from Account where AccountType = 'Income'")
    assert len(income["Account"]) == 3
    assert len((await intuit.query("select * from Term"))["Term"]) == 3


@pytest.mark.parametrize(
    ("tax", "total", "using", "automated"),
    [("vat", 125, True, False), ("us", 100, False, False), ("us-automated", 108.25, True, True)],
)
async def test_the_tax_of_an_invoice_is_that_of_the_companys_kind(
    intuit: AppClient, tax: str, total: float, using: bool, automated: bool
) -> None:
    await intuit.connect("77", tax=tax, country="US" if tax != "vat" else "DK")
    code = "2" if tax == "vat" else "TAX"
    customer, item = await intuit.customer(), await intuit.item()
    body = invoice_body(customer, item, "1", "100", TaxCodeRef={"value": code})
    assert (await intuit.create("Invoice", body))["TotalAmt"] == total
    preferences = (await intuit.call("GET", "preferences")).json()["Preferences"]
    assert preferences["TaxPrefs"] == {"UsingSalesTax": using, "PartnerTaxEnabled": automated}


async def test_preferences_and_company_info_say_what_the_app_has_to_know(
    intuit: AppClient,
) -> None:
    await intuit.control("PATCH", f"companies/{REALM}", custom_txn_numbers=False)
    preferences = (await intuit.call("GET", "preferences")).json()["Preferences"]
    assert preferences["SalesFormsPrefs"]["CustomTxnNumbers"] is False
    assert preferences["CurrencyPrefs"] == {
        "MultiCurrencyEnabled": False,
        "HomeCurrency": {"value": "DKK"},
    }
    info = (await intuit.call("GET", f"companyinfo/{REALM}")).json()["CompanyInfo"]
    assert (info["CompanyName"], info["Country"]) == ("Sandbox Company", "DK")


async def test_a_company_is_created_once_and_with_known_settings(intuit: AppClient) -> None:
    first = await intuit.control("POST", "companies", realm="88", name="First")
    assert await intuit.control("POST", "companies", realm="88", name="Second") == first
    for settings in ({"colour": "red"}, {"tax": "gst"}):
        refused = await intuit.http.post("/_fake/companies", json=settings)
        assert refused.status_code == 400


async def test_a_reset_leaves_nothing(intuit: AppClient) -> None:
    await intuit.invoice()
    await intuit.control("POST", "webhooks", url="http://127.0.0.1:9/", held=True)
    await intuit.control("DELETE", "state")
    assert await intuit.control("GET", "companies") == []
    assert await intuit.control("GET", "requests") == []
    assert (await intuit.control("POST", "webhooks"))["url"] == ""
    assert (await intuit.call("GET", "preferences")).status_code == 401


async def test_an_app_that_does_not_ask_for_json_gets_xml(intuit: AppClient) -> None:
    headers = {"Authorization": f"Bearer {intuit.tokens['access_token']}", "Accept": "*/*"}
    answer = await intuit.http.get(f"/v3/company/{REALM}/preferences", headers=headers)
    assert answer.text.startswith("<IntuitResponse>")
