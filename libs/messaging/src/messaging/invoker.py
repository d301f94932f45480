"""Call the handler of a set of events within a transaction: account, log, span, time limit."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from opentelemetry.trace import SpanKind
from opentelemetry.util.types import AttributeValue
from sqlalchemy.ext.asyncio import AsyncSession

from background.health import Watchdog
from background.logs import log_as
from background.time_limits import time_limit
from background.tracing import links_to, span_within
from database import enter_account, server_pid
from database.probe import Probe
from messaging.envelope import Event, Message
from messaging.errors import AccountMismatchError
from messaging.sets import EventSet, ValidEvent
from messaging.subscription import Handler, Subscription
from messaging.tracing import message_attributes


class HandlerInvoker:
    """Calls the handlers of one subscription. One session is one transaction."""

    def __init__(self, subscription: Subscription, watchdog: Watchdog, probe: Probe) -> None:
        self._group, self._timeout_seconds = subscription.group, subscription.timeout_seconds
        self._watchdog, self._probe = watchdog, probe
        self._by_type: Mapping[str, tuple[type[Event], Handler]] = {
            event.type: (event, handler) for event, handler in subscription.handlers.items()
        }

    def has_handler(self, event_type: str) -> bool:
        """Whether there is a handler for this type."""
        return event_type in self._by_type

    def validate(self, message: Message) -> ValidEvent:
        """Read the content. Raises pydantic's `ValidationError`, or `AccountMismatchError`."""
        event_class, handler = self._by_type[message.type]
        event = event_class.model_validate_json(message.record.value or b"")
        if event.account_id != message.account_id:
            raise AccountMismatchError(
                f"ce_account is {message.account_id}, the event has {event.account_id}"
            )
        return ValidEvent(message, event, handler)

    async def invoke(
        self, session: AsyncSession, event_set: EventSet, *, entered: UUID | None
    ) -> UUID:
        """Call the handler; returns the account that the transaction has entered now.

        `entered` is the account it had entered before. Raises whatever the handler raises, `HandlerTimeoutError` or
        `HandlerWaitedError`.
        """
        first, *others = event_set.messages
        with (
            log_as(**_log_fields(event_set, self._group)),
            span_within(
                first.headers,
                f"process {first.record.topic}",
                SpanKind.CONSUMER,
                _attributes(event_set, self._group),
                links_to(other.headers for other in others),
            ),
            self._watchdog.watch(self._timeout_seconds),
        ):
            if entered != first.account_id:
                session.expunge_all()  # nothing loaded for one account is seen by the next
                await enter_account(session, first.account_id)
            waits = partial(self._probe.waits, await server_pid(session))
            async with time_limit(self._timeout_seconds, waits):
                await event_set.handler(session, event_set.argument)
                await session.flush()  # what is pending belongs to this account and this handler
        return first.account_id


def _log_fields(event_set: EventSet, group: str) -> dict[str, object]:
    """Those of the first message, and how many there are."""
    message, number = event_set.messages[0], len(event_set.messages)
    return {
        "event_id": str(message.event_id),
        "type": message.type,
        "topic": message.record.topic,
        "partition": message.record.partition,
        "offset": message.record.offset,
        "consumer": group,
    } | ({"events": number} if number > 1 else {})


def _attributes(event_set: EventSet, group: str) -> dict[str, AttributeValue]:
    """Of a message what it is, of a set what its messages have in common."""
    first, number = event_set.messages[0], len(event_set.messages)
    common: dict[str, AttributeValue] = {"messaging.consumer.group.name": group}
    attributes = message_attributes(
        "process",
        topic=first.record.topic,
        key=first.record.key,
        event_id=first.event_id,
        size=sum(len(message.record.value or b"") for message in event_set.messages),
        account=str(first.account_id),
    )
    if number > 1:
        for name in ("messaging.kafka.message.key", "messaging.message.id"):
            del attributes[name]
        return {**attributes, **common, "messaging.batch.message_count": number}
    return {
        **attributes,
        **common,
        "messaging.destination.partition.id": str(first.record.partition),
        "messaging.kafka.offset": first.record.offset,
        "ce_id": str(first.event_id),
        "ce_type": first.type,
    }
