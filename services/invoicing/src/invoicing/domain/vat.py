"""What documents contribute to the VAT report: base and tax by code, category and rate, on the day of issue."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from invoicing.domain.credit_note import CreditNoteContent
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.lines import charges
from invoicing.domain.parties import Party
from invoicing.domain.tax import Tax, TaxCategory, TaxTotal
from invoicing.domain.tax_proposal import EU, VAT_PREFIXES
from money import round_money

TaxedDocument = Literal["invoice", "credit-note"]
NO_CODE = ""
"""Stands for a tax without a code where codes are keys."""


@dataclass(frozen=True)
class VatEntry:
    """Base and tax of one code, category and rate on a document; negative on a credit note."""

    document_id: UUID
    kind: TaxedDocument
    issue_date: date
    currency: str
    organization_id: UUID
    tax_code: str
    category: TaxCategory
    rate: Decimal
    base: Decimal
    tax: Decimal
    vat_country: str | None = None
    """Of a buyer who owes the tax: where they are registered, and the number there without its country."""
    vat_number: str | None = None


def vat_entries(content: InvoiceContent | CreditNoteContent) -> tuple[VatEntry, ...]:
    """Of an issued document. They add up to its totals, to the cent."""
    assert content.issue_date
    sign = -1 if isinstance(content, CreditNoteContent) else 1
    bases: dict[Tax, Decimal] = defaultdict(Decimal)
    for tax, amount in charges(content.lines):
        bases[tax] += amount
    found = []
    for total in content.totals.tax_totals:
        coded = {x: bases[x] for x in sorted(bases) if x.uncoded == Tax(total.category, total.rate)}
        country, number = _registered(content.buyer, total.category)
        for tax, share in _shares(total, coded, content.currency).items():
            found.append(
                VatEntry(
                    document_id=content.id,
                    kind="invoice" if sign > 0 else "credit-note",
                    issue_date=content.issue_date,
                    currency=content.currency,
                    organization_id=content.organization_id,
                    tax_code=tax.code or NO_CODE,
                    category=total.category,
                    rate=total.rate,
                    base=sign * coded[tax],
                    tax=sign * share,
                    vat_country=country,
                    vat_number=number,
                )
            )
    return tuple(found)


def _shares(total: TaxTotal, bases: dict[Tax, Decimal], currency: str) -> dict[Tax, Decimal]:
    """The tax of one category and rate by code: each rounded, the largest base has what is left."""
    largest = max(bases, key=lambda tax: abs(bases[tax]))
    shares = {
        tax: round_money(base * total.rate / 100, currency)
        for tax, base in bases.items()
        if tax != largest
    }
    return {**shares, largest: total.tax - sum(shares.values(), Decimal(0))}


def _registered(buyer: Party, category: TaxCategory) -> tuple[str | None, str | None]:
    if category != "reverse-charge" or not buyer.vat_number:
        return None, None
    number = "".join(buyer.vat_number.upper().split())
    prefixes = {VAT_PREFIXES.get(one, one): one for one in EU}
    if number[:2] in prefixes:
        return prefixes[number[:2]], number[2:]
    return buyer.country, number


@dataclass(frozen=True)
class VatLine:
    """What a period came to in one currency, code, category and rate; credited is negative."""

    currency: str
    tax_code: str | None
    category: TaxCategory
    rate: Decimal
    invoices: int
    invoiced_base: Decimal
    invoiced_tax: Decimal
    credit_notes: int
    credited_base: Decimal
    credited_tax: Decimal

    @property
    def base(self) -> Decimal:
        """What was invoiced, less what was credited."""
        return self.invoiced_base + self.credited_base

    @property
    def tax(self) -> Decimal:
        """The VAT of it."""
        return self.invoiced_tax + self.credited_tax


@dataclass(frozen=True)
class EuSale:
    """What was sold in one currency under reverse charge to a business, by its VAT number."""

    currency: str
    country: str | None
    vat_number: str | None
    organization_id: UUID
    organization_name: str | None
    invoices: int
    credit_notes: int
    base: Decimal


@dataclass(frozen=True)
class VatBox:
    """A field of the return in the seller's country, whose amount follows for certain; currencies apart."""

    name: str
    currency: str
    amount: Decimal


def boxes(country: str | None, lines: Sequence[VatLine], sales: Sequence[EuSale]) -> list[VatBox]:
    """The fields of the Danish return (TastSelv Erhverv) that services can decide: output VAT, and box B for services.

    Box C is left to people: what belongs to it depends on the kind of service, not on its tax.
    """
    if country != "DK":
        return []
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for line in lines:
        if line.category == "standard":
            found["salgsmoms", line.currency] += line.tax
    for sale in sales:
        if sale.country in EU - {"DK"}:
            found["rubrik-b-ydelser", sale.currency] += sale.base
    return [VatBox(name, currency, found[name, currency]) for name, currency in sorted(found)]
