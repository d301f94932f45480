"""What is to be copied, and what an earlier attempt may have done already."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.invoicing import InvoiceIssued
from messaging.tasks import RetryError
from qbo_sync import locks, patience, queueing
from qbo_sync.copying.body import NotCopyableError
from qbo_sync.copying.customer import Buyer, buyer_of
from qbo_sync.intuit.numbers import Doc, dumps
from qbo_sync.store import connection, qbo_invoice

REQUESTS = UUID("5e9c2d8e-1c5b-4a37-8a52-7a3f9f5b6d10")


@dataclass(frozen=True)
class Intent:
    """An invoice to be copied into the connected company."""

    invoice: InvoiceIssued
    buyer: Buyer
    company: Row[Any]
    generation: int
    requestid: str | None
    """Of an attempt whose outcome is not known; none when there was no attempt, or it was refused."""

    @property
    def unresolved(self) -> bool:
        return self.requestid is not None


async def intent_of(session: AsyncSession, invoice_id: UUID) -> Intent | None:
    """The intent; None when the invoice is copied already or waits for a connection (noted here).

    Raises:
        NotCopyableError: the company keeps one currency and the invoice has another.
        RetryError: the company asked to be left alone.
    """
    row = await _invoice(session, invoice_id)
    if row.state in ("copied", "variance"):
        return None
    company = (await session.execute(select(connection))).one_or_none()
    if company is None or company.state != "connected":
        await wait_for_connection(session, row.account_id, invoice_id)
        return None
    await patience.respect_pause(session)
    invoice = InvoiceIssued.model_validate(row.issued)
    if (
        invoice.currency != (company.home_currency or invoice.currency)
        and not company.multi_currency
    ):
        raise NotCopyableError(
            f"the QuickBooks company keeps {company.home_currency} only, the invoice is in"
            f" {invoice.currency}"
        )
    same = row.realm_id == company.realm_id
    requestid = row.requestid if same else None
    return Intent(invoice, await buyer_of(session, invoice), company, row.generation, requestid)


async def begin(session: AsyncSession, intent: Intent, body: Doc) -> str:
    """Persist the requestid before the call; the one of an unresolved attempt is used again."""
    realm_id, invoice_id = intent.company.realm_id, intent.invoice.invoice_id
    digest = hashlib.sha256(dumps(body)).hexdigest()
    name = f"{realm_id}/Invoice/{invoice_id}/create/{digest}/{intent.generation}"
    requestid = intent.requestid or str(uuid5(REQUESTS, name))
    await _update(
        session, invoice_id, state="creating", reason=None, requestid=requestid, realm_id=realm_id
    )
    return requestid


async def next_generation(session: AsyncSession, invoice_id: UUID) -> None:
    """The attempt came to nothing for certain: the next one is another intent."""
    generation = qbo_invoice.c.generation + 1
    await _update(session, invoice_id, requestid=None, generation=generation)


async def note(session: AsyncSession, invoice_id: UUID, reason: str) -> None:
    """Let people see what the copy waits for."""
    await _update(session, invoice_id, reason=reason)


async def wait_for_connection(session: AsyncSession, account_id: UUID, invoice_id: UUID) -> None:
    """Let the next connection queue the invoice.

    Raises:
        RetryError: it came back meanwhile, and queued what waited before this one did.
    """
    await locks.not_connecting(session, account_id)
    if await queueing.is_connected(session):
        raise RetryError("QuickBooks is connected again", after=timedelta(seconds=1))
    reason = "QuickBooks is not connected"
    await _update(session, invoice_id, state="waiting_for_connection", reason=reason)


async def _invoice(session: AsyncSession, invoice_id: UUID) -> Row[Any]:
    wanted = qbo_invoice.c.invoice_id == invoice_id
    return (await session.execute(select(qbo_invoice).where(wanted))).one()


async def _update(session: AsyncSession, invoice_id: UUID, **values: object) -> None:
    await session.execute(
        update(qbo_invoice)
        .where(qbo_invoice.c.invoice_id == invoice_id)
        .values(**values, updated_at=func.now())
    )
