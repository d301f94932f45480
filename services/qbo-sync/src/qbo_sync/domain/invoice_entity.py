"""The issued invoice as a QuickBooks invoice, the credit note as a credit memo."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from qbo_sync.domain import Entity
from qbo_sync.domain.connection import CompanyProfile
from qbo_sync.domain.invoice import (
    Document,
    IssuedCreditNote,
    IssuedInvoice,
    Line,
    NotExportableError,
)

LONGEST_NUMBER, LONGEST_DESCRIPTION, LONGEST_EMAIL, LONGEST_MEMO = 21, 4000, 100, 1000
SECONDS_PER_HOUR = 3600
FEWEST_DECIMALS, MOST_DECIMALS = 2, 5
_CENT = Decimal("0.01")

TaxCodes = Mapping[tuple[str, Decimal], str]


@dataclass(frozen=True)
class References:
    """What an invoice or credit memo takes from the company: ids of customer and item, a tax code per category and rate,
    and the exchange rate of a foreign currency.
    """

    customer_id: str
    item_id: str
    tax_codes: TaxCodes
    exchange_rate: Decimal | None = None


def invoice_entity(
    invoice: IssuedInvoice, company: CompanyProfile, references: References, email: str | None
) -> Entity:
    """Make the invoice to create. Raises `NotExportableError` when its number is longer than QuickBooks takes."""
    entity = _entity(invoice, company, references)
    entity |= {"DueDate": invoice.due_date.isoformat(), "EmailStatus": "NotSet"}
    if email and len(email) <= LONGEST_EMAIL:
        entity["BillEmail"] = {"Address": email}
    return entity


def credit_memo_entity(
    note: IssuedCreditNote, company: CompanyProfile, references: References
) -> Entity:
    """Make the credit memo to create. Raises as `invoice_entity`."""
    return _entity(note, company, references, note.reason)


def _entity(
    document: Document, company: CompanyProfile, references: References, *said: str
) -> Entity:
    """What invoices and credit memos have in common; `said` are words for the customer."""
    entity: Entity = {
        "CustomerRef": {"value": references.customer_id},
        "TxnDate": document.issue_date.isoformat(),
        "PrivateNote": document.marker,
        "Line": [
            entity
            for line in document.lines
            for entity in _lines(line, document.currency, company, references)
        ],
    }
    if company.custom_txn_numbers:
        if len(document.number) > LONGEST_NUMBER:
            raise NotExportableError(
                f"QuickBooks takes at most {LONGEST_NUMBER} characters as number"
            )
        entity["DocNumber"] = document.number
    if memo := "\n".join([*_orders(document), *said]):
        entity["CustomerMemo"] = {"value": memo[:LONGEST_MEMO]}
    if company.multi_currency:
        entity["CurrencyRef"] = {"value": document.currency}
    if references.exchange_rate:
        entity["ExchangeRate"] = references.exchange_rate
    if not company.is_us:
        entity["GlobalTaxCalculation"] = (
            "TaxExcluded" if company.uses_sales_tax else "NotApplicable"
        )
    return entity


def _orders(document: Document) -> Iterator[str]:
    """What the customer finds their order by. QuickBooks has no field for it but those that a company defines itself."""
    if document.purchase_order:
        yield f"PO {document.purchase_order}"
    if document.reference:
        yield f"Ref. {document.reference}"


def _lines(
    line: Line, currency: str, company: CompanyProfile, references: References
) -> Iterator[Entity]:
    """The line, and lines of text for as much of its description as QuickBooks does not take in one."""
    description, sold = line.description, None
    if line.kind != "text":
        description, sold = _sold(line, currency, company, references)
    for part in _parts(description):
        yield {**(sold or _TEXT), "Description": part}
        sold = None


_TEXT: Entity = {"DetailType": "DescriptionOnly", "DescriptionLineDetail": {}}


def _parts(description: str) -> Iterator[str]:
    """The description in parts that QuickBooks takes, parted after a space or line break where there is one."""
    while len(description) > LONGEST_DESCRIPTION:
        most = description[:LONGEST_DESCRIPTION]
        end = max(most.rfind(" "), most.rfind("\n")) + 1 or LONGEST_DESCRIPTION
        yield description[:end]
        description = description[end:]
    yield description


def _sold(
    line: Line, currency: str, company: CompanyProfile, references: References
) -> tuple[str, Entity]:
    """The description and the rest of a line with an amount."""
    description = line.description
    detail: Entity = {
        "ItemRef": {"value": references.item_id},
        **_tax(line, company, references.tax_codes),
    }
    if line.last_day:
        detail["ServiceDate"] = line.last_day.isoformat()
    if priced := _priced(line):
        detail |= priced
    if words := _in_words(line, currency, fits=bool(priced)):
        description = f"{description} ({words})"
    return description, {
        "DetailType": "SalesItemLineDetail",
        "Amount": line.amount,
        "SalesItemLineDetail": detail,
    }


def _priced(line: Line) -> Entity:
    """Quantity and price, where their product is the amount: QuickBooks refuses a line (6070) where it is not."""
    seconds = line.charged_seconds
    if seconds is not None and line.hourly_rate is not None:
        hours = quantity(seconds, line.hourly_rate, line.amount)
        return {} if hours is None else {"Qty": hours, "UnitPrice": line.hourly_rate}
    if line.quantity is None or line.unit_price is None:
        return {}
    product = (line.quantity * line.unit_price).quantize(_CENT, ROUND_HALF_UP)
    return {"Qty": line.quantity, "UnitPrice": line.unit_price} if product == line.amount else {}


def _in_words(line: Line, currency: str, *, fits: bool) -> str | None:
    """What quantity and price cannot say: `0:50:07 h × 1200.00 DKK`, `3 licences × 0.125 KWD`, or the unit: `3 licences`."""
    seconds = line.charged_seconds
    if seconds is not None and line.hourly_rate is not None:
        return None if fits else quantity_in_words(seconds, line.hourly_rate, currency)
    if line.quantity is None or line.unit_price is None:
        return None
    many = " ".join(filter(None, (f"{line.quantity.normalize():f}", line.unit)))
    if fits:
        return many if line.unit else None
    return f"{many} × {line.unit_price} {currency}"


def _tax(line: Line, company: CompanyProfile, tax_codes: TaxCodes) -> Entity:
    """US lines are taxable or not; elsewhere each names the company's code, where tax is used."""
    if company.is_us:
        return {"TaxCodeRef": {"value": "TAX" if line.tax_rate else "NON"}}
    if not company.uses_sales_tax:
        return {}
    return {"TaxCodeRef": {"value": tax_codes[line.tax_category, line.tax_rate]}}


def quantity(seconds: int, hourly_rate: Decimal, amount: Decimal) -> Decimal | None:
    """Decimal hours with the fewest decimals (2 to 5) whose product with the rate is the amount.

    None when no such quantity exists.
    """
    for decimals in range(FEWEST_DECIMALS, MOST_DECIMALS + 1):
        step = Decimal(1).scaleb(-decimals)
        hours = (Decimal(seconds) / SECONDS_PER_HOUR).quantize(step, ROUND_HALF_UP)
        if (hours * hourly_rate).quantize(_CENT, ROUND_HALF_UP) == amount:
            return hours
    return None


def quantity_in_words(seconds: int, hourly_rate: Decimal, currency: str) -> str:
    """`0:50 h × 1200.00 DKK`, with seconds when there are some: `0:50:07 h × …`."""
    minutes, rest = divmod(seconds, 60)
    clock = f"{minutes // 60}:{minutes % 60:02}" + (f":{rest:02}" if rest else "")
    return f"{clock} h × {hourly_rate} {currency}"
