"""Record payments, allocate them, reverse them.

Locks are taken in this order: the payment, then the balances of its invoices in the order of their ids.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import contracts
import tasks
from database import Session, new_id
from domain_errors import NotFoundError
from invoicing import events
from invoicing.domain.allocation import Allocation, Funds, Receivable, allocate, check_decimals
from invoicing.domain.errors import UnknownCustomerError
from invoicing.domain.payment import NewPayment, Payment
from invoicing.domain.refund import draw
from invoicing.domain.terms import overdue_from
from invoicing.store import accounts, bank, payments, refunds
from messaging import outbox

Receivables = Mapping[UUID, Receivable]


@dataclass(frozen=True)
class Published:
    """Events of invoices, and the version of the last one of each."""

    events: Sequence[contracts.Event]
    versions: payments.Versions


async def record_payment(session: Session, new: NewPayment, *, by: str, now: datetime) -> Payment:
    """Record a payment and allocate it; what is left over is the customer's credit."""
    account = await accounts.load_account(session)
    new.check(account.settings.today(now))
    receivables = await payments.lock_receivables(session, new.amounts)
    allocations = allocate(new.amounts, Funds(new.amount, new.currency), receivables)
    payer = new.payer(receivables.values(), await _merged(session, new, receivables))
    if not receivables and not await accounts.load_customers(session, [payer]):
        raise UnknownCustomerError
    payment = new.payment(new_id(), payer, allocations, by=by, now=now)
    settled = settle(session, payment, allocations, receivables)
    await payments.insert_payment(session, payment, settled.versions)
    await outbox.publish(session, *settled.events)
    return payment


async def _merged(session: Session, new: NewPayment, receivables: Receivables) -> UUID | None:
    """Into whom the one was merged who is named, unless that is plainly the buyer of all."""
    plain = all(one.customer == new.organization_id for one in receivables.values())
    if plain or not new.organization_id:
        return None
    return await accounts.merged_into(session, new.organization_id)


async def record_with_write_offs(
    session: Session,
    new: NewPayment,
    write_offs: Mapping[UUID, Decimal],
    reason: str,
    *,
    by: str,
    now: datetime,
) -> Payment:
    """Record a payment, and write small rests off with it, perhaps of other invoices: all are locked at once, in order."""
    if write_offs:
        await payments.lock_receivables(session, {*new.amounts, *write_offs})
    payment = await record_payment(session, new, by=by, now=now)
    if write_offs:
        await write_off(session, write_offs, reason, by=by, now=now, along=payment.id)
    return payment


async def allocate_payment(
    session: Session, payment_id: UUID, amounts: Mapping[UUID, Decimal], *, now: datetime
) -> Payment:
    """Settle invoices with what is left of an earlier payment."""
    payment = await payments.lock_payment(session, payment_id)
    check_decimals(amounts, payment.currency)
    funds = payment.funds()
    receivables = await payments.lock_receivables(session, amounts)
    allocations = allocate(amounts, funds, receivables)
    settled = settle(session, payment, allocations, receivables)
    await payments.insert_allocations(session, payment_id, allocations, now, settled.versions)
    await outbox.publish(session, *settled.events)
    return payment.with_allocations(allocations)


async def reverse_payment(
    session: Session, payment_id: UUID, reason: str, *, by: str, now: datetime
) -> Payment:
    """Undo a payment by a counter-entry, which is returned; reversing again returns the one that is there.

    What was written off with it is undone as well.
    """
    payment = await payments.lock_payment(session, payment_id)
    payment.check_reversible()
    if payment.reversed_by:
        return await payments.load_payment(session, payment.reversed_by)
    payment.check_kept()
    differences = await payments.lock_written_off_with(session, payment_id)
    if differences:  # all at once, in order
        everything = [part for one in (payment, *differences) for part in one.allocations]
        await payments.lock_receivables(session, {one.invoice_id for one in everything})
    counter = await _reverse(session, payment, reason, by=by, now=now)
    for one in differences:
        await _reverse(session, one, reason, by=by, now=now)
    if payment.bank_transaction_id:
        await bank.undo(session, payment.bank_transaction_id, reason=reason, by=by, now=now)
    return counter


async def _reverse(
    session: Session, payment: Payment, reason: str, *, by: str, now: datetime
) -> Payment:
    invoice_ids = [allocation.invoice_id for allocation in payment.allocations]
    receivables = await payments.lock_receivables(session, invoice_ids)
    counter = payment.counter_entry(new_id(), reason=reason, by=by, now=now)
    opened = _open_again(session, payment.id, reason, counter.allocations, receivables)
    await payments.insert_payment(session, counter, opened.versions)
    await _publish_reversed(session, opened, receivables)
    return counter


async def take_allocation_back(
    session: Session, payment_id: UUID, invoice_id: UUID, reason: str, *, by: str, now: datetime
) -> Payment:
    """Undo what a payment settles of one invoice; it is the customer's credit again.

    A difference is nobody's credit: it is reversed.
    """
    payment = await payments.lock_payment(session, payment_id)
    if payment.kind == "difference":
        payment.take_back(invoice_id, reason=reason, by=by, now=now)
        await reverse_payment(session, payment_id, reason, by=by, now=now)
        return await payments.load_payment(session, payment_id)
    after, counter = payment.take_back(invoice_id, reason=reason, by=by, now=now)
    receivables = await payments.lock_receivables(session, [invoice_id])
    opened = _open_again(session, payment_id, reason, [counter], receivables)
    back, version = after.taken_back[-1], opened.versions[invoice_id]
    await payments.insert_taken_back(session, payment_id, counter, back, version=version)
    await _publish_reversed(session, opened, receivables)
    return after


