"""How a call to the outside can fail."""


class Unreachable(Exception):  # noqa: N818 it may pass
    """Not now: the other side is away, busy or wrongly set up. The same call may succeed later."""


class Refused(Exception):  # noqa: N818 it will not pass
    """Never: the same call would be refused again."""
