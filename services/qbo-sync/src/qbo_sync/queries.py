"""What is read: the connection, and the sync state of invoices."""

from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from qbo_sync.announcements import money
from qbo_sync.store import connection, qbo_invoice
from web import Money, PageRequest, ResponseModel, not_found

SyncState = Literal["waiting_for_connection", "queued", "creating", "copied", "variance", "failed"]


class Connection(ResponseModel):
    """The account's QuickBooks company and whether calls to it work."""

    state: Literal[
        "none", "connecting", "connected", "reauth_required", "disconnecting", "disconnected"
    ]
    reason: str | None = None
    realm_id: str | None = None
    company_name: str | None = None
    country: str | None = None
    home_currency: str | None = None
    multi_currency: bool | None = None
    number_owner: Literal["honorar", "quickbooks"] | None = None
    connected_at: datetime | None = None
    reconnect_by: datetime | None = None


class Invoice(ResponseModel):
    """How far the copy of an invoice is; `reason` says what waits, differs or failed."""

    invoice_id: UUID
    number: str
    organization_id: UUID
    state: SyncState
    reason: str | None
    total: Money
    realm_id: str | None
    qbo_id: str | None
    doc_number: str | None
    qbo_total: Money | None
    qbo_balance: Money | None
    remote: Literal["voided", "deleted"] | None
    copied_at: datetime | None
    updated_at: datetime

    @classmethod
    def of(cls, row: Row[Any]) -> Self:
        def amount(name: str) -> Money | None:
            value = getattr(row, name)
            if value is None:
                return None
            exact = money(value, row.currency)
            return Money(amount=exact.amount, currency=exact.currency)

        amounts = {name: amount(name) for name in ("total", "qbo_total", "qbo_balance")}
        return cls.model_validate({**row._mapping, **amounts})


async def connection_state(session: AsyncSession) -> Connection:
    row = (await session.execute(select(connection))).one_or_none()
    if row is None:
        return Connection(state="none")
    known = {name: getattr(row, name) for name in Connection.model_fields if hasattr(row, name)}
    owner = {True: "honorar", False: "quickbooks", None: None}[row.custom_txn_numbers]
    return Connection.model_validate(
        {**known, "number_owner": owner, "reconnect_by": row.hard_expires_at}
    )


async def invoices(
    session: AsyncSession, page: PageRequest, state: SyncState | None
) -> list[Row[Any]]:
    """By invoice id, which is the order of creation."""
    wanted = select(qbo_invoice).order_by(qbo_invoice.c.invoice_id).limit(page.limit + 1)
    if page.after:
        wanted = wanted.where(qbo_invoice.c.invoice_id > page.after)
    if state:
        wanted = wanted.where(qbo_invoice.c.state == state)
    return list((await session.execute(wanted)).all())


async def invoice(session: AsyncSession, invoice_id: UUID) -> Row[Any]:
    """Raises `Problem` 404."""
    wanted = qbo_invoice.c.invoice_id == invoice_id
    row = (await session.execute(select(qbo_invoice).where(wanted))).one_or_none()
    if row is None:
        raise not_found("invoice")
    return row
