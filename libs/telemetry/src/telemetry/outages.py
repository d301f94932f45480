"""Outages of what we depend on: told when they begin, now and then while they last, and when they are over; all counted.

A log record belongs to an outage when it says so, `log.warning(…, extra={"outage": "kafka"})`, or comes from a client
library that repeats itself.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from prometheus_client import Counter

outage_failures_total = Counter(
    "outage_failures", "Failures because something that we depend on was away", ["outage"]
)

_REMIND_SECONDS = 60.0
_QUIET_SECONDS = 15.0
_CLIENTS = {"aiokafka": "kafka", "opentelemetry.exporter": "trace collector"}
"""Loggers of libraries, by first part of their name, and what is away when they warn."""

logger = logging.getLogger(__name__)


@dataclass
class _Outage:
    name: str
    began_at: float
    told_at: float
    last_at: float
    failures: int = 1
    untold: int = 0


class Clock:
    """Seconds, and what is done later: in a thread of its own, since a log is not always written in a loop."""

    def now(self) -> float:
        return time.monotonic()

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        timer = threading.Timer(seconds, act)
        timer.daemon = True
        timer.start()


@dataclass
class OutageFilter(logging.Filter):
    """Lets the first record of an outage pass and one each `remind_seconds`, with `repeated`: how many it stands for.

    It is over when none came for `quiet_seconds`; that is one line more.
    """

    remind_seconds: float = _REMIND_SECONDS
    quiet_seconds: float = _QUIET_SECONDS
    clock: Clock = field(default_factory=Clock)
    _open: dict[str, _Outage] = field(default_factory=dict, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is told."""
        name = _outage_of(record)
        if name is None:
            return True
        outage_failures_total.labels(name).inc()
        # What we say of an outage ourselves is one story; a library's warnings are as many as there are kinds.
        key = name if hasattr(record, "outage") else f"{name} {record.msg}"
        with self._lock:
            return self._count(key, name, record)

    def _count(self, key: str, name: str, record: logging.LogRecord) -> bool:
        now = self.clock.now()
        known = self._open.get(key)
        if known is None:
            self._open[key] = _Outage(name, now, now, now)
            self._look_later(key)
            return True
        known.failures, known.last_at, known.untold = known.failures + 1, now, known.untold + 1
        if now - known.told_at < self.remind_seconds:
            return False
        record.repeated, known.untold, known.told_at = known.untold, 0, now
        return True

    def _look_later(self, key: str) -> None:
        self.clock.later(self.quiet_seconds, lambda: self._look(key))

    def _look(self, key: str) -> None:
        """Tell that an outage is over, or look again later."""
        with self._lock:
            outage = self._open[key]
            if self.clock.now() - outage.last_at < self.quiet_seconds:
                self._look_later(key)
                return
            del self._open[key]
        lasted = outage.last_at - outage.began_at
        logger.info("%s: over, %d failures in %.0f s", outage.name, outage.failures, lasted)


def _outage_of(record: logging.LogRecord) -> str | None:
    name: str | None = getattr(record, "outage", None)
    if name is None and record.levelno >= logging.WARNING:
        for logger_name, outage in _CLIENTS.items():
            if record.name.startswith(logger_name):
                return outage
    return name
