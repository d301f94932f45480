"""Money of one customer that settles invoices of another: they were merged then, and are not any more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from database import Session, Statement
from invoicing.store.merged_time import NAMES

MOST_AT_ONCE = 100
"""Transfers that are listed, and taken back, at once."""


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """What a payment, or a part of a refund, moved from one customer to another.

    A refund has the other's credit paid out: no invoice is settled, and only its reversal undoes it.
    """

    payment_id: UUID
    invoice_id: UUID | None
    number: str | None
    refund_id: UUID | None
    from_organization_id: UUID
    from_name: str
    to_organization_id: UUID
    to_name: str
    currency: str
    amount: Decimal
    at: datetime


_APART = """staying_customer({one}.account_id, {one}.organization_id)
            <> staying_customer({two}.account_id, {two}.organization_id)"""
_LIST = Statement(f"""
    WITH crossed AS (
        SELECT coalesce(p.reverses, p.id) AS payment_id, a.invoice_id, i.number, NULL::uuid AS refund_id,
            p.organization_id AS from_organization_id, i.organization_id AS to_organization_id, i.currency,
            sum(a.amount) AS amount, min(a.allocated_at) AS at
        FROM allocations a JOIN payments p ON p.id = a.payment_id JOIN invoices i ON i.id = a.invoice_id
        WHERE a.of_duplicate AND {_APART.format(one="p", two="i")}
        GROUP BY 1, 2, 3, 5, 6, 7
        UNION ALL
        SELECT q.payment_id, NULL, NULL, coalesce(r.reverses, r.id), p.organization_id, r.organization_id, r.currency,
            sum(q.amount), min(r.recorded_at)
        FROM refund_parts q JOIN payments p ON p.id = q.payment_id JOIN refunds r ON r.id = q.refund_id
        WHERE q.of_duplicate AND {_APART.format(one="p", two="r")}
        GROUP BY 1, 4, 5, 6, 7
    ), standing AS (
        SELECT * FROM crossed
        WHERE amount > 0 AND (from_organization_id = {NAMES} OR to_organization_id = {NAMES})
    )
    SELECT standing.*, coalesce(f.name, '') AS from_name, coalesce(t.name, '') AS to_name,
        count(*) OVER () AS in_all
    FROM standing LEFT JOIN organizations f ON f.organization_id = from_organization_id
    LEFT JOIN organizations t ON t.organization_id = to_organization_id
    ORDER BY payment_id, invoice_id, refund_id LIMIT {MOST_AT_ONCE}
""")


async def load_transfers(session: Session, organization_id: UUID) -> tuple[Sequence[Transfer], int]:
    """What stands between a customer and others, and how many there are in all; nothing while they are merged."""
    rows = [dict(row) for row in await _LIST.all(session, {"organization_id": organization_id})]
    in_all = max((row.pop("in_all") for row in rows), default=0)
    return [Transfer(**row) for row in rows], in_all
