"""What QuickBooks shows: its invoice and where that differs from ours, and what a payment pays."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Self

from qbo_sync.domain import Entity, reads_entity
from qbo_sync.domain.invoice import Document

ExportState = Literal[
    "waiting_for_connection", "queued", "creating", "copied", "variance", "failed"
]
"""How far the export of an invoice is; `variance`: it is in QuickBooks and differs from ours."""
RemoteState = Literal["voided", "deleted"]
_COUNTED_LINES = {"salesitemlinedetail", "descriptiononly"}


@dataclass(frozen=True)
class RemoteInvoice:
    """What we keep of QuickBooks' invoice."""

    doc_number: str | None
    sync_token: str
    qbo_total: Decimal
    qbo_balance: Decimal
    qbo_updated_at: datetime | None
    remote: RemoteState | None

    @classmethod
    @reads_entity
    def of(cls, entity: Entity) -> Self:
        """Read an `Invoice`. A voided one has no total, and a note that begins so."""
        changed = (entity.get("MetaData") or {}).get("LastUpdatedTime")
        total = Decimal(str(entity["TotalAmt"]))
        voided = str(entity.get("PrivateNote") or "").startswith("Voided") and not total
        return cls(
            doc_number=entity.get("DocNumber"),
            sync_token=str(entity.get("SyncToken", "")),
            qbo_total=total,
            qbo_balance=Decimal(str(entity.get("Balance", 0))),
            qbo_updated_at=datetime.fromisoformat(changed) if changed else None,
            remote="voided" if voided else None,
        )

    def follows(self, known: datetime | None) -> bool:
        """Whether this is no older than what is known, which was updated at `known`."""
        return known is None or (self.qbo_updated_at is not None and known <= self.qbo_updated_at)


@reads_entity
def variance(invoice: Document, sent: Entity, entity: Entity) -> str | None:
    """The differences in total, tax, currency, lines, number and exchange rate, in words; None when there is none."""
    currency = (entity.get("CurrencyRef") or {}).get("value", invoice.currency)
    tax = Decimal(str((entity.get("TxnTaxDetail") or {}).get("TotalTax", 0)))
    compared = [
        ("total", invoice.total, Decimal(str(entity["TotalAmt"]))),
        ("tax", invoice.tax, tax),
        ("currency", invoice.currency, currency),
        ("lines", _line_count(sent), _line_count(entity)),
    ]
    if "DocNumber" in sent:
        compared.append(("number", sent["DocNumber"], entity.get("DocNumber")))
    if "ExchangeRate" in sent:
        rate = Decimal(str(entity.get("ExchangeRate", 1)))
        compared.append(("exchange rate", sent["ExchangeRate"], rate))
    differing = [
        f"{what} {theirs}, ours {ours}" for what, ours, theirs in compared if ours != theirs
    ]
    return f"In QuickBooks: {'; '.join(differing)}" if differing else None


@reads_entity
def linked_payments(entity: Entity | None) -> set[str]:
    """Ids of the payments that QuickBooks' invoice names; none of a deleted one."""
    return {
        str(link["TxnId"])
        for link in (entity or {}).get("LinkedTxn") or []
        if str(link.get("TxnType", "")).lower() == "payment"
    }


def _line_count(entity: Entity) -> int:
    kinds = [str(line.get("DetailType", "")).replace("_", "").lower() for line in entity["Line"]]
    return sum(kind in _COUNTED_LINES for kind in kinds)


Kind = Literal["cash", "credit"]
"""Where the amount comes from: money, or a credit memo."""
LinkKey = tuple[str, Kind]
"""A QuickBooks invoice id, and the kind of what is applied to it."""


@dataclass(frozen=True)
class AppliedAmount:
    """What a payment applies to one invoice, of one kind. Its reference does not tell two of them apart."""

    amount: Decimal
    paid_on: date
    reference: str = field(compare=False)


@reads_entity
def applied_amounts(payment: Entity | None) -> dict[LinkKey, AppliedAmount]:
    """By QuickBooks invoice and kind; nothing of a payment that was deleted or voided.

    QuickBooks links credits to invoices by a payment, whose total is the money alone. Which part of several invoices
    the credit pays it does not say: here the first ones.
    """
    if payment is None or payment.get("status") == "Deleted":
        return {}
    by_invoice = _invoice_amounts(payment)
    credit = _credit(payment, sum(by_invoice.values(), Decimal(0)))
    amounts: dict[LinkKey, Decimal] = {}
    for invoice_id, amount in by_invoice.items():
        part = min(amount, credit)
        credit -= part
        amounts |= {(invoice_id, "credit"): part, (invoice_id, "cash"): amount - part}
    paid_on = date.fromisoformat(str(payment["TxnDate"])[:10])
    reference = str(payment.get("PaymentRefNum") or "")
    return {
        key: AppliedAmount(amount, paid_on, reference)
        for key, amount in amounts.items()
        if amount > 0
    }


@reads_entity
def unapplied_amount(payment: Entity | None) -> Decimal:
    """What of the payment pays nothing yet, and is the customer's."""
    return _amount(payment or {}, "UnappliedAmt")


def _invoice_amounts(payment: Entity) -> dict[str, Decimal]:
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for line in payment.get("Line") or []:
        for link in line.get("LinkedTxn") or []:
            if str(link.get("TxnType", "")).lower() == "invoice":
                amounts[str(link["TxnId"])] += _amount(line, "Amount")
    return {invoice_id: amount for invoice_id, amount in amounts.items() if amount > 0}


def _credit(payment: Entity, applied: Decimal) -> Decimal:
    """What is applied beyond the money that came."""
    if payment.get("TotalAmt") is None:
        return Decimal(0)
    money = _amount(payment, "TotalAmt") - unapplied_amount(payment)
    return max(applied - max(money, Decimal(0)), Decimal(0))


def _amount(entity: Entity, name: str) -> Decimal:
    return Decimal(str(entity.get(name) or 0))


def why_undone(payment: Entity | None) -> str:
    """For people: what happened to a payment that pays an invoice no more."""
    if payment is None:
        return "the payment was deleted in QuickBooks"
    if str(payment.get("PrivateNote") or "").startswith("Voided"):
        return "the payment was voided in QuickBooks"
    return "the payment was changed in QuickBooks"
