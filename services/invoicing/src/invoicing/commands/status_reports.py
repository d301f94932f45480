"""Record what became of invoices and credit notes elsewhere: their delivery, an invoice's copy in QuickBooks."""

from uuid import UUID

from contracts.notifier import CreditNoteFailed, CreditNoteSent, DeliveryFailed, DeliverySent
from contracts.qbo_sync import InvoiceCopied, InvoiceSent, SendingFailed, SyncFailed
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
