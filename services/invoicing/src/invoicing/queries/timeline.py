"""Everything that happened to an invoice, from the facts that are only ever added to."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from database import Session
from domain_errors import NotFoundError
from invoicing.domain.attributes import build
from invoicing.domain.timeline import Happening

_INVOICE = text("SELECT currency FROM invoices WHERE id = :invoice_id")
_TIMELINE = text("""
    SELECT * FROM (
        SELECT 1 AS place, 'drafted' AS kind, drafted_at AS at, drafted_by AS by, NULL::uuid AS about, NULL AS number,
            NULL AS channel, NULL AS recipient, NULL::numeric AS amount, NULL AS text
        FROM invoices WHERE id = :invoice_id AND drafted_at IS NOT NULL
        UNION ALL
        SELECT 2, 'issued', issued_at, issued_by, NULL, number, delivery,
            CASE WHEN delivery <> 'hand' THEN billing_contact ->> 'email' END, total, NULL
        FROM invoices WHERE id = :invoice_id
        UNION ALL
        SELECT 3, 'document-made', made_at, NULL, NULL, NULL, NULL, NULL, NULL, file_name
        FROM documents WHERE invoice_id = :invoice_id
        UNION ALL
        SELECT 4, CASE channel WHEN 'hand' THEN 'handed-over' ELSE 'sending-requested' END, requested_at, requested_by, id,
            NULL, channel, recipient ->> 'email', NULL, coalesce(nullif(message, ''), sent_on::text)
        FROM sendings WHERE invoice_id = :invoice_id
        UNION ALL
        SELECT 5, CASE r.outcome WHEN 'sent' THEN 'sent' WHEN 'failed' THEN 'not-sent' ELSE 'maybe-sent' END, r.at, NULL,
            r.delivery_id, NULL, coalesce(s.channel, CASE r.delivery_id WHEN i.id THEN i.delivery ELSE 'email' END),
            coalesce(r.recipient, s.recipient ->> 'email'), NULL, r.detail
        FROM delivery_reports r
        JOIN invoices i ON i.id = r.document_id
        LEFT JOIN sendings s ON s.id = r.delivery_id
        WHERE r.document_id = :invoice_id
        UNION ALL
        SELECT 6, CASE outcome WHEN 'copied' THEN 'copied' ELSE 'not-copied' END, at, NULL, NULL, qbo_id, NULL, NULL, NULL,
            detail
        FROM quickbooks_reports WHERE invoice_id = :invoice_id
        UNION ALL
        SELECT 7, 'asked', asked_at, name, id, NULL, NULL, NULL, NULL, text
        FROM customer_questions WHERE invoice_id = :invoice_id
        UNION ALL
        SELECT 8, 'overdue', published_at, NULL, NULL, NULL, NULL, NULL, balance, NULL
        FROM overdue_notices WHERE invoice_id = :invoice_id
        UNION ALL
        SELECT 9, CASE WHEN p.reverses IS NOT NULL THEN 'payment-reversed' WHEN a.amount < 0 THEN 'allocation-taken-back'
                WHEN p.kind = 'difference' THEN 'difference-written-off' ELSE 'paid' END,
            a.allocated_at, coalesce(a.taken_back_by, p.recorded_by), p.id, p.reference, NULL, NULL, abs(a.amount),
            coalesce(a.taken_back_because, p.reason)
        FROM allocations a JOIN payments p ON p.id = a.payment_id
        WHERE a.invoice_id = :invoice_id
        UNION ALL
        SELECT 10, 'credited', issued_at, issued_by, id, number, NULL, NULL, total, reason
        FROM credit_notes WHERE invoice_id = :invoice_id
        UNION ALL
        SELECT 11, 'disputed', d.opened_at, d.opened_by, d.id, l.position::text, NULL, NULL, NULL, d.reason
        FROM disputes d LEFT JOIN invoice_lines l ON l.invoice_id = d.invoice_id AND l.line_id = d.line_id
        WHERE d.invoice_id = :invoice_id
        UNION ALL
        SELECT 12, 'dispute-resolved', r.resolved_at, r.resolved_by, r.dispute_id, r.outcome, NULL, NULL, NULL, r.note
        FROM disputes d JOIN dispute_resolutions r ON r.dispute_id = d.id
        WHERE d.invoice_id = :invoice_id
        UNION ALL
        SELECT 13, CASE outcome WHEN 'sent' THEN 'reminded' WHEN 'failed' THEN 'not-reminded'
                WHEN 'unknown' THEN 'maybe-reminded' ELSE 'reminder-passed-over' END,
            at, requested_by, delivery_id, number::text, NULL, recipient, balance, detail
        FROM reminder_reports WHERE invoice_id = :invoice_id
        UNION ALL
        SELECT 14, 'fee-charged', f.charged_at, NULL, f.fee_invoice_id, i.number, NULL, NULL, f.amount, NULL
        FROM reminder_fees f LEFT JOIN invoices i ON i.id = f.fee_invoice_id
        WHERE f.invoice_id = :invoice_id
        UNION ALL
        SELECT 14, CASE r.outcome WHEN 'sent' THEN 'credit-note-sent' WHEN 'failed' THEN 'credit-note-not-sent'
                ELSE 'credit-note-maybe-sent' END, r.at, NULL, n.id, n.number, 'email', r.recipient, NULL, r.detail
        FROM credit_notes n JOIN delivery_reports r ON r.document_id = n.id
        WHERE n.invoice_id = :invoice_id
        UNION ALL
        SELECT 15, CASE outcome WHEN 'copied' THEN 'memo-copied' ELSE 'memo-not-copied' END, r.at, NULL, r.credit_note_id,
            n.number, NULL, NULL, r.applied, r.detail
        FROM credit_memo_reports r LEFT JOIN credit_notes n ON n.id = r.credit_note_id
        WHERE r.invoice_id = :invoice_id
    ) happened ORDER BY at DESC, place DESC, about DESC
""")


@dataclass(frozen=True)
class Timeline:
    """What happened to an invoice, newest first, and the currency of its amounts."""

    invoice_id: UUID
    currency: str
    items: tuple[Happening, ...]


async def get_timeline(session: Session, invoice_id: UUID) -> Timeline:
    """The timeline of an issued invoice. Raises `NotFoundError`."""
    asked = {"invoice_id": invoice_id}
    currency = await session.scalar(_INVOICE, asked)
    if currency is None:
        raise NotFoundError("invoice")
    rows = await session.execute(_TIMELINE, asked)
    return Timeline(invoice_id, currency, tuple(build(Happening, row) for row in rows))
