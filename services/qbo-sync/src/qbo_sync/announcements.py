"""What qbo-sync says, made from its rows."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from contracts import Money
from contracts.qbo_sync import InvoiceCopied, PaymentSeen, PaymentUndone, SyncFailed

_CENT, _MILL = Decimal("0.01"), Decimal("0.001")
_WITHOUT_CENTS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_IN_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
"""Minor units of ISO 4217, where they are not hundredths."""


def money(amount: Decimal, currency: str) -> Money:
    """With the decimals of its currency, as people write it; never fewer than it has."""
    exact, usual = amount.normalize(), amount.quantize(_smallest(currency))
    return Money(amount=usual if usual == exact else exact, currency=currency)


def _smallest(currency: str) -> Decimal:
    if currency in _WITHOUT_CENTS.split():
        return Decimal(1)
    return _MILL if currency in _IN_THOUSANDTHS.split() else _CENT


def invoice_copied(invoice: Row[Any], *, at: datetime) -> InvoiceCopied:
    return InvoiceCopied(
        account_id=invoice.account_id,
        invoice_id=invoice.invoice_id,
        realm_id=invoice.realm_id,
        qbo_id=invoice.qbo_id,
        doc_number=invoice.doc_number,
        total=money(invoice.qbo_total, invoice.currency),
        variance=invoice.reason if invoice.state == "variance" else None,
        copied_at=at,
    )


def sync_failed(account_id: UUID, invoice_id: UUID, reason: str, *, at: datetime) -> SyncFailed:
    return SyncFailed(account_id=account_id, invoice_id=invoice_id, reason=reason, failed_at=at)


def payment_seen(link: Row[Any], invoice: Row[Any], *, at: datetime) -> PaymentSeen:
    return PaymentSeen(
        account_id=link.account_id,
        invoice_id=invoice.invoice_id,
        seen_id=link.seen_id,
        realm_id=link.realm_id,
        qbo_payment_id=link.payment_id,
        amount=money(link.amount, invoice.currency),
        paid_on=link.paid_on,
        reference=link.reference,
        seen_at=at,
    )


def payment_undone(link: Row[Any], invoice_id: UUID, reason: str, *, at: datetime) -> PaymentUndone:
    return PaymentUndone(
        account_id=link.account_id,
        invoice_id=invoice_id,
        seen_id=link.seen_id,
        reason=reason,
        undone_at=at,
    )
