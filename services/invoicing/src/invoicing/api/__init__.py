"""The HTTP API, a file per resource."""

from invoicing.api import (
    account,
    billable_time,
    documents,
    invoices,
    issuing,
    lines,
    payments,
    reports,
)

ROUTERS = (
    account.router,
    billable_time.router,
    documents.router,
    invoices.router,
    lines.router,
    issuing.router,
    payments.router,
    reports.router,
)
