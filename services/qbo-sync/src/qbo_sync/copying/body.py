"""The issued invoice in QuickBooks' words."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from contracts.invoicing import InvoiceIssued, Line
from qbo_sync.copying.hours import in_words, quantity
from qbo_sync.intuit.numbers import Doc

LONGEST_NUMBER, LONGEST_DESCRIPTION, LONGEST_EMAIL = 21, 4000, 100
TaxCodes = Mapping[tuple[str, Decimal], str]


class NotCopyableError(Exception):
    """QuickBooks cannot hold this invoice, and why."""


@dataclass(frozen=True)
class Target:
    """What the invoice refers to in the company, and how the company does things."""

    customer_id: str
    item_id: str
    tax_codes: TaxCodes
    ours_is_the_number: bool
    multi_currency: bool
    is_us: bool
    uses_tax: bool


def marker(invoice: InvoiceIssued) -> str:
    """What we find our own invoice by; only the company's staff sees it."""
    return f"honorar:invoice:{invoice.invoice_id}"


def invoice_body(invoice: InvoiceIssued, target: Target, email: str | None) -> Doc:
    """The request that creates the invoice.

    Raises:
        NotCopyableError: the number is longer than QuickBooks takes.
    """
    body: Doc = {
        "CustomerRef": {"value": target.customer_id},
        "TxnDate": invoice.issue_date.isoformat(),
        "DueDate": invoice.due_date.isoformat(),
        "PrivateNote": marker(invoice),
        "EmailStatus": "NotSet",
        "Line": [_line(line, invoice, target) for line in invoice.lines],
    }
    if target.ours_is_the_number:
        if len(invoice.number) > LONGEST_NUMBER:
            raise NotCopyableError(
                f"QuickBooks takes at most {LONGEST_NUMBER} characters as number"
            )
        body["DocNumber"] = invoice.number
    if target.multi_currency:
        body["CurrencyRef"] = {"value": invoice.currency}
    if email and len(email) <= LONGEST_EMAIL:
        body["BillEmail"] = {"Address": email}
    if not target.is_us:
        body["GlobalTaxCalculation"] = "TaxExcluded" if target.uses_tax else "NotApplicable"
    return body


def _line(line: Line, invoice: InvoiceIssued, target: Target) -> Doc:
    description = line.description
    if line.kind == "text":
        return {
            "DetailType": "DescriptionOnly",
            "Description": description[:LONGEST_DESCRIPTION],
            "DescriptionLineDetail": {},
        }
    detail: Doc = {"ItemRef": {"value": target.item_id}, **_tax(line, target)}
    if line.last_day:
        detail["ServiceDate"] = line.last_day.isoformat()
    if line.seconds is not None and line.hourly_rate is not None:
        hours = quantity(line.seconds, line.hourly_rate, line.amount)
        if hours is None:
            words = in_words(line.seconds, line.hourly_rate, invoice.currency)
            description = f"{description} ({words})"
        else:
            detail |= {"Qty": hours, "UnitPrice": line.hourly_rate}
    return {
        "DetailType": "SalesItemLineDetail",
        "Amount": line.amount,
        "Description": description[:LONGEST_DESCRIPTION],
        "SalesItemLineDetail": detail,
    }


def _tax(line: Line, target: Target) -> Doc:
    """US lines are taxable or not; elsewhere each names the company's code, where tax is used."""
    if target.is_us:
        return {"TaxCodeRef": {"value": "TAX" if line.tax_rate else "NON"}}
    if not target.uses_tax:
        return {}
    return {"TaxCodeRef": {"value": target.tax_codes[line.tax_category, line.tax_rate]}}
