"""Payments with what they settle."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, select

from database import Session
from invoicing.domain.payment import Payment, SettlementKind
from invoicing.store.merged_time import is_customer
from invoicing.store.payments import load_payment, load_payments
from invoicing.store.tables.payments import AllocationRow, PaymentRow

__all__ = ["PaymentFilter", "list_payments", "load_payment"]


@dataclass(frozen=True)
class PaymentFilter:
    """Which payments are asked for; None is any."""

    organization_id: UUID | None = None
    invoice_id: UUID | None = None
    kind: SettlementKind | None = None
    newest_first: bool = False

    def conditions(self) -> list[ColumnElement[bool]]:
        """The filter as SQL."""
        found: list[ColumnElement[bool]] = []
        if self.organization_id:
            found.append(is_customer(PaymentRow.organization_id, self.organization_id))
        if self.invoice_id:
            settle = select(AllocationRow.payment_id).where(
                AllocationRow.invoice_id == self.invoice_id
            )
            found.append(PaymentRow.id.in_(settle))
        if self.kind:
            found.append(PaymentRow.kind == self.kind)
        return found


async def list_payments(
    session: Session, filters: PaymentFilter, *, after: UUID | None, limit: int
) -> list[Payment]:
    """Payments and counter-entries by id: in the order in which they were recorded, or the newest first."""
    conditions = filters.conditions()
    newest_first = filters.newest_first
    if after:
        conditions.append(PaymentRow.id < after if newest_first else PaymentRow.id > after)
    return await load_payments(session, *conditions, limit=limit, newest_first=newest_first)
