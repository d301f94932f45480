from decimal import Decimal

from qbo_driver import REALM, Driver

from contracts.invoicing import InvoiceIssued, Line, TaxTotal
from contracts.qbo_sync import InvoiceCopied
from contracts.stored import example
from database import new_id


def line(**changes: object) -> Line:
    return example(InvoiceIssued).lines[0].model_copy(update={"line_id": new_id(), **changes})


async def test_seconds_that_no_quantity_can_say_are_said_in_words(connected: Driver) -> None:
    seven = line(
        seconds=7, billed_seconds=7, hourly_rate=Decimal("1234567.89"), amount=Decimal("2400.55")
    )
    fifty = line(position=2, seconds=3000, hourly_rate=Decimal(1200), amount=Decimal("1000.00"))
    text = line(position=3, kind="text", seconds=None, hourly_rate=None, amount=Decimal(0))
    taxed = TaxTotal(
        category="standard", rate=Decimal(25), base=Decimal("3400.55"), tax=Decimal("850.14")
    )
    event = await connected.export(
        lines=(seven, fifty, text),
        subtotal=Decimal("3400.55"),
        tax=Decimal("850.14"),
        total=Decimal("4250.69"),
        tax_totals=(taxed,),
    )
    state = await connected.state(event)
    assert (state["state"], state["reason"]) == ("copied", None)
    (made,) = await connected.in_quickbooks()
    words, quantity, description, _ = made["Line"]
    assert "Qty" not in words["SalesItemLineDetail"]
    assert words["Description"] == "Webshop (0:00:07 h × 1234567.89 DKK)"
    assert quantity["SalesItemLineDetail"]["Qty"] == 0.83333
    assert description["DetailType"] == "DescriptionOnly"


async def test_a_quantity_with_its_price_and_the_order_arrive(connected: Driver) -> None:
    price = {"quantity": Decimal("3.0000"), "unit": "licences", "unit_price": Decimal("333.3333")}
    fee = line(kind="fee", seconds=None, billed_seconds=None, hourly_rate=None, **price)
    event = await connected.export(lines=(fee,), purchase_order="4711")
    state = await connected.state(event)
    assert (state["state"], state["reason"]) == ("copied", None)
    (made,) = await connected.in_quickbooks()
    detail = made["Line"][0]["SalesItemLineDetail"]
    assert (detail["Qty"], detail["UnitPrice"]) == (3, 333.3333)
    assert made["Line"][0]["Description"] == "Webshop (3 licences)"
    assert made["CustomerMemo"] == {"value": "PO 4711"}


async def test_a_total_that_differs_is_shown_and_said(connected: Driver) -> None:
    event = await connected.export(tax=Decimal("249.99"), total=Decimal("1249.99"))
    state = await connected.state(event)
    assert (state["state"], state["qbo_id"]) == ("variance", "1")
    assert state["reason"] == "In QuickBooks: total 1250, ours 1249.99; tax 250, ours 249.99"
    (published,) = await connected.served.published(InvoiceCopied)
    assert published.variance == state["reason"]


async def test_each_tax_category_finds_the_companys_code(connected: Driver) -> None:
    pairs = [("reverse-charge", "4"), ("exempt", "5"), ("zero", "3"), ("outside-scope", "6")]
    lines = tuple(
        line(position=n, tax_category=category, tax_rate=Decimal(0))
        for n, (category, _) in enumerate(pairs, start=1)
    )
    four = Decimal(4000)
    await connected.export(lines=lines, subtotal=four, tax=Decimal(0), total=four)
    (made,) = await connected.in_quickbooks()
    codes = [sold["SalesItemLineDetail"]["TaxCodeRef"]["value"] for sold in made["Line"][:-1]]
    assert codes == [code for _, code in pairs]


async def test_a_rate_without_a_code_fails_with_the_reason(connected: Driver) -> None:
    event = await connected.export(lines=(line(tax_rate=Decimal(17)),))
    state = await connected.state(event)
    assert (state["state"], state["reason"]) == (
        "failed",
        "QuickBooks has no tax code for standard 17 %",
    )
    assert await connected.in_quickbooks() == []


async def test_a_currency_that_the_company_does_not_keep_fails_before_any_call(
    connected: Driver,
) -> None:
    event = await connected.export(currency="EUR")
    state = await connected.state(event)
    assert (state["state"], "DKK only" in state["reason"]) == ("failed", True)
    assert await connected.calls("/customer") == []


async def test_a_company_in_the_us_without_sales_tax(driver: Driver) -> None:
    await driver.connect(country="US", currency="USD", tax="us")
    untaxed = line(tax_category="outside-scope", tax_rate=Decimal(0))
    thousand = Decimal(1000)
    event = await driver.export(
        currency="USD", lines=(untaxed,), tax=Decimal(0), subtotal=thousand, total=thousand
    )
    state = await driver.state(event)
    assert (state["state"], state["reason"]) == ("copied", None)


async def test_a_company_with_many_tax_codes_is_read_to_the_last(connected: Driver) -> None:
    for number in range(130):
        await connected.intuit.control(
            "POST", f"qbo/{REALM}/taxcodes", name=f"Code {number}", percent=40 + number
        )
    amounts = {"tax": Decimal(1680), "total": Decimal(2680)}
    last = line(tax_rate=Decimal(168))
    event = await connected.export(lines=(last,), **amounts)
    state = await connected.state(event)
    assert (state["state"], state["reason"]) == ("copied", None)


async def test_an_invoice_in_a_foreign_currency_goes_with_the_companys_rate(driver: Driver) -> None:
    await driver.connect(multi_currency=True, exchange_rates={"EUR": 7.4603})
    event = await driver.export(currency="EUR")
    state = await driver.state(event)
    assert (state["state"], state["reason"]) == ("copied", None)
    (invoice,) = await driver.in_quickbooks()
    assert (invoice["ExchangeRate"], invoice["HomeTotalAmt"]) == (7.4603, 9325.375)


async def test_without_an_exchange_rate_an_invoice_is_refused_until_there_is_one(
    driver: Driver,
) -> None:
    await driver.connect(multi_currency=True, exchange_rates={})
    event = await driver.export(currency="EUR")
    state = await driver.state(event)
    assert (state["state"], "no exchange rate for EUR on 2026-" in state["reason"]) == (
        "failed",
        True,
    )
    assert await driver.in_quickbooks() == []
    rates = {"EUR": 7.46}
    await driver.intuit.control("PATCH", f"companies/{REALM}", exchange_rates=rates)
    await driver.billing.post(f"/v1/invoices/{event.invoice_id}/retry")
    await driver.run_tasks()
    assert (await driver.state(event))["state"] == "copied"


async def test_the_home_currency_of_a_company_with_several_has_no_rate(driver: Driver) -> None:
    await driver.connect(multi_currency=True, exchange_rates={})
    event = await driver.export()
    assert (await driver.state(event))["state"] == "copied"
    assert await driver.calls("/exchangerate") == []
