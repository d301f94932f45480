"""Record what became of invoices and credit notes elsewhere: their delivery, reminders, their copies in QuickBooks."""

from uuid import UUID

from contracts.notifier import (
    CreditNoteFailed,
    CreditNoteSent,
    DeliveryFailed,
    DeliverySent,
    ReminderFailed,
    ReminderPassedOver,
    ReminderSent,
)
from contracts.qbo_sync import (
    CreditMemoCopied,
    CreditMemoFailed,
    InvoiceCopied,
    InvoiceSent,
    SendingFailed,
    SyncFailed,
)
from database import Session
from invoicing.domain.states import CopyStatus, DeliveryStatus
from invoicing.store import deliveries, invoices


async def record_delivery(
    session: Session, event: DeliverySent | DeliveryFailed | CreditNoteSent | CreditNoteFailed
) -> None:
    """The invoice or credit note reached a mail server, did not, or may have."""
    if isinstance(event, DeliverySent | CreditNoteSent):
        status = DeliveryStatus(outcome="sent", recipient=event.recipient, at=event.sent_at)
    else:
        status = DeliveryStatus(
            outcome="unknown" if event.may_have_arrived else "failed",
            recipient=event.recipient,
            reason=event.reason,
            at=event.failed_at,
        )
    await deliveries.insert_delivery(session, UUID(event.key), event.delivery_id, status)


async def record_reminder(
    session: Session, event: ReminderSent | ReminderFailed | ReminderPassedOver
) -> None:
    """The customer was reminded of the invoice, was not, or may have been."""
    report: dict[str, object] = {"invoice_id": event.invoice_id, "days": event.days}
    if isinstance(event, ReminderPassedOver):
        report |= {
            "delivery_id": event.reminder_id,
            "outcome": "passed-over",
            "at": event.passed_over_at,
        }
    else:
        report |= event.model_dump(include={"delivery_id", "number", "recipient", "requested_by"})
    if isinstance(event, ReminderSent):
        report |= {"outcome": "sent", "at": event.sent_at, "balance": event.balance.amount}
    if isinstance(event, ReminderFailed):
        outcome = "unknown" if event.may_have_arrived else "failed"
        report |= {"outcome": outcome, "at": event.failed_at, "detail": event.reason}
    await deliveries.insert_reminder(session, report)


async def record_sending(session: Session, event: InvoiceSent | SendingFailed) -> None:
    """QuickBooks mailed the invoice, did not, or may have."""
    if isinstance(event, InvoiceSent):
        status = DeliveryStatus(outcome="sent", recipient=event.recipient, at=event.sent_at)
    else:
        status = DeliveryStatus(
            outcome="unknown" if event.may_have_arrived else "failed",
            recipient=event.recipient,
            reason=event.reason,
            at=event.failed_at,
        )
    await deliveries.insert_delivery(session, event.invoice_id, event.sending_id, status)


async def record_copy(session: Session, event: InvoiceCopied | SyncFailed) -> None:
    """The invoice is in QuickBooks, perhaps with a variance, or could not be copied."""
    if isinstance(event, InvoiceCopied):
        status = CopyStatus("copied", event.qbo_id, event.variance, event.copied_at)
    else:
        status = CopyStatus("failed", reason=event.reason, at=event.failed_at)
    await invoices.insert_copy(session, event.invoice_id, status)


async def record_memo(session: Session, event: CreditMemoCopied | CreditMemoFailed) -> None:
    """A credit note of the invoice is in QuickBooks, as far as it is applied, or could not be copied."""
    about: dict[str, object] = event.model_dump(include={"invoice_id", "credit_note_id"})
    if isinstance(event, CreditMemoCopied):
        about |= {"outcome": "copied", "at": event.copied_at, "detail": event.remark}
        about |= {"doc_number": event.doc_number, "applied": event.applied.amount}
    else:
        about |= {"outcome": "failed", "at": event.failed_at, "detail": event.reason}
    await invoices.insert_memo(session, about)
