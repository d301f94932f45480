"""Drafts and their lines."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import (
    ColumnElement,
    bindparam,
    delete,
    insert,
    literal_column,
    select,
    text,
    true,
    update,
)

from contracts import Event
from database import Row, Session, Statement
from invoicing.domain.account import Account
from invoicing.domain.attributes import build
from invoicing.domain.discounts import Discount
from invoicing.domain.draft import Draft
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.lines import Line
from invoicing.domain.parties import Customer
from invoicing.domain.tax import Tax, TaxCategory
from invoicing.domain.terms import Terms
from invoicing.store.accounts import ACCOUNT, CUSTOMER, account_of, customer_of
from invoicing.store.mapping import all_to_json, column_names, insert_sql, prepared, to_values
from invoicing.store.organization_locks import lock_alone
from invoicing.store.tables.accounts import AccountSettingsRow, BillingSettingsRow, OrganizationRow
from invoicing.store.tables.drafts import DraftLineRow, DraftRow
from messaging import outbox

_FREE = text("""
    WITH charges AS (DELETE FROM charge_claims WHERE invoice_id = :draft_id)
    DELETE FROM claims WHERE invoice_id = :draft_id
""")
_FREE_LINE = text("""
    WITH charge AS (DELETE FROM charge_claims WHERE invoice_id = :draft_id AND line_id = :line_id)
    DELETE FROM claims WHERE invoice_id = :draft_id AND line_id = :line_id
""")

_LOCK_CUSTOMER = text(f"SELECT {lock_alone('organization_id')} FROM drafts WHERE id = :draft_id")

_TAX = ("tax_category", "tax_rate", "tax_code")
_TAX_DRAFT = text("""
    UPDATE drafts SET version = :version, tax_category = :tax_category, tax_rate = :tax_rate, tax_code = :tax_code
    WHERE id = :id
""")
_TAX_LINES = text("""
    UPDATE draft_lines l SET tax_category = new.tax_category, tax_rate = new.tax_rate, tax_code = new.tax_code
    FROM jsonb_to_recordset(CAST(:lines AS jsonb))
        AS new(line_id uuid, tax_category text, tax_rate numeric, tax_code text)
    WHERE l.draft_id = :draft_id AND l.line_id = new.line_id
        AND (l.tax_category, l.tax_rate, l.tax_code)
            IS DISTINCT FROM (new.tax_category, new.tax_rate, new.tax_code)
""")
_TERMS = TypeAdapter(Terms)
_LINE = sorted(column_names(DraftLineRow) - {"account_id", "draft_id", "percent"})
_TEXTS = (
    *("notes", "reference", "purchase_order", "time_appendix", "terms", "payment_instructions"),
    "version",
)
_DRAFT = sorted(column_names(DraftRow) - {"account_id"})
_INSERT = insert_sql(DraftLineRow, "lines", draft_id="CAST(:id AS uuid)")
_INSERT_LINES = Statement(_INSERT)
_INSERT_DRAFT = Statement(f"""
    WITH draft AS (INSERT INTO drafts ({", ".join(_DRAFT)}) VALUES ({", ".join(f":{name}" for name in _DRAFT)})),
        published AS ({outbox.INSERT_SQL})
    {_INSERT}
""")
_CHANGED = (
    *("description", "amount", "tax_category", "tax_rate", "tax_code", "position"),
    *("quantity", "unit", "unit_price"),
)
"""What people change of a line."""
_CHANGED_DISCOUNT = "description", "percent", "amount", "of_line_id"
_REWRITE = Statement(f"""
    UPDATE draft_lines known SET {", ".join(f"{name} = new_row.{name}" for name in _CHANGED)}
    FROM jsonb_to_recordset(CAST(:lines AS jsonb))
        AS new_row(line_id uuid, description text, amount numeric, tax_category text, tax_rate numeric, tax_code text,
            position int, quantity numeric, unit text, unit_price numeric)
    WHERE known.draft_id = :draft_id AND known.line_id = new_row.line_id
