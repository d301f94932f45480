"""Credit of customers, refunds of it, and how the account deals with both."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import aliased

from database import Session
from domain_errors import NotFoundError
from invoicing.domain.attributes import build
from invoicing.domain.payment import Payment
from invoicing.domain.refund import PaymentSettings, Refund, RefundPart
from invoicing.store.mapping import to_values
from invoicing.store.merged_time import is_same_customer
from invoicing.store.payments import load_payments
from invoicing.store.tables.payments import (
    PaymentRow,
    PaymentSettingsRow,
    RefundPartRow,
    RefundRow,
)


async def lock_credit(session: Session, organization_id: UUID, currency: str) -> list[Payment]:
    """Lock the payments of a customer, with its duplicates, that have credit, in the order of their ids, and read them."""
    reversal = aliased(PaymentRow)
    conditions = (
        is_same_customer(PaymentRow.organization_id, organization_id),
        PaymentRow.currency == currency,
        PaymentRow.reverses.is_(None),
        PaymentRow.amount != PaymentRow.allocated,
        ~select(reversal.id).where(reversal.reverses == PaymentRow.id).exists(),
    )
    query = select(PaymentRow.id).where(*conditions).order_by(PaymentRow.id).with_for_update()
    ids = (await session.scalars(query)).all()
    if not ids:
        return []
    found = await load_payments(session, PaymentRow.id.in_(ids))
    return [one for one in found if one.credit > 0 and not one.reversed_by]


async def insert_refund(session: Session, refund: Refund) -> None:
    """Write a refund or its counter-entry; the database refuses to pay back what there is not."""
    await session.execute(insert(RefundRow).values(to_values(RefundRow, refund)))
    parts = [to_values(RefundPartRow, one, refund_id=refund.id) for one in refund.parts]
    await session.execute(insert(RefundPartRow), parts)


async def load_refund(session: Session, refund_id: UUID) -> Refund:
    """One refund or counter-entry. Raises `NotFoundError`."""
    found = await load_refunds(session, RefundRow.id == refund_id)
    if not found:
        raise NotFoundError("refund")
    return found[0]


async def load_refunds(
    session: Session,
    *conditions: ColumnElement[bool],
    limit: int | None = None,
    newest_first: bool = False,
) -> list[Refund]:
    """Refunds with what they take of which payment."""
    reversal = aliased(RefundRow)
    query = (
        select(RefundRow, reversal.id)
        .outerjoin(reversal, reversal.reverses == RefundRow.id)
        .where(*conditions)
        .order_by(RefundRow.id.desc() if newest_first else RefundRow.id)
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    rows = (await session.execute(query)).all()
    parts = await _parts(session, [row.id for row, _ in rows])
    return [
        build(Refund, row, reversed_by=reversed_by, parts=parts[row.id])
        for row, reversed_by in rows
    ]


async def _parts(
    session: Session, refund_ids: Sequence[UUID]
) -> dict[UUID, tuple[RefundPart, ...]]:
    query = (
        select(RefundPartRow)
        .where(RefundPartRow.refund_id.in_(refund_ids))
        .order_by(RefundPartRow.payment_id)
    )
    rows = (await session.scalars(query)).all() if refund_ids else []
    return {
        one: tuple(build(RefundPart, row) for row in rows if row.refund_id == one)
        for one in refund_ids
    }


async def load_settings(session: Session) -> PaymentSettings:
    """How the account deals with small rests and credit; defaults where nothing was set yet."""
    row = await session.scalar(select(PaymentSettingsRow))
    return build(PaymentSettings, row) if row else PaymentSettings()


async def save_settings(session: Session, chosen: PaymentSettings) -> None:
    """Write it."""
    values = to_values(PaymentSettingsRow, chosen)
    statement = upsert(PaymentSettingsRow).values(values)
    await session.execute(
        statement.on_conflict_do_update(index_elements=["account_id"], set_=values)
    )
