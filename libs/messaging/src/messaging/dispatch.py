"""From records to effects: each event takes effect once, in the transaction that remembers it."""

import asyncio
import logging
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from itertools import count
from typing import TypeVar

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from messaging import inbox, metrics
from messaging.activity import Activity
from messaging.burying import bury
from messaging.envelope import Message, UnreadableMessageError, read, readable_headers, type_of
from messaging.failures import is_transient, name_of
from messaging.handling import AccountMismatchError, Handling
from messaging.record import Record
from messaging.subscription import EnterAccount, Subscription

logger = logging.getLogger(__name__)
T = TypeVar("T")

_HOPELESS = (ValidationError, AccountMismatchError)
_TO_OPEN_AND_COMMIT = 30.0
"""Seconds beyond the handlers' own that a transaction may take before the database counts as away."""


class Dispatch:
    """Takes batches of records for one subscription. Needs no Kafka."""

    def __init__(
        self, subscription: Subscription, engine: AsyncEngine, enter_account: EnterAccount
    ) -> None:
        self.subscription = subscription
        self.activity, self.batch = Activity(), Activity()
        self._engine = engine
        self._group = subscription.group
        self._handling = Handling(subscription, enter_account, self.activity)

    async def take(self, records: Sequence[Record]) -> None:
        """Let every record take effect once; return when all are done, known, skipped or dead letters.

        Raises only what may pass (the database is away, a deadlock): nothing of what failed is kept
        then, and the same records must be taken again.
        """
        with self.batch.working(math.inf):  # each handler call has its own limit
            await self._take(records)

    async def _take(self, records: Sequence[Record]) -> None:
        messages: list[Message] = []
        for record in records:
            message = await self._open(record)
            if message is not None:
                messages.append(message)
        if len(messages) > 1 and await self._all_at_once(messages):
            return
        for message in messages:
            await self._alone(message)

    async def replay(self, session: AsyncSession, record: Record) -> None:
        """Process a dead letter in this transaction. Raises `UnreadableMessageError` or what its handler raises."""
        message = read(record, readable_headers(record.headers))
        if not self._handling.knows(message.type):
            raise UnreadableMessageError(f"{self._group} has no handler for {message.type}")
        if await inbox.revive(session, self._group, message.event_id):
            await self._handling.handle(session, message, entered=None)

    async def _open(self, record: Record) -> Message | None:
        headers = readable_headers(record.headers)
        try:
            event_type = type_of(headers)
            if self._handling.knows(event_type):
                return read(record, headers)
        except UnreadableMessageError as error:
            await self._bury(record, error, attempts=1)
            return None
        metrics.messages_unknown_total.labels(self._group, event_type).inc()
        return None

    async def _all_at_once(self, messages: Sequence[Message]) -> bool:
        """One transaction for the batch; False when it failed and was rolled back."""
        try:
            await self._apply(messages)
        except Exception as error:  # whatever it is, the messages are taken one by one
            logger.info("batch of %d failed (%s): one by one", len(messages), name_of(error))
            return False
        return True

    async def _alone(self, message: Message) -> None:
        """One transaction for the message: tried again, then a dead letter, unless the failure may pass."""
        patience = self.subscription.patience
        for attempt in count(1):
            try:
                await self._persist(partial(self._apply, [message]))
            except Exception as error:
                if is_transient(error):
                    raise
                if isinstance(error, _HOPELESS) or attempt >= patience.broken:
                    await self._bury(message.record, error, attempts=attempt, message=message)
                    return
                await self._pause("broken", error, attempt)
            else:
                return

    async def _apply(self, messages: Sequence[Message]) -> None:
        limit = self.subscription.timeout + _TO_OPEN_AND_COMMIT
        async with asyncio.timeout(limit), self._transaction() as session:
            fresh = await inbox.remember(session, self._group, [m.event_id for m in messages])
            applied, entered = [], None
            for message in messages:
                if message.event_id in fresh:
                    fresh.discard(message.event_id)
                    entered = await self._handling.handle(session, message, entered=entered)
                    applied.append(message)
        metrics.inbox_duplicates_total.labels(self._group).inc(len(messages) - len(applied))
        for message in applied:
            metrics.messages_processed_total.labels(self._group, message.type).inc()

    async def _bury(
        self,
        record: Record,
        error: Exception,
        *,
        attempts: int,
        message: Message | None = None,
    ) -> None:
        async def write() -> bool:
            async with asyncio.timeout(_TO_OPEN_AND_COMMIT), self._transaction() as session:
                return await bury(
                    session,
                    self._group,
                    record,
                    error,
                    attempts=attempts,
                    event_id=message.event_id if message else None,
                    account_id=message.account_id if message else None,
                )

        if await self._persist(write):
            metrics.dead_letters_total.labels(self._group).inc()
            logger.error(
                "dead letter: %s at %s/%d/%d after %d attempts",
                *(name_of(error), record.topic, record.partition, record.offset, attempts),
            )

    async def _persist(self, work: Callable[[], Awaitable[T]]) -> T:
        """Do `work`, again with back-off while its failure may pass; then raise it."""
        for attempt in count(1):
            try:
                return await work()
            except Exception as error:
                if not is_transient(error) or attempt >= self.subscription.patience.transient:
                    raise
                await self._pause("transient", error, attempt)
        raise AssertionError("unreachable")

    async def _pause(self, cause: str, error: Exception, attempt: int) -> None:
        metrics.handler_retries_total.labels(self._group, cause).inc()
        wait = self.subscription.patience.between.wait(attempt)
        logger.warning("attempt %d failed (%s): again in %.1f s", attempt, name_of(error), wait)
        with self.activity.working(wait):
            await asyncio.sleep(wait)

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncSession]:
        async with (
            AsyncSession(self._engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session
