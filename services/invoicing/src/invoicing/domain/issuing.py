"""What an invoice needs before it is issued, and the number it gets."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from domain_errors import FieldError, InvalidInputError
from invoicing.domain.account import Account
from invoicing.domain.draft import Draft, check_currency
from invoicing.domain.errors import (
    CustomerChangedError,
    CustomerOnItsWayError,
    IncompleteInvoiceError,
)
from invoicing.domain.invoice import DeliveryChannel, InvoiceContent, IssuedInvoice, hash_link
from invoicing.domain.lines import MOST_LINES
from invoicing.domain.numbering import NumberFormat, NumberSeries
from invoicing.domain.parties import Address, Customer, Party
from invoicing.domain.payment_details import payment_reference
from invoicing.domain.terms import Terms


@dataclass(frozen=True)
class IssueOptions:
    """How to issue; what is None follows the account's settings. `customer_version` is what the caller saw of the buyer."""

    delivery: DeliveryChannel
    issue_date: date | None = None
    due_date: date | None = None
    terms: Terms | None = None
    customer_version: int | None = None
    attach_receipts: bool = False


def complete(
    draft: Draft, account: Account, customer: Customer, options: IssueOptions, *, today: date
) -> InvoiceContent:
    """The content with its dates. Raises what keeps it from being issued, all but its place in the series."""
    check_currency(draft.currency)
    check_customer(options.customer_version, customer)
    issue_date = options.issue_date or today
    if issue_date > today:
        raise InvalidInputError("issue_date", f"is in the future; today is {today}")
    terms = options.terms or draft.terms_for(account, customer)
    due_date = options.due_date or terms.due(issue_date)
    if due_date < issue_date:
        raise InvalidInputError("due_date", "is before the issue date")
    draft = draft.taxed_on(issue_date, account.tax_codes)
    content = replace(
        draft.content(account, customer),
        issue_date=issue_date,
        due_date=due_date,
        delivery=options.delivery,
    )
    lacking = [*missing(content), *missing_of(content, account, customer)]
    if lacking:
        detail = "; ".join(f"{field.field}: {field.reason}" for field in lacking)
        raise IncompleteInvoiceError(detail, fields=lacking)
    return content


def check_customer(seen: int | None, customer: Customer) -> None:
    """Refuse to freeze another customer than the caller saw; None: they do not say which.

    Raises `CustomerOnItsWayError`, `CustomerChangedError`.
    """
    if seen is None or seen == customer.version:
        return
    if seen > customer.version:
        raise CustomerOnItsWayError(
            f"version {seen} has not arrived here yet, version {customer.version} has; ask again in a moment"
        )
    raise CustomerChangedError(
        f"it is version {customer.version} now, you saw version {seen}; read the draft again"
    )


def number(
    content: InvoiceContent, series: NumberSeries, number_format: NumberFormat
) -> InvoiceContent:
    """Give the content the next number of its series. Raises `InvalidInputError` when its date is out of order."""
    assert content.issue_date
    dated(content.issue_date, series, "invoice")
    taken = number_format.number(content.issue_date, series.next_sequence)
    reference = payment_reference(content.payment_details, taken, content.currency)
    return replace(content, number=taken, payment_reference=reference)


def dated(issue_date: date, series: NumberSeries, kind: str) -> None:
    """Refuse a date before the last of the series. Raises `InvalidInputError`."""
    if series.last_issue_date and issue_date < series.last_issue_date:
        raise InvalidInputError(
            "issue_date",
            f"the last {kind} of this series is dated {series.last_issue_date}; numbers follow dates",
        )


def seal(content: InvoiceContent, series: NumberSeries, *, by: str, now: datetime) -> IssuedInvoice:
    """Link a numbered invoice to the one before it in its series."""
    return IssuedInvoice(content=content, **sealed(content, series, by=by, now=now))


def sealed(content: object, series: NumberSeries, *, by: str, now: datetime) -> dict[str, Any]:
    """The place of a document that is issued now, with its hash."""
    place: dict[str, Any] = {
        "series": series.series,
        "sequence": series.next_sequence,
        "previous_hash": series.last_hash,
        "issued_at": now,
        "issued_by": by,
    }
    return {**place, "hash": hash_link(content, **place)}


def missing(content: InvoiceContent) -> list[FieldError]:
    """What the law demands of an invoice and this one lacks (EU Directive 2006/112 art. 226; domain §8)."""
    return [*_of_seller(content.seller), *_of_buyer(content), *_of_content(content)]


def missing_of(content: InvoiceContent, account: Account, customer: Customer) -> list[FieldError]:
    """What numbers need, and what public buyers do (domain §8)."""
    public = customer.billing.is_public(content.buyer.gln)
    return [
        *missing_code(account.billing.number_format, customer),
        *(_of_public_buyer(content) if public else ()),
    ]


def missing_code(number_format: NumberFormat, customer: Customer) -> list[FieldError]:
    """The customer's code, where numbers need one and there is none."""
    if customer.code or not number_format.names_customer:
        return []
    return [FieldError("buyer.code", "numbers hold the customer's code: give them one")]


def _of_seller(seller: Party) -> Iterator[FieldError]:
    if not seller.name:
        yield FieldError("seller.name", "your own name is missing; PATCH /v1/settings")
    yield from _of_address("seller.address", seller.address)
    if not (seller.vat_number or seller.registration_number):
        yield FieldError("seller.vat_number", "your VAT or registration number is missing")


def _of_buyer(content: InvoiceContent) -> Iterator[FieldError]:
    if not content.buyer.name:
        yield FieldError("buyer.name", "the customer has no name")
    yield from _of_address("buyer.address", content.buyer.address)
    if content.is_reverse_charged and not content.buyer.vat_number:
        yield FieldError("buyer.vat_number", "reverse charge needs the customer's VAT number")


def _of_public_buyer(content: InvoiceContent) -> Iterator[FieldError]:
    if not content.buyer.gln:
        yield FieldError("buyer.gln", "a public buyer gets invoices by their GLN: give them one")
    if not (content.purchase_order or content.reference):
        yield FieldError("purchase_order", "a public buyer needs an order number or a reference")


def _of_address(field: str, address: Address | None) -> Iterator[FieldError]:
    if address is None or not (any(address.lines) and address.city and address.country):
        yield FieldError(field, "street, city and country must be known")


def _of_content(content: InvoiceContent) -> Iterator[FieldError]:
    if not any(line.kind != "text" for line in content.lines):
        yield FieldError("lines", "the invoice has no lines")
    if (count := len(content.lines)) > MOST_LINES:
        reason = f"there are {count}, and at most {MOST_LINES} can be: group the time otherwise"
        yield FieldError("line_count", reason)
    if content.totals.total < 0:
        yield FieldError("total", "the total is below zero; that would be a credit note")
    says_how = content.payment_instructions or content.payment_details.can_be_paid
    if content.totals.total > 0 and not says_how:
        yield FieldError("payment_instructions", "how to pay is missing; PATCH /v1/settings")
