"""What an invoice must have before it gets a number (domain §8)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from domain_errors import InvalidInputError
from invoicing.domain.account import Account, AccountSettings, BillingSettings
from invoicing.domain.draft import Draft, DraftRequest, new_draft
from invoicing.domain.errors import (
    IncompleteInvoiceError,
    UnknownCurrencyError,
)
from invoicing.domain.invoice import FIRST_HASH, InvoiceContent
from invoicing.domain.issuing import IssueOptions, complete, missing, number, seal
from invoicing.domain.lines import Line
from invoicing.domain.numbering import NumberFormat, NumberSeries
from invoicing.domain.parties import Address, Customer, Party
from invoicing.domain.tax import Tax
from invoicing.domain.terms import Terms

TODAY = date(2026, 10, 5)
NOW = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)
KAJEN = Address(("Kajen 4",), "1400", "København K", "DK")
STANDARD = Tax("standard", Decimal(25))
SELLER = Party("Studio Lind ApS", KAJEN, "DK87654321")
ACCOUNT = Account(
    BillingSettings(seller=SELLER, payment_instructions="Reg. 1234"),
    AccountSettings(time_zone="UTC", currency="DKK", language="da"),
)
CUSTOMER = Customer(UUID(int=8), Party("Nordlys ApS", KAJEN), None, "da", None)
FEE = Line(UUID(int=1), 1, "fee", "Opstart", Decimal("100.00"), STANDARD)
OPTIONS = IssueOptions("email")


def draft(*lines: Line, **changed: Any) -> Draft:
    made = new_draft(
        UUID(int=9), DraftRequest(UUID(int=8)), ACCOUNT, CUSTOMER, by="billing-1", now=NOW
    )
    return replace(made, lines=lines or (FEE,), **changed)


def content(**changed: Any) -> InvoiceContent:
    whole = complete(draft(), ACCOUNT, CUSTOMER, OPTIONS, today=TODAY)
    return replace(whole, **changed)


def test_a_complete_draft_follows_the_account() -> None:
    whole = content()
    assert missing(whole) == []
    assert (whole.issue_date, whole.due_date) == (TODAY, date(2026, 11, 4))
    assert (whole.number, whole.delivery, str(whole.totals.total)) == (None, "email", "125.00")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"seller": replace(SELLER, name="")}, "seller.name"),
        ({"seller": replace(SELLER, address=None)}, "seller.address"),
        ({"seller": replace(SELLER, address=replace(KAJEN, lines=("",)))}, "seller.address"),
        ({"seller": replace(SELLER, vat_number=None)}, "seller.vat_number"),
        ({"buyer": Party("", KAJEN)}, "buyer.name"),
        ({"buyer": Party("Nordlys ApS")}, "buyer.address"),
        ({"buyer": Party("N", replace(KAJEN, city=""))}, "buyer.address"),
        ({"lines": ()}, "lines"),
        ({"lines": (replace(FEE, kind="text", amount=None, tax=None),)}, "lines"),
        ({"lines": (replace(FEE, amount=Decimal("-1.00")),)}, "total"),
        ({"payment_instructions": ""}, "payment_instructions"),
    ],
)
def test_what_is_missing_is_named(changed: dict[str, Any], field: str) -> None:
    assert [lack.field for lack in missing(content(**changed))] == [field]


def test_a_registration_number_will_do_for_the_seller() -> None:
    seller = replace(SELLER, vat_number=None, registration_number="87654321")
    assert missing(content(seller=seller)) == []


def test_reverse_charge_needs_the_buyers_vat_number() -> None:
    reverse = (replace(FEE, tax=Tax("reverse-charge", Decimal(0))),)
    assert [lack.field for lack in missing(content(lines=reverse))] == ["buyer.vat_number"]
    buyer = Party("Brand GmbH", KAJEN, "DE123456789")
    assert missing(content(lines=reverse, buyer=buyer)) == []


def test_an_invoice_of_nothing_needs_no_payment_instructions() -> None:
    free = (replace(FEE, amount=Decimal("0.00")),)
    assert missing(content(lines=free, payment_instructions="")) == []


def test_everything_missing_is_listed_at_once() -> None:
    account = replace(ACCOUNT, billing=BillingSettings())
    with pytest.raises(IncompleteInvoiceError) as refused:
        complete(draft(), account, CUSTOMER, OPTIONS, today=TODAY)
    fields = [lack.field for lack in refused.value.fields]
    assert fields[0:3] == ["seller.name", "seller.address", "seller.vat_number"]
    assert fields[3:] == ["payment_instructions"]


@pytest.mark.parametrize(
    ("options", "due"),
    [
        (IssueOptions("hand", issue_date=date(2026, 10, 1)), date(2026, 10, 31)),
        (IssueOptions("hand", due_date=TODAY), TODAY),
        (IssueOptions("hand", terms=Terms("end-of-month", 10)), date(2026, 11, 10)),
        (IssueOptions("hand", terms=Terms("on-receipt")), TODAY),
    ],
)
def test_the_options_of_one_invoice_win(options: IssueOptions, due: date) -> None:
    assert complete(draft(), ACCOUNT, CUSTOMER, options, today=TODAY).due_date == due


@pytest.mark.parametrize(
    ("options", "field"),
    [
        (IssueOptions("email", issue_date=date(2026, 10, 6)), "issue_date"),
        (IssueOptions("email", due_date=date(2026, 10, 4)), "due_date"),
        (IssueOptions("email", terms=Terms("fixed-date", 0, date(2026, 1, 1))), "due_date"),
    ],
)
def test_dates_that_cannot_be_are_refused(options: IssueOptions, field: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        complete(draft(), ACCOUNT, CUSTOMER, options, today=TODAY)
    assert [wrong.field for wrong in refused.value.fields] == [field]


def test_a_currency_that_nobody_knows_is_never_issued() -> None:
    with pytest.raises(UnknownCurrencyError):
        complete(replace(draft(), currency="XQQ"), ACCOUNT, CUSTOMER, OPTIONS, today=TODAY)


def test_more_lines_than_an_invoice_can_have_are_named_as_such() -> None:
    long = replace(draft(), lines=(FEE,) * 751)
    with pytest.raises(IncompleteInvoiceError, match="group the time otherwise") as refused:
        complete(long, ACCOUNT, CUSTOMER, OPTIONS, today=TODAY)
    assert [one.field for one in refused.value.fields] == ["line_count"]


def test_an_invoice_gets_the_next_number_of_its_series() -> None:
    series = NumberSeries("2026-{seq}", 41, TODAY, "a" * 64)
    numbered = number(content(), series, NumberFormat("{year}-{seq:04}"))
    issued = seal(numbered, series, by="billing-1", now=NOW)
    assert (numbered.number, numbered.file_name) == ("2026-0042", "2026-0042.pdf")
    assert (issued.sequence, issued.series, issued.previous_hash) == (42, "2026-{seq}", "a" * 64)


def test_numbers_follow_dates() -> None:
    later = NumberSeries("2026-{seq}", 1, date(2026, 10, 6), FIRST_HASH)
    with pytest.raises(InvalidInputError) as refused:
        number(content(), later, NumberFormat("{year}-{seq:04}"))
    assert refused.value.fields[0].reason.startswith("the last invoice of this series is dated")
