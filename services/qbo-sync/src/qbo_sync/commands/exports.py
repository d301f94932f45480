"""The export of issued invoices: each becomes one QuickBooks invoice, however often it is attempted."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from database import Session
from database.mapping import as_dataclass, attributes
from messaging import outbox
from qbo_sync import events
from qbo_sync.commands import credit_memos, ids, payments, schedule
from qbo_sync.domain import Entity, brief, dumps
from qbo_sync.domain.connection import CompanyProfile
from qbo_sync.domain.customer import Customer, Organization
from qbo_sync.domain.invoice import Document, IssuedInvoice, NotExportableError
from qbo_sync.domain.remote import RemoteInvoice, linked_payments, variance
from qbo_sync.domain.tax_codes import tax_key
from qbo_sync.queries import check_pause, get_invoice
from qbo_sync.store import connections, credit_notes, exports, sendings
from qbo_sync.store.tables import Connection, CreditNoteRow, InvoiceExport
from tasks import RetryError

ITEM_NAME = "Honorar hours"
REQUESTS = UUID("5e9c2d8e-1c5b-4a37-8a52-7a3f9f5b6d10")
_NOT_CONNECTED = "QuickBooks is not connected"


@dataclass(frozen=True)
class Attempt:
    """One attempt at making an invoice or a credit memo in the connected company.

    `attempted`: there was one before, and it may be there, whatever was answered then. `requestid` is that of an earlier
    attempt whose outcome is not known.
    """

    document: Document
    customer: Customer
    connection: Connection
    realm_id: str
    company: CompanyProfile
    generation: int
    attempted: bool
    requestid: str | None
    known_ids: ids.KnownIds


async def record_organizations(session: Session, organizations: Sequence[Organization]) -> None:
    """Store the newest version of each organization."""
    ordered = sorted(organizations, key=lambda organization: organization.version)
    newest = {organization.organization_id: organization for organization in ordered}
    await exports.save_organizations(session, list(newest.values()))


async def record_invoices(session: Session, invoices: Sequence[IssuedInvoice]) -> None:
    """Have invoices exported, now or when QuickBooks is connected; those that are known stay as they are."""
    await connections.keep_connection(session)
    connected = await connections.is_connected(session)
    values = [
        {
            "invoice_id": invoice.invoice_id,
            "number": invoice.number,
            "organization_id": invoice.organization_id,
            "currency": invoice.currency,
            "total": invoice.total,
            "content": invoice.model_dump(mode="json"),
            "state": "queued" if connected else "waiting_for_connection",
            "generation": 1,
        }
        for invoice in invoices
    ]
    added = await exports.add_exports(session, values)
    if connected:
        await schedule.export_invoices(session, added)


async def retry(session: Session, invoice_id: UUID) -> InvoiceExport:
    """Have a failed export tried again, and what failed of credit notes of the invoice, with item and tax codes looked up
    anew; returns it, also one that succeeded.

    Raises `NotFoundError`.
    """
    export = await get_invoice(session, invoice_id)
    await credit_memos.retry(session, export)
    if export.state not in ("failed", "waiting_for_connection"):
        return export
    await connections.keep_connection(session)
    realm_id = await connections.usable_realm(session)
    state = "queued" if realm_id else "waiting_for_connection"
    changed = await exports.update_export(session, invoice_id, state=state, reason=None)
    if realm_id:
        await ids.forget(session, realm_id, (ids.ITEM, ids.TAX_CODE))
        await schedule.export_invoice(session, invoice_id)
    return changed or export


async def begin_attempt(session: Session, invoice_id: UUID, *, at: datetime) -> Attempt | None:
    """Load what an attempt needs; None when the invoice is exported already or waits for a connection (noted here).

    Raises `NotExportableError` when the company keeps one currency and the invoice has another, and `RetryError` when
    the company asked to be left alone.
    """
    export = await get_invoice(session, invoice_id)
    if export.qbo_id is not None:
        return None
    connection = await connections.get_connection(session)
    if connection is None or connection.state != "connected":
        await wait_for_connection(session, invoice_id)
        return None
    invoice = IssuedInvoice.model_validate(export.content)
    organization = await exports.get_organization(session, invoice.organization_id)
    return await attempt_of(session, invoice, organization, export, connection, at=at)


async def attempt_of(
    session: Session,
    document: Document,
    organization: Organization | None,
    copy: InvoiceExport | CreditNoteRow,
    connection: Connection,
    *,
    at: datetime,
) -> Attempt:
    """What an attempt at a document needs; `copy` is how far it is. Raises as `begin_attempt`."""
    check_pause(connection, at)
    company = as_dataclass(CompanyProfile, connection)
    if not company.keeps(document.currency):
        raise NotExportableError(
            f"the QuickBooks company keeps {company.home_currency} only, the invoice is in"
            f" {document.currency}"
        )
    customer = Customer.of(document, organization)
    keys = {(ids.CUSTOMER, customer.key), (ids.ITEM, ITEM_NAME)}
    keys |= {(ids.TAX_CODE, tax_key(*tax)) for tax in document.taxes}
    attempted = copy.realm_id == connection.realm_id
    return Attempt(
        document=document,
        customer=customer,
        connection=connection,
        realm_id=connection.realm_id,
        company=company,
        generation=copy.generation,
        attempted=attempted,
        requestid=copy.requestid if attempted else None,
        known_ids=await ids.known_ids(session, connection.realm_id, keys),
    )


async def record_request(session: Session, attempt: Attempt, entity: Entity) -> str:
    """Store the requestid before the call; one whose outcome is not known is used again."""
    digest = hashlib.sha256(dumps(entity)).hexdigest()
    made = f"{attempt.document.entity_name}/{attempt.document.id}/create"
    name = f"{attempt.realm_id}/{made}/{digest}/{attempt.generation}"
    requestid = attempt.requestid or str(uuid5(REQUESTS, name))
    values = {"reason": None, "requestid": requestid, "realm_id": attempt.realm_id}
    await _update(session, attempt.document, state="creating", **values)
    return requestid


async def discard_request(session: Session, attempt: Attempt) -> None:
    """The attempt came to nothing for certain: the next one is another request."""
    await _update(session, attempt.document, requestid=None, generation=attempt.generation + 1)


async def _update(session: Session, document: Document, **values: Any) -> None:
    if document.entity_name == "CreditMemo":
        await credit_notes.update_note(session, document.id, **values)
    else:
        await exports.update_export(session, document.id, **values)


async def record_wait(session: Session, invoice_id: UUID, reason: str) -> None:
    """Let people see what the export waits for."""
    await exports.update_export(session, invoice_id, reason=reason)


async def wait_for_connection(session: Session, invoice_id: UUID) -> None:
    """Let the next connection queue the invoice.

    Raises `RetryError` when it came back meanwhile, and queued what waited before this one did.
    """
    await connections.keep_connection(session)
    if await connections.is_connected(session):
        raise RetryError("QuickBooks is connected again", after=timedelta(seconds=1))
    state = "waiting_for_connection"
    await exports.update_export(session, invoice_id, state=state, reason=_NOT_CONNECTED)


async def record_exported(
    session: Session,
    invoice: IssuedInvoice,
    sent: Entity,
    entity: Entity,
    tid: str,
    *,
    at: datetime,
) -> None:
    """Record and publish the QuickBooks invoice, and the payments that were seen before we knew it."""
    await payments.lock_links(session)
    differs = variance(invoice, sent, entity)
    export = await exports.update_export(
        session,
        invoice.invoice_id,
        state="variance" if differs else "copied",
        reason=differs,
        version=InvoiceExport.version + 1,
        qbo_id=str(entity["Id"]),
        copied_at=at,
        intuit_tid=tid,
        **attributes(RemoteInvoice.of(entity)),
    )
    if export is None:
        return
    assert export.realm_id
    assert export.qbo_id
    await outbox.publish(session, events.invoice_copied(export))
    await _send_what_waits(session, export.invoice_id)
    await credit_memos.export_waiting(session, [export.invoice_id])
    await payments.claim(session, export, at=at)
    if linked_payments(entity):
        await schedule.refresh(session, schedule.REFRESH_INVOICE, export.realm_id, export.qbo_id)


async def record_failed(session: Session, invoice_id: UUID, reason: str, *, at: datetime) -> None:
    """Record and publish that the export needs somebody's help."""
    version = InvoiceExport.version + 1
    export = await exports.update_export(
        session, invoice_id, state="failed", reason=brief("", reason), version=version
    )
    if export:
        await outbox.publish(session, events.sync_failed(export, at=at))
        await _send_what_waits(session, invoice_id)


async def _send_what_waits(session: Session, invoice_id: UUID) -> None:
    """Whoever wants the copy to be mailed learns that it is there, or will not be."""
    if await sendings.is_open(session, invoice_id):
        await schedule.send_invoices(session, [invoice_id])
