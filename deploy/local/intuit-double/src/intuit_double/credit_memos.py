"""Credit memos: like invoices, with the credit that payments have not used yet."""

from decimal import Decimal

from intuit_double import errors, invoices, payments
from intuit_double.company import Company, accepted_fields
from intuit_double.decimals import decimal
from intuit_double.store import Doc

WRITABLE = invoices.WRITABLE - {
    "AllowOnlineACHPayment",
    "AllowOnlineCreditCardPayment",
    "Deposit",
    "DueDate",
    "SalesTermRef",
}
READ_ONLY = {"Balance", "HomeTotalAmt", "LinkedTxn", "RemainingCredit", "TotalAmt"}


def create(company: Company, entity: str, request: Doc) -> Doc:
    """With all of its credit left, unless the company applies credit by itself."""
    memo = accepted_fields(request, WRITABLE, READ_ONLY)
    invoices.check(company, request)
    memo["DocNumber"] = invoices.doc_number(company, entity, request)
    total = invoices.totalled(company, memo)
    created = company.add(entity, {**memo, "RemainingCredit": total, "Balance": total})
    if company.settings["auto_apply_credit"]:
        _apply_by_itself(company, created)
    return company.read(entity, created["Id"])


def delete(company: Company, entity: str, request: Doc) -> Doc:
    memo = company.read_for_update(entity, request)
    if decimal(memo["RemainingCredit"]) != decimal(memo["TotalAmt"]):
        raise errors.business("Unlink the payments before deleting the credit memo.")
    return company.delete(entity, memo["Id"])


def _apply_by_itself(company: Company, memo: Doc) -> None:
    """To the customer's oldest open invoices, as the preference *automatically apply credits* has it."""
    left = decimal(memo["RemainingCredit"])
    for invoice in list(company.all("Invoice")):
        amount = min(left, decimal(invoice["Balance"]))
        if invoice["CustomerRef"]["value"] == memo["CustomerRef"]["value"] and amount > 0:
            payments.create(company, "Payment", _application(memo, invoice, amount))
            left -= amount


def _application(memo: Doc, invoice: Doc, amount: Decimal) -> Doc:
    pairs = (("Invoice", invoice), ("CreditMemo", memo))
    lines = [
        {"Amount": amount, "LinkedTxn": [{"TxnId": doc["Id"], "TxnType": kind}]}
        for kind, doc in pairs
    ]
    customer = {"value": memo["CustomerRef"]["value"]}
    return {"CustomerRef": customer, "TotalAmt": 0, "Line": lines}
