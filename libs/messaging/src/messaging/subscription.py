"""What a service consumes, and how often it tries again."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from messaging.envelope import Event
from messaging.retries import RetryPolicy

Handler = Callable[[AsyncSession, Any], Awaitable[None]]
"""Called with a session, in the transaction of the event's account, and the event."""
Handlers = Mapping[type[Event], Handler]


@dataclass(frozen=True, slots=True)
class Subscription:
    """One consumer group over all topics of its handlers' events.

    `timeout_seconds` is what one handler call may take; `batch_size` the most messages of one transaction,
    which holds its row locks until the last of them.
    """

    group: str
    handlers: Handlers
    timeout_seconds: float = 30.0
    batch_size: int = 200
    retry_policy: RetryPolicy = field(default_factory=RetryPolicy)

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics to consume, without prefix, sorted."""
        return tuple(sorted({event.topic for event in self.handlers}))
