"""How often a message is tried."""

import time
from dataclasses import dataclass, field

from background import Backoff


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often a message is tried before it is given back to Kafka or becomes a dead letter.

    `transient_attempts`, within `transient_seconds`: while the database is away, stalls, or a lock is held; then the
    batch is given back and redelivered, for as long as it takes.
    `attempts`: of a handler that raises anything else; then the message is a dead letter.
    All attempts and waits together must stay well below Kafka's `max_poll_interval_ms` (300 s).
    """

    transient_attempts: int = 9
    transient_seconds: float = 120.0
    attempts: int = 3
    backoff: Backoff = field(default_factory=Backoff)


class RetryBudget:
    """Counts transient failures in a row, until a policy has had enough of them or they went on for too long."""

    def __init__(self, policy: RetryPolicy) -> None:
        self._policy, self._begun, self.failures = policy, time.monotonic(), 0

    def renew(self) -> None:
        """Begin to count anew, after a success. The time goes on: all must end before Kafka's poll interval does."""
        self.failures = 0

    def spend(self) -> bool:
        """Count one failure more; whether it was the last."""
        self.failures += 1
        tried_long = time.monotonic() - self._begun >= self._policy.transient_seconds
        return tried_long or self.failures >= self._policy.transient_attempts
