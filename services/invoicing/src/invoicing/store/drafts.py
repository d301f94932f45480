"""Drafts and their lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, delete, insert, select, text, true, update
from sqlalchemy.orm import selectinload

from database import Session
from invoicing.domain.account import Account
from invoicing.domain.attributes import build
from invoicing.domain.discounts import Discount
from invoicing.domain.draft import Draft
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.lines import Line
from invoicing.domain.parties import Customer
from invoicing.store.accounts import account_of, customer_of
from invoicing.store.mapping import column_names, insert_from_arrays, to_arrays, to_values
from invoicing.store.organization_locks import lock_alone
from invoicing.store.tables.accounts import AccountSettingsRow, BillingSettingsRow, OrganizationRow
from invoicing.store.tables.drafts import DraftLineRow, DraftRow

_FREE = text("DELETE FROM claims WHERE invoice_id = :draft_id")
_FREE_LINE = text("DELETE FROM claims WHERE invoice_id = :draft_id AND line_id = :line_id")

_LOCK_CUSTOMER = text(f"SELECT {lock_alone('organization_id')} FROM drafts WHERE id = :draft_id")

_LINE = column_names(DraftLineRow) - {"account_id", "percent"}
_DRAFT = sorted(column_names(DraftRow) - {"account_id"})
_INSERT_LINES = text(insert_from_arrays(DraftLineRow, _LINE))
_INSERT_DRAFT = text(f"""
    WITH draft AS (INSERT INTO drafts ({", ".join(_DRAFT)}) VALUES ({", ".join(f":its_{name}" for name in _DRAFT)}))
    {insert_from_arrays(DraftLineRow, _LINE)}
""")


@dataclass(frozen=True)
class OpenDraft:
    """A draft with those it is between."""

    draft: Draft
    account: Account
    customer: Customer

    @property
    def content(self) -> InvoiceContent:
        """The draft as it would be issued now."""
        return self.draft.content(self.account, self.customer)


async def lock_customer(session: Session, draft_id: UUID) -> None:
    """Be alone with the billable time of the draft's customer until the transaction ends."""
    await session.execute(_LOCK_CUSTOMER, {"draft_id": draft_id})


async def load_draft(session: Session, draft_id: UUID, *, lock: bool = False) -> OpenDraft | None:
    """A draft; with `lock`, nobody else changes or issues it until the transaction ends."""
    found = await load_drafts(session, DraftRow.id == draft_id, lock=lock)
    return found[0] if found else None


async def load_drafts(
    session: Session,
    *conditions: ColumnElement[bool],
    limit: int | None = None,
    lock: bool = False,
    newest_first: bool = False,
) -> list[OpenDraft]:
    """Drafts in the order of their ids, or the newest first; with `lock`, nobody else changes or issues them."""
    query = (
        select(DraftRow, OrganizationRow, BillingSettingsRow, AccountSettingsRow)
        .select_from(DraftRow)
        .join(OrganizationRow, OrganizationRow.organization_id == DraftRow.organization_id)
        .outerjoin(BillingSettingsRow, true())
        .outerjoin(AccountSettingsRow, true())
        .where(*conditions)
        .order_by(DraftRow.id.desc() if newest_first else DraftRow.id)
        .limit(limit)
        .options(selectinload(DraftRow.lines))
        .execution_options(populate_existing=True)
    )
    found = await session.execute(query.with_for_update(of=DraftRow) if lock else query)
    return [
        OpenDraft(_draft(draft), account_of(billing, settings), customer_of(organization))
        for draft, organization, billing, settings in found
    ]


async def insert_draft(session: Session, draft: Draft) -> None:
    """Write a new draft with its lines, in one statement."""
    values = to_values(DraftRow, draft)
    if not draft.lines:
        await session.execute(insert(DraftRow).values(values))
        return
    rows = [to_values(DraftLineRow, line, draft_id=draft.id) for line in draft.lines]
    parameters = {f"its_{name}": value for name, value in values.items()}
    await session.execute(_INSERT_DRAFT, to_arrays(rows) | parameters)


async def insert_lines(session: Session, draft_id: UUID, lines: Sequence[Line]) -> None:
    """Add lines to a draft."""
    rows = [to_values(DraftLineRow, line, draft_id=draft_id) for line in lines]
    if rows:
        await session.execute(_INSERT_LINES, to_arrays(rows))


async def insert_discount(
    session: Session, draft_id: UUID, position: int, discount: Discount
) -> None:
    """Add a discount on the whole draft."""
    values = to_values(
        DraftLineRow,
        discount,
        line_id=discount.discount_id,
        draft_id=draft_id,
        position=position,
        kind="discount",
    )
    await session.execute(insert(DraftLineRow).values(values))


async def update_texts(session: Session, draft: Draft) -> None:
    """Write what a draft says beside its lines, with its new version."""
    values = {"notes": draft.notes, "reference": draft.reference, "version": draft.version}
    await session.execute(update(DraftRow).where(DraftRow.id == draft.id).values(values))


async def reprice_line(session: Session, changed: Line) -> None:
    """Write a line's new seconds and amount; a line without time is removed."""
    here = DraftLineRow.line_id == changed.line_id
    if changed.seconds:
        values = {"seconds": changed.seconds, "amount": changed.amount}
        await session.execute(update(DraftLineRow).where(here).values(values))
    else:
        await session.execute(delete(DraftLineRow).where(here))


async def delete_line(session: Session, draft_id: UUID, line_id: UUID) -> None:
    """Remove a line and free its time."""
    await session.execute(_FREE_LINE, {"draft_id": draft_id, "line_id": line_id})
    await session.execute(delete(DraftLineRow).where(DraftLineRow.line_id == line_id))


async def delete_draft(session: Session, draft_id: UUID) -> None:
    """Remove a draft and its lines; its time can be billed again."""
    await session.execute(_FREE, {"draft_id": draft_id})
    await session.execute(delete(DraftRow).where(DraftRow.id == draft_id))


async def lock_drafts(session: Session, draft_ids: Sequence[UUID]) -> list[UUID]:
    """Lock those that are still drafts, in the order of their ids."""
    query = select(DraftRow.id).where(DraftRow.id.in_(draft_ids)).order_by(DraftRow.id)
    return list(await session.scalars(query.with_for_update()))


async def raise_versions(session: Session, draft_ids: Sequence[UUID]) -> None:
    """Give drafts a new version, since they changed."""
    statement = update(DraftRow).where(DraftRow.id.in_(draft_ids))
    await session.execute(statement.values(version=DraftRow.version + 1))


def _draft(row: DraftRow) -> Draft:
    discounts = [line for line in row.lines if line.kind == "discount"]
    return build(
        Draft,
        row,
        lines=tuple(build(Line, line) for line in row.lines if line not in discounts),
        discounts=tuple(build(Discount, line, discount_id=line.line_id) for line in discounts),
    )
