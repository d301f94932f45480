"""Invoices: create, change, void, delete, and the balance that payments leave."""

from datetime import date, timedelta
from decimal import Decimal

from intuit_double import companies, entities, lines, refusals, taxes
from intuit_double.decimals import decimal
from intuit_double.store import Doc
from intuit_double.world import World

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
READ_ONLY = {"Balance", "HomeBalance", "HomeTotalAmt", "InvoiceLink", "LinkedTxn", "TotalAmt"}


def create(world: World, realm: str, entity: str, request: Doc) -> Doc:
    fields = {k: v for k, v in request.items() if k in WRITABLE}
    entities.check_properties(request, WRITABLE | READ_ONLY)
    _check(world, realm, request)
    invoice = {"EmailStatus": "NotSet", **fields, "LinkedTxn": []}
    invoice["DocNumber"] = _number(world, realm, request)
    return entities.add(world, realm, entity, _completed(world, realm, invoice, Decimal(0)))


def update(world: World, realm: str, entity: str, request: Doc) -> Doc:
    stored = entities.stored_for_change(world, realm, entity, request)
    changed = entities.merged(stored, request, WRITABLE)
    entities.check_properties(request, WRITABLE | READ_ONLY)
    _check(world, realm, changed)
    settled = decimal(stored["TotalAmt"]) - decimal(stored["Balance"])
    return entities.replace(world, realm, entity, _completed(world, realm, changed, settled))


def void(world: World, realm: str, entity: str, request: Doc) -> Doc:
    """It stays, with every amount zero, and says so in its note."""
    invoice = entities.stored_for_change(world, realm, entity, request)
    if invoice["LinkedTxn"]:
        raise refusals.business("Unlink the payments before voiding the invoice.")
    for line in invoice["Line"]:
        line["Amount"] = 0
        if "Qty" in line.get("SalesItemLineDetail", {}):
            line["SalesItemLineDetail"]["Qty"] = 0
    invoice |= {"TotalAmt": 0, "Balance": 0, "HomeTotalAmt": 0, "HomeBalance": 0}
    invoice["TxnTaxDetail"] = {"TotalTax": 0}
    invoice["PrivateNote"] = f"Voided - {invoice.get('PrivateNote', '')}"
    return entities.replace(world, realm, entity, invoice, "void")


def delete(world: World, realm: str, entity: str, request: Doc) -> Doc:
    invoice = entities.stored_for_change(world, realm, entity, request)
    if invoice["LinkedTxn"]:
        raise refusals.business("Unlink the payments before deleting the invoice.")
    return entities.remove(world, realm, entity, invoice["Id"])


def settle(world: World, realm: str, invoice_id: str, payments: list[tuple[str, Decimal]]) -> None:
    """Set what payments (id, amount) leave; SyncToken and LastUpdatedTime move with it."""
    invoice = entities.read(world, realm, "Invoice", invoice_id)
    paid = sum((amount for _, amount in payments), Decimal(0))
    due = decimal(invoice["TotalAmt"]) - decimal(invoice.get("Deposit", 0))
    invoice["Balance"] = due - paid
    invoice["HomeBalance"] = invoice["Balance"] * decimal(invoice.get("ExchangeRate", 1))
    invoice["LinkedTxn"] = [{"TxnId": payment, "TxnType": "Payment"} for payment, _ in payments]
    entities.replace(world, realm, "Invoice", invoice)


def _check(world: World, realm: str, request: Doc) -> None:
    customer = entities.referenced(
        world, realm, "Customer", request.get("CustomerRef"), "CustomerRef"
    )
    if request.get("SalesTermRef"):
        entities.referenced(world, realm, "Term", request["SalesTermRef"], "SalesTermRef")
    entities.check_length(request, "DocNumber", 21)
    entities.check_length(request, "PrivateNote", 4000)
    if len((request.get("CustomerMemo") or {}).get("value", "")) > 1000:
        raise refusals.too_long("CustomerMemo", 1000)
    if len((request.get("BillEmail") or {}).get("Address", "")) > 100:
        raise refusals.too_long("BillEmail", 100)
    if request.get("EmailStatus") == "NeedToSend" and not request.get("BillEmail"):
        raise refusals.business("An e-mail address is needed to send the transaction.")
    _check_currency(world, realm, request, customer)


def _check_currency(world: World, realm: str, request: Doc, customer: Doc) -> None:
    its = companies.company(world, realm)
    wanted = (request.get("CurrencyRef") or {}).get("value")
    if wanted and wanted != its["currency"] and not its["multi_currency"]:
        raise refusals.business("Multi Currency should be enabled to perform this operation.")
    if wanted and wanted != customer["CurrencyRef"]["value"]:
        raise refusals.business("The transaction's currency must be the customer's.")


def _number(world: World, realm: str, request: Doc) -> str | None:
    """Ours when the company numbers by hand, else the company's own next one."""
    if not companies.company(world, realm)["custom_txn_numbers"]:
        return str(1000 + world.store.number(f"{realm}/DocNumber"))
    number = request.get("DocNumber")
    for other in entities.everything(world, realm, "Invoice") if number else []:
        if other.get("DocNumber") == number:
            raise refusals.duplicate_number(str(number), other["Id"])
    return number


def _completed(world: World, realm: str, invoice: Doc, settled: Decimal) -> Doc:
    """With subtotal line, tax, totals, dates and currency as QuickBooks fills them in."""
    its = companies.company(world, realm)
    customer = entities.read(world, realm, "Customer", invoice["CustomerRef"]["value"])
    invoice["CustomerRef"] = {"value": customer["Id"], "name": customer["DisplayName"]}
    invoice.setdefault("CurrencyRef", customer["CurrencyRef"])
    invoice.setdefault("TxnDate", world.now().date().isoformat())
    invoice.setdefault("DueDate", _due(world, realm, invoice))
    invoice["Line"] = lines.numbered(world, realm, invoice.get("Line") or [])
    bases = lines.net_by_tax_code(invoice["Line"])
    invoice["TxnTaxDetail"] = taxes.computed(world, realm, invoice, bases)
    total = sum(bases.values(), Decimal(0)) + decimal(invoice["TxnTaxDetail"]["TotalTax"])
    invoice["TotalAmt"] = total
    invoice["Balance"] = (
        total - settled - (decimal(invoice.get("Deposit", 0)) if not settled else 0)
    )
    if its["multi_currency"]:
        rate = decimal(invoice.setdefault("ExchangeRate", 1))
        invoice["HomeTotalAmt"] = total * rate
        invoice["HomeBalance"] = decimal(invoice["Balance"]) * rate
    return invoice


def _due(world: World, realm: str, invoice: Doc) -> str:
    days = 0
    if invoice.get("SalesTermRef"):
        days = int(entities.read(world, realm, "Term", invoice["SalesTermRef"]["value"])["DueDays"])
    return (date.fromisoformat(invoice["TxnDate"]) + timedelta(days=days)).isoformat()
