"""From records to effects: each event takes effect once, in the transaction that records it in the inbox."""

import asyncio
import logging
import math
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial
from itertools import count
from typing import TypeVar

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from background.health import Watchdog
from background.logs import error_name, outage_of
from background.time_limits import lock_seconds
from database import Database, failpoint, is_transient
from messaging import inbox, metrics
from messaging.dead_letters.store import store_dead_letter
from messaging.envelope import Message, Record, read, readable_headers, type_of
from messaging.errors import AccountMismatchError, UnreadableMessageError
from messaging.invoker import HandlerInvoker
from messaging.retries import RetryBudget
from messaging.sets import ValidEvent, by_account_and_topic, sets_of
from messaging.subscription import Subscription

logger = logging.getLogger(__name__)
T = TypeVar("T")

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
            events = [event for record in records if (event := await self._read(record))]
            await self._process(by_account_and_topic(events))

    async def replay(self, session: AsyncSession, record: Record) -> None:
        """Process a dead letter in this transaction. Raises `UnreadableMessageError` or what its handler raises."""
        message = read(record, readable_headers(record.headers))
        if not self._invoker.has_handler(message.type):
            raise UnreadableMessageError(f"{self._group} has no handler for {message.type}")
        [event_set] = sets_of([self._invoker.validate(message)])
        if await inbox.mark_done(session, self._group, message.event_id):
            await self._invoker.invoke(session, event_set, entered=None)

    async def _read(self, record: Record) -> ValidEvent | None:
        """The event, if it has a handler; a record that is none becomes a dead letter."""
        headers, message = readable_headers(record.headers), None
        try:
            event_type = type_of(headers)
            if self._invoker.has_handler(event_type):
                message = read(record, headers)
                return self._invoker.validate(message)
        except (UnreadableMessageError, ValidationError, AccountMismatchError) as error:
            await self._store_dead_letter(record, error, 1, message)
            return None
        metrics.messages_unknown_total.labels(self._group, event_type).inc()
        return None

    async def _process(self, events: Sequence[ValidEvent]) -> None:
        """One transaction for all. When it fails, one for each half, and so on down to the event that fails alone."""
        parts, budget = deque([events] if events else []), RetryBudget(self._retry_policy)
        while parts:
            part = parts.popleft()
            if len(part) == 1:
                await self._process_one(part[0], budget)
                continue
            try:
                await self._apply(part)
                budget.renew()
            except Exception as error:
                logger.info(
                    "%d events failed (%s): in halves",
                    *(len(part), error_name(error)),
                    extra=outage_of(error),
                )
                if is_transient(error):
                    await self._wait(budget, error)
                middle = len(part) // 2
                parts.extendleft((part[middle:], part[:middle]))  # the first half is next

    async def _process_one(self, event: ValidEvent, budget: RetryBudget) -> None:
        """One transaction for the event: tried again, then a dead letter, unless the failure is transient."""
        message = event.message
        for attempt in count(1):
            try:
                await self._retry_transient(partial(self._apply, [event]), budget)
            except Exception as error:
                if is_transient(error):
                    raise
                if attempt >= self._retry_policy.attempts:
                    await self._store_dead_letter(message.record, error, attempt, message)
                    return
                await self._back_off("broken", error, attempt)
            else:
                return

    async def _apply(self, events: Sequence[ValidEvent]) -> None:
        limit_seconds = self.subscription.timeout_seconds + _TRANSACTION_MARGIN_SECONDS
        async with asyncio.timeout(limit_seconds), self._transaction() as session:
            ids = [event.message.event_id for event in events]
            new = dict(zip(ids, events, strict=True))  # an event that is here twice is kept once
            inserted = await inbox.insert_new(session, self._group, new)
            applied, entered = [new[id_] for id_ in new if id_ in inserted], None
            for event_set in sets_of(applied):
                entered = await self._invoker.invoke(session, event_set, entered=entered)
            failpoint("batch-before-commit")
        failpoint("batch-before-offset")
        metrics.inbox_duplicates_total.labels(self._group).inc(len(events) - len(applied))
        for event_type, number in Counter(event.message.type for event in applied).items():
            metrics.messages_processed_total.labels(self._group, event_type).inc(number)

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

        if await self._retry_transient(store, RetryBudget(self._retry_policy)):
            metrics.dead_letters_total.labels(self._group).inc()
            logger.error(
                "dead letter: %s at %s/%d/%d after %d attempts",
                *(error_name(error), record.topic, record.partition, record.offset, attempts),
            )

    async def _retry_transient(self, work: Callable[[], Awaitable[T]], budget: RetryBudget) -> T:
        """Do `work`, again with back-off while its failure is transient; then raise it."""
        while True:
            try:
                done = await work()
            except Exception as error:
                if not is_transient(error):
                    raise
                await self._wait(budget, error)
            else:
                budget.renew()
                return done

    async def _wait(self, budget: RetryBudget, error: Exception) -> None:
        """Wait before what failed for a while is tried again; raise it when it failed for too long."""
        if budget.spend():
            raise error
        await self._back_off("transient", error, budget.failures)

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
