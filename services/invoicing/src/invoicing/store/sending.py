"""The times that invoices were sent, or are to be: at issue, and whenever somebody asked; and what became of each."""

from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Text,
    Uuid,
    column,
    func,
    insert,
    select,
    text,
    true,
)
from sqlalchemy.sql.selectable import LateralFromClause

from database import Session
from invoicing.domain.attributes import build
from invoicing.domain.sending import Attempt, Sending
from invoicing.domain.states import DeliveryStatus
from invoicing.store.mapping import to_values
from invoicing.store.tables.invoices import DeliveryReportRow, InvoiceRow
from invoicing.store.tables.sending import SendingRow

_ATTEMPTS = """
    SELECT coalesce(asked.id, report.delivery_id) AS id, coalesce(asked.channel, 'email') AS channel,
        coalesce(report.recipient, asked.recipient) AS recipient, coalesce(asked.message, '') AS message,
        asked.sent_on, asked.requested_by, asked.requested_at,
        CASE WHEN asked.channel = 'hand' AND asked.id <> invoices.id THEN 'sent' ELSE report.outcome END AS outcome,
        report.detail AS reason,
        CASE WHEN asked.channel = 'hand' AND asked.id <> invoices.id THEN asked.requested_at ELSE report.at END AS at
    FROM (
        SELECT invoices.id, invoices.delivery AS channel,
            CASE WHEN invoices.delivery <> 'hand' THEN invoices.billing_contact ->> 'email' END AS recipient, '' AS message,
            NULL::date AS sent_on, invoices.issued_by AS requested_by, invoices.issued_at AS requested_at
        UNION ALL
        SELECT id, channel, recipient ->> 'email', message, sent_on, requested_by, requested_at
        FROM sendings WHERE invoice_id = invoices.id
    ) asked FULL JOIN (
        SELECT DISTINCT ON (delivery_id) * FROM delivery_reports WHERE document_id = invoices.id
        ORDER BY delivery_id, at DESC, outcome = 'sent' DESC, outcome DESC
    ) report ON report.delivery_id = asked.id
    ORDER BY asked.id IS NOT DISTINCT FROM invoices.id, coalesce(asked.requested_at, report.at) DESC,
        report.outcome = 'sent' DESC NULLS LAST, report.outcome DESC
"""
"""Newest first. The issue, whose id is the invoice's, is always the first of all; a report of something that nobody asked
for here is of a mail that somebody had sent once more in notifier.
"""
_COLUMNS = (
    *(column("id", Uuid), column("channel", Text), column("recipient", Text)),
    *(column("message", Text), column("sent_on", Date), column("requested_by", Text)),
    *(column("requested_at", DateTime(timezone=True)), column("outcome", Text)),
    *(column("reason", Text), column("at", DateTime(timezone=True))),
)


def newest_attempt() -> LateralFromClause:
    """The newest of each invoice, to be joined: it says where the invoice is on its way."""
    return text(f"{_ATTEMPTS} LIMIT 1").columns(*_COLUMNS).lateral("delivery")


def among_undelivered(newest: LateralFromClause) -> ColumnElement[bool]:
    """The newest attempt of the row's invoice went wrong, or may have; found by such reports, which are few."""
    went_wrong = select(DeliveryReportRow.document_id).where(DeliveryReportRow.outcome != "sent")
    outcome = func.coalesce(newest.c.outcome, "")
    return InvoiceRow.id.in_(went_wrong) & outcome.in_(("failed", "unknown"))


async def load_attempts(session: Session, invoice_id: UUID) -> list[Attempt]:
    """Every time that an invoice was sent or is to be, newest first; not that it was issued to be handed over."""
    attempts = text(_ATTEMPTS).columns(*_COLUMNS).lateral("delivery")
    query = (
        select(attempts)
        .select_from(InvoiceRow)
        .join(attempts, true())
        .where(InvoiceRow.id == invoice_id)
    )
    found = [build(Attempt, row) for row in await session.execute(query)]
    return [one for one in found if one.state != "not-sent"]


async def insert_sending(session: Session, sending: Sending) -> None:
    """Note that somebody asked for it."""
    await session.execute(insert(SendingRow).values(to_values(SendingRow, sending)))


def status_of(attempt: object) -> DeliveryStatus:
    """Where an invoice is that was sent like this."""
    return build(DeliveryStatus, attempt)
