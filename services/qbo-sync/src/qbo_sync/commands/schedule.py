"""Which tasks there are, and putting them among the due ones of the session's account.

Scheduled again, a task starts anew; while it is running, it runs once more afterwards.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import tasks
from database import Session

EXPORT_INVOICE = "export-invoice"
EXPORT_CREDIT_NOTE = "export-credit-note"
SEND_INVOICE = "send-invoice"
REFRESH_PAYMENT = "refresh-payment"
REFRESH_INVOICE = "refresh-invoice"
REFRESH_CREDIT_MEMO = "refresh-credit-memo"
SWEEP_REALM = "sweep-realm"
READ_COMPANY = "read-company"
READ_PROFILE = "read-profile"
REVOKE_CONNECTION = "revoke-connection"
REFRESHES = {
    "Payment": REFRESH_PAYMENT,
    "Invoice": REFRESH_INVOICE,
    "CreditMemo": REFRESH_CREDIT_MEMO,
}
"""The task that reads an entity anew."""
ENTITIES = {kind: entity for entity, kind in REFRESHES.items()}


async def export_invoice(session: Session, invoice_id: UUID) -> None:
    """Have an invoice exported."""
    await export_invoices(session, [invoice_id])


async def export_invoices(session: Session, invoice_ids: Iterable[UUID]) -> None:
    """Have invoices exported, in one statement."""
    payloads: dict[str, dict[str, Any]] = {str(invoice_id): {} for invoice_id in invoice_ids}
    await tasks.schedule_all(session, EXPORT_INVOICE, payloads, again=True)


async def export_credit_notes(session: Session, credit_note_ids: Iterable[UUID]) -> None:
    """Have credit notes copied, in one statement."""
    payloads: dict[str, dict[str, Any]] = {str(found): {} for found in credit_note_ids}
    if payloads:
        await tasks.schedule_all(session, EXPORT_CREDIT_NOTE, payloads, again=True)


async def send_invoices(session: Session, invoice_ids: Iterable[UUID]) -> None:
    """Have QuickBooks mail invoices, as soon as they are there."""
    payloads: dict[str, dict[str, Any]] = {str(invoice_id): {} for invoice_id in invoice_ids}
    await tasks.schedule_all(session, SEND_INVOICE, payloads, again=True)


async def refresh(
    session: Session, kind: str, realm_id: str, entity_id: str, due_at: datetime | None = None
) -> None:
    """Have a payment, an invoice or a credit memo read anew."""
    await refresh_all(session, kind, realm_id, [entity_id], due_at)


async def refresh_all(
    session: Session,
    kind: str,
    realm_id: str,
    entity_ids: Iterable[str],
    due_at: datetime | None = None,
) -> None:
    """Have payments, invoices or credit memos read anew, in one statement."""
    payloads = {f"{realm_id}/{found}": {"realm_id": realm_id, "id": found} for found in entity_ids}
    await tasks.schedule_all(session, kind, payloads, due_at=due_at, again=True)


async def sweep(session: Session, realm_id: str, due_at: datetime | None = None) -> None:
    """Have a company asked for what changed."""
    await _schedule(session, SWEEP_REALM, realm_id, due_at, realm_id=realm_id)


async def read_company(session: Session, realm_id: str, consent: int, due_at: datetime) -> None:
    """Have the company read that a consent is for."""
    await _schedule(session, READ_COMPANY, realm_id, due_at, realm_id=realm_id, consent=consent)


async def read_profile(session: Session, realm_id: str) -> None:
    """Have a connected company's preferences read again."""
    await _schedule(session, READ_PROFILE, realm_id, realm_id=realm_id)


async def revoke_connection(session: Session, realm_id: str, consent: int) -> None:
    """Have the tokens of a consent revoked at Intuit."""
    await _schedule(session, REVOKE_CONNECTION, realm_id, consent=consent)


async def _schedule(
    session: Session, kind: str, key: str, due_at: datetime | None = None, **payload: Any
) -> None:
    await tasks.schedule(session, kind, key=key, payload=payload, due_at=due_at, again=True)
