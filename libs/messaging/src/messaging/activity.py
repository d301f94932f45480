"""What is being worked on now, for liveness: work that goes on for too long is stuck."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Activity:
    """Pieces of work under way and when something last moved. Seconds on the monotonic clock."""

    def __init__(self) -> None:
        self.moved_at = time.monotonic()
        self.idle = asyncio.Event()
        self.idle.set()
        self._begun: dict[int, tuple[float, float]] = {}
        self._number = 0

    @contextmanager
    def working(self, limit: float) -> Iterator[None]:
        """Note a piece of work that must end within `limit` seconds."""
        self._number += 1
        number, now = self._number, time.monotonic()
        self._begun[number] = (now, limit)
        self.moved_at = now
        self.idle.clear()
        try:
            yield
        finally:
            del self._begun[number]
            self.moved_at = time.monotonic()
            if not self._begun:
                self.idle.set()

    def overdue(self, margin: float = 60.0) -> float:
        """How many seconds the most overdue piece is past its limit and the margin; 0 when none is."""
        now = time.monotonic()
        late = (now - begun - limit - margin for begun, limit in self._begun.values())
        return max(0.0, *late) if self._begun else 0.0
