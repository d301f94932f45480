"""The rules about customers, tax codes, differences and payments, without a QuickBooks."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from qbo_factories import INVOICE, make_invoice, make_line, make_organization, make_payment

from qbo_sync.domain import Entity, brief
from qbo_sync.domain.customer import LONGEST_NAME, Customer, clean_name
from qbo_sync.domain.invoice import NotExportableError
from qbo_sync.domain.remote import (
    RemoteInvoice,
    applied_amounts,
    linked_payments,
    unapplied_amount,
    variance,
    why_undone,
)
from qbo_sync.domain.tax_codes import tax_code_id, tax_key

# Customers


def test_a_customer_is_what_the_organization_says_and_what_it_leaves_open_the_invoice() -> None:
    known = make_organization(billing_email="new@nordlys.example", city="Aarhus C")
    customer = Customer.of(INVOICE, known)
    printed = INVOICE.buyer.address

    assert (customer.name, customer.email) == ("Nordlys A/S", "new@nordlys.example")
    assert customer.address["BillAddr"]["City"] == "Aarhus C"
    assert customer.address["BillAddr"]["PostalCode"] == printed.postal_code
    assert customer.address["BillAddr"]["Line1"] == printed.lines[0]


def test_without_an_organization_the_customer_is_the_invoices_buyer() -> None:
    customer = Customer.of(INVOICE, None)
    assert (customer.name, customer.email) == (INVOICE.buyer.name, "faktura@nordlys.example")
    assert Customer.of(make_invoice(billing_contact=None), None).email is None


def test_quickbooks_takes_an_address_in_four_lines() -> None:
    lines = [f"Line {number}" for number in range(1, 8)]
    address = Customer.of(INVOICE, make_organization(address_lines=lines)).address["BillAddr"]
    assert {name: line for name, line in address.items() if name.startswith("Line")} == {
        "Line1": "Line 1",
        "Line2": "Line 2",
        "Line3": "Line 3",
        "Line4": "Line 4, Line 5, Line 6, Line 7",
    }


def test_each_currency_of_an_organization_is_remembered_apart() -> None:
    keys = {Customer.of(make_invoice(currency=code), None).key for code in ("DKK", "EUR")}
    assert len(keys) == 2


def test_the_names_to_try_are_different_and_begin_with_the_own_name() -> None:
    customer = Customer.of(INVOICE, make_organization(name="x" * 600))
    names = list(customer.names())
    assert names[0] == "x" * LONGEST_NAME
    assert len(set(names)) == len(names) == 4
    assert max(map(len, names)) == LONGEST_NAME


@given(st.text(max_size=700))
def test_a_clean_name_has_nothing_that_quickbooks_refuses(name: str) -> None:
    cleaned = clean_name(name)
    assert not set(cleaned) & set(":\t\n\r")
    assert len(cleaned) <= LONGEST_NAME
    assert clean_name(cleaned) == cleaned.strip()


def test_a_new_customer_has_a_currency_only_where_there_are_several() -> None:
    customer = Customer.of(INVOICE, None)
    assert "CurrencyRef" not in customer.entity("Nordlys", multi_currency=False)
    assert customer.entity("Nordlys", multi_currency=True)["CurrencyRef"] == {"value": "DKK"}


@pytest.mark.parametrize(
    ("found", "fits"),
    [
        ({}, True),
        ({"CurrencyRef": {"value": "DKK"}}, True),
        ({"CurrencyRef": {"value": "EUR"}}, False),
    ],
)
def test_a_customer_of_another_currency_does_not_fit(found: Entity, fits: bool) -> None:
    assert Customer.of(INVOICE, None).fits(found) is fits


# Tax codes


def code(code_id: str, name: str, *rate_ids: str, **more: Any) -> Entity:
    details = [{"TaxRateRef": {"value": rate_id}} for rate_id in rate_ids]
    return {"Id": code_id, "Name": name, "SalesTaxRateList": {"TaxRateDetail": details}, **more}


RATES = [
    {"Id": "1", "RateValue": Decimal(25)},
    {"Id": "2", "RateValue": 0},
    {"Id": "3", "RateValue": Decimal("12.5")},
]
CODES = [
    code("10", "Out of scope", "2"),
    code("11", "Zero rated", "2"),
    code("12", "EU reverse charge", "2"),
    code("13", "Momsfri", "2"),
    code("20", "Not taxable 25", "1", Taxable=False),
    code("21", "Moms 25 %", "1"),
    code("22", "Two halves", "3", "3"),
    {"Id": "30", "Name": "No rates at all"},
]


@pytest.mark.parametrize(
    ("category", "rate", "found"),
    [
        ("standard", "25", "21"),
        ("standard", "25.00", "21"),
        ("zero", "0", "11"),
        ("reverse-charge", "0", "12"),
        ("exempt", "0", "13"),
        ("outside-scope", "0", "10"),
    ],
)
def test_a_tax_code_is_found_by_rate_and_by_what_bookkeepers_call_it(
    category: str, rate: str, found: str
) -> None:
    assert tax_code_id(CODES, RATES, category, Decimal(rate)) == found


def test_the_rates_of_a_code_add_up() -> None:
    assert tax_code_id([CODES[-2]], RATES, "standard", Decimal(25)) == "22"


def test_a_rate_without_a_code_is_not_exportable() -> None:
    with pytest.raises(NotExportableError, match="no tax code for standard 17 %"):
        tax_code_id(CODES, RATES, "standard", Decimal("17.0"))


def test_a_rate_is_remembered_however_it_is_written() -> None:
    assert (
        tax_key("standard", Decimal("25.00")) == tax_key("standard", Decimal(25)) == "standard 25"
    )
    assert tax_key("standard", Decimal("100")) == "standard 100"


# Differences


def remote(**changes: Any) -> Entity:
    return {
        "Id": "5",
        "TotalAmt": Decimal("1250.00"),
        "Balance": Decimal("1250.0"),
        "SyncToken": Decimal(3),
        "DocNumber": "2026-0001",
        "TxnTaxDetail": {"TotalTax": Decimal(250)},
        "Line": [{"DetailType": "SalesItemLineDetail"}, {"DetailType": "SUB_TOTAL_LINE_DETAIL"}],
        "MetaData": {"LastUpdatedTime": "2026-11-20T10:00:00-08:00"},
        **changes,
    }


def sent(**changes: Any) -> Entity:
    return {"Line": [{"DetailType": "SalesItemLineDetail"}], **changes}


def test_what_quickbooks_made_as_we_asked_differs_in_nothing() -> None:
    assert variance(INVOICE, sent(), remote()) is None
    sold = {"DetailType": "SALES_ITEM_LINE_DETAIL"}
    assert variance(INVOICE, sent(), remote(Line=[sold])) is None


def test_the_lines_of_a_long_description_are_asked_for_too() -> None:
    lines = [{"DetailType": "SalesItemLineDetail"}, {"DetailType": "DescriptionOnly"}]
    assert variance(INVOICE, sent(Line=lines), remote(Line=lines)) is None
    differs = variance(INVOICE, sent(Line=lines), remote())
    assert differs == "In QuickBooks: lines 1, ours 2"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"TotalAmt": Decimal("1250.01")}, "total 1250.01, ours 1250.00"),
        ({"TxnTaxDetail": {}}, "tax 0, ours 250.00"),
        ({"CurrencyRef": {"value": "EUR"}}, "currency EUR, ours DKK"),
        ({"Line": []}, "lines 0, ours 1"),
    ],
)
def test_each_difference_is_said_in_words(changes: Entity, words: str) -> None:
    assert variance(INVOICE, sent(), remote(**changes)) == f"In QuickBooks: {words}"


@pytest.mark.parametrize(
    ("answered", "words"),
    [
        (Decimal("7.46"), None),
        (Decimal(1), "In QuickBooks: exchange rate 1, ours 7.46"),
        (None, "In QuickBooks: exchange rate 1, ours 7.46"),
    ],
)
def test_another_exchange_rate_than_the_one_sent_is_a_difference(
    answered: Decimal | None, words: str | None
) -> None:
    changes = {} if answered is None else {"ExchangeRate": answered}
    asked = sent(ExchangeRate=Decimal("7.46"))
    assert variance(INVOICE, asked, remote(**changes)) == words


def test_another_number_than_the_one_sent_is_a_difference() -> None:
    asked = sent(DocNumber="2026-0001")
    assert variance(INVOICE, asked, remote()) is None
    differs = variance(INVOICE, asked, remote(DocNumber="1001"))
    assert differs == "In QuickBooks: number 1001, ours 2026-0001"


def test_several_differences_are_all_said() -> None:
    found = variance(INVOICE, sent(), remote(TotalAmt=Decimal(1), Line=[]))
    assert found == "In QuickBooks: total 1, ours 1250.00; lines 0, ours 1"


def test_what_we_keep_of_quickbooks_invoice() -> None:
    kept = RemoteInvoice.of(remote())
    assert (kept.doc_number, kept.sync_token) == ("2026-0001", "3")
    assert (kept.qbo_total, kept.qbo_balance) == (Decimal(1250), Decimal(1250))
    assert kept.qbo_updated_at == datetime(2026, 11, 20, 18, tzinfo=UTC)
    assert kept.remote is None


@pytest.mark.parametrize(
    ("note", "total", "state"),
    [("Voided - honorar", 0, "voided"), ("Voided", 1, None), ("honorar", 0, None), (None, 0, None)],
)
def test_a_voided_invoice_has_no_total_and_says_so(
    note: str | None, total: int, state: str | None
) -> None:
    assert RemoteInvoice.of(remote(PrivateNote=note, TotalAmt=total)).remote == state


def test_an_older_answer_does_not_follow_a_newer_one() -> None:
    seen = RemoteInvoice.of(remote())
    assert seen.follows(None)
    assert seen.follows(datetime(2026, 11, 20, 18, tzinfo=UTC))
    assert not seen.follows(datetime(2026, 11, 20, 19, tzinfo=UTC))
    assert not RemoteInvoice.of(remote(MetaData={})).follows(datetime(2026, 1, 1, tzinfo=UTC))


# Payments


def test_a_payment_pays_each_invoice_that_its_lines_link() -> None:
    paid = applied_amounts(make_payment(("5", "500"), ("6", "50"), ("5", "100")))
    assert {key: amount.amount for key, amount in paid.items()} == {
        ("5", "cash"): Decimal(600),
        ("6", "cash"): Decimal(50),
    }
    first = paid["5", "cash"]
    assert (first.paid_on, first.reference) == (date(2026, 11, 20), "1024")


@pytest.mark.parametrize(
    ("total", "unapplied", "expected"),
    [
        (0, 0, {("5", "credit"): 500, ("6", "credit"): 50}),
        (550, 0, {("5", "cash"): 500, ("6", "cash"): 50}),
        (450, 0, {("5", "credit"): 100, ("5", "cash"): 400, ("6", "cash"): 50}),
        (20, 0, {("5", "credit"): 500, ("6", "credit"): 30, ("6", "cash"): 20}),
        (900, 350, {("5", "cash"): 500, ("6", "cash"): 50}),
        (900, 300, {("5", "cash"): 500, ("6", "cash"): 50}),
        (100, 100, {("5", "credit"): 500, ("6", "credit"): 50}),
        (None, 0, {("5", "cash"): 500, ("6", "cash"): 50}),
    ],
)
def test_what_is_applied_beyond_the_money_is_credit(
    total: int | None, unapplied: int, expected: dict[tuple[str, str], int]
) -> None:
    payment = make_payment(("5", "500"), ("6", "50"), TotalAmt=total, UnappliedAmt=unapplied)
    amounts = {key: amount.amount for key, amount in applied_amounts(payment).items()}
    assert amounts == expected
    assert unapplied_amount(payment) == unapplied


@given(
    st.lists(st.tuples(st.sampled_from("567"), st.decimals("0.01", 999, places=2)), max_size=5),
    st.decimals(0, 3000, places=2),
    st.decimals(0, 500, places=2),
)
def test_what_is_applied_is_divided_and_never_changed(
    lines: list[tuple[str, Decimal]], total: Decimal, unapplied: Decimal
) -> None:
    applied = [(invoice, str(amount)) for invoice, amount in lines]
    payment = make_payment(*applied, TotalAmt=total, UnappliedAmt=unapplied)
    found = applied_amounts(payment)
    assert sum(a.amount for a in found.values()) == sum(amount for _, amount in lines)
    money = sum(a.amount for (_, kind), a in found.items() if kind == "cash")
    assert money <= max(total - unapplied, Decimal(0))
    assert all(a.amount > 0 for a in found.values())


@pytest.mark.parametrize(
    "payment",
    [
        None,
        {"Id": "9", "status": "Deleted"},
        make_payment(),
        make_payment(("5", "0")),
        make_payment(Line=[{"Amount": 5, "LinkedTxn": [{"TxnId": "5", "TxnType": "CreditMemo"}]}]),
        make_payment(Line=[{"Amount": 5}]),
    ],
)
def test_what_links_no_invoice_pays_none(payment: Entity | None) -> None:
    assert applied_amounts(payment) == {}


def test_the_reference_alone_makes_no_other_payment() -> None:
    before, after = make_payment(("5", "1")), make_payment(("5", "1"), PaymentRefNum="9")
    assert applied_amounts(before) == applied_amounts(after)
    moved = make_payment(("5", "1"), TxnDate="2026-11-21")
    assert applied_amounts(before) != applied_amounts(moved)


@pytest.mark.parametrize(
    ("payment", "word"),
    [
        (None, "deleted"),
        (make_payment(PrivateNote="Voided"), "voided"),
        (make_payment(), "changed"),
    ],
)
def test_people_are_told_why_a_payment_is_undone(payment: Entity | None, word: str) -> None:
    assert why_undone(payment) == f"the payment was {word} in QuickBooks"


def test_an_invoice_names_the_payments_that_pay_it() -> None:
    links = [{"TxnId": "9", "TxnType": "Payment"}, {"TxnId": "4", "TxnType": "Estimate"}]
    assert linked_payments(remote(LinkedTxn=links)) == {"9"}
    assert linked_payments(remote()) == linked_payments(None) == set()


@pytest.mark.parametrize(
    ("reason", "text"), [("", "It failed: unknown"), ("one\ntwo", "It failed: one")]
)
def test_reasons_are_one_line(reason: str, text: str) -> None:
    assert brief("It failed: ", reason) == text
    assert len(brief("", "x" * 5000)) == 1000


def test_a_text_line_has_no_tax() -> None:
    text = make_line(kind="text", tax_category="zero", tax_rate=Decimal(0))
    assert make_invoice(make_line(), text).taxes == {("standard", Decimal(25))}
