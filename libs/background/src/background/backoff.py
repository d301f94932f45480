"""How long to wait before something is tried again."""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backoff:
    """Exponential waits in seconds: `first`, doubled each time, never above `most`, spread by ± `jitter`."""

    first: float = 0.1
    most: float = 10.0
    jitter: float = 0.1

    def wait(self, attempt: int) -> float:
        """Seconds to wait after attempt number `attempt` (from 1) failed."""
        plain = min(self.most, self.first * 2.0 ** min(attempt - 1, 32))
        return plain * (1 + random.uniform(-self.jitter, self.jitter))  # noqa: S311 spreads retries, hides nothing
