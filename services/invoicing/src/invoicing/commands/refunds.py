"""Pay customers' credit back, undo that, and say how the account deals with credit and small rests."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from database import Session, lock_exclusive, new_id
from domain_errors import check_version
from invoicing.domain.errors import RefundReversedError, UnknownCustomerError
from invoicing.domain.refund import NewRefund, PaymentSettings, Refund
from invoicing.store import accounts, bank, refunds


async def record_refund(session: Session, new: NewRefund, *, by: str, now: datetime) -> Refund:
    """Record that credit of a customer was paid back. Raises `CreditExceededError`."""
    account = await accounts.load_account(session)
    new.check(account.settings.today(now))
    funds = await refunds.lock_credit(session, new.organization_id, new.currency)
    if not funds and not await accounts.load_customers(session, [new.organization_id]):
        raise UnknownCustomerError
    refund = new.refund(new_id(), funds, by=by, now=now)
    await refunds.insert_refund(session, refund)
    return refund


async def reverse_refund(
    session: Session, refund_id: UUID, reason: str, *, by: str, now: datetime
) -> Refund:
    """Undo a refund by a counter-entry, which is returned; reversing again returns the one that is there."""
    await lock_exclusive(session, f"refund {refund_id}")
    refund = await refunds.load_refund(session, refund_id)
    if refund.reversed_by:
        return await refunds.load_refund(session, refund.reversed_by)
    counter = refund.counter_entry(new_id(), reason=reason, by=by, now=now)
    await refunds.insert_refund(session, counter)
    if transaction_id := await bank.transaction_of_refund(session, refund_id):
        await bank.undo(session, transaction_id, reason=reason, by=by, now=now)
    return counter


async def refund_to_link(session: Session, refund_id: UUID) -> Refund:
    """Lock a refund that a transaction of the bank shows. Raises `RefundReversedError`."""
    await lock_exclusive(session, f"refund {refund_id}")
    refund = await refunds.load_refund(session, refund_id)
    if refund.reverses or refund.reversed_by:
        raise RefundReversedError
    return refund


async def update_payment_settings(
    session: Session, chosen: PaymentSettings, *, expected: int
) -> PaymentSettings:
    """Replace the settings of payments."""
    await lock_exclusive(session, "payment settings")
    current = await refunds.load_settings(session)
    check_version(expected, current.version)
    new = replace(chosen, version=current.version + 1)
    await refunds.save_settings(session, new)
    return new
