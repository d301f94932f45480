"""The one-machine install: the whole system from Python and make."""
