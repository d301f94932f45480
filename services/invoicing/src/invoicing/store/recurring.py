"""Recurring invoices, and what came of their periods."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pydantic_core
from pydantic import TypeAdapter
from sqlalchemy import (
    Boolean,
    ColumnElement,
    delete,
    exists,
    insert,
    literal_column,
    select,
    update,
)

from database import Row, Session, Statement
from invoicing.domain.attributes import attributes, build
from invoicing.domain.billing_runs import DraftState, Failure, Issuing
from invoicing.domain.recurring import (
    MadePeriod,
    RecurringInvoice,
    ShownPeriod,
    state_of,
)
from invoicing.store.mapping import column_names, load_all, to_values
from invoicing.store.tables.recurring import RecurringInvoiceRow, RecurringPeriodRow

_AS_FAILURE = TypeAdapter(Failure)
_PERIOD = sorted(column_names(RecurringPeriodRow) - {"account_id", "recurring_id"})
_SAYS = Statement("""
    SELECT (SELECT issue FROM customer_issuing WHERE organization_id = :organization_id) AS customer_says,
        (SELECT issue FROM billing_schedules) AS account_says
""")
_SHOWN = f"""
    SELECT p.recurring_id, {", ".join(f"p.{name}" for name in _PERIOD)}, i.number, d.id IS NOT NULL AS is_draft,
        coalesce(i.total, p.total) AS shown_total
    FROM recurring_periods p
    LEFT JOIN invoices i ON i.account_id = p.account_id AND i.id = p.invoice_id
    LEFT JOIN drafts d ON d.account_id = p.account_id AND d.id = p.invoice_id
"""
_PERIODS = Statement(f"""
    {_SHOWN} WHERE p.recurring_id = :recurring_id AND (CAST(:before AS uuid) IS NULL OR p.id < :before)
    ORDER BY p.id DESC LIMIT :limit
""")
_ATTENTION = Statement(f"""
    {_SHOWN} WHERE p.recurring_id = ANY(CAST(:recurring_ids AS uuid[])) AND (p.outcome = 'failed'
        OR d.id IS NOT NULL AND (p.issuing = 'failed' OR cardinality(p.held_back) > 0))
    ORDER BY p.recurring_id, p.id
""")
_TROUBLED: ColumnElement[bool] = literal_column(
    """EXISTS (
    SELECT FROM recurring_periods p
    WHERE p.account_id = recurring_invoices.account_id AND p.recurring_id = recurring_invoices.id
        AND (p.outcome = 'failed' OR (p.issuing = 'failed' OR cardinality(p.held_back) > 0)
            AND EXISTS (SELECT FROM drafts d WHERE d.account_id = p.account_id AND d.id = p.invoice_id)))
