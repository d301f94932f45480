"""The HTTP API, a file per resource."""

from invoicing.api import (
    billable_time,
    customers,
    documents,
    invoices,
    lines,
    lost_time,
    payments,
    reports,
    settings,
)

TAGS = {
    "settings": "What invoices say of the seller, how they are numbered, taxed and paid unless one says otherwise.",
    "billable time": "Approved hours with their prices: what can be invoiced, and what keeps the rest from it.",
    "invoices": "Drafts claim billable time and can be changed. Issued, they have a number and never change again.",
    "customers": "What an invoice's customer sees and asks by a link, without logging in.",
    "payments": "What came in, which invoices it settles, and the counter-entries that undo it.",
    "reports": "Whether the books add up, who owes how much, and whether invoice numbers are whole.",
}
"""What the tags of operations stand for."""
ROUTERS = (
    settings.router,
    billable_time.router,
    customers.router,
    documents.router,
    invoices.router,
    lines.router,
    lost_time.router,
    payments.router,
    reports.router,
)
