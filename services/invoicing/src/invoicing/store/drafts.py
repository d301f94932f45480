"""Drafts and their lines."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from invoicing.discounts import Discount
from invoicing.draft import Draft
from invoicing.lines import Line
from invoicing.store.lines import line, line_values
from invoicing.store.tables import draft, draft_line
from invoicing.tax import Tax

_FREE = text("DELETE FROM claim WHERE invoice_id = :draft_id")
_FREE_LINE = text("DELETE FROM claim WHERE invoice_id = :draft_id AND line_id = :line_id")


_SAME = (
    "id",
    "version",
    "organization_id",
    "first_day",
    "last_day",
    "group_by",
    "currency",
    "language",
    "notes",
    "reference",
    "created_at",
    "created_by",
)


async def load_draft(session: AsyncSession, draft_id: UUID, *, lock: bool = False) -> Draft | None:
    """Read a draft; with `lock`, nobody else changes or issues it until the transaction ends."""
    query = select(draft).where(draft.c.id == draft_id)
    row = (await session.execute(query.with_for_update() if lock else query)).first()
    return None if row is None else _draft(row, await _lines(session, draft_id))


async def load_drafts(session: AsyncSession, draft_ids: Sequence[UUID]) -> list[Draft]:
    """Read several drafts in two queries, in the order of their ids."""
    rows = await session.execute(
        select(draft).where(draft.c.id.in_(draft_ids)).order_by(draft.c.id)
    )
    lines = await session.execute(
        select(draft_line)
        .where(draft_line.c.draft_id.in_(draft_ids))
        .order_by(draft_line.c.position)
    )
    by_draft: dict[UUID, list[Row[Any]]] = {}
    for row in lines:
        by_draft.setdefault(row.draft_id, []).append(row)
    return [_draft(row, by_draft.get(row.id, [])) for row in rows]


async def insert_draft(session: AsyncSession, account_id: UUID, new: Draft) -> None:
    """Write a new draft with its lines."""
    values = {name: getattr(new, name) for name in _SAME}
    tax = {"tax_category": new.tax.category, "tax_rate": new.tax.rate}
    await session.execute(insert(draft).values(account_id=account_id, **values, **tax))
    await insert_lines(session, account_id, new.id, new.lines)


async def insert_lines(
    session: AsyncSession, account_id: UUID, draft_id: UUID, lines: Sequence[Line]
) -> None:
    """Add lines to a draft."""
    about = {"account_id": account_id, "draft_id": draft_id}
    if lines:
        await session.execute(insert(draft_line), [about | line_values(line) for line in lines])


async def insert_discount(
    session: AsyncSession, account_id: UUID, draft_id: UUID, position: int, discount: Discount
) -> None:
    """Add a discount on the whole draft."""
    await session.execute(
        insert(draft_line).values(
            account_id=account_id,
            draft_id=draft_id,
            line_id=discount.discount_id,
            position=position,
            kind="discount",
            description=discount.description,
            percent=discount.percent,
            amount=discount.amount,
        )
    )


async def reprice_line(session: AsyncSession, changed: Line) -> None:
    """Write a line's new seconds and amount; a line without time is removed."""
    here = draft_line.c.line_id == changed.line_id
    if changed.seconds:
        await session.execute(
            update(draft_line).where(here).values(seconds=changed.seconds, amount=changed.amount)
        )
    else:
        await session.execute(delete(draft_line).where(here))


async def delete_line(session: AsyncSession, draft_id: UUID, line_id: UUID) -> bool:
    """Remove a line and free its time; whether it was there."""
    await session.execute(_FREE_LINE, {"draft_id": draft_id, "line_id": line_id})
    here = (draft_line.c.draft_id == draft_id) & (draft_line.c.line_id == line_id)
    gone = await session.execute(delete(draft_line).where(here).returning(draft_line.c.line_id))
    return gone.first() is not None


async def delete_draft(session: AsyncSession, draft_id: UUID, *, free: bool) -> None:
    """Remove a draft and its lines; with `free` its time can be billed again, else an invoice now bills it."""
    if free:
        await session.execute(_FREE, {"draft_id": draft_id})
    await session.execute(delete(draft).where(draft.c.id == draft_id))


async def lock_drafts(session: AsyncSession, draft_ids: Sequence[UUID]) -> list[UUID]:
    """Lock those that are still drafts, in the order of their ids."""
    query = select(draft.c.id).where(draft.c.id.in_(draft_ids))
    return list(await session.scalars(query.order_by(draft.c.id).with_for_update()))


async def touch(session: AsyncSession, draft_ids: Sequence[UUID]) -> None:
    """Give drafts a new version, since they changed."""
    await session.execute(
        update(draft).where(draft.c.id.in_(draft_ids)).values(version=draft.c.version + 1)
    )


async def _lines(session: AsyncSession, draft_id: UUID) -> Sequence[Row[Any]]:
    query = select(draft_line).where(draft_line.c.draft_id == draft_id)
    return (await session.execute(query.order_by(draft_line.c.position))).all()


def _draft(row: Row[Any], lines: Sequence[Row[Any]]) -> Draft:
    values = {name: row._mapping[name] for name in _SAME}
    return Draft(
        **values,
        tax=Tax(row.tax_category, row.tax_rate),
        lines=tuple(line(r) for r in lines if r.tax_category is not None),
        discounts=tuple(_discount(r) for r in lines if r.tax_category is None),
    )


def _discount(row: Row[Any]) -> Discount:
    return Discount(row.line_id, row.description, row.percent, row.amount)
