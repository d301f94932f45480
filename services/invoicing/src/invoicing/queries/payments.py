"""Payments with what they settle."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

_PAYMENTS = """
    SELECT p.*, r.id AS reversed_by FROM payment p
    LEFT JOIN payment r ON r.account_id = p.account_id AND r.reverses = p.id
    WHERE {condition} ORDER BY p.id LIMIT :limit
"""
_SHARES = text("""
    SELECT a.payment_id, a.invoice_id, i.number, sum(a.amount) AS amount
    FROM allocation a JOIN invoice i ON i.account_id = a.account_id AND i.id = a.invoice_id
    WHERE a.payment_id = ANY(:payment_ids) GROUP BY a.payment_id, a.invoice_id, i.number ORDER BY a.invoice_id
""")


@dataclass(frozen=True)
class PaymentView:
    """A payment, its allocations, and the counter-entry that undid it, if any."""

    id: UUID
    row: Row[Any]
    shares: list[Row[Any]]


async def list_payments(
    session: AsyncSession,
    *,
    payment_id: UUID | None = None,
    organization_id: UUID | None = None,
    invoice_id: UUID | None = None,
    after: UUID | None = None,
    limit: int = 1,
) -> list[PaymentView]:
    """Payments by id, which is the order in which they were recorded."""
    conditions = {
        "p.id = :payment_id": payment_id,
        "p.organization_id = :organization_id": organization_id,
        "p.id IN (SELECT payment_id FROM allocation WHERE invoice_id = :invoice_id)": invoice_id,
        "p.id > :after": after,
    }
    wanted = {sql: value for sql, value in conditions.items() if value is not None}
    statement = text(_PAYMENTS.format(condition=" AND ".join(["true", *wanted])))
    parameters = {sql.split(":")[1].rstrip(")"): value for sql, value in wanted.items()}
    rows = (await session.execute(statement, {**parameters, "limit": limit})).all()
    shares = (await session.execute(_SHARES, {"payment_ids": [row.id for row in rows]})).all()
    return [PaymentView(r.id, r, [s for s in shares if s.payment_id == r.id]) for r in rows]
