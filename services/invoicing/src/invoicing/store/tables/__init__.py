"""The tables of invoicing. What is not granted cannot be done: an issued document has no UPDATE and no DELETE."""

from invoicing.store.tables import (
    accounts,
    agreements,
    bank,
    billing_runs,
    credit_notes,
    customers,
    drafts,
    invoices,
    journal,
    lost_time,
    payments,
    quotes,
    sending,
    tax_codes,
    time,
    vat,
    write_offs,
)
from invoicing.store.tables.base import Base

__all__ = [
    "Base",
    "accounts",
    "agreements",
    "bank",
    "billing_runs",
    "credit_notes",
    "customers",
    "drafts",
    "invoices",
    "journal",
    "lost_time",
    "payments",
    "quotes",
    "sending",
    "tax_codes",
    "time",
    "vat",
    "write_offs",
]
