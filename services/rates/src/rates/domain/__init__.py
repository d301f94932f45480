"""The rules of rates in plain Python: no I/O, no clock, no framework, no wire types."""
