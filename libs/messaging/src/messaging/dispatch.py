"""From records to effects: each event takes effect once, in the transaction that records it in the inbox."""

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial
from itertools import count
from typing import TypeVar

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from database import Database, is_transient
from messaging import inbox, metrics
from messaging.dead_letters.store import store_dead_letter
from messaging.envelope import Message, Record, read, readable_headers, type_of
from messaging.errors import AccountMismatchError, UnreadableMessageError
from messaging.health import Watchdog
from messaging.invoker import HandlerInvoker
from messaging.logs import error_name, outage_of
from messaging.subscription import Subscription
from messaging.time_limits import lock_seconds

logger = logging.getLogger(__name__)
T = TypeVar("T")

_NEVER_SUCCEEDS = (ValidationError, AccountMismatchError)
_TRANSACTION_MARGIN_SECONDS = 30.0
"""Beyond the handlers' own time; a transaction that takes longer counts as a database that is away."""


class Dispatch:
    """Processes batches of records for one subscription. Needs no Kafka."""

    def __init__(self, subscription: Subscription, engine: AsyncEngine) -> None:
        self.subscription = subscription
        self.handler_watchdog, self.batch_watchdog = Watchdog(), Watchdog()
        self._database = Database(engine)
        self._group, self._retry_policy = subscription.group, subscription.retry_policy
        self._lock_seconds = lock_seconds(subscription.timeout_seconds)
        self._invoker = HandlerInvoker(subscription, self.handler_watchdog, self._database.probe)

    async def process(self, records: Sequence[Record]) -> None:
        """Let every record take effect once; returns when all are done, known, skipped or dead letters.

        Raises only what is transient (the database is away or stalls, a lock is held, a deadlock): nothing of what
        failed is kept then, and the same records must be processed again.
        """
        with self.batch_watchdog.watch(math.inf):  # each handler call has its own limit
            messages = [m for record in records if (m := await self._read(record))]
            if len(messages) > 1 and await self._process_batch(messages):
                return
            for message in messages:
                await self._process_one(message)

    async def replay(self, session: AsyncSession, record: Record) -> None:
        """Process a dead letter in this transaction. Raises `UnreadableMessageError` or what its handler raises."""
        message = read(record, readable_headers(record.headers))
        if not self._invoker.has_handler(message.type):
            raise UnreadableMessageError(f"{self._group} has no handler for {message.type}")
        if await inbox.mark_done(session, self._group, message.event_id):
            await self._invoker.invoke(session, message, entered=None)

    async def _read(self, record: Record) -> Message | None:
        headers = readable_headers(record.headers)
        try:
            event_type = type_of(headers)
            if self._invoker.has_handler(event_type):
                return read(record, headers)
        except UnreadableMessageError as error:
            await self._store_dead_letter(record, error, 1)
            return None
        metrics.messages_unknown_total.labels(self._group, event_type).inc()
        return None

    async def _process_batch(self, messages: Sequence[Message]) -> bool:
        """One transaction for the batch; False when it failed and was rolled back."""
        try:
            await self._apply(messages)
        except Exception as error:  # whatever it is, the messages are processed one by one
            logger.info(
                "batch of %d failed (%s): one by one",
                *(len(messages), error_name(error)),
                extra=outage_of(error),
            )
            return False
        return True

    async def _process_one(self, message: Message) -> None:
        """One transaction for the message: tried again, then a dead letter, unless the failure is transient."""
        for attempt in count(1):
            try:
                await self._retry_transient(partial(self._apply, [message]))
            except Exception as error:
                if is_transient(error):
                    raise
                if isinstance(error, _NEVER_SUCCEEDS) or attempt >= self._retry_policy.attempts:
                    await self._store_dead_letter(message.record, error, attempt, message)
                    return
                await self._back_off("broken", error, attempt)
            else:
                return

    async def _apply(self, messages: Sequence[Message]) -> None:
        limit_seconds = self.subscription.timeout_seconds + _TRANSACTION_MARGIN_SECONDS
        async with asyncio.timeout(limit_seconds), self._transaction() as session:
            new = await inbox.insert_new(session, self._group, [m.event_id for m in messages])
            applied, entered = [], None
            for message in messages:
                if message.event_id in new:
                    new.discard(message.event_id)
                    entered = await self._invoker.invoke(session, message, entered=entered)
                    applied.append(message)
        metrics.inbox_duplicates_total.labels(self._group).inc(len(messages) - len(applied))
        for message in applied:
            metrics.messages_processed_total.labels(self._group, message.type).inc()

    def _transaction(self) -> AbstractAsyncContextManager[AsyncSession]:
        return self._database.transaction(across_accounts=True, lock_seconds=self._lock_seconds)

    async def _store_dead_letter(
        self, record: Record, error: Exception, attempts: int, message: Message | None = None
    ) -> None:
        async def store() -> bool:
            limit = asyncio.timeout(_TRANSACTION_MARGIN_SECONDS)
            async with limit, self._transaction() as session:
                return await store_dead_letter(
                    session, self._group, record, error, attempts=attempts, message=message
                )

        if await self._retry_transient(store):
            metrics.dead_letters_total.labels(self._group).inc()
            logger.error(
                "dead letter: %s at %s/%d/%d after %d attempts",
                *(error_name(error), record.topic, record.partition, record.offset, attempts),
            )

    async def _retry_transient(self, work: Callable[[], Awaitable[T]]) -> T:
        """Do `work`, again with back-off while its failure is transient; then raise it."""
        policy, begun = self._retry_policy, time.monotonic()
        for attempt in count(1):
            try:
                return await work()
            except Exception as error:
                tried_long = time.monotonic() - begun >= policy.transient_seconds
                if not is_transient(error) or tried_long or attempt >= policy.transient_attempts:
                    raise
                await self._back_off("transient", error, attempt)
        raise AssertionError("unreachable")

    async def _back_off(self, cause: str, error: Exception, attempt: int) -> None:
        metrics.handler_retries_total.labels(self._group, cause).inc()
        seconds = self._retry_policy.backoff.wait(attempt)
        logger.warning(
            "attempt %d failed (%s): again in %.1f s",
            *(attempt, error_name(error), seconds),
            extra=outage_of(error),
        )
        with self.handler_watchdog.watch(seconds):
            await asyncio.sleep(seconds)
