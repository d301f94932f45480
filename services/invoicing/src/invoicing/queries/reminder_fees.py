"""The fees that reminders of an invoice charged, and which invoice a fee's invoice belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from database import Session
from domain_errors import NotFoundError
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.reminder_fees import ShownFee
from invoicing.store import drafts, invoices
from invoicing.store.reminder_fees import load_fees


@dataclass(frozen=True)
class FeesOfInvoice:
    """`charged_for`: the invoice that was reminded, where this one charges a fee."""

    charged_for: InvoiceContent | None
    fees: Sequence[ShownFee]


async def get_reminder_fees(session: Session, invoice_id: UUID) -> FeesOfInvoice:
    """Of a draft or an issued invoice. Raises `NotFoundError`."""
    fees = await load_fees(session, invoice_id)
    own = next((one for one in fees if one.fee_invoice_id == invoice_id), None)
    if not fees and not await _is_known(session, invoice_id):
        raise NotFoundError("invoice")
    reminded = await invoices.load_issued(session, own.invoice_id) if own else None
    return FeesOfInvoice(reminded.content if reminded else None, fees)


async def _is_known(session: Session, invoice_id: UUID) -> bool:
    if await invoices.load_issued(session, invoice_id):
        return True
    return await drafts.load_draft(session, invoice_id) is not None
