"""Payments, their allocations, and the balances of invoices."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, func, insert, select, text, update
from sqlalchemy.orm import aliased

from database import Session, new_id
from domain_errors import NotFoundError
from invoicing.domain.allocation import Allocation, Receivable, TakenBack
from invoicing.domain.attributes import build
from invoicing.domain.payment import Payment
from invoicing.domain.states import Balance
from invoicing.store.mapping import to_values
from invoicing.store.tables.accounts import OrganizationRow
from invoicing.store.tables.invoices import InvoiceRow
from invoicing.store.tables.payments import AllocationRow, BalanceRow, PaymentRow

Versions = Mapping[UUID, int]
"""Of the last event of each invoice that something is allocated to."""

_MARK_SEEN = text("""
    INSERT INTO seen_payments (seen_id, payment_id) VALUES (:seen_id, :payment_id)
    ON CONFLICT (account_id, seen_id) DO UPDATE
    SET payment_id = coalesce(seen_payments.payment_id, excluded.payment_id)
    RETURNING payment_id = :payment_id AS first, undone_because
""")
_MARK_UNDONE = text("""
    INSERT INTO seen_payments (seen_id, undone_because) VALUES (:seen_id, :reason)
    ON CONFLICT (account_id, seen_id) DO UPDATE
    SET undone_because = coalesce(seen_payments.undone_because, excluded.undone_because)
    RETURNING CASE WHEN EXISTS (SELECT FROM payments p WHERE p.id = payment_id) THEN payment_id END
""")
_MIRRORED = text("""
    SELECT coalesce(sum(mirrors), 0) FROM seen_payments
    WHERE invoice_id = :invoice_id AND mirrors > 0 AND undone_because IS NULL
""")
_MIRROR = text("""
    UPDATE seen_payments SET invoice_id = :invoice_id, mirrors = :amount WHERE seen_id = :seen_id
""")


@dataclass(frozen=True)
class SeenPayment:
    """Whether a payment of QuickBooks is seen the first time, and why it was undone, if it was."""

    first: bool
    undone_because: str | None


@dataclass(frozen=True)
class _AllocationRow:
    row: AllocationRow
    number: str

    @property
    def allocation(self) -> Allocation:
        """What it adds to, or takes from, what settles the invoice."""
        return build(Allocation, self, self.row)

    @property
    def taken_back(self) -> TakenBack:
        """Of a counter-entry: what was taken back."""
        row = self.row
        assert row.taken_back_because
        assert row.taken_back_by
        return TakenBack(
            invoice_id=row.invoice_id,
            number=self.number,
            amount=-row.amount,
            reason=row.taken_back_because,
            by=row.taken_back_by,
            at=row.allocated_at,
        )


async def lock_receivables(
    session: Session, invoice_ids: Collection[UUID]
) -> dict[UUID, Receivable]:
    """Lock the balances of issued invoices, in the order of their ids; what is not issued is left out."""
    if not invoice_ids:
        return {}
    query = (
        select(
            BalanceRow.invoice_id,
            InvoiceRow.organization_id,
            InvoiceRow.number,
            InvoiceRow.due_date,
            BalanceRow.currency,
            BalanceRow.total,
            BalanceRow.credited,
            BalanceRow.credit_notes,
            BalanceRow.allocated,
            BalanceRow.differences,
            BalanceRow.credit_applied,
            BalanceRow.version,
            OrganizationRow.merged_into,
        )
        .join(InvoiceRow, InvoiceRow.id == BalanceRow.invoice_id)
        .outerjoin(OrganizationRow, OrganizationRow.organization_id == InvoiceRow.organization_id)
        .where(BalanceRow.invoice_id.in_(invoice_ids))
        .order_by(BalanceRow.invoice_id)
        .with_for_update(of=BalanceRow)
    )
    rows = await session.execute(query)
    return {row.invoice_id: build(Receivable, row, balance=build(Balance, row)) for row in rows}


async def settling(session: Session, invoice_id: UUID) -> list[UUID]:
    """The payments that settle something of an invoice and were not reversed, in the order of their ids."""
    reversal = aliased(PaymentRow)
    undone = select(reversal.id).where(reversal.reverses == AllocationRow.payment_id).exists()
    query = (
        select(AllocationRow.payment_id)
        .where(AllocationRow.invoice_id == invoice_id, ~undone)
        .group_by(AllocationRow.payment_id)
        .having(func.sum(AllocationRow.amount) > 0)
        .order_by(AllocationRow.payment_id)
    )
    return list(await session.scalars(query))


async def load_settling(session: Session, invoice_id: UUID) -> list[Payment]:
    """The payments that settle something of an invoice, in the order of their ids; nothing is locked."""
    ids = await settling(session, invoice_id)
    return await load_payments(session, PaymentRow.id.in_(ids)) if ids else []


async def set_version(session: Session, invoice_id: UUID, version: int) -> None:
    """Note the version of the last event of an invoice, whose balance is locked."""
    changed = update(BalanceRow).where(BalanceRow.invoice_id == invoice_id)
    await session.execute(changed.values(version=version))


async def next_version(session: Session, invoice_id: UUID) -> int:
    """Lock the balance of an issued invoice for one more event, and return that event's version."""
    raised = update(BalanceRow).where(BalanceRow.invoice_id == invoice_id)
    newest = raised.values(version=BalanceRow.version + 1).returning(BalanceRow.version)
    return (await session.scalars(newest)).one()


async def lock_payment(session: Session, payment_id: UUID) -> Payment:
    """Lock a payment: nobody else allocates or reverses it meanwhile. Raises `NotFoundError`.

    It is read after it is locked, so that what others allocated before is seen.
    """
    query = select(PaymentRow.id).where(PaymentRow.id == payment_id).with_for_update()
    await session.execute(query)
    return await load_payment(session, payment_id)


