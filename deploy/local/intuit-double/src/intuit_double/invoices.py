"""Invoices: create, change, void, delete, and the balance that payments leave."""

from datetime import date, timedelta
from decimal import Decimal

from intuit_double import errors, invoice_lines, taxes
from intuit_double.company import (
    Company,
    accepted_fields,
    check_currency,
    check_length,
    merged,
)
from intuit_double.decimals import decimal
from intuit_double.store import Doc

WRITABLE = {
    "AllowOnlineACHPayment",
    "AllowOnlineCreditCardPayment",
    "ApplyTaxAfterDiscount",
    "BillAddr",
    "BillEmail",
    "CurrencyRef",
    "CustomerMemo",
    "CustomerRef",
    "Deposit",
    "DocNumber",
    "DueDate",
    "EmailStatus",
    "ExchangeRate",
    "GlobalTaxCalculation",
    "Line",
    "PrintStatus",
    "PrivateNote",
    "SalesTermRef",
    "ShipAddr",
    "TxnDate",
    "TxnTaxDetail",
}
READ_ONLY = {
    "Balance",
    "DeliveryInfo",
    "HomeBalance",
    "HomeTotalAmt",
    "InvoiceLink",
    "LinkedTxn",
    "TotalAmt",
}


def create(company: Company, entity: str, request: Doc) -> Doc:
    fields = accepted_fields(request, WRITABLE, READ_ONLY)
    check(company, request)
    invoice = {"EmailStatus": "NotSet", **fields, "LinkedTxn": []}
    invoice["DocNumber"] = doc_number(company, entity, request)
    return company.add(entity, _calculated(company, invoice, paid=Decimal(0)))


def update(company: Company, entity: str, request: Doc) -> Doc:
    stored = company.read_for_update(entity, request)
    changed = merged(stored, request, WRITABLE)
    accepted_fields(request, WRITABLE, READ_ONLY)
    check(company, changed)
    paid = decimal(stored["TotalAmt"]) - decimal(stored["Balance"])
    return company.replace(entity, _calculated(company, changed, paid))


def void(company: Company, entity: str, request: Doc) -> Doc:
    """It stays, with every amount zero, and its note says so."""
    invoice = company.read_for_update(entity, request)
    if invoice["LinkedTxn"]:
        raise errors.business("Unlink the payments before voiding the invoice.")
    for line in invoice["Line"]:
        line["Amount"] = 0
        if "Qty" in line.get("SalesItemLineDetail", {}):
            line["SalesItemLineDetail"]["Qty"] = 0
    invoice |= {"TotalAmt": 0, "Balance": 0, "HomeTotalAmt": 0, "HomeBalance": 0}
    invoice["TxnTaxDetail"] = {"TotalTax": 0}
    invoice["PrivateNote"] = f"Voided - {invoice.get('PrivateNote', '')}"
    return company.replace(entity, invoice, "void")


def delete(company: Company, entity: str, request: Doc) -> Doc:
    invoice = company.read_for_update(entity, request)
    if invoice["LinkedTxn"]:
        raise errors.business("Unlink the payments before deleting the invoice.")
    return company.delete(entity, invoice["Id"])


def send(company: Company, invoice_id: str, to: str) -> Doc:
    """Mail it once more: the mail goes to the company's outbox. `to` becomes the invoice's address."""
    invoice = company.read("Invoice", invoice_id)
    if len(to) > 100:
        raise errors.too_long("sendTo", 100)
    if to:
        invoice["BillEmail"] = {"Address": to}
    address = (invoice.get("BillEmail") or {}).get("Address")
    if not address:
        raise errors.business("An e-mail address is needed to send the transaction.")
    time = company.sandbox.timestamp()
    invoice["EmailStatus"] = "EmailSent"
    invoice["DeliveryInfo"] = {"DeliveryType": "Email", "DeliveryTime": time}
    number = company.sandbox.store.number(company.collection("outbox"))
    mail = {"to": address, "invoice": invoice["Id"], "number": invoice.get("DocNumber")}
    company.sandbox.store.put(company.collection("outbox"), f"{number:06}", {**mail, "time": time})
    return company.replace("Invoice", invoice, "emailed")


