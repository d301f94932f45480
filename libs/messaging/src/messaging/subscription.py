"""What a service hears, and how patiently."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from messaging.backoff import Backoff
from messaging.event import Event

Handler = Callable[[AsyncSession, Any], Awaitable[None]]
Handlers = Mapping[type[Event], Handler]
EnterAccount = Callable[[AsyncSession, UUID], Awaitable[None]]
"""Sets the account for the rest of the session's transaction."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often a message is tried before it is given back to Kafka or put among the dead letters.

    `transient`: tries while the database is away or in conflict, then the batch is given back and comes again.
    `broken`: tries of a handler that raises anything else, then the message is a dead letter.
    All waits together must stay well below Kafka's `max_poll_interval_ms` (300 s).
    """

    transient: int = 9
    broken: int = 3
    between: Backoff = field(default_factory=Backoff)


@dataclass(frozen=True, slots=True)
class Subscription:
    """One consumer group over all topics of its handlers' facts.

    `timeout` is the seconds one handler call may take; `batch` the most messages of one transaction,
    which holds its row locks until the last of them.
    """

    group: str
    handlers: Handlers
    timeout: float = 30.0
    batch: int = 200
    patience: RetryPolicy = field(default_factory=RetryPolicy)

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics to hear, without prefix, sorted."""
        return tuple(sorted({fact.topic for fact in self.handlers}))

    @property
    def dead_letter_topic(self) -> str:
        """Where this group's dead letters are announced, without prefix."""
        return dead_letter_topic(self.group)


def dead_letter_topic(group: str) -> str:
    """The dead-letter topic of a group."""
    return f"{group}.dlq"