async def use_credit(
    session: Session,
    organization_id: UUID,
    currency: str,
    amounts: Mapping[UUID, Decimal],
    *,
    now: datetime,
) -> list[Payment]:
    """Settle invoices with a customer's credit, the oldest payments first. Raises `CreditExceededError`."""
    check_decimals(amounts, currency)
    funds = await refunds.lock_credit(session, organization_id, currency)
    receivables = await payments.lock_receivables(session, amounts)
    payer = await accounts.merged_into(session, organization_id) or organization_id
    total = Funds(sum(amounts.values(), Decimal(0)), currency, payer)
    allocate(amounts, total, receivables)
    return await _draw(session, funds, amounts, receivables, now=now)


async def use_credit_up_to(
    session: Session, organization_id: UUID, currency: str, invoice_id: UUID, *, now: datetime
) -> None:
    """Settle an invoice with the credit that there is, as far as it goes."""
    funds = await refunds.lock_credit(session, organization_id, currency)
    if not funds:
        return
    receivables = await payments.lock_receivables(session, [invoice_id])
    there = sum((one.credit for one in funds), Decimal(0))
    amount = min(there, receivables[invoice_id].balance.owed)
    if amount > 0:
        await _draw(session, funds, {invoice_id: amount}, receivables, now=now)


async def _draw(
    session: Session,
    funds: Sequence[Payment],
    amounts: Mapping[UUID, Decimal],
    receivables: Receivables,
    *,
    now: datetime,
) -> list[Payment]:
    after, used = dict(receivables), []
    for payment, parts in draw(funds, amounts):
        allocations = allocate(parts, payment.funds(), after)
        settled = settle(session, payment, allocations, after)
        await payments.insert_allocations(session, payment.id, allocations, now, settled.versions)
        await outbox.publish(session, *settled.events)
        for one in allocations:
            settles = after[one.invoice_id].after(one.amount)
            after[one.invoice_id] = replace(settles, version=settled.versions[one.invoice_id])
        used.append(payment.with_allocations(allocations))
    return used


async def write_off(
    session: Session,
    amounts: Mapping[UUID, Decimal],
    reason: str,
    *,
    by: str,
    now: datetime,
    along: UUID | None = None,
) -> list[Payment]:
    """Write small rests of invoices off: bank fees, rounding; perhaps along with a payment.

    Raises `DifferenceTooLargeError`.
    """
    account, chosen = await accounts.load_account(session), await refunds.load_settings(session)
    receivables = await payments.lock_receivables(session, amounts)
    made = []
    for invoice_id, amount in sorted(amounts.items()):
        receivable = receivables.get(invoice_id)
        if receivable is None:
            raise NotFoundError("issued invoice")
        chosen.check_difference(receivable, amount)
        new = NewPayment(
            received_on=account.settings.today(now),
            amount=amount,
            currency=receivable.currency,
            method="other",
            kind="difference",
            written_off_with=along,
            reason=reason,
        )
        check_decimals({invoice_id: amount}, receivable.currency)
        allocations = allocate(
            {invoice_id: amount}, Funds(amount, receivable.currency), receivables
        )
        payment = new.payment(new_id(), receivable.organization_id, allocations, by=by, now=now)
        settled = settle(session, payment, allocations, receivables)
        await payments.insert_payment(session, payment, settled.versions)
        await outbox.publish(session, *settled.events)
        made.append(payment)
    return made


def settle(
    session: Session,
    payment: Payment,
    allocations: Collection[Allocation],
    receivables: Receivables,
    *,
    holds: bool = True,
) -> Published:
    """What is published of a payment that settles invoices: also which of them it pays, unless it is known not to hold."""
    found: list[contracts.Event] = []
    versions: dict[UUID, int] = {}
    for allocation in allocations:
        settled = receivables[allocation.invoice_id].after(allocation.amount)
        found.append(events.payment_recorded(session, payment, allocation, settled))
        if holds and settled.balance.owed == 0:
            total = contracts.Money(amount=settled.balance.total, currency=settled.currency)
            paid_on, settled = payment.received_on, settled.raised()
            found.append(
                events.invoice_paid(
                    session, settled, paid_on=paid_on, total=total, version=settled.version
                )
            )
        versions[allocation.invoice_id] = settled.version
    return Published(found, versions)


def _open_again(
    session: Session,
    payment_id: UUID,
    reason: str,
    taken_back: Collection[Allocation],
    receivables: Receivables,
) -> Published:
    """What is published of what is taken back of a payment."""
    after = [(back, receivables[back.invoice_id].after(back.amount)) for back in taken_back]
    found = [
        events.payment_reversed(session, payment_id, reason, back, open_again)
        for back, open_again in after
    ]
    versions = {open_again.invoice_id: open_again.version for _, open_again in after}
    return Published(found, versions)


async def _publish_reversed(session: Session, opened: Published, receivables: Receivables) -> None:
    """Publish what is taken back. An invoice that was paid can become overdue again."""
    await outbox.publish(session, *opened.events)
    paid = [receivable for receivable in receivables.values() if receivable.balance.owed == 0]
    if paid:
        account = await accounts.load_account(session)
    for receivable in paid:
        await tasks.schedule(
            session,
            "overdue",
            key=str(receivable.invoice_id),
            due_at=overdue_from(receivable.due_date, account.settings.time_zone),
            again=True,
        )
