"""Payments seen in QuickBooks: fetched fresh, mirrored, and said once per change."""
