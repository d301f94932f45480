"""How long something waits, on a machine that stands still at times."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_TICK_SECONDS = 0.05
_MOST_SECONDS = 0.5


@contextmanager
def stopwatch() -> Iterator[Callable[[], float]]:
    """Seconds in which this process ran: of a moment in which nothing did, half a second counts at most.

    For upper bounds of what waits; what keeps the processor busy is measured by `time.process_time`.
    """
    passed, over = 0.0, threading.Event()

    def run() -> None:
        nonlocal passed
        before = time.monotonic()
        while not over.wait(_TICK_SECONDS):
            now = time.monotonic()
            passed, before = passed + min(now - before, _MOST_SECONDS), now

    running = threading.Thread(target=run, daemon=True)
    running.start()
    try:
        yield lambda: passed
    finally:
        over.set()
        running.join()
