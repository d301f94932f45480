"""What a QuickBooks payment pays: amounts by invoice."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from qbo_sync.intuit.numbers import Doc


@dataclass(frozen=True)
class Application:
    """A payment's part that pays one invoice."""

    amount: Decimal
    paid_on: date
    reference: str


def applications(payment: Doc | None) -> dict[str, Application]:
    """By QuickBooks invoice id; nothing of a payment that was deleted or voided."""
    if payment is None:
        return {}
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for line in payment.get("Line") or []:
        for link in line.get("LinkedTxn") or []:
            if str(link.get("TxnType", "")).lower() == "invoice":
                amounts[str(link["TxnId"])] += Decimal(str(line.get("Amount", 0)))
    paid_on = date.fromisoformat(str(payment["TxnDate"])[:10])
    reference = str(payment.get("PaymentRefNum") or "")
    return {
        invoice_id: Application(amount, paid_on, reference)
        for invoice_id, amount in amounts.items()
        if amount > 0
    }


def why_undone(payment: Doc | None) -> str:
    """For people: what happened to a payment whose link is gone."""
    if payment is None:
        return "the payment was deleted in QuickBooks"
    if str(payment.get("PrivateNote") or "").startswith("Voided"):
        return "the payment was voided in QuickBooks"
    return "the payment was changed in QuickBooks"
