"""Refunds, and how the account deals with credit and small rests."""

from uuid import UUID

from database import Session
from invoicing.domain.refund import Refund
from invoicing.store.merged_time import is_customer
from invoicing.store.refunds import load_refund, load_refunds, load_settings
from invoicing.store.tables.payments import RefundRow

__all__ = ["list_refunds", "load_refund", "load_settings"]


async def list_refunds(
    session: Session, organization_id: UUID | None, *, after: UUID | None, limit: int
) -> list[Refund]:
    """Refunds and counter-entries in the order in which they were recorded."""
    conditions = (
        [is_customer(RefundRow.organization_id, organization_id)] if organization_id else []
    )
    if after:
        conditions.append(RefundRow.id > after)
    return await load_refunds(session, *conditions, limit=limit)
