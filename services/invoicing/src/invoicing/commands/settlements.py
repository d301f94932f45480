"""Payments and credits seen in QuickBooks. `seen_id` names one application of one payment for ever."""

from datetime import datetime
from decimal import Decimal

from contracts.qbo_sync import PaymentSeen, PaymentUndone
from database import Session, new_id
from invoicing.commands.pay import reverse_payment, settle
from invoicing.domain.allocation import Receivable, allocation_up_to
from invoicing.domain.errors import UnknownInvoiceError
from invoicing.domain.payment import NewPayment
from invoicing.store import payments
from messaging import outbox

_BY = "qbo-sync"


async def record_seen_payment(session: Session, event: PaymentSeen, *, now: datetime) -> None:
    """Record the payment once, up to the balance; the rest is credit. One that was undone before is reversed at once.

    What a credit memo repeats of our own credit notes settles nothing: they did.
    """
    payment_id = new_id()
    seen = await payments.mark_seen(session, event.seen_id, payment_id)
    if not seen.first:
        return
    receivable = await _receivable(session, event)
    amount = event.amount.amount
    if event.kind == "credit" and receivable.balance.credited:
        amount -= await _mirror(session, event, receivable)
        if not amount:
            return
    allocations = allocation_up_to(amount, receivable)
    payment = NewPayment(
        received_on=event.paid_on,
        amount=amount,
        currency=event.amount.currency,
        method="qbo",
        kind=event.kind,
        reference=event.reference,
    ).payment(payment_id, receivable.organization_id, allocations, by=_BY, now=now)
    receivables, holds = {event.invoice_id: receivable}, not seen.undone_because
    settled = settle(session, payment, allocations, receivables, holds=holds)
    await payments.insert_payment(session, payment, settled.versions)
    await outbox.publish(session, *settled.events)
    if seen.undone_because:
        await reverse_payment(session, payment_id, seen.undone_because, by=_BY, now=now)


async def reverse_seen_payment(session: Session, event: PaymentUndone, *, now: datetime) -> None:
    """Reverse the payment; when it has not been seen yet, remember that it is undone."""
    payment_id = await payments.mark_undone(session, event.seen_id, event.reason)
    if payment_id is not None:
        await reverse_payment(session, payment_id, event.reason, by=_BY, now=now)


async def _mirror(session: Session, event: PaymentSeen, receivable: Receivable) -> Decimal:
    """How much of a credit memo is what was credited here and no other credit memo repeats."""
    known = await payments.mirrored(session, event.invoice_id)
    amount = min(event.amount.amount, receivable.balance.credited - known)
    if amount > 0:
        await payments.mirror(session, event.seen_id, event.invoice_id, amount)
    return max(amount, Decimal(0))


async def _receivable(session: Session, event: PaymentSeen) -> Receivable:
    found = await payments.lock_receivables(session, [event.invoice_id])
    receivable = found.get(event.invoice_id)
    if receivable is None or receivable.currency != event.amount.currency:
        raise UnknownInvoiceError(f"{event.invoice_id} in {event.amount.currency}")
    return receivable
