"""What the law demands of an invoice and this one does not have (EU Directive 2006/112 art. 226; domain §8)."""

from collections.abc import Iterator
from dataclasses import dataclass

from invoicing.bill import Bill
from invoicing.parties import Address, Party


@dataclass(frozen=True)
class Missing:
    """Something that must be there before the invoice can be issued, and where it belongs."""

    field: str
    reason: str


def missing(bill: Bill) -> list[Missing]:
    """List everything that stands in the way of issuing."""
    return [*_seller(bill.seller), *_buyer(bill), *_content(bill)]


def _seller(seller: Party) -> Iterator[Missing]:
    if not seller.name:
        yield Missing("seller.name", "your own name is missing; PUT /v1/settings")
    yield from _address("seller.address", seller.address)
    if not (seller.vat_number or seller.registration_number):
        yield Missing("seller.vat_number", "your VAT or registration number is missing")


def _buyer(bill: Bill) -> Iterator[Missing]:
    if not bill.buyer.name:
        yield Missing("buyer.name", "the customer has no name")
    yield from _address("buyer.address", bill.buyer.address)
    reversed_charge = any(t.tax.category == "reverse-charge" for t in bill.totals.taxes)
    if reversed_charge and not bill.buyer.vat_number:
        yield Missing("buyer.vat_number", "reverse charge needs the customer's VAT number")


def _address(field: str, address: Address | None) -> Iterator[Missing]:
    if address is None or not (any(address.lines) and address.city and address.country):
        yield Missing(field, "street, city and country must be known")


def _content(bill: Bill) -> Iterator[Missing]:
    if not any(line.kind != "text" for line in bill.lines):
        yield Missing("lines", "the invoice has no lines")
    if bill.totals.total < 0:
        yield Missing("total", "the total is below zero; that would be a credit note")
    if bill.totals.total > 0 and not bill.payment_instructions:
        yield Missing("payment_instructions", "how to pay is missing; PUT /v1/settings")
