"""Let one message take effect within a transaction: account, validation, handler."""

import asyncio
from collections.abc import Mapping
from uuid import UUID

from opentelemetry.trace import SpanKind
from sqlalchemy.ext.asyncio import AsyncSession

from messaging.activity import Activity
from messaging.envelope import Message
from messaging.event import Event
from messaging.logs import log_as
from messaging.subscription import EnterAccount, Handler, Subscription
from messaging.tracing import span_within


class HandlerTimeoutError(Exception):
    """The handler took longer than its subscription allows."""


class AccountMismatchError(ValueError):
    """The header names another account than the fact itself."""


class Handling:
    """Calls the handlers of one subscription. One session is one transaction."""

    def __init__(
        self, subscription: Subscription, enter_account: EnterAccount, activity: Activity
    ) -> None:
        self._subscription = subscription
        self._enter_account = enter_account
        self._activity = activity
        self._by_type: Mapping[str, tuple[type[Event], Handler]] = {
            fact.type: (fact, handler) for fact, handler in subscription.handlers.items()
        }

    def knows(self, event_type: str) -> bool:
        """Whether there is a handler for this type."""
        return event_type in self._by_type

    async def handle(
        self, session: AsyncSession, message: Message, *, entered: UUID | None
    ) -> UUID:
        """Call the handler for `message`; returns the account that the transaction now acts for.

        Raises whatever the handler raises, `HandlerTimeoutError`, `AccountMismatchError`, or pydantic's `ValidationError`.
        """
        with (
            log_as(**_log_fields(message, self._subscription.group)),
            span_within(
                message.headers,
                f"process {message.record.topic}",
                SpanKind.CONSUMER,
                _attributes(message, self._subscription.group),
            ),
            self._activity.working(self._subscription.timeout),
        ):
            if entered != message.account_id:
                session.expunge_all()  # nothing loaded for one account is seen by the next
                await self._enter_account(session, message.account_id)
            await self._call(session, message)
        return message.account_id

    async def _call(self, session: AsyncSession, message: Message) -> None:
        fact_class, handler = self._by_type[message.type]
        fact = fact_class.model_validate_json(message.record.value or b"")
        if fact.account_id != message.account_id:
            raise AccountMismatchError(
                f"ce_account is {message.account_id}, the fact says {fact.account_id}"
            )
        limit = asyncio.timeout(self._subscription.timeout)
        try:
            async with limit:
                await handler(session, fact)
                await session.flush()  # what is pending belongs to this account and this message
        except TimeoutError as error:
            if limit.expired():
                raise HandlerTimeoutError(f"more than {self._subscription.timeout:g} s") from error
            raise


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


# https://opentelemetry.io/docs/specs/semconv/messaging/kafka/
def _attributes(message: Message, group: str) -> dict[str, str | int]:
    record = message.record
    return {
        "messaging.system": "kafka",
        "messaging.operation.type": "process",
        "messaging.operation.name": "process",
        "messaging.destination.name": record.topic,
        "messaging.destination.partition.id": str(record.partition),
        "messaging.consumer.group.name": group,
        "messaging.kafka.offset": record.offset,
        "messaging.kafka.message.key": (record.key or b"").decode(errors="replace"),
        "messaging.message.id": str(message.event_id),
        "messaging.message.body.size": len(record.value or b""),
        "ce_id": str(message.event_id),
        "ce_type": message.type,
        "account": str(message.account_id),
    }