""")
_LINES = Statement(f"""
    SELECT draft_id, percent, {", ".join(_LINE)}
    FROM draft_lines WHERE draft_id = ANY(:draft_ids) ORDER BY draft_id, position
""")
_DRAFTS = (
    select(
        *(column for column in DraftRow.__table__.columns if column.name != "terms"),
        literal_column("drafts.terms::text").label("terms"),
        CUSTOMER,
        *ACCOUNT,
    )
    .select_from(DraftRow)
    .join(OrganizationRow, OrganizationRow.organization_id == DraftRow.organization_id)
    .outerjoin(BillingSettingsRow, true())
    .outerjoin(AccountSettingsRow, true())
)
_DRAFT_BY_ID = prepared(_DRAFTS.where(DraftRow.id == bindparam("draft_id")))
_LOCK_DRAFT = prepared(
    _DRAFTS.where(DraftRow.id == bindparam("draft_id")).with_for_update(of=DraftRow)
)


@dataclass(frozen=True)
class OpenDraft:
    """A draft with those it is between."""

    draft: Draft
    account: Account
    customer: Customer

    def on(self, day: date) -> "OpenDraft":
        """As it would be issued on that day, with the rates that its tax codes have then."""
        draft = self.draft.taxed_on(day, self.account.tax_codes)
        return self if draft is self.draft else replace(self, draft=draft)

    @cached_property
    def content(self) -> InvoiceContent:
        """The draft as it would be issued now."""
        return self.draft.content(self.account, self.customer)


async def lock_customer(session: Session, draft_id: UUID) -> None:
    """Be alone with the billable time of the draft's customer until the transaction ends."""
    await session.execute(_LOCK_CUSTOMER, {"draft_id": draft_id})


async def load_draft(session: Session, draft_id: UUID, *, lock: bool = False) -> OpenDraft | None:
    """A draft; with `lock`, nobody else changes or issues it until the transaction ends."""
    rows = await (_LOCK_DRAFT if lock else _DRAFT_BY_ID).all(session, {"draft_id": draft_id})
    return (await _open(session, rows))[0] if rows else None


async def load_drafts(
    session: Session,
    *conditions: ColumnElement[bool],
    limit: int | None = None,
    newest_first: bool = False,
) -> list[OpenDraft]:
    """Drafts in the order of their ids, or the newest first."""
    order = DraftRow.id.desc() if newest_first else DraftRow.id
    query = _DRAFTS.where(*conditions).order_by(order).limit(limit)
    return await _open(session, (await session.execute(query)).all())


async def _open(session: Session, rows: Sequence[Any]) -> list[OpenDraft]:
    lines = await _load_lines(session, [row.id for row in rows]) if rows else {}
    return [
        _between(_draft(row, lines.get(row.id, ())), account_of(row), customer_of(row))
        for row in rows
    ]


def _between(draft: Draft, account: Account, customer: Customer) -> OpenDraft:
    texts = customer.billing.line_texts.over(account.billing.line_texts)
    return OpenDraft(replace(draft, line_texts=texts), account, customer)


async def insert_draft(session: Session, draft: Draft, *published: Event) -> None:
    """Write a new draft with its lines, and publish what is said of it, in one statement."""
    lines = all_to_json(_LINE, draft.lines)
    terms = draft.terms and _TERMS.dump_json(draft.terms).decode()
    rows = to_values(DraftRow, draft, lines=lines, terms=terms)
    await _INSERT_DRAFT.all(session, rows | outbox.values_of(*published))


async def insert_lines(session: Session, draft_id: UUID, lines: Sequence[Line]) -> None:
    """Add lines to a draft."""
    await _INSERT_LINES.all(session, {"id": draft_id, "lines": all_to_json(_LINE, lines)})


