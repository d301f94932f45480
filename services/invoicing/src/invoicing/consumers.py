"""What invoicing consumes. Every handler may be called twice, and in another order across keys."""

from datetime import UTC, datetime

from contracts.notifier import (
    CreditNoteFailed,
    CreditNoteSent,
    DeliveryFailed,
    DeliverySent,
    ReminderFailed,
    ReminderFeeCharged,
    ReminderPassedOver,
    ReminderSent,
)
from contracts.qbo_sync import (
    CreditMemoCopied,
    CreditMemoFailed,
    InvoiceCopied,
    InvoiceSent,
    PaymentSeen,
    PaymentUndone,
    SendingFailed,
    SyncFailed,
)
from contracts.rates import AgreementChargeChanged, FiguresAsked, TimePriced, TimeUnpriced
from contracts.timer import (
    AccountSettingsChanged,
    OrganizationChanged,
    OrganizationMerged,
    TimesheetApproved,
    TimesheetReopeningAsked,
)
from database import Session
from invoicing.commands import (
    accounts,
    billable_time,
    charges,
    overdue,
    recurring,
    reminder_fees,
    reopening,
    settlements,
    statements,
    status_reports,
)
from messaging import Handlers, in_sets


async def on_payment_seen(session: Session, event: PaymentSeen) -> None:
    """A payment is in QuickBooks."""
    await settlements.record_seen_payment(session, event, now=datetime.now(UTC))


async def on_payment_undone(session: Session, event: PaymentUndone) -> None:
    """The payment is in QuickBooks no longer."""
    await settlements.reverse_seen_payment(session, event, now=datetime.now(UTC))


async def on_account_settings_changed(session: Session, event: AccountSettingsChanged) -> None:
    """The account chose something; in another time zone invoices become overdue at another moment."""
    if await accounts.store_account_settings(session, event):
        await overdue.follow_time_zone(session, event.time_zone, now=datetime.now(UTC))
        await recurring.follow_time_zone(session, event.time_zone, now=datetime.now(UTC))


ON_PRICES = in_sets(billable_time.record_prices)
"""Both kinds of events of prices, so that those of one entry stay in order."""
HANDLERS: Handlers = {
    AccountSettingsChanged: on_account_settings_changed,
    OrganizationChanged: accounts.store_customer,
    OrganizationMerged: accounts.store_customer,
    TimesheetApproved: in_sets(billable_time.record_hours),
    TimesheetReopeningAsked: in_sets(reopening.answer_reopenings),
    TimePriced: ON_PRICES,
    TimeUnpriced: ON_PRICES,
    AgreementChargeChanged: in_sets(charges.record_charges),
    FiguresAsked: in_sets(statements.take_questions),
    PaymentSeen: on_payment_seen,
    PaymentUndone: on_payment_undone,
    DeliverySent: status_reports.record_delivery,
    DeliveryFailed: status_reports.record_delivery,
    CreditNoteSent: status_reports.record_delivery,
    CreditNoteFailed: status_reports.record_delivery,
    ReminderSent: status_reports.record_reminder,
    ReminderFailed: status_reports.record_reminder,
    ReminderPassedOver: status_reports.record_reminder,
    ReminderFeeCharged: reminder_fees.record_fee,
    InvoiceSent: status_reports.record_sending,
    SendingFailed: status_reports.record_sending,
    InvoiceCopied: status_reports.record_copy,
    SyncFailed: status_reports.record_copy,
    CreditMemoCopied: status_reports.record_memo,
    CreditMemoFailed: status_reports.record_memo,
}
