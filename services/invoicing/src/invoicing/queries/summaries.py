"""Drafts and invoices at a glance, with what can be said of them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.invoicing import DeliveryChannel
from invoicing.draft import Draft
from invoicing.states import Balance, Report
from invoicing.store import accounts, drafts

State = Literal["draft", "issued"]


@dataclass(frozen=True)
class Summary:
    """An invoice without its lines. A draft has no number, no dates and no balance."""

    id: UUID
    state: State
    organization_id: UUID
    organization_name: str
    currency: str
    seconds: int
    subtotal: Decimal
    tax: Decimal
    total: Decimal
    first_day: date | None
    last_day: date | None
    created_at: datetime
    number: str | None = None
    issue_date: date | None = None
    due_date: date | None = None
    channel: DeliveryChannel | None = None
    balance: Balance | None = None
    delivery: Report | None = None
    recipient: str | None = None
    copy: Report | None = None
    qbo_id: str | None = None


@dataclass(frozen=True)
class Filter:
    """Which invoices are asked for; None is any."""

    organization_id: UUID | None = None
    state: State | None = None
    number: str | None = None
    overdue: bool | None = None

    @property
    def drafts(self) -> bool:
        """Whether a draft can be among them."""
        return self.state != "issued" and self.number is None and self.overdue is not True

    @property
    def issued(self) -> bool:
        """Whether an issued invoice can be among them."""
        return self.state != "draft"


_ISSUED = """
    SELECT i.*, i.buyer ->> 'name' AS organization_name, b.credited, b.allocated,
        d.outcome AS d_outcome, d.at AS d_at, d.detail AS d_detail, d.recipient,
        q.outcome AS q_outcome, q.at AS q_at, q.detail AS q_detail, q.qbo_id
    FROM invoice i JOIN balance b ON b.invoice_id = i.id
    LEFT JOIN LATERAL (SELECT * FROM delivery_report r WHERE r.invoice_id = i.id
        ORDER BY r.at DESC, r.outcome DESC LIMIT 1) d ON true
    LEFT JOIN LATERAL (SELECT * FROM quickbooks_report r WHERE r.invoice_id = i.id
        ORDER BY r.at DESC, r.outcome LIMIT 1) q ON true
    WHERE {condition} ORDER BY i.id LIMIT :limit
"""
_OVERDUE = "(b.total - b.credited - b.allocated > 0 AND i.due_date < :today)"
_DRAFT_IDS = """
    SELECT id FROM draft WHERE {condition} ORDER BY id LIMIT :limit
"""


async def list_invoices(
    session: AsyncSession, wanted: Filter, *, today: date, after: UUID | None, limit: int
) -> list[Summary]:
    """Drafts and invoices by id, which is the order in which they were drafted."""
    found: list[Summary] = []
    if wanted.drafts:
        found += await _drafts(session, wanted, after, limit)
    if wanted.issued:
        found += await _issued(session, wanted, today, after, limit)
    return sorted(found, key=lambda summary: summary.id)[:limit]


async def issued_summary(session: AsyncSession, invoice_id: UUID) -> Summary:
    """One issued invoice, which must be there."""
    statement = text(_ISSUED.format(condition="i.id = :id"))
    return _summary((await session.execute(statement, {"id": invoice_id, "limit": 1})).one())


async def _drafts(
    session: AsyncSession, wanted: Filter, after: UUID | None, limit: int
) -> list[Summary]:
    conditions, parameters = _conditions("", wanted.organization_id, after)
    statement = text(_DRAFT_IDS.format(condition=conditions))
    ids = list(await session.scalars(statement, {**parameters, "limit": limit}))
    if not ids:
        return []
    loaded = await drafts.load_drafts(session, ids)
    customers = await accounts.load_customers(session, {d.organization_id for d in loaded})
    return [draft_summary(d, customers[d.organization_id].party.name) for d in loaded]


def draft_summary(draft: Draft, organization_name: str) -> Summary:
    """A draft at a glance."""
    totals, (first_day, last_day) = draft.totals(), draft.days
    return Summary(
        id=draft.id,
        state="draft",
        organization_id=draft.organization_id,
        organization_name=organization_name,
        currency=draft.currency,
        seconds=sum(line.seconds or 0 for line in draft.lines),
        subtotal=totals.subtotal,
        tax=totals.tax,
        total=totals.total,
        first_day=first_day,
        last_day=last_day,
        created_at=draft.created_at,
    )


async def _issued(
    session: AsyncSession, wanted: Filter, today: date, after: UUID | None, limit: int
) -> list[Summary]:
    conditions, parameters = _conditions("i.", wanted.organization_id, after)
    if wanted.number is not None:
        conditions += " AND i.number = :number"
        parameters["number"] = wanted.number
    if wanted.overdue is not None:
        conditions += f" AND {'' if wanted.overdue else 'NOT '}{_OVERDUE}"
        parameters["today"] = today
    statement = text(_ISSUED.format(condition=conditions))
    return [
        _summary(row) for row in await session.execute(statement, {**parameters, "limit": limit})
    ]


def _conditions(
    table: str, organization_id: UUID | None, after: UUID | None
) -> tuple[str, dict[str, Any]]:
    conditions, parameters = ["true"], dict[str, Any]()
    if organization_id is not None:
        conditions.append(f"{table}organization_id = :organization_id")
        parameters["organization_id"] = organization_id
    if after is not None:
        conditions.append(f"{table}id > :after")
        parameters["after"] = after
    return " AND ".join(conditions), parameters


def _summary(row: Row[Any]) -> Summary:
    return Summary(
        id=row.id,
        state="issued",
        organization_id=row.organization_id,
        organization_name=row.organization_name,
        currency=row.currency,
        seconds=row.seconds,
        subtotal=row.subtotal,
        tax=row.tax,
        total=row.total,
        first_day=row.first_day,
        last_day=row.last_day,
        created_at=row.issued_at,
        number=row.number,
        issue_date=row.issue_date,
        due_date=row.due_date,
        channel=row.delivery,
        balance=Balance(row.total, row.credited, row.allocated),
        delivery=_report(row.d_outcome, row.d_at, row.d_detail),
        recipient=row.recipient,
        copy=_report(row.q_outcome, row.q_at, row.q_detail),
        qbo_id=row.qbo_id,
    )


def _report(outcome: str | None, at: datetime | None, detail: str | None) -> Report | None:
    return Report(outcome, at, detail) if outcome and at else None