async def insert_discount(
    session: Session, draft_id: UUID, position: int, discount: Discount
) -> None:
    """Add a discount, of a line or on the whole."""
    values = to_values(
        DraftLineRow,
        discount,
        line_id=discount.discount_id,
        draft_id=draft_id,
        position=position,
        kind="discount",
    )
    await session.execute(insert(DraftLineRow).values(values))


async def rewrite(session: Session, before: Draft, after: Draft) -> None:
    """Write the lines and discounts that people changed, and discounts that are new."""
    if lines := set(after.lines) - set(before.lines):
        rewritten = all_to_json(["line_id", *_CHANGED], lines)
        await _REWRITE.all(session, {"draft_id": after.id, "lines": rewritten})
    known = {one.discount_id for one in before.discounts}
    for discount in set(after.discounts) - set(before.discounts):
        if discount.discount_id not in known:
            await insert_discount(session, after.id, after.next_position, discount)
            continue
        here = DraftLineRow.line_id == discount.discount_id
        values = {name: getattr(discount, name) for name in _CHANGED_DISCOUNT}
        await session.execute(update(DraftLineRow).where(here).values(values))


async def update_texts(session: Session, draft: Draft) -> None:
    """Write what a draft says beside its lines, with its new version."""
    values = {name: getattr(draft, name) for name in _TEXTS}
    await session.execute(update(DraftRow).where(DraftRow.id == draft.id).values(values))


async def update_tax(session: Session, draft: Draft) -> None:
    """Write how a draft and its lines are taxed, with its new version."""
    await session.execute(_TAX_DRAFT, to_values(DraftRow, draft))
    lines = all_to_json(("line_id", *_TAX), (line for line in draft.lines if line.tax))
    await session.execute(_TAX_LINES, {"draft_id": draft.id, "lines": lines})


async def reprice_line(session: Session, changed: Line) -> None:
    """Write a line's new seconds and amount; a line without time is removed, unless an agreement charges it."""
    here = DraftLineRow.line_id == changed.line_id
    if changed.seconds or changed.charge_id:
        names = "seconds", "billed_seconds", "hours", "amount"
        values = {name: getattr(changed, name) for name in names}
        await session.execute(update(DraftLineRow).where(here).values(values))
    else:
        await session.execute(delete(DraftLineRow).where(here))


async def rewrite_lines(session: Session, changed: Sequence[Line]) -> None:
    """Write what lines of agreements say and charge now."""
    names = (
        "description",
        "amount",
        "first_day",
        "last_day",
        "included_seconds",
        "rolled_over_seconds",
    )
    for line in changed:
        here = update(DraftLineRow).where(DraftLineRow.line_id == line.line_id)
        await session.execute(here.values({name: getattr(line, name) for name in names}))


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


async def _load_lines(session: Session, draft_ids: Sequence[UUID]) -> dict[UUID, list[Row]]:
    """The rows of the lines of drafts, in their order."""
    found: dict[UUID, list[Row]] = {}
    for row in await _LINES.all(session, {"draft_ids": draft_ids}):
        found.setdefault(row["draft_id"], []).append(row)
    return found


def _draft(row: Any, lines: Sequence[Row]) -> Draft:
    return build(
        Draft,
        row,
        tax=Tax(row.tax_category, row.tax_rate, row.tax_code),
        terms=row.terms and _TERMS.validate_json(row.terms),
        lines=tuple(_line(**line) for line in lines if line["kind"] != "discount"),
        discounts=tuple(
            build(Discount, line, discount_id=line.line_id)
            for line in lines
            if line["kind"] == "discount"
        ),
    )


def _line(
    draft_id: UUID,
    percent: None,
    tax_category: TaxCategory | None,
    tax_rate: Decimal | None,
    tax_code: str | None,
    **columns: Any,
) -> Line:
    tax = None
    if tax_category is not None and tax_rate is not None:
        tax = Tax(tax_category, tax_rate, tax_code)
    return Line(tax=tax, **columns)
