"""Record payments, allocate them, reverse them.

Locks are taken in this order: the payment, then the balances of its invoices in the order of their ids.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from database import new_id
from domain_errors import FieldError
from invoicing.allocating import Receivable, Share, refusals
from invoicing.commands.telling import tell_allocated, tell_reversed
from invoicing.payment import Method, Payment
from invoicing.store import accounts, payments
from web import ProblemError, invalid, not_found


@dataclass(frozen=True)
class Receipt:
    """Money that came in, and which invoices it settles. The organization may be left out when there are invoices."""

    received_on: date
    amount: Decimal
    currency: str
    method: Method
    reference: str
    shares: Sequence[Share]
    organization_id: UUID | None = None


async def record_payment(
    session: AsyncSession, account_id: UUID, receipt: Receipt, *, by: str, now: datetime
) -> UUID:
    """Record a payment and allocate it; what is left over is the customer's credit."""
    receivables = await payments.lock_receivables(session, _invoices(receipt.shares))
    _check(receipt.shares, receivables, receipt.currency, receipt.amount)
    payment = Payment(
        id=new_id(),
        organization_id=await _payer(session, receipt, receivables),
        received_on=receipt.received_on,
        amount=receipt.amount,
        currency=receipt.currency,
        method=receipt.method,
        reference=receipt.reference,
        recorded_at=now,
        recorded_by=by,
    )
    await payments.insert_payment(session, account_id, payment)
    await _allocate(session, account_id, payment, receipt.shares, receivables, now)
    return payment.id


async def allocate(
    session: AsyncSession,
    account_id: UUID,
    payment_id: UUID,
    shares: Sequence[Share],
    *,
    now: datetime,
) -> None:
    """Settle invoices with what is left of an earlier payment."""
    payment = await _open_payment(session, payment_id)
    if await payments.reversal_of(session, payment_id):
        raise ProblemError(409, "payment-reversed", "This payment was reversed")
    receivables = await payments.lock_receivables(session, _invoices(shares))
    _check(shares, receivables, payment.currency, payment.credit, payment.organization_id)
    await _allocate(session, account_id, payment, shares, receivables, now)


async def reverse(
    session: AsyncSession,
    account_id: UUID,
    payment_id: UUID,
    reason: str,
    *,
    by: str,
    now: datetime,
) -> UUID:
    """Undo a payment by a counter-entry; reversing again gives the one that is there."""
    payment = await _open_payment(session, payment_id)
    there = await payments.reversal_of(session, payment_id)
    if there:
        return there
    shares = await payments.shares_of(session, payment_id)
    receivables = await payments.lock_receivables(session, _invoices(shares))
    counter = _counter_entry(payment, reason, by, now)
    back = [Share(share.invoice_id, -share.amount) for share in shares]
    await payments.insert_payment(session, account_id, counter)
    await payments.insert_shares(session, account_id, counter.id, back, now)
    account = await accounts.load_account(session)
    await tell_reversed(session, account_id, counter, back, receivables, account.time_zone)
    return counter.id


async def _allocate(
    session: AsyncSession,
    account_id: UUID,
    payment: Payment,
    shares: Sequence[Share],
    receivables: dict[UUID, Receivable],
    now: datetime,
) -> None:
    await payments.insert_shares(session, account_id, payment.id, shares, now)
    await tell_allocated(session, account_id, payment, shares, receivables)


async def _open_payment(session: AsyncSession, payment_id: UUID) -> Payment:
    payment = await payments.lock_payment(session, payment_id)
    if payment is None:
        raise not_found("payment")
    if payment.reverses:
        raise ProblemError(409, "payment-is-a-reversal", "A counter-entry is not a payment")
    return payment


def _counter_entry(payment: Payment, reason: str, by: str, now: datetime) -> Payment:
    return Payment(
        id=new_id(),
        organization_id=payment.organization_id,
        received_on=payment.received_on,
        amount=-payment.amount,
        currency=payment.currency,
        method=payment.method,
        reference=payment.reference,
        recorded_at=now,
        recorded_by=by,
        reverses=payment.id,
        reason=reason,
    )


def _invoices(shares: Sequence[Share]) -> list[UUID]:
    return [share.invoice_id for share in shares]


def _check(
    shares: Sequence[Share],
    receivables: dict[UUID, Receivable],
    currency: str,
    left: Decimal,
    payer: UUID | None = None,
) -> None:
    found = refusals(shares, receivables, currency, left, payer)
    if found:
        fields = [FieldError(f"allocations.{refusal.index}", refusal.reason) for refusal in found]
        raise ProblemError(
            422,
            "allocation-refused",
            "The payment cannot be allocated so",
            detail="; ".join(field.reason for field in fields),
            fields=fields,
        )


async def _payer(
    session: AsyncSession, receipt: Receipt, receivables: dict[UUID, Receivable]
) -> UUID:
    owners = {receivable.organization_id for receivable in receivables.values()}
    named = {receipt.organization_id} if receipt.organization_id else set()
    if len(owners | named) != 1:
        reason = "are of several customers" if owners else "or organization_id must say who paid"
        raise invalid("allocations", reason)
    [payer] = owners | named
    if not owners and await accounts.load_customer(session, payer) is None:
        raise not_found("organization")
    return payer
