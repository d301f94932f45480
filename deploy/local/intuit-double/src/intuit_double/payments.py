"""Payments: what they pay, and what is left over."""

from decimal import Decimal, InvalidOperation

from intuit_double import entities, invoices, refusals
from intuit_double.decimals import decimal
from intuit_double.store import Doc
from intuit_double.world import World

WRITABLE = {
    "CurrencyRef",
    "CustomerRef",
    "DepositToAccountRef",
    "ExchangeRate",
    "Line",
    "PaymentMethodRef",
    "PaymentRefNum",
    "PrivateNote",
    "TotalAmt",
    "TxnDate",
}
READ_ONLY = {"UnappliedAmt", "ProcessPayment", "LinkedTxn"}


def create(world: World, realm: str, entity: str, request: Doc) -> Doc:
    entities.check_properties(request, WRITABLE | READ_ONLY)
    fields = {k: v for k, v in request.items() if k in WRITABLE}
    payment = entities.add(world, realm, entity, _applied(world, realm, fields))
    _settle(world, realm, invoices_of(payment))
    return payment


def update(world: World, realm: str, entity: str, request: Doc) -> Doc:
    stored = entities.stored_for_change(world, realm, entity, request)
    entities.check_properties(request, WRITABLE | READ_ONLY)
    changed = entities.merged(stored, request, WRITABLE)
    _set_aside(world, realm, stored)
    payment = entities.replace(world, realm, entity, _applied(world, realm, changed))
    _settle(world, realm, invoices_of(stored) | invoices_of(payment))
    return payment


def void(world: World, realm: str, entity: str, request: Doc) -> Doc:
    """Nothing is paid by it any more; the answer has no lines, hence no links."""
    payment = entities.stored_for_change(world, realm, entity, request)
    before = invoices_of(payment)
    payment |= {"TotalAmt": 0, "UnappliedAmt": 0, "Line": []}
    payment["PrivateNote"] = f"Voided - {payment.get('PrivateNote', '')}"
    voided = entities.replace(world, realm, entity, payment, "void")
    _settle(world, realm, before)
    return voided


def delete(world: World, realm: str, entity: str, request: Doc) -> Doc:
    payment = entities.stored_for_change(world, realm, entity, request)
    answer = entities.remove(world, realm, entity, payment["Id"])
    _settle(world, realm, invoices_of(payment))
    return answer


def invoices_of(payment: Doc) -> set[str]:
    return {invoice for line in payment["Line"] if (invoice := _invoice(line))}


def _invoice(line: Doc) -> str | None:
    for link in line.get("LinkedTxn", []):
        if link.get("TxnType") == "Invoice":
            return str(link["TxnId"])
    return None


def _applied(world: World, realm: str, payment: Doc) -> Doc:
    """With its customer checked, its lines no larger than the balances, its date and remainder."""
    customer = entities.referenced(
        world, realm, "Customer", payment.get("CustomerRef"), "CustomerRef"
    )
    if "TotalAmt" not in payment:
        raise refusals.missing("TotalAmt")
    total = _amount(payment["TotalAmt"])
    payment["Line"] = [_checked(world, realm, line, customer) for line in payment.get("Line") or []]
    applied = sum((decimal(line["Amount"]) for line in payment["Line"]), Decimal(0))
    if applied > total:
        raise refusals.business("The amount applied is more than the amount received.")
    payment.setdefault("TxnDate", world.now().date().isoformat())
    payment.setdefault("CurrencyRef", customer["CurrencyRef"])
    return {**payment, "TotalAmt": total, "UnappliedAmt": total - applied}


def _checked(world: World, realm: str, line: Doc, customer: Doc) -> Doc:
    invoice_id = _invoice(line)
    if invoice_id is None:
        raise refusals.missing("Line.LinkedTxn")
    invoice = entities.referenced(world, realm, "Invoice", {"value": invoice_id}, "TxnId")
    if invoice["CustomerRef"]["value"] != customer["Id"]:
        raise refusals.business("The invoice belongs to another customer.")
    return {**line, "Amount": min(_amount(line.get("Amount")), decimal(invoice["Balance"]))}


def _amount(value: object) -> Decimal:
    try:
        return decimal(value)
    except InvalidOperation:
        raise refusals.bad_value("Amount", str(value)) from None


def _set_aside(world: World, realm: str, payment: Doc) -> None:
    """Free the balances that a payment holds, so that its new lines are measured without it."""
    for line in payment["Line"]:
        invoice_id = _invoice(line)
        invoice = entities.find(world, realm, "Invoice", invoice_id) if invoice_id else None
        if invoice:
            invoice["Balance"] = decimal(invoice["Balance"]) + decimal(line["Amount"])
            world.store.put(entities.collection(realm, "Invoice"), invoice["Id"], invoice)


def _settle(world: World, realm: str, invoice_ids: set[str]) -> None:
    for invoice_id in sorted(invoice_ids):
        paying = [
            (payment["Id"], decimal(line["Amount"]))
            for payment in entities.everything(world, realm, "Payment")
            for line in payment["Line"]
            if _invoice(line) == invoice_id
        ]
        invoices.settle(world, realm, invoice_id, paying)
