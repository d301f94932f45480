"""Payments: the invoices that they pay, and what is left over."""

from decimal import Decimal, InvalidOperation

from intuit_double import errors, invoices
from intuit_double.company import Company, accepted_fields, merged
from intuit_double.decimals import decimal
from intuit_double.store import Doc

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


def create(company: Company, entity: str, request: Doc) -> Doc:
    fields = accepted_fields(request, WRITABLE, READ_ONLY)
    payment = company.add(entity, _calculated(company, fields))
    _update_balances(company, payment)
    return payment


def update(company: Company, entity: str, request: Doc) -> Doc:
    stored = company.read_for_update(entity, request)
    accepted_fields(request, WRITABLE, READ_ONLY)
    changed = merged(stored, request, WRITABLE)
    _release_balances(company, stored)
    payment = company.replace(entity, _calculated(company, changed))
    _update_balances(company, stored, payment)
    return payment


def void(company: Company, entity: str, request: Doc) -> Doc:
    """It pays nothing any more; the response has no lines, hence no links."""
    payment = company.read_for_update(entity, request)
    before = {"Line": payment["Line"]}
    payment |= {"TotalAmt": 0, "UnappliedAmt": 0, "Line": []}
    payment["PrivateNote"] = f"Voided - {payment.get('PrivateNote', '')}"
    voided = company.replace(entity, payment, "void")
    _update_balances(company, before)
    return voided


def delete(company: Company, entity: str, request: Doc) -> Doc:
    payment = company.read_for_update(entity, request)
    deleted = company.delete(entity, payment["Id"])
    _update_balances(company, payment)
    return deleted


def paid_invoices(payment: Doc) -> set[str]:
    """The ids of the invoices that a payment is applied to."""
    return _linked_ids(payment, "Invoice")


def _linked_ids(payment: Doc, kind: str) -> set[str]:
    return {found for line in payment["Line"] if (found := _linked(line, kind))}


def _linked_invoice(line: Doc) -> str | None:
    return _linked(line, "Invoice")


def _linked(line: Doc, kind: str) -> str | None:
    links = line.get("LinkedTxn", [])
    return next((str(link["TxnId"]) for link in links if link.get("TxnType") == kind), None)


def _calculated(company: Company, payment: Doc) -> Doc:
    """With its customer checked, its lines no larger than the balances, its date and remainder.

    A line that is linked to a credit memo adds its amount, no more than is left of it, to the money that came.
    """
    customer = company.referenced("Customer", payment.get("CustomerRef"), "CustomerRef")
    if "TotalAmt" not in payment:
        raise errors.missing("TotalAmt")
    total = _amount(payment["TotalAmt"])
    lines = payment.get("Line") or []
    credit_lines = [line for line in lines if _linked(line, "CreditMemo")]
    for line in credit_lines:
        _check_credit(company, line, customer)
    paid = [_applied(company, line, customer) for line in lines if line not in credit_lines]
    payment["Line"] = [*paid, *credit_lines]
    applied = sum((decimal(line["Amount"]) for line in paid), Decimal(0))
    total_with_credit = sum((decimal(line["Amount"]) for line in credit_lines), total)
    if applied > total_with_credit:
        raise errors.business("The amount applied is more than the amount received.")
    payment.setdefault("TxnDate", company.sandbox.now().date().isoformat())
    payment.setdefault("CurrencyRef", customer["CurrencyRef"])
    return {**payment, "TotalAmt": total, "UnappliedAmt": total_with_credit - applied}


def _applied(company: Company, line: Doc, customer: Doc) -> Doc:
    invoice_id = _linked_invoice(line)
    if invoice_id is None:
        raise errors.missing("Line.LinkedTxn")
    invoice = company.referenced("Invoice", {"value": invoice_id}, "TxnId")
    if invoice["CustomerRef"]["value"] != customer["Id"]:
        raise errors.business("The invoice belongs to another customer.")
    return {**line, "Amount": min(_amount(line.get("Amount")), decimal(invoice["Balance"]))}


def _check_credit(company: Company, line: Doc, customer: Doc) -> None:
    memo = company.referenced("CreditMemo", {"value": _linked(line, "CreditMemo")}, "TxnId")
    if memo["CustomerRef"]["value"] != customer["Id"]:
        raise errors.business("The credit memo belongs to another customer.")
    if _amount(line.get("Amount")) > decimal(memo["RemainingCredit"]):
        raise errors.business("The amount applied is more than what is left of the credit memo.")


def _amount(value: object) -> Decimal:
    try:
        return decimal(value)
    except InvalidOperation:
        raise errors.bad_value("Amount", str(value)) from None


def _release_balances(company: Company, payment: Doc) -> None:
    """Give the payment's amounts back to its invoices, so that its new lines are measured without it."""
    for line in payment["Line"]:
        invoice_id = _linked_invoice(line)
        invoice = company.find("Invoice", invoice_id) if invoice_id else None
        if invoice:
            invoice["Balance"] = decimal(invoice["Balance"]) + decimal(line["Amount"])
            company.put("Invoice", invoice)
        memo_id = _linked(line, "CreditMemo")
        memo = company.find("CreditMemo", memo_id) if memo_id else None
        if memo:
            memo["RemainingCredit"] = decimal(memo["RemainingCredit"]) + decimal(line["Amount"])
            company.put("CreditMemo", memo)


def _update_balances(company: Company, *payments: Doc) -> None:
    """Bring up to date what these payments pay, or paid, and the credit memos that they use, or used."""
    for invoice_id in sorted({found for one in payments for found in paid_invoices(one)}):
        invoices.apply_payments(company, invoice_id, _applied_to(company, "Invoice", invoice_id))
    for memo_id in sorted({found for one in payments for found in _linked_ids(one, "CreditMemo")}):
        used = _applied_to(company, "CreditMemo", memo_id)
        memo = company.read("CreditMemo", memo_id)
        left = decimal(memo["TotalAmt"]) - sum((amount for _, amount in used), Decimal(0))
        memo |= {"RemainingCredit": left, "Balance": left}
        company.replace("CreditMemo", memo)


def _applied_to(company: Company, kind: str, entity_id: str) -> list[tuple[str, Decimal]]:
    return [
        (payment["Id"], decimal(line["Amount"]))
        for payment in company.all("Payment")
        for line in payment["Line"]
        if _linked(line, kind) == entity_id
    ]
