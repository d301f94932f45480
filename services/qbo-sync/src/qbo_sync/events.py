"""Rows → wire: what qbo-sync publishes."""

from datetime import datetime
from decimal import Decimal

from contracts import Money
from contracts.qbo_sync import (
    CreditMemoCopied,
    CreditMemoFailed,
    InvoiceCopied,
    InvoiceSent,
    PaymentSeen,
    PaymentUndone,
    SendingFailed,
    SyncFailed,
)
from money import pad
from qbo_sync.store.credit_tables import CreditNoteRow
from qbo_sync.store.tables import InvoiceExport, PaymentLink, SendingRow


def invoice_copied(export: InvoiceExport) -> InvoiceCopied:
    """The invoice exists once in QuickBooks."""
    assert export.qbo_total is not None
    values = {
        "total": _money(export.qbo_total, export.currency),
        "variance": export.reason if export.state == "variance" else None,
    }
    return InvoiceCopied.model_validate({**vars(export), **values})


def sync_failed(export: InvoiceExport, *, at: datetime) -> SyncFailed:
    """The export needs somebody's help."""
    return SyncFailed.model_validate({**vars(export), "failed_at": at})


def credit_memo_copied(note: CreditNoteRow, currency: str, *, version: int) -> CreditMemoCopied:
    """The credit note exists once in QuickBooks."""
    assert note.qbo_total is not None
    applied = note.qbo_total - (note.unapplied or 0)
    values = {
        "total": _money(note.qbo_total, currency),
        "applied": _money(applied, currency),
        "remark": note.reason,
        "version": version,
    }
    return CreditMemoCopied.model_validate({**vars(note), **values})


def credit_memo_failed(note: CreditNoteRow, *, version: int, at: datetime) -> CreditMemoFailed:
    """The credit note needs somebody's help."""
    return CreditMemoFailed.model_validate({**vars(note), "version": version, "failed_at": at})


def invoice_sent(sending: SendingRow, recipient: str | None, *, version: int) -> InvoiceSent:
    """QuickBooks mailed the invoice."""
    values = {"sending_id": sending.id, "recipient": recipient, "sent_at": sending.ended_at}
    return InvoiceSent.model_validate({**vars(sending), **values, "version": version})


def sending_failed(sending: SendingRow, *, version: int) -> SendingFailed:
    """QuickBooks will not mail the invoice, or nobody knows whether it did."""
    values = {
        "sending_id": sending.id,
        "failed_at": sending.ended_at,
        "may_have_arrived": sending.state == "unknown",
    }
    return SendingFailed.model_validate({**vars(sending), **values, "version": version})


def payment_seen(link: PaymentLink, currency: str, *, version: int, at: datetime) -> PaymentSeen:
    """QuickBooks shows a payment applied to an invoice of ours."""
    values = {"amount": _money(link.amount, currency), "version": version, "seen_at": at}
    return PaymentSeen.model_validate({**vars(link), **values})


def payment_undone(link: PaymentLink, reason: str, *, version: int) -> PaymentUndone:
    """QuickBooks shows the payment no more, or not so."""
    return PaymentUndone.model_validate({**vars(link), "reason": reason, "version": version})


def _money(amount: Decimal, currency: str) -> Money:
    return Money(amount=pad(amount, currency), currency=currency)
