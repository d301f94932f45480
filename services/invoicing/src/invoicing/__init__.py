"""Billable time, invoices, numbering, documents, payments."""
