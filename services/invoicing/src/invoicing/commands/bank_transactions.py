"""Decide what a movement of the bank is: a payment, a refund, or nothing of a customer's; and undo that.

Locks are taken in this order: the transaction, then what the payment or refund needs. Undoing begins with the payment.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from database import Session
from domain_errors import DomainError, check_version
from invoicing.commands import pay, refunds
from invoicing.domain.errors import (
    TransactionDecidedError,
    TransactionOpenError,
    TransactionRefusedError,
)
from invoicing.domain.matching import Proposal, certain
from invoicing.domain.payment import NewPayment
from invoicing.domain.refund import NewRefund
from invoicing.queries.bank import SeenTransaction, certain_ones, items_for, movement
from invoicing.store import bank, payments
from invoicing.store.bank import BankTransaction
from invoicing.store.refunds import load_refund

MOST_TAKEN = 100


@dataclass(frozen=True)
class Taking:
    """What a transaction is taken for: a customer's payment, settling invoices, or a refund, which may be there already."""

    organization_id: UUID | None = None
    amounts: Mapping[UUID, Decimal] = field(default_factory=dict)
    write_offs: Mapping[UUID, Decimal] = field(default_factory=dict)
    write_off_reason: str = ""
    refund_id: UUID | None = None

    @classmethod
    def of(cls, proposal: Proposal) -> "Taking":
        """What a proposal says."""
        amounts = {one.invoice_id: one.amount for one in proposal.allocations}
        return cls(proposal.organization_id, amounts, refund_id=proposal.refund_id)


@dataclass(frozen=True)
class TakenMany:
    """Which transactions were taken, which could not be, and how many certain ones are left."""

    taken: tuple[BankTransaction, ...]
    refused: tuple[tuple[UUID, str], ...]
    left: int


async def take(
    session: Session,
    transaction_id: UUID,
    taking: Taking,
    *,
    expected: int | None,
    by: str,
    now: datetime,
) -> SeenTransaction:
    """Make a payment or a refund of a transaction, once. Raises `TransactionDecidedError`, `TransactionRefusedError`."""
    transaction = await _open(session, transaction_id, expected)
    return SeenTransaction(await _take(session, transaction, taking, by=by, now=now))


async def take_certain(
    session: Session, only: Collection[UUID] | None, *, by: str, now: datetime
) -> TakenMany:
    """Take the open transactions of which it is certain what they are, at most a hundred."""
    wanted = [
        (one, proposal)
        for one, proposal in await certain_ones(session)
        if only is None or one.id in only
    ]
    locked = await bank.lock_open(session, [one.id for one, _ in wanted[:MOST_TAKEN]])
    items = await items_for(session, locked)
    sure = certain(items, ((one, movement(one)) for one in locked))
    ids = {part.invoice_id for _, proposal in sure for part in proposal.allocations}
    await payments.lock_receivables(session, ids)
    taken, refused = [], []
    for transaction, proposal in sure:
        try:
            taking = Taking.of(proposal)
            taken.append(await _take(session, transaction, taking, by=by, now=now))
        except DomainError as error:  # raised before anything of it is written
            refused.append((transaction.id, error.detail or str(error)))
    return TakenMany(tuple(taken), tuple(refused), len(wanted) - len(locked))


async def set_aside(
    session: Session,
    transaction_id: UUID,
    reason: str,
    *,
    expected: int | None,
    by: str,
    now: datetime,
) -> SeenTransaction:
    """Say that a transaction is nothing of a customer's. Raises `TransactionDecidedError`."""
    transaction = await _open(session, transaction_id, expected)
    after = await bank.decide(session, transaction, "set-aside", reason=reason, by=by, now=now)
    return SeenTransaction(after)


async def undo(
    session: Session,
    transaction_id: UUID,
    reason: str,
    *,
    expected: int | None,
    by: str,
    now: datetime,
) -> BankTransaction:
    """Let a transaction be open again: its payment or refund is reversed. Raises `TransactionOpenError`."""
    before = await bank.load_transaction(session, transaction_id)
    check_version(expected, before.version)
    if before.state == "open":
        raise TransactionOpenError
    if before.payment_id:
        await pay.reverse_payment(session, before.payment_id, reason, by=by, now=now)
    elif before.refund_id and await _made_here(session, before):
        await refunds.reverse_refund(session, before.refund_id, reason, by=by, now=now)
    else:
        locked = await bank.lock_transaction(session, transaction_id)
        check_version(before.version, locked.version)
        await bank.decide(session, locked, "open", reason=reason, by=by, now=now)
    return await bank.load_transaction(session, transaction_id)


async def _open(session: Session, transaction_id: UUID, expected: int | None) -> BankTransaction:
    transaction = await bank.lock_transaction(session, transaction_id)
    check_version(expected, transaction.version)
    if transaction.state != "open":
        raise TransactionDecidedError(f"it was {transaction.state} before")
    return transaction


async def _take(
    session: Session, transaction: BankTransaction, taking: Taking, *, by: str, now: datetime
) -> BankTransaction:
    if transaction.amount < 0:
        refund_id = await _refund(session, transaction, taking, by=by, now=now)
        return await bank.decide(session, transaction, "taken", refund_id=refund_id, by=by, now=now)
    if taking.refund_id:
        raise TransactionRefusedError("money that came in is no refund")
    new = NewPayment(
        received_on=transaction.booked_on,
        amount=transaction.amount,
        currency=transaction.currency,
        reference=transaction.words,
        organization_id=taking.organization_id,
        amounts=taking.amounts,
        bank_transaction_id=transaction.id,
    )
    small = taking.write_offs, taking.write_off_reason
    payment = await pay.record_with_write_offs(session, new, *small, by=by, now=now)
    return await bank.decide(session, transaction, "taken", payment_id=payment.id, by=by, now=now)


async def _refund(
    session: Session, transaction: BankTransaction, taking: Taking, *, by: str, now: datetime
) -> UUID:
    """The refund that a transaction is: one that is there, or a new one of the customer's credit."""
    if taking.amounts or taking.write_offs:
        raise TransactionRefusedError("money that went out settles no invoice")
    if taking.refund_id:
        refund = await refunds.refund_to_link(session, taking.refund_id)
        if (refund.amount, refund.currency) != (-transaction.amount, transaction.currency):
            raise TransactionRefusedError("the refund is of another amount or currency")
        if await bank.transaction_of_refund(session, refund.id):
            raise TransactionRefusedError("another transaction is this refund")
        return refund.id
    if not taking.organization_id:
        raise TransactionRefusedError("say which refund it is, or whose credit it paid back")
    new = NewRefund(
        organization_id=taking.organization_id,
        refunded_on=transaction.booked_on,
        amount=-transaction.amount,
        currency=transaction.currency,
        reference=transaction.words,
        bank_transaction_id=transaction.id,
    )
    return (await refunds.record_refund(session, new, by=by, now=now)).id


async def _made_here(session: Session, transaction: BankTransaction) -> bool:
    """Whether the refund was made of this transaction, not there before it."""
    assert transaction.refund_id
    refund = await load_refund(session, transaction.refund_id)
    return refund.bank_transaction_id == transaction.id
