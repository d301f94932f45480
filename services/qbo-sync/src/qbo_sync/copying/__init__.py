"""Makes exactly one QuickBooks invoice of an issued invoice."""
