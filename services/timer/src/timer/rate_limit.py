"""How often something may be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    """How many times in how long."""

    most: int
    within: timedelta

    def wait_seconds(self, earlier: Sequence[datetime], now: datetime) -> int:
        """How long until there is room for one more beside the earlier ones, which are in order of time; 0: there is."""
        recent = [at for at in earlier if at > now - self.within]
        if len(recent) < self.most:
            return 0
        wait = recent[-self.most] + self.within - now
        return max(1, int(wait.total_seconds()) + 1)
