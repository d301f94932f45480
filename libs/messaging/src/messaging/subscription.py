"""What a service consumes, and how often it tries again."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from messaging.envelope import Event
from messaging.retries import RetryPolicy

Handler = Callable[[AsyncSession, Any], Awaitable[None]]
"""Called with a session, in the transaction of the event's account, and the event; or with many, see `in_sets`."""
Handlers = Mapping[type[Event], Handler]

_BATCH_SIZE, _BATCH_SIZE_OF_SETS = 200, 1000


@dataclass(frozen=True, slots=True)
class SetHandler:
    """A handler that is called with sets of events; made by `in_sets`."""

    handle: Callable[[AsyncSession, Sequence[Any]], Awaitable[None]]

    def __call__(self, session: AsyncSession, events: Sequence[Any]) -> Awaitable[None]:
        return self.handle(session, events)


def in_sets(handle: Callable[[AsyncSession, Sequence[Any]], Awaitable[None]]) -> SetHandler:
    """Let a handler take all consecutive events of one account and topic in a batch at once, in order.

    It may stand for several types of a topic: `{TimePriced: in_sets(keep), TimeUnpriced: in_sets(keep)}`. Events of one
    key are in order, and there may be several of one key in a set. A set that fails is taken apart, so the same events
    may come again in smaller sets.
    """
    return SetHandler(handle)


@dataclass(frozen=True, slots=True)
class Subscription:
    """One consumer group over all topics of its handlers' events.

    `timeout_seconds` is what one handler call may take; `batch_size` the most messages of one transaction, which
    holds its row locks until the last of them: by default 200, or 1,000 when there are handlers of sets.
    """

    group: str
    handlers: Handlers
    timeout_seconds: float = 30.0
    batch_size: int = 0
    retry_policy: RetryPolicy = field(default_factory=RetryPolicy)

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics to consume, without prefix, sorted."""
        return tuple(sorted({event.topic for event in self.handlers}))

    @property
    def max_records(self) -> int:
        """The size of a batch."""
        sets = any(isinstance(handler, SetHandler) for handler in self.handlers.values())
        return self.batch_size or (_BATCH_SIZE_OF_SETS if sets else _BATCH_SIZE)
