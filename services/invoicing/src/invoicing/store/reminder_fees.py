"""Fees that reminders charged, and what came of them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pydantic_core
from pydantic import TypeAdapter
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from database import Row, Session, Statement
from invoicing.domain.attributes import build
from invoicing.domain.billing_runs import Failure
from invoicing.domain.reminder_fees import ReminderFee, ShownFee
from invoicing.store.tables.reminder_fees import ReminderFeeRow

_AS_FAILURE = TypeAdapter(Failure)
_SHOWN = Statement("""
    SELECT f.reminder_id, f.invoice_id, f.days, f.amount, f.currency, f.charged_on, f.charged_at, f.fee_invoice_id,
        f.failure::text AS failure, i.number, b.total - b.credited - b.allocated AS balance,
        CASE WHEN i.id IS NOT NULL THEN 'issued' WHEN d.id IS NOT NULL THEN 'draft'
            WHEN f.fee_invoice_id IS NOT NULL THEN 'dropped' WHEN f.failure IS NOT NULL THEN 'failed'
            ELSE 'waiting' END AS state
    FROM reminder_fees f
    LEFT JOIN drafts d ON d.id = f.fee_invoice_id
    LEFT JOIN invoices i ON i.id = f.fee_invoice_id
    LEFT JOIN balances b ON b.invoice_id = i.id
    WHERE f.invoice_id = CAST(:invoice_id AS uuid) OR f.fee_invoice_id = CAST(:invoice_id AS uuid)
    ORDER BY f.charged_on, f.reminder_id
""")


async def insert_fee(session: Session, values: Mapping[str, object]) -> bool:
    """Keep a fee; whether it was not known."""
    new = insert(ReminderFeeRow).values(values).on_conflict_do_nothing()
    return bool((await session.execute(new.returning(ReminderFeeRow.reminder_id))).first())


async def lock_fee(session: Session, reminder_id: UUID) -> ReminderFee | None:
    """A fee, which nobody else puts on an invoice until the transaction ends."""
    query = select(ReminderFeeRow).where(ReminderFeeRow.reminder_id == reminder_id)
    row = await session.scalar(query.with_for_update())
    if row is None:
        return None
    failure = None if row.failure is None else _AS_FAILURE.validate_python(row.failure)
    return build(ReminderFee, row, failure=failure)


async def note_draft(session: Session, reminder_id: UUID, draft_id: UUID) -> None:
    """Keep on which draft it is."""
    await _note(session, reminder_id, fee_invoice_id=draft_id, failure=None)


async def note_failure(session: Session, reminder_id: UUID, failure: Failure) -> None:
    """Keep why no draft was made, or why it waits for a person."""
    await _note(session, reminder_id, failure=pydantic_core.to_jsonable_python(failure))


async def load_fees(session: Session, invoice_id: UUID) -> list[ShownFee]:
    """The fees that reminders of an invoice charged, or the one that it charges; the first one first."""
    return [_shown(row) for row in await _SHOWN.all(session, {"invoice_id": invoice_id})]


async def _note(session: Session, reminder_id: UUID, **values: Any) -> None:
    row = ReminderFeeRow
    await session.execute(update(row).where(row.reminder_id == reminder_id).values(values))


def _shown(row: Row) -> ShownFee:
    failure = None if row["failure"] is None else _AS_FAILURE.validate_json(row["failure"])
    return build(ShownFee, row, failure=failure)
