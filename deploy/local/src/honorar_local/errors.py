"""What the user can do something about."""


class LocalError(RuntimeError):
    """The text says what is wrong and what to do."""
