"""Process one message within a transaction: account, validation, handler."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from opentelemetry.trace import SpanKind
from opentelemetry.util.types import AttributeValue
from sqlalchemy.ext.asyncio import AsyncSession

from database import enter_account, server_pid
from database.probe import Probe
from messaging.envelope import Event, Message
from messaging.errors import AccountMismatchError
from messaging.health import Watchdog
from messaging.logs import log_as
from messaging.subscription import Handler, Subscription
from messaging.time_limits import time_limit
from messaging.tracing import message_attributes, span_within


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

    async def invoke(
        self, session: AsyncSession, message: Message, *, entered: UUID | None
    ) -> UUID:
        """Call the handler for `message`; returns the account that the transaction has entered now.

        `entered` is the account it had entered before. Raises whatever the handler raises, `HandlerTimeoutError`,
        `HandlerWaitedError`, `AccountMismatchError`, or pydantic's `ValidationError`.
        """
        with (
            log_as(**_log_fields(message, self._group)),
            span_within(
                message.headers,
                f"process {message.record.topic}",
                SpanKind.CONSUMER,
                _attributes(message, self._group),
            ),
            self._watchdog.watch(self._timeout_seconds),
        ):
            if entered != message.account_id:
                session.expunge_all()  # nothing loaded for one account is seen by the next
                await enter_account(session, message.account_id)
            await self._call_handler(session, message)
        return message.account_id

    async def _call_handler(self, session: AsyncSession, message: Message) -> None:
        event_class, handler = self._by_type[message.type]
        event = event_class.model_validate_json(message.record.value or b"")
        if event.account_id != message.account_id:
            raise AccountMismatchError(
                f"ce_account is {message.account_id}, the event has {event.account_id}"
            )
        waits = partial(self._probe.waits, await server_pid(session))
        async with time_limit(self._timeout_seconds, waits):
            await handler(session, event)
            await session.flush()  # what is pending belongs to this account and this message


def _log_fields(message: Message, group: str) -> dict[str, object]:
    record = message.record
    return {
        "event_id": str(message.event_id),
        "type": message.type,
        "topic": record.topic,
        "partition": record.partition,
        "offset": record.offset,
        "consumer": group,
    }


def _attributes(message: Message, group: str) -> dict[str, AttributeValue]:
    record = message.record
    return {
        **message_attributes(
            "process",
            topic=record.topic,
            key=record.key,
            event_id=message.event_id,
            size=len(record.value or b""),
            account=str(message.account_id),
        ),
        "messaging.destination.partition.id": str(record.partition),
        "messaging.consumer.group.name": group,
        "messaging.kafka.offset": record.offset,
        "ce_id": str(message.event_id),
        "ce_type": message.type,
    }
