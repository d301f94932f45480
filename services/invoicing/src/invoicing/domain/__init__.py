"""The rules of invoicing in plain Python: no I/O, no clock, no framework, no wire types."""
