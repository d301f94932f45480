"""What one handler call takes: an event, or all consecutive ones of an account and a topic."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from messaging.envelope import Event, Message
from messaging.subscription import Handler, SetHandler


class ValidEvent(NamedTuple):
    """A message whose content is an event that has a handler."""

    message: Message
    event: Event
    handler: Handler


@dataclass(frozen=True, slots=True)
class EventSet:
    """Events of one account and topic, in order; exactly one when the handler takes them one by one."""

    handler: Handler
    messages: Sequence[Message]
    events: Sequence[Event]

    @property
    def account_id(self) -> UUID:
        """The account that all of them belong to."""
        return self.messages[0].account_id

    @property
    def argument(self) -> object:
        """What the handler is called with: the event, or all of them."""
        return self.events if isinstance(self.handler, SetHandler) else self.events[0]


def by_account_and_topic(events: Iterable[ValidEvent]) -> list[ValidEvent]:
    """Bring events together that can be handled at once. Those of one key stay in order: they are of one topic."""
    return sorted(events, key=lambda e: (e.message.account_id, e.message.record.topic))


def sets_of(events: Iterable[ValidEvent]) -> Iterator[EventSet]:
    """Events that lie side by side, as their handlers take them."""
    for (_, _, handler), found in groupby(events, _belonging):
        if isinstance(handler, SetHandler):
            members = list(found)
            yield EventSet(handler, [e.message for e in members], [e.event for e in members])
        else:
            yield from (EventSet(handler, [e.message], [e.event]) for e in found)


def _belonging(valid: ValidEvent) -> tuple[UUID, str, Handler]:
    return valid.message.account_id, valid.message.record.topic, valid.handler
