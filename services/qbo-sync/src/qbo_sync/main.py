"""The qbo-sync service: what it is made of."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path

from qbo_sync import api, callback, consumers
from qbo_sync.commands import schedule
from qbo_sync.problems import PROBLEMS
from qbo_sync.quickbooks import QuickBooks
from qbo_sync.settings import Settings
from qbo_sync.tasks import connection, crediting, export, payments, sending
from service_runtime import Service, cli
from tasks import TaskKind

_LIMIT = timedelta(minutes=2)
"""Several calls of up to `QBO_TIMEOUT_SECONDS` each. An attempt that takes longer begins anew, with what it had found."""


def service(settings: Settings) -> Service:
    """Make the service from its settings."""
    quickbooks = QuickBooks(settings)
    return Service(
        name="qbo-sync",
        description="Copies issued invoices to QuickBooks Online and brings payments back.",
        migrations=Path(__file__).parent / "migrations",
        routers=[
            api.connection_router,
            callback.router,
            api.invoices_router,
            api.webhook_router,
        ],
        handlers=consumers.HANDLERS,
        tasks=_task_kinds(quickbooks),
        problems=PROBLEMS,
        tags={
            "connection": "The account's QuickBooks company: connect it, see how it is, disconnect it.",
            "invoices": "How far the export of each invoice is, and what QuickBooks shows of it.",
            "webhooks": "For Intuit, which tells what changed.",
        },
        state={"quickbooks": quickbooks},
    )


def _task_kinds(quickbooks: QuickBooks) -> Mapping[str, TaskKind]:
    """Make the tasks.

    One export at a time per account: two invoices of a new customer must not both create the customer, and two credit
    notes of an invoice must not both apply to what it owes.
    """
    kind = partial(TaskKind, limit=_LIMIT)
    refresh = partial(kind, on_abort=partial(payments.refresh_failed, quickbooks), per_account=2)
    return {
        schedule.READ_COMPANY: kind(
            partial(connection.read_company, quickbooks), on_abort=connection.company_unreadable
        ),
        schedule.READ_PROFILE: kind(partial(connection.read_profile, quickbooks)),
        schedule.REVOKE_CONNECTION: kind(
            partial(connection.revoke, quickbooks), on_abort=connection.not_revoked
        ),
        schedule.EXPORT_INVOICE: kind(
            partial(export.export_invoice, quickbooks), on_abort=export.export_failed, per_account=1
        ),
        schedule.EXPORT_CREDIT_NOTE: kind(
            partial(crediting.export_credit_note, quickbooks),
            on_abort=crediting.credit_note_failed,
            per_account=1,
        ),
        schedule.SEND_INVOICE: kind(
            partial(sending.send_invoice, quickbooks), on_abort=sending.sending_failed
        ),
        schedule.REFRESH_PAYMENT: refresh(partial(payments.refresh_payment, quickbooks)),
        schedule.REFRESH_INVOICE: refresh(partial(payments.refresh_invoice, quickbooks)),
        schedule.REFRESH_CREDIT_MEMO: refresh(partial(payments.refresh_credit_memo, quickbooks)),
        schedule.SWEEP_REALM: kind(
            partial(payments.sweep_realm, quickbooks),
            on_abort=partial(payments.sweep_failed, quickbooks),
        ),
    }


run = cli(service, Settings)
