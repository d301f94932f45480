"""Failpoints: places where a process ends as if it was killed, so that tests see what is left then.

`HONORAR_FAILPOINT=name:n` in the environment ends the process when it comes to the failpoint `name` the n-th time. Nothing
else can: no request and no message is looked at.
"""

import os

KILLED = 137
"""The exit status, as of a process that was killed by SIGKILL."""

_name, _, _times = os.environ.get("HONORAR_FAILPOINT", "").partition(":")
_left = int(_times or 1)


def failpoint(name: str) -> None:
    """End the process here, without a goodbye to anybody, if it is asked for."""
    global _left
    if name != _name:
        return
    _left -= 1
    if _left == 0:
        os._exit(KILLED)
