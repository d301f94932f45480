"""Domain objects for tests."""

from decimal import Decimal
from typing import Any

from contracts.invoicing import InvoiceIssued
from contracts.stored import example
from qbo_sync.domain import Entity
from qbo_sync.domain.connection import CompanyProfile
from qbo_sync.domain.customer import Organization
from qbo_sync.domain.invoice import IssuedInvoice, Line
from qbo_sync.domain.invoice_entity import References

COMPANY = CompanyProfile(
    company_name="Sandbox Company",
    country="DK",
    home_currency="DKK",
    multi_currency=False,
    custom_txn_numbers=True,
    uses_sales_tax=True,
    income_account_id="1",
)
INVOICE = IssuedInvoice.model_validate(example(InvoiceIssued))
REFERENCES = References("58", "7", {("standard", Decimal(25)): "2"})


def make_line(**changes: Any) -> Line:
    """A line of 3,000 s at 1,200.00, which is 1,000.00."""
    return INVOICE.lines[0].model_copy(update=changes)


def make_invoice(*lines: Line, **changes: Any) -> IssuedInvoice:
    """The example's invoice of 1,250.00 DKK, with these lines if any."""
    return INVOICE.model_copy(update={"lines": lines or INVOICE.lines, **changes})


def make_organization(**changes: Any) -> Organization:
    """An organization of which nothing but the name is known."""
    values: dict[str, Any] = {
        "organization_id": INVOICE.organization_id,
        "version": 1,
        "name": "Nordlys A/S",
        "billing_email": None,
        "address_lines": [],
        "postal_code": None,
        "city": None,
        "country": None,
    }
    return Organization(**{**values, **changes})


def make_payment(*applied: tuple[str, str], **changes: Any) -> Entity:
    """A QuickBooks payment that pays these invoices (id, amount)."""
    lines = [
        {"Amount": Decimal(amount), "LinkedTxn": [{"TxnId": invoice_id, "TxnType": "Invoice"}]}
        for invoice_id, amount in applied
    ]
    return {"Id": "9", "TxnDate": "2026-11-20", "PaymentRefNum": "1024", "Line": lines, **changes}