""",
    Boolean(),
)
SYSTEM = "system"
"""Who paused what was left to people."""
_SETTLED = (
    *("outcome", "noted_at", "noted_by", "invoice_id", "total", "failure"),
    *("issuing", "asked_version", "held_back"),
)


@dataclass(frozen=True)
class AtOnce:
    """What a customer and the account say of issuing drafts at once."""

    customer_says: Issuing | None
    account_says: Issuing | None


async def insert_recurring(session: Session, recurring: RecurringInvoice) -> None:
    """Write a new one."""
    values = to_values(RecurringInvoiceRow, recurring)
    await session.execute(insert(RecurringInvoiceRow).values(values))


async def load_recurring(
    session: Session, recurring_id: UUID, *, lock: bool = False
) -> RecurringInvoice | None:
    """One; with `lock`, nobody else makes or changes it until the transaction ends."""
    query = select(RecurringInvoiceRow).where(RecurringInvoiceRow.id == recurring_id)
    rows = await load_all(session, query.with_for_update() if lock else query)
    return build(RecurringInvoice, rows[0]) if rows else None


async def load_all_recurring(
    session: Session, *conditions: ColumnElement[bool], limit: int | None = None
) -> list[RecurringInvoice]:
    """Those that fulfil the conditions, in the order in which they were made."""
    query = select(RecurringInvoiceRow).where(*conditions).order_by(RecurringInvoiceRow.id)
    return [build(RecurringInvoice, row) for row in await load_all(session, query.limit(limit))]


async def update_recurring(session: Session, recurring: RecurringInvoice) -> None:
    """Write all of one."""
    row = RecurringInvoiceRow
    values = to_values(row, recurring)
    values.pop("id")
    await session.execute(update(row).where(row.id == recurring.id).values(values))


async def delete_recurring(session: Session, recurring_id: UUID) -> bool:
    """Remove one of which nothing came so far; whether it is one."""
    row, period = RecurringInvoiceRow, RecurringPeriodRow
    done = exists().where(period.recurring_id == row.id)
    gone = await session.execute(delete(row).where(row.id == recurring_id, ~done).returning(row.id))
    return gone.first() is not None


async def due_until(session: Session, day: date) -> dict[date, list[UUID]]:
    """Those whose next day has come by then, by that day."""
    row = RecurringInvoiceRow
    query = select(row.next_on, row.id).where(row.next_on <= day, row.paused_at.is_(None))
    found: dict[date, list[UUID]] = {}
    for next_on, recurring_id in await session.execute(query.order_by(row.id)):
        assert next_on  # it has come
        found.setdefault(next_on, []).append(recurring_id)
    return found


async def insert_periods(
    session: Session, recurring_id: UUID, periods: Sequence[MadePeriod]
) -> None:
    """Write what came of periods of which nothing came before."""
    rows = [{"recurring_id": recurring_id, **_values(one)} for one in periods]
    if rows:
        await session.execute(insert(RecurringPeriodRow), rows)


async def update_period(session: Session, made: MadePeriod) -> None:
    """Write what came of a period, in place of what came of it before."""
    row, values = RecurringPeriodRow, _values(made)
    changed = {name: values[name] for name in _SETTLED}
    await session.execute(update(row).where(row.id == made.id).values(changed))


async def load_period(session: Session, recurring_id: UUID, period_id: UUID) -> MadePeriod | None:
    """What came of a period of one."""
    row = RecurringPeriodRow
    query = select(row).where(row.id == period_id, row.recurring_id == recurring_id)
    found = await load_all(session, query)
    return _made(found[0]) if found else None


async def next_to_issue(session: Session, recurring_id: UUID) -> MadePeriod | None:
    """The oldest period whose draft waits to be issued."""
    row = RecurringPeriodRow
    query = select(row).where(row.recurring_id == recurring_id, row.issuing == "waiting")
    found = await load_all(session, query.order_by(row.id).limit(1))
    return _made(found[0]) if found else None


async def note_issued(session: Session, period_id: UUID, failure: Failure | None = None) -> None:
    """Write what came of issuing a draft."""
    row = RecurringPeriodRow
    noted = {"issuing": "failed" if failure else "issued", "failure": _json(failure)}
    await session.execute(update(row).where(row.id == period_id).values(noted))


async def hold_back(session: Session, period_id: UUID, reason: str) -> None:
    """Let a draft that waits to be issued stay one."""
    row = RecurringPeriodRow
    noted = {"issuing": None, "asked_version": None, "held_back": [reason]}
    await session.execute(update(row).where(row.id == period_id).values(noted))


async def issuing_at_once(session: Session, organization_id: UUID) -> AtOnce:
    """What a customer and the account say of issuing drafts at once."""
    return AtOnce(**await _SAYS.one(session, {"organization_id": organization_id}))


async def list_periods(
    session: Session, recurring_id: UUID, *, before: UUID | None, limit: int
) -> list[ShownPeriod]:
    """What came of its periods, the newest first."""
    about = {"recurring_id": recurring_id, "before": before, "limit": limit}
    return [_shown(row) for row in await _PERIODS.all(session, about)]


async def periods_to_look_at(
    session: Session, recurring_ids: Sequence[UUID]
) -> dict[UUID, list[ShownPeriod]]:
    """Periods of these that somebody has to look at: not made, or not issued although they were to be."""
    found: dict[UUID, list[ShownPeriod]] = {}
    for row in await _ATTENTION.all(session, {"recurring_ids": list(recurring_ids)}):
        found.setdefault(row["recurring_id"], []).append(_shown(row))
    return found


def needs_attention() -> ColumnElement[bool]:
    """Whether somebody has to look at it: at a period, or because its workers left it to people."""
    return _TROUBLED | (RecurringInvoiceRow.paused_by == SYSTEM)


def _values(made: MadePeriod) -> dict[str, Any]:
    values = attributes(_PERIOD, made)
    return {**values, "failure": _json(made.failure), "held_back": list(made.held_back)}


def _made(row: RecurringPeriodRow) -> MadePeriod:
    return build(MadePeriod, row, failure=_failure(row.failure), held_back=tuple(row.held_back))


def _shown(row: Row) -> ShownPeriod:
    draft: DraftState | None = None
    if row["outcome"] == "made":
        draft = _draft_state(row)
    state = state_of(row["outcome"], draft)
    return build(
        ShownPeriod,
        row,
        state=state,
        total=row["shown_total"],
        failure=_failure(row["failure"]) if state in ("failed", "refused") else None,
        held_back=tuple(row["held_back"]) if row["is_draft"] else (),
    )


def _draft_state(row: Row) -> DraftState:
    if row["number"]:
        return "issued"
    if not row["is_draft"]:
        return "discarded"
    if row["issuing"] == "waiting":
        return "issuing"
    return "failed" if row["issuing"] == "failed" else "draft"


def _json(failure: Failure | None) -> Any:
    return None if failure is None else pydantic_core.to_jsonable_python(failure)


def _failure(stored: Any) -> Failure | None:
    return None if stored is None else _AS_FAILURE.validate_python(stored)
