"""Time of customers who are duplicates of others: billed to the others as long as they are.

An entry says for whom it was recorded, and to whom it is billed. The second follows while nothing charges all of the entry;
what is on an issued invoice stays with its buyer, and what is open of such an entry goes along.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, any_, func, select, text

from database import Session
from invoicing.store.tables.accounts import OrganizationRow


def staying(organization_id: str) -> str:
    """SQL of the customer who stands for one, mostly itself."""
    return f"""coalesce((SELECT o.merged_into FROM organizations o WHERE o.organization_id = {organization_id}),
            {organization_id})"""


BILLED_TO = staying("asked.organization_id")
"""SQL of the customer to whom time of `asked.organization_id` is billed."""
NAMES = """ANY(CAST(:organization_id AS uuid) || ARRAY(
            SELECT o.organization_id FROM organizations o WHERE o.merged_into = :organization_id))"""
"""SQL of all that a customer is: itself, and its duplicates; found once, and then looked for by index."""
_IDS = ARRAY(Uuid())
_OF_CUSTOMER = """
    FROM time_entries e
    WHERE e.organization_id = ANY(:places) AND e.recorded_for = :organization_id AND e.billable
"""
_FOLLOWS = """(e.claimed_seconds = 0 OR e.claimed_seconds < e.seconds AND NOT EXISTS (SELECT FROM claims c
        LEFT JOIN invoices i ON i.account_id = c.account_id AND i.id = c.invoice_id
        LEFT JOIN write_offs w ON w.account_id = c.account_id AND w.id = c.invoice_id
        WHERE c.account_id = e.account_id AND c.entry_id = e.entry_id AND c.released_by IS NULL
            AND coalesce(i.organization_id, w.organization_id) IS DISTINCT FROM e.recorded_for))"""
"""SQL of whether something of an entry is open, and nobody but for whom it was recorded is charged for the rest."""
_DRAFTED = text(f"""
    SELECT e.entry_id {_OF_CUSTOMER} AND e.claimed_seconds > 0 AND EXISTS (SELECT FROM claims c
        JOIN drafts d ON d.account_id = c.account_id AND d.id = c.invoice_id
        WHERE c.account_id = e.account_id AND c.entry_id = e.entry_id)
""")
_MOVE = text(f"""
    WITH home AS (
        SELECT coalesce(merged_into, organization_id) AS id FROM organizations WHERE organization_id = :organization_id
    ), open AS (
        SELECT e.account_id, e.entry_id {_OF_CUSTOMER} AND {_FOLLOWS} ORDER BY e.entry_id
    )
    UPDATE time_entries e SET organization_id = home.id FROM open, home
    WHERE e.account_id = open.account_id AND e.entry_id = open.entry_id AND e.organization_id <> home.id
""")


_MOVE_RELEASED = text(f"""
    UPDATE time_entries e SET organization_id = {staying("e.recorded_for")}
    WHERE e.entry_id = ANY(:entry_ids) AND {_FOLLOWS} AND e.organization_id <> {staying("e.recorded_for")}
""")


def is_customer(column: Any, organization_id: UUID) -> ColumnElement[bool]:
    """The column names the customer, or a duplicate of it."""
    return _is_named(column, organization_id)


def is_same_customer(column: Any, organization_id: UUID) -> ColumnElement[bool]:
    """The column names the customer, a duplicate of it, or where it is one itself the one that stays and its others."""
    row = OrganizationRow
    into = select(row.merged_into).where(row.organization_id == organization_id)
    return _is_named(column, func.coalesce(into.scalar_subquery(), organization_id))


def _is_named(column: Any, staying: Any) -> ColumnElement[bool]:
    row = OrganizationRow
    merged = select(row.organization_id).where(row.merged_into == staying)
    names = func.array_append(func.array(merged.scalar_subquery()), staying, type_=_IDS)
    found: ColumnElement[bool] = column == any_(names)
    return found


async def drafted(session: Session, organization_id: UUID, places: Collection[UUID]) -> list[UUID]:
    """Entries recorded for a customer that drafts charge; `places` are the customers to whom they may be billed now."""
    values = {"organization_id": organization_id, "places": list(places)}
    return list(await session.scalars(_DRAFTED, values))


async def move(session: Session, organization_id: UUID, places: Collection[UUID]) -> None:
    """Bill time recorded for a customer, as far as something of it is open, to whom it is to be billed now."""
    await session.execute(_MOVE, {"organization_id": organization_id, "places": list(places)})


async def move_released(session: Session, entry_ids: Collection[UUID]) -> None:
    """Bill time of which something is open again to whom it is to be billed now, whoever's invoice it was on."""
    await session.execute(_MOVE_RELEASED, {"entry_ids": list(entry_ids)})
