"""What changed the amount that a customer owes, by the days of documents and payments."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from database import Session
from invoicing.domain.attributes import build
from invoicing.domain.statement import Movement, MovementKind, movement_of_payment
from invoicing.store.merged_time import NAMES
from invoicing.store.open_balances import ALLOCATION_DAY, PAYMENT_DAY, REFUND_DAY

_INVOICED, _CREDITED, _PAID, _PAID_BACK, _TRANSFERRED = 1, 2, 3, 4, 5
"""Their order on one day."""
_MOVEMENTS = f"""
    WITH movements AS (
        SELECT i.issue_date AS day, {_INVOICED} AS place, '' AS kind, i.id AS document_id, i.number,
            coalesce(reminded.number, '') AS about, i.due_date, i.currency, i.total AS amount, false AS is_reversal
        FROM invoices i LEFT JOIN invoices reminded ON reminded.id = i.reminder_fee_of
        WHERE i.organization_id = {NAMES} AND i.issue_date <= :last_day
        UNION ALL
        SELECT issue_date, {_CREDITED}, '', id, number, invoice_number, NULL, currency, -total, false
        FROM credit_notes WHERE organization_id = {NAMES} AND issue_date <= :last_day
        UNION ALL
        SELECT {PAYMENT_DAY}, {_PAID}, p.kind, p.id, NULL, CASE WHEN p.reverses IS NULL THEN p.reference ELSE p.reason END,
            NULL, p.currency, -p.amount, p.reverses IS NOT NULL
        FROM payments p WHERE p.organization_id = {NAMES} AND {PAYMENT_DAY} <= :last_day
        UNION ALL
        SELECT {REFUND_DAY}, {_PAID_BACK}, '', p.id, NULL, coalesce(p.reason, p.reference), NULL, p.currency, p.amount,
            p.reverses IS NOT NULL
        FROM refunds p WHERE p.organization_id = {NAMES} AND {REFUND_DAY} <= :last_day
        UNION ALL
        SELECT {ALLOCATION_DAY}, {_TRANSFERRED}, '', p.id, CASE WHEN b.organization_id = {NAMES} THEN i.number END, '', NULL,
            b.currency, CASE WHEN b.organization_id = {NAMES} THEN -a.amount ELSE a.amount END, false
        FROM allocations a JOIN payments p ON p.id = a.payment_id JOIN balances b ON b.invoice_id = a.invoice_id
            JOIN invoices i ON i.id = a.invoice_id
        WHERE a.of_duplicate AND (p.organization_id = {NAMES}) <> (b.organization_id = {NAMES})
            AND {ALLOCATION_DAY} <= :last_day
        UNION ALL
        SELECT {REFUND_DAY}, {_TRANSFERRED}, '', q.payment_id, NULL, '', NULL, p.currency,
            CASE WHEN p.organization_id = {NAMES} THEN -q.amount ELSE q.amount END, false
        FROM refund_parts q JOIN refunds p ON p.id = q.refund_id JOIN payments money ON money.id = q.payment_id
        WHERE q.of_duplicate AND (p.organization_id = {NAMES}) <> (money.organization_id = {NAMES})
            AND {REFUND_DAY} <= :last_day
    )
"""
_OPENING = text(
    f"{_MOVEMENTS} SELECT currency, sum(amount) AS amount FROM movements WHERE day < :first_day GROUP BY 1"
)
_IN_PERIOD = text(f"""{_MOVEMENTS} SELECT * FROM movements WHERE day >= :first_day
    ORDER BY currency, day, place, number, document_id LIMIT :limit""")


async def openings(
    session: Session, organization_id: UUID, first_day: date, *, zone: str
) -> dict[str, Decimal]:
    """What a customer owed, less their credit, before a day; by currency."""
    about = {"organization_id": organization_id, "first_day": first_day, "last_day": first_day}
    rows = await session.execute(_OPENING, {**about, "zone": zone})
    return {row.currency: row.amount for row in rows}


async def movements(
    session: Session,
    organization_id: UUID,
    first_day: date,
    last_day: date,
    *,
    zone: str,
    limit: int,
) -> Sequence[Movement]:
    """What changed that in a period, by currency and day; on one day invoices come first and payments last."""
    about = {"organization_id": organization_id, "first_day": first_day, "last_day": last_day}
    rows = await session.execute(_IN_PERIOD, {**about, "zone": zone, "limit": limit})
    return [build(Movement, row, kind=_kind(row)) for row in rows]


def _kind(row: Any) -> MovementKind:
    if row.place == _INVOICED:
        return "invoice"
    if row.place == _CREDITED:
        return "credit_note"
    if row.place == _PAID_BACK:
        return "reversal" if row.is_reversal else "refund"
    if row.place == _TRANSFERRED:
        return "transfer"
    return movement_of_payment(row.kind, is_reversal=row.is_reversal)