def apply_payments(company: Company, invoice_id: str, payments: list[tuple[str, Decimal]]) -> None:
    """Set the balance that payments (id, amount) leave; SyncToken and LastUpdatedTime move with it."""
    invoice = company.read("Invoice", invoice_id)
    paid = sum((amount for _, amount in payments), Decimal(0))
    due = decimal(invoice["TotalAmt"]) - decimal(invoice.get("Deposit", 0))
    invoice["Balance"] = due - paid
    invoice["HomeBalance"] = invoice["Balance"] * decimal(invoice.get("ExchangeRate", 1))
    invoice["LinkedTxn"] = [{"TxnId": payment, "TxnType": "Payment"} for payment, _ in payments]
    company.replace("Invoice", invoice)


def by_number(company: Company, number: object) -> Doc:
    """The invoice with this DocNumber, else with this Id. Raises 610."""
    for invoice in company.all("Invoice"):
        if invoice.get("DocNumber") == str(number):
            return company.read("Invoice", invoice["Id"])
    return company.read("Invoice", number)


def check(company: Company, request: Doc) -> None:
    """Raises FaultError for what no invoice or credit memo may say."""
    customer = company.referenced("Customer", request.get("CustomerRef"), "CustomerRef")
    if request.get("SalesTermRef"):
        company.referenced("Term", request["SalesTermRef"], "SalesTermRef")
    check_length(request, "DocNumber", 21)
    check_length(request, "PrivateNote", 4000)
    if len((request.get("CustomerMemo") or {}).get("value", "")) > 1000:
        raise errors.too_long("CustomerMemo", 1000)
    if len((request.get("BillEmail") or {}).get("Address", "")) > 100:
        raise errors.too_long("BillEmail", 100)
    if request.get("EmailStatus") == "NeedToSend" and not request.get("BillEmail"):
        raise errors.business("An e-mail address is needed to send the transaction.")
    currency = (request.get("CurrencyRef") or {}).get("value")
    check_currency(company, currency)
    if currency and currency != customer["CurrencyRef"]["value"]:
        raise errors.business("The transaction's currency must be the customer's.")


def doc_number(company: Company, entity: str, request: Doc) -> str | None:
    """The request's number when the company has custom numbers, else the company's own next one."""
    if not company.settings["custom_txn_numbers"]:
        return str(1000 + company.sandbox.store.number(company.collection("DocNumber")))
    number = request.get("DocNumber")
    for other in company.all(entity) if number else []:
        if other.get("DocNumber") == number:
            raise errors.duplicate_number(str(number), entity, other["Id"])
    return number


def _calculated(company: Company, invoice: Doc, paid: Decimal) -> Doc:
    """What `totalled` fills in, the due date, and what is owed."""
    total = totalled(company, invoice)
    invoice.setdefault("DueDate", _due_date(company, invoice))
    invoice["Balance"] = total - (paid or decimal(invoice.get("Deposit", 0)))
    if company.settings["multi_currency"]:
        rate = decimal(invoice.setdefault("ExchangeRate", 1))
        invoice["HomeTotalAmt"] = total * rate
        invoice["HomeBalance"] = decimal(invoice["Balance"]) * rate
    return invoice


def totalled(company: Company, document: Doc) -> Decimal:
    """Fill in subtotal line, tax, total, date and currency as QuickBooks does; returns the total."""
    customer = company.read("Customer", document["CustomerRef"]["value"])
    document["CustomerRef"] = {"value": customer["Id"], "name": customer["DisplayName"]}
    document.setdefault("CurrencyRef", customer["CurrencyRef"])
    document.setdefault("TxnDate", company.sandbox.now().date().isoformat())
    document["Line"] = invoice_lines.numbered(company, document.get("Line") or [])
    bases = invoice_lines.net_by_tax_code(document["Line"])
    document["TxnTaxDetail"] = taxes.tax_detail(company, document, bases)
    total = sum(bases.values(), Decimal(0)) + decimal(document["TxnTaxDetail"]["TotalTax"])
    document["TotalAmt"] = total
    return total


def _due_date(company: Company, invoice: Doc) -> str:
    days = 0
    if invoice.get("SalesTermRef"):
        days = int(company.read("Term", invoice["SalesTermRef"]["value"])["DueDays"])
    return (date.fromisoformat(invoice["TxnDate"]) + timedelta(days=days)).isoformat()
