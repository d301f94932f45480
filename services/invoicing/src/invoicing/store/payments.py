"""Payments, their allocations, and the balances of invoices."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from database import new_id
from invoicing.allocating import Receivable, Share
from invoicing.payment import Payment
from invoicing.states import Balance
from invoicing.store.tables import allocation, balance, invoice, payment

_SEE = text("""
    INSERT INTO seen_payment (account_id, seen_id, payment_id) VALUES (:account_id, :seen_id, :payment_id)
    ON CONFLICT (account_id, seen_id) DO UPDATE SET payment_id = coalesce(seen_payment.payment_id, excluded.payment_id)
    RETURNING payment_id = :payment_id AS first, undone_because
""")
_UNDO = text("""
    INSERT INTO seen_payment (account_id, seen_id, undone_because) VALUES (:account_id, :seen_id, :reason)
    ON CONFLICT (account_id, seen_id) DO UPDATE
    SET undone_because = coalesce(seen_payment.undone_because, excluded.undone_because)
    RETURNING payment_id
""")


async def lock_receivables(
    session: AsyncSession, invoice_ids: Sequence[UUID]
) -> dict[UUID, Receivable]:
    """Lock the balances of issued invoices, in the order of their ids."""
    query = (
        select(
            balance,
            invoice.c.organization_id,
            invoice.c.number,
            invoice.c.due_date,
        )
        .join(invoice, invoice.c.id == balance.c.invoice_id)
        .where(balance.c.invoice_id.in_(invoice_ids))
        .order_by(balance.c.invoice_id)
        .with_for_update(of=balance)
    )
    return {
        row.invoice_id: Receivable(
            row.invoice_id,
            row.organization_id,
            row.number,
            row.due_date,
            row.currency,
            Balance(row.total, row.credited, row.allocated),
        )
        for row in await session.execute(query)
    }


async def lock_payment(session: AsyncSession, payment_id: UUID) -> Payment | None:
    """Lock a payment: nobody else allocates or reverses it meanwhile."""
    query = select(payment).where(payment.c.id == payment_id).with_for_update()
    row = (await session.execute(query)).first()
    if row is None:
        return None
    return Payment(**{k: v for k, v in row._mapping.items() if k != "account_id"})


async def insert_payment(session: AsyncSession, account_id: UUID, new: Payment) -> None:
    """Write a payment; what is allocated of it is counted by the database."""
    values = {name: value for name, value in asdict(new).items() if name != "allocated"}
    await session.execute(insert(payment).values(account_id=account_id, **values))


async def insert_shares(
    session: AsyncSession,
    account_id: UUID,
    payment_id: UUID,
    shares: Sequence[Share],
    at: datetime,
) -> None:
    """Allocate shares of a payment; the database refuses more than was paid or is owed."""
    rows = [
        {
            "account_id": account_id,
            "id": new_id(),
            "payment_id": payment_id,
            "invoice_id": share.invoice_id,
            "amount": share.amount,
            "allocated_at": at,
        }
        for share in sorted(shares, key=lambda share: share.invoice_id)
    ]
    if rows:
        await session.execute(insert(allocation), rows)


async def shares_of(session: AsyncSession, payment_id: UUID) -> list[Share]:
    """What a payment settles of which invoice."""
    total = func.sum(allocation.c.amount).label("amount")
    query = (
        select(allocation.c.invoice_id, total)
        .where(allocation.c.payment_id == payment_id)
        .group_by(allocation.c.invoice_id)
        .order_by(allocation.c.invoice_id)
    )
    return [Share(row.invoice_id, row.amount) for row in await session.execute(query)]


async def reversal_of(session: AsyncSession, payment_id: UUID) -> UUID | None:
    """The counter-entry of a payment, if it was reversed."""
    query = select(payment.c.id).where(payment.c.reverses == payment_id)
    found: UUID | None = await session.scalar(query)
    return found


async def see(
    session: AsyncSession, account_id: UUID, seen_id: UUID, payment_id: UUID
) -> tuple[bool, str | None]:
    """Note a payment seen in QuickBooks: whether it is seen the first time, and why it was undone, if it was."""
    row = (
        await session.execute(
            _SEE, {"account_id": account_id, "seen_id": seen_id, "payment_id": payment_id}
        )
    ).one()
    return row.first, row.undone_because


async def undo(session: AsyncSession, account_id: UUID, seen_id: UUID, reason: str) -> UUID | None:
    """Note that a seen payment no longer holds; gives our payment, once it was seen."""
    found: UUID | None = await session.scalar(
        _UNDO, {"account_id": account_id, "seen_id": seen_id, "reason": reason}
    )
    return found
