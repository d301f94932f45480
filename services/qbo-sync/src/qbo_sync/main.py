"""The qbo-sync service: what it is made of."""

from datetime import timedelta
from functools import partial
from pathlib import Path

from messaging.tasks import TaskKind
from qbo_sync import api, connecting, consumers, hooks, queueing
from qbo_sync.books import Books
from qbo_sync.copying.copy import copy_invoice, give_up
from qbo_sync.payments.refresh import refresh_failed, refresh_invoice, refresh_payment
from qbo_sync.payments.sweep import sweep_failed, sweep_realm
from qbo_sync.settings import Settings
from service_runtime import Service, cli

# Several calls of up to QBO_TIMEOUT_SECONDS each. An attempt that takes longer begins anew, with what it had
# found out already.
_LIMIT = timedelta(minutes=2)


def service(settings: Settings) -> Service:
    """Make the service from its settings."""
    books = Books(settings)
    return Service(
        name="qbo-sync",
        description="Copies issued invoices to QuickBooks Online and brings payments back.",
        migrations=Path(__file__).parent / "migrations",
        routers=[api.connection_router, api.callback_router, api.invoices_router, hooks.router],
        handlers=consumers.HANDLERS,
        tasks=_tasks(books),
        state={"books": books, "settings": settings},
    )


def _tasks(books: Books) -> dict[str, TaskKind]:
    # One copy at a time per account: two invoices of a new customer must not both make the customer.
    copying = TaskKind(partial(copy_invoice, books), limit=_LIMIT, on_abort=give_up, per_account=1)
    refreshing = partial(
        TaskKind, limit=_LIMIT, on_abort=partial(refresh_failed, books), per_account=2
    )
    kind = partial(TaskKind, limit=_LIMIT)
    return {
        queueing.READ_COMPANY: kind(
            partial(connecting.read_company, books), on_abort=connecting.company_not_read
        ),
        queueing.REVOKE: kind(partial(connecting.revoke, books), on_abort=connecting.not_revoked),
        queueing.COPY_INVOICE: copying,
        queueing.REFRESH_PAYMENT: refreshing(partial(refresh_payment, books)),
        queueing.REFRESH_INVOICE: refreshing(partial(refresh_invoice, books)),
        queueing.SWEEP_REALM: kind(
            partial(sweep_realm, books), on_abort=partial(sweep_failed, books)
        ),
    }


run = cli(service, Settings)
