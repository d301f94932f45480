"""The demonstration: from a file of tracked time to paid invoices, by the same API that everybody uses.

Every step can be repeated: it looks at what is there and does what is missing, so the demonstration may be
killed anywhere and started again, and ends in the same table.
"""
