"""What became of the deliveries of invoices, credit notes and reminders, as notifier published it."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import InstrumentedAttribute, aliased

from database import Session
from invoicing.domain.attributes import build
from invoicing.domain.invoice import DeliveryChannel
from invoicing.domain.states import DeliveryStatus
from invoicing.store.mapping import to_values
from invoicing.store.tables.invoices import DeliveryReportRow, ReminderReportRow


async def insert_delivery(
    session: Session, document_id: UUID, delivery_id: UUID, status: DeliveryStatus
) -> None:
    """Add what became of a delivery, once."""
    values = to_values(
        DeliveryReportRow,
        status,
        document_id=document_id,
        delivery_id=delivery_id,
        detail=status.reason,
    )
    await session.execute(upsert(DeliveryReportRow).values(values).on_conflict_do_nothing())


async def insert_reminder(session: Session, report: Mapping[str, object]) -> None:
    """Add what became of a reminder, once."""
    await session.execute(upsert(ReminderReportRow).values(report).on_conflict_do_nothing())


def newest_report(document_id: InstrumentedAttribute[UUID]) -> type[DeliveryReportRow]:
    """The newest report of each document, to be joined; of several at the same instant, not the failure."""
    row = DeliveryReportRow
    reports = (
        select(row)
        .where(row.document_id == document_id)
        .order_by(row.at.desc(), (row.outcome == "sent").desc(), row.outcome.desc())
        .limit(1)
    )
    return aliased(row, reports.lateral("delivery"))


def delivery_status(channel: DeliveryChannel, report: DeliveryReportRow | None) -> DeliveryStatus:
    """Where a document is that goes by this channel, by its newest report."""
    return build(DeliveryStatus, report, channel=channel, reason=report and report.detail)
