"""The one-machine install: the whole system from Python and make."""


class LocalError(RuntimeError):
    """Something the user can do something about; the text says what is wrong and what to do."""
