"""The HTTP API, a file per resource."""

from invoicing.api import (
    billable_time,
    customers,
    documents,
    invoices,
    lines,
    payments,
    reports,
    settings,
)

ROUTERS = (
    settings.router,
    billable_time.router,
    customers.router,
    documents.router,
    invoices.router,
    lines.router,
    payments.router,
    reports.router,
)
