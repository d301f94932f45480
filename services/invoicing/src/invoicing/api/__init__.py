"""The HTTP API, a file per resource."""

from invoicing.api import (
    billable_time,
    billing_runs,
    charges,
    credit_notes,
    customers,
    documents,
    invoices,
    lines,
    lost_time,
    payments,
    receivables,
    reports,
    sending,
    settings,
    tax_codes,
    vat_report,
)

TAGS = {
    "settings": "What invoices say of the seller, how they are numbered, taxed and paid unless one says otherwise.",
    "tax codes": "How things are taxed: category, and rate from a day on. They come with the seller's country.",
    "billable time": "Approved hours with their prices, what agreements charge, and what keeps it from being invoiced.",
    "billing runs": "A month of many customers, drafted and issued at once, also by itself.",
    "invoices": "Drafts claim billable time and can be changed. Issued, they have a number and never change again.",
    "sending": "What happens to an issued invoice: that it is sent, by which way, that it is disputed, and all the rest.",
    "credit notes": "What was taken back of issued invoices. They have numbers of their own and never change either.",
    "customers": "What an invoice's customer sees and asks by a link, without logging in.",
    "payments": "What came in, which invoices it settles, and the counter-entries that undo it.",
    "reports": "Whether the books add up, who owes how much, and whether invoice numbers are whole.",
}
"""What the tags of operations stand for."""
ROUTERS = (
    settings.router,
    tax_codes.router,
    billable_time.router,
    charges.router,
    customers.router,
    documents.router,
    billing_runs.router,
    invoices.router,
    credit_notes.router,
    lines.router,
    lost_time.router,
    payments.router,
    receivables.router,
    reports.router,
    vat_report.router,
    sending.router,
)
