"""Invoices to export, and the organizations they name."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from database import Session
from database.mapping import as_dataclass, attributes
from qbo_sync.domain.customer import Organization
from qbo_sync.store.tables import InvoiceExport, OrganizationRow


async def save_organizations(session: Session, organizations: Sequence[Organization]) -> None:
    """Store organizations, each once in `organizations`, unless a newer version is known."""
    rows = [attributes(one) for one in sorted(organizations, key=lambda o: o.organization_id)]
    new = insert(OrganizationRow)
    newest = new.on_conflict_do_update(
        index_elements=["account_id", "organization_id"],
        set_={name: new.excluded[name] for name in rows[0]},
        where=OrganizationRow.version < new.excluded.version,
    )
    await session.execute(newest, rows)


async def get_organization(session: Session, organization_id: UUID) -> Organization | None:
    """Load the newest version of an organization."""
    found = select(OrganizationRow).where(OrganizationRow.organization_id == organization_id)
    row = await session.scalar(found)
    return as_dataclass(Organization, row) if row else None


async def add_exports(session: Session, exports: Sequence[dict[str, Any]]) -> Sequence[UUID]:
    """Store invoices to export; returns those that were not known."""
    new = insert(InvoiceExport).on_conflict_do_nothing().returning(InvoiceExport.invoice_id)
    return (await session.scalars(new, exports)).all()


async def update_export(session: Session, invoice_id: UUID, **values: Any) -> InvoiceExport | None:
    """Change an export that has not succeeded; None when it has."""
    changed = update(InvoiceExport).where(
        InvoiceExport.invoice_id == invoice_id, InvoiceExport.qbo_id.is_(None)
    )
    newest = changed.values(values).returning(InvoiceExport)
    return await session.scalar(newest.execution_options(populate_existing=True))


async def lock_export(session: Session, invoice_id: UUID) -> InvoiceExport | None:
    """Load an export and lock it for the rest of the transaction."""
    found = select(InvoiceExport).where(InvoiceExport.invoice_id == invoice_id)
    locked = found.with_for_update().execution_options(populate_existing=True)
    return await session.scalar(locked)


async def lock_exports(session: Session, invoice_ids: Collection[UUID]) -> None:
    """Lock exports for the rest of the transaction, always in the same order."""
    found = select(InvoiceExport.invoice_id).where(InvoiceExport.invoice_id.in_(invoice_ids))
    await session.execute(found.order_by(InvoiceExport.invoice_id).with_for_update())


async def find_by_qbo_id(
    session: Session, realm_id: str, qbo_id: str, *, for_update: bool = False
) -> InvoiceExport | None:
    """Load the export that a QuickBooks invoice is; `for_update` locks it for the rest of the transaction."""
    found = select(InvoiceExport).where(
        InvoiceExport.realm_id == realm_id, InvoiceExport.qbo_id == qbo_id
    )
    return await session.scalar(found.with_for_update() if for_update else found)


async def next_version(session: Session, invoice_id: UUID, *, events: int = 1) -> int:
    """Count events that are published of an export; returns the version of the last of them. It is no change of its own."""
    counted = update(InvoiceExport).where(InvoiceExport.invoice_id == invoice_id)
    values = {"version": InvoiceExport.version + events, "updated_at": InvoiceExport.updated_at}
    newest = counted.values(values).returning(InvoiceExport.version)
    quietly = {"synchronize_session": False}
    return (await session.scalars(newest, execution_options=quietly)).one()


async def queue_waiting(session: Session) -> Sequence[UUID]:
    """Queue all invoices that wait for a connection; returns which, in the order of creation."""
    waiting = update(InvoiceExport).where(InvoiceExport.state == "waiting_for_connection")
    queued = waiting.values(state="queued", reason=None).returning(InvoiceExport.invoice_id)
    return sorted(await session.scalars(queued))