async def lock_payments(session: Session, payment_ids: Collection[UUID]) -> None:
    """Lock payments in the order of their ids."""
    query = select(PaymentRow.id).where(PaymentRow.id.in_(payment_ids)).order_by(PaymentRow.id)
    await session.execute(query.with_for_update())


async def lock_written_off_with(session: Session, payment_id: UUID) -> list[Payment]:
    """Lock the differences that were written off with a payment and still stand, in the order of their ids."""
    along = PaymentRow.written_off_with == payment_id
    ids = select(PaymentRow.id).where(along).order_by(PaymentRow.id).with_for_update()
    if not (await session.scalars(ids)).all():
        return []
    return [one for one in await load_payments(session, along) if not one.reversed_by]


async def load_payment(session: Session, payment_id: UUID) -> Payment:
    """Read a payment or counter-entry. Raises `NotFoundError`."""
    found = await load_payments(session, PaymentRow.id == payment_id)
    if not found:
        raise NotFoundError("payment")
    return found[0]


async def load_payments(
    session: Session,
    *conditions: ColumnElement[bool],
    limit: int | None = None,
    newest_first: bool = False,
) -> list[Payment]:
    """Read payments with their allocations, in the order of their ids or the newest first."""
    reversal = aliased(PaymentRow)
    query = (
        select(PaymentRow, reversal.id, OrganizationRow.merged_into)
        .outerjoin(reversal, reversal.reverses == PaymentRow.id)
        .outerjoin(OrganizationRow, OrganizationRow.organization_id == PaymentRow.organization_id)
        .where(*conditions)
        .order_by(PaymentRow.id.desc() if newest_first else PaymentRow.id)
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    rows = (await session.execute(query)).all()
    allocations = await _allocations(session, [row.id for row, _, _ in rows])
    return [
        replace(_payment(row, reversed_by, allocations.get(row.id, ())), merged_into=merged_into)
        for row, reversed_by, merged_into in rows
    ]


def _payment(
    row: PaymentRow, reversed_by: UUID | None, allocations: Sequence[_AllocationRow]
) -> Payment:
    taken_back = tuple(one.taken_back for one in allocations if one.row.taken_back_because)
    payment = build(Payment, row, reversed_by=reversed_by, taken_back=taken_back)
    return payment.with_allocations([one.allocation for one in allocations])


async def _allocations(
    session: Session, payment_ids: Sequence[UUID]
) -> dict[UUID, list[_AllocationRow]]:
    """Every allocation of each payment and every one taken back, oldest first."""
    if not payment_ids:
        return {}
    query = (
        select(AllocationRow, InvoiceRow.number)
        .join(InvoiceRow, InvoiceRow.id == AllocationRow.invoice_id)
        .where(AllocationRow.payment_id.in_(payment_ids))
        .order_by(AllocationRow.id)
    )
    found: dict[UUID, list[_AllocationRow]] = {}
    for row, number in await session.execute(query):
        found.setdefault(row.payment_id, []).append(_AllocationRow(row, number))
    return found


async def insert_payment(session: Session, payment: Payment, versions: Versions) -> None:
    """Write a payment with its allocations; what is allocated of it is counted by the database."""
    await session.execute(insert(PaymentRow).values(to_values(PaymentRow, payment)))
    at = payment.recorded_at
    await insert_allocations(session, payment.id, payment.allocations, at, versions)


async def insert_allocations(
    session: Session,
    payment_id: UUID,
    allocations: Collection[Allocation],
    at: datetime,
    versions: Versions,
) -> None:
    """Allocate parts of a payment; the database refuses more than was paid or is owed."""
    of = {"payment_id": payment_id, "allocated_at": at}
    rows = [
        to_values(AllocationRow, one, id=new_id(), version=versions[one.invoice_id], **of)
        for one in sorted(allocations, key=lambda one: one.invoice_id)
    ]
    if rows:
        await session.execute(insert(AllocationRow), rows)


async def insert_taken_back(
    session: Session, payment_id: UUID, counter: Allocation, back: TakenBack, *, version: int
) -> None:
    """Write the counter-entry of one allocation."""
    values = to_values(
        AllocationRow,
        counter,
        id=new_id(),
        payment_id=payment_id,
        allocated_at=back.at,
        taken_back_because=back.reason,
        taken_back_by=back.by,
        version=version,
    )
    await session.execute(insert(AllocationRow).values(values))


async def mark_seen(session: Session, seen_id: UUID, payment_id: UUID) -> SeenPayment:
    """Note that a payment was seen in QuickBooks, and which of ours it is."""
    row = await session.execute(_MARK_SEEN, {"seen_id": seen_id, "payment_id": payment_id})
    return SeenPayment(*row.one())


async def mark_undone(session: Session, seen_id: UUID, reason: str) -> UUID | None:
    """Note that a payment in QuickBooks no longer holds; returns ours, once it was seen and settled something."""
    found: UUID | None = await session.scalar(_MARK_UNDONE, {"seen_id": seen_id, "reason": reason})
    return found


async def mirrored(session: Session, invoice_id: UUID) -> Decimal:
    """What credit memos in QuickBooks repeat of the credit notes of an invoice, whose balance is locked."""
    found: Decimal = await session.scalar(_MIRRORED, {"invoice_id": invoice_id})
    return found


async def mirror(session: Session, seen_id: UUID, invoice_id: UUID, amount: Decimal) -> None:
    """Note that so much of a credit memo in QuickBooks is what was credited here."""
    about = {"seen_id": seen_id, "invoice_id": invoice_id, "amount": amount}
    await session.execute(_MIRROR, about)
