"""What invoicing hears. Every handler may be called twice, and in another order across keys."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.notifier import DeliveryFailed, DeliverySent
from contracts.qbo_sync import InvoiceCopied, PaymentSeen, PaymentUndone, SyncFailed
from contracts.rates import TimePriced, TimeUnpriced
from contracts.timer import OrganizationChanged, TimesheetApproved
from invoicing.commands import hearing_payments, hearing_time
from invoicing.store import accounts, reports
from messaging import Handlers


async def on_timesheet_approved(session: AsyncSession, fact: TimesheetApproved) -> None:
    """Hours can be billed."""
    await hearing_time.keep_hours(session, fact)


async def on_price(session: AsyncSession, fact: TimePriced | TimeUnpriced) -> None:
    """Hours have a price, or no price and why."""
    await hearing_time.keep_price(session, fact)


async def on_organization_changed(session: AsyncSession, fact: OrganizationChanged) -> None:
    """The buyer of future invoices."""
    await accounts.save_customer(session, fact)


async def on_payment_seen(session: AsyncSession, fact: PaymentSeen) -> None:
    """A payment in QuickBooks."""
    await hearing_payments.record_seen(session, fact, now=datetime.now(UTC))


async def on_payment_undone(session: AsyncSession, fact: PaymentUndone) -> None:
    """No payment in QuickBooks after all."""
    await hearing_payments.undo_seen(session, fact, now=datetime.now(UTC))


async def on_delivery(session: AsyncSession, fact: DeliverySent | DeliveryFailed) -> None:
    """The invoice reached a mail server, or did not."""
    await reports.keep_delivery(session, fact)


async def on_copy(session: AsyncSession, fact: InvoiceCopied | SyncFailed) -> None:
    """The invoice is in QuickBooks, or could not be copied."""
    await reports.keep_copy(session, fact)


HANDLERS: Handlers = {
    TimesheetApproved: on_timesheet_approved,
    TimePriced: on_price,
    TimeUnpriced: on_price,
    OrganizationChanged: on_organization_changed,
    PaymentSeen: on_payment_seen,
    PaymentUndone: on_payment_undone,
    DeliverySent: on_delivery,
    DeliveryFailed: on_delivery,
    InvoiceCopied: on_copy,
    SyncFailed: on_copy,
}
