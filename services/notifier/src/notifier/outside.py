"""How a call to the outside can fail."""


class UnavailableError(Exception):
    """Not now: the other side is away, busy or wrongly set up. The same call may succeed later."""


class RejectedError(Exception):
    """Never: the same call would be refused again."""
