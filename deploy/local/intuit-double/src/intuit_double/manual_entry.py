"""What a user of QuickBooks enters by hand: payments received, voids, deletions, vendors and customers."""

from decimal import Decimal, InvalidOperation

from intuit_double import credit_memos, errors, invoices, payments
from intuit_double.company import Company
from intuit_double.decimals import decimal
from intuit_double.store import Doc


def receive_payment(company: Company, entry: Doc) -> Doc:
    """One payment for one invoice or several of one customer.

    `entry` is `{"invoice": …, "amount": …}` or `{"invoices": [{"invoice": …, "amount": …}, …]}`;
    an invoice is named by DocNumber or Id, an amount is a number or "all". Optional: `date`,
    `reference`, `received`, the money that came in when it is more than what is applied, and `credit`, how much
    of it comes from a credit memo: QuickBooks links credits by a payment, of nothing when no money came.
    """
    parts = entry.get("invoices") or [entry]
    lines = _lines(company, parts)
    applied = sum((decimal(line["Amount"]) for line in lines), Decimal(0))
    payer = invoices.by_number(company, parts[0].get("invoice"))["CustomerRef"]
    credit = decimal(entry.get("credit", 0))
    if credit:
        lines.append(_credit_memo(company, payer, credit))
    request = {
        "CustomerRef": {"value": payer["value"]},
        "TotalAmt": decimal(entry.get("received", applied - credit)),
        "Line": lines,
    }
    for element, name in (("TxnDate", "date"), ("PaymentRefNum", "reference")):
        if entry.get(name):
            request[element] = entry[name]
    return payments.create(company, "Payment", request)


def _credit_memo(company: Company, customer: Doc, amount: Decimal) -> Doc:
    """Create a credit memo; returns the payment line that uses it up."""
    memo = {"CustomerRef": customer, "TotalAmt": amount, "RemainingCredit": amount}
    created = company.add("CreditMemo", memo)
    return {"Amount": amount, "LinkedTxn": [{"TxnId": created["Id"], "TxnType": "CreditMemo"}]}


def reapply_payment(company: Company, payment_id: str, entry: Doc) -> Doc:
    """Apply a payment to other invoices than before; `entry` as for `receive_payment`."""
    stored = company.read("Payment", payment_id)
    lines = _lines(company, entry.get("invoices") or [entry], all_of="TotalAmt")
    current = {"Id": payment_id, "SyncToken": stored["SyncToken"], "sparse": True}
    return payments.update(company, "Payment", {**current, "Line": lines})


def void_payment(company: Company, payment_id: str) -> Doc:
    return payments.void(company, "Payment", company.read("Payment", payment_id))


def delete_payment(company: Company, payment_id: str) -> Doc:
    return payments.delete(company, "Payment", company.read("Payment", payment_id))


def void_invoice(company: Company, number: str) -> Doc:
    return invoices.void(company, "Invoice", invoices.by_number(company, number))


def delete_invoice(company: Company, number: str) -> Doc:
    return invoices.delete(company, "Invoice", invoices.by_number(company, number))


def delete_credit_memo(company: Company, memo_id: str) -> Doc:
    return credit_memos.delete(company, "CreditMemo", company.read("CreditMemo", memo_id))


def send_invoice(company: Company, number: str) -> Doc:
    return invoices.send(company, invoices.by_number(company, number)["Id"], "")


def _lines(company: Company, parts: list[Doc], *, all_of: str = "Balance") -> list[Doc]:
    """Payment lines; "all" is what the invoice says under `all_of`, cut to its balance later."""
    lines = []
    for part in parts:
        invoice = invoices.by_number(company, part.get("invoice"))
        linked = [{"TxnId": invoice["Id"], "TxnType": "Invoice"}]
        lines.append({"Amount": _amount(part, invoice[all_of]), "LinkedTxn": linked})
    return lines


def _amount(part: Doc, whole: object) -> Decimal:
    amount = part.get("amount", "all")
    try:
        return decimal(whole if amount == "all" else amount)
    except InvalidOperation:
        raise errors.bad_value("amount", str(amount)) from None
