"""Payments that QuickBooks shows. `seen_id` names one application of one payment for ever."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.qbo_sync import PaymentSeen, PaymentUndone
from database import new_id
from invoicing.allocating import Receivable, Share
from invoicing.commands.paying import reverse
from invoicing.commands.telling import tell_allocated
from invoicing.payment import Payment
from invoicing.store import payments

_BY = "qbo-sync"


class UnknownInvoiceError(Exception):
    """QuickBooks shows a payment of an invoice that we have not issued, or in another currency."""


async def record_seen(session: AsyncSession, fact: PaymentSeen, *, now: datetime) -> None:
    """Record the payment once, up to the balance; the rest is credit. One that was undone before is undone again."""
    payment_id = new_id()
    first, undone = await payments.see(session, fact.account_id, fact.seen_id, payment_id)
    if not first:
        return
    receivable = await _receivable(session, fact)
    payment = _payment(fact, payment_id, receivable, now)
    settles = min(payment.amount, receivable.balance.owed)
    shares = [Share(fact.invoice_id, settles)] if settles > 0 else []
    await payments.insert_payment(session, fact.account_id, payment)
    await payments.insert_shares(session, fact.account_id, payment_id, shares, now)
    known = {receivable.invoice_id: receivable}
    await tell_allocated(
        session, fact.account_id, payment, shares, known, undone=undone is not None
    )
    if undone is not None:
        await reverse(session, fact.account_id, payment_id, undone, by=_BY, now=now)


async def undo_seen(session: AsyncSession, fact: PaymentUndone, *, now: datetime) -> None:
    """Reverse the payment; when it has not been seen yet, remember that it is undone."""
    payment_id = await payments.undo(session, fact.account_id, fact.seen_id, fact.reason)
    if payment_id is not None:
        await reverse(session, fact.account_id, payment_id, fact.reason, by=_BY, now=now)


async def _receivable(session: AsyncSession, fact: PaymentSeen) -> Receivable:
    found = await payments.lock_receivables(session, [fact.invoice_id])
    receivable = found.get(fact.invoice_id)
    if receivable is None or receivable.currency != fact.amount.currency:
        raise UnknownInvoiceError(f"{fact.invoice_id} in {fact.amount.currency}")
    return receivable


def _payment(fact: PaymentSeen, payment_id: UUID, receivable: Receivable, now: datetime) -> Payment:
    return Payment(
        id=payment_id,
        organization_id=receivable.organization_id,
        received_on=fact.paid_on,
        amount=fact.amount.amount,
        currency=fact.amount.currency,
        method="qbo",
        reference=fact.reference,
        recorded_at=now,
        recorded_by=_BY,
    )
