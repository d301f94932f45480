"""Say what a payment, or its reversal, means for each invoice."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

import contracts
from contracts.invoicing import PaymentRecorded, PaymentReversed
from invoicing import announcements
from invoicing.allocating import Receivable, Share, settled
from invoicing.payment import Payment
from invoicing.terms import overdue_from
from messaging import outbox, tasks


async def tell_allocated(
    session: AsyncSession,
    account_id: UUID,
    payment: Payment,
    shares: Sequence[Share],
    receivables: Mapping[UUID, Receivable],
    *,
    undone: bool = False,
) -> None:
    """Say payment-recorded for each invoice, and invoice-paid for those on which nothing is owed any more."""
    facts: list[contracts.Event] = []
    for share in shares:
        now = settled(receivables[share.invoice_id], share.amount)
        facts.append(_recorded(account_id, payment, share, now))
        if now.balance.owed == 0 and not undone:
            facts.append(_paid(account_id, payment, now))
    await outbox.publish(session, *facts)


async def tell_reversed(
    session: AsyncSession,
    account_id: UUID,
    counter: Payment,
    shares: Sequence[Share],
    receivables: Mapping[UUID, Receivable],
    time_zone: str,
) -> None:
    """Say payment-reversed for each invoice; one that was paid can become overdue again."""
    await outbox.publish(
        session,
        *(
            _reversed(
                account_id, counter, share, settled(receivables[share.invoice_id], share.amount)
            )
            for share in shares
        ),
    )
    for share in shares:
        receivable = receivables[share.invoice_id]
        if receivable.balance.owed == 0:
            await tasks.schedule(
                session,
                "overdue",
                key=str(share.invoice_id),
                due_at=overdue_from(receivable.due_date, time_zone),
                again=True,
            )


def _recorded(account_id: UUID, payment: Payment, share: Share, now: Receivable) -> PaymentRecorded:
    return PaymentRecorded(
        account_id=account_id,
        invoice_id=now.invoice_id,
        payment_id=payment.id,
        number=now.number,
        amount=contracts.Money(amount=share.amount, currency=now.currency),
        received_on=payment.received_on,
        method=payment.method,
        reference=payment.reference,
        balance=contracts.Money(amount=now.balance.owed, currency=now.currency),
    )


def _paid(account_id: UUID, payment: Payment, now: Receivable) -> contracts.Event:
    total = contracts.Money(amount=now.balance.total, currency=now.currency)
    return announcements.paid(
        account_id, now.invoice_id, now.organization_id, now.number, payment.received_on, total
    )


def _reversed(account_id: UUID, counter: Payment, share: Share, now: Receivable) -> PaymentReversed:
    assert counter.reverses
    assert counter.reason
    return PaymentReversed(
        account_id=account_id,
        invoice_id=now.invoice_id,
        payment_id=counter.reverses,
        number=now.number,
        amount=contracts.Money(amount=-share.amount, currency=now.currency),
        balance=contracts.Money(amount=now.balance.owed, currency=now.currency),
        reason=counter.reason,
    )
