"""Copies invoices to QuickBooks Online and brings payments back."""
