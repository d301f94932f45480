"""Reading other people's time exports: plain rules, no I/O, no framework, no clock."""
