"""Faults on request: what a mail server may do instead of taking a message and saying so at once."""

from collections import deque
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

Kind = Literal["late", "hang-up-before-storing", "hang-up-after-storing", "refuse"]


@dataclass(frozen=True)
class Fault:
    """What becomes of one message, once the server has all of it.

    `late`: it is stored and confirmed after `seconds`. `hang-up-…`: the connection ends without a reply, before or
    after the message was stored. `refuse`: the reply is `reply`, and nothing is stored.
    """

    kind: Kind
    seconds: float = 30.0
    reply: str = "451 Try again later"


class Faults:
    """The faults of the next messages, first come first served."""

    def __init__(self) -> None:
        self._waiting: deque[Fault] = deque()

    def add(self, fault: Fault, times: int = 1) -> None:
        """Let the fault happen to the next `times` messages that have none yet."""
        self._waiting.extend([fault] * times)

    def take(self) -> Fault | None:
        """The fault of a message that has come; None: it is taken as usual."""
        return self._waiting.popleft() if self._waiting else None

    def clear(self) -> None:
        """Forget the faults that have not happened."""
        self._waiting.clear()

    @property
    def waiting(self) -> list[Fault]:
        """Those that have not happened."""
        return list(self._waiting)


def parse(request: Any) -> tuple[Fault, int]:
    """Read `{"kind", "times"?, "seconds"?, "reply"?}`. Raises ValueError with what is wrong."""
    if not isinstance(request, dict) or request.keys() - {"kind", "times", "seconds", "reply"}:
        raise ValueError("send kind, and times, seconds or reply if wanted")
    kind, times = request.get("kind"), request.get("times", 1)
    seconds, reply = request.get("seconds", Fault.seconds), request.get("reply", Fault.reply)
    if kind not in get_args(Kind):
        raise ValueError(f"kind is one of {', '.join(get_args(Kind))}")
    if type(times) is not int or not 1 <= times <= 1000:
        raise ValueError("times is a number from 1 to 1000")
    if type(seconds) not in (int, float) or not 0 <= seconds <= 3600:
        raise ValueError("seconds is a number up to 3600")
    if not isinstance(reply, str) or not (reply[:1] in ("4", "5") and reply[:3].isdecimal()):
        raise ValueError("reply begins with a code from 400 to 599")
    return Fault(cast("Kind", kind), seconds, reply), times
