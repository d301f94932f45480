"""The relay: waits for the lead, sends what is unpublished, survives what fails."""

import asyncio
import logging
import time

import asyncpg

from messaging import metrics
from messaging.backoff import Backoff
from messaging.direct import direct, event_within
from messaging.failures import name_of
from messaging.health import Asking, Check
from messaging.relay import rows
from messaging.relay.sending import Sender

logger = logging.getLogger(__name__)

_AGAIN = 1.0
_MEASURE_EVERY = 5.0
_FORGET_EVERY = 60.0
_STUCK_AFTER = 120.0


class LeadershipLostError(Exception):
    """Another relay may lead now."""


class Relay:
    """Sends what lies in the outbox. Any number of replicas may run; one of them leads.

    `dsn` must lead to PostgreSQL directly (no transaction pooler): the lead is a session lock. Notifications are only
    hints: every `sweep` seconds the leader looks by itself.
    """

    liveness: Check
    readiness: Check

    def __init__(
        self,
        dsn: str,
        *,
        bootstrap: str,
        prefix: str = "",
        batch: int = 1000,
        sweep: float = 1.0,
    ) -> None:
        self._dsn, self._batch, self._sweep = dsn, batch, sweep
        self._sender = Sender(bootstrap, prefix)
        self._wake = asyncio.Event()
        self._stop = asyncio.Event()
        self._ended = asyncio.Event()
        self._ended.set()
        self._connected = self._leading = False
        self._moved_at = time.monotonic()
        self._measure_at = self._forget_at = 0.0
        self.liveness = Asking(self._stuck)
        self.readiness = Asking(self._unready)

    @property
    def leading(self) -> bool:
        """Whether this relay is the one that sends."""
        return self._leading

    async def run(self) -> None:
        """Relay until `stop`. Survives the loss of PostgreSQL and Kafka: it tries again with back-off."""
        self._ended.clear()
        backoff, failures = Backoff(first=0.2, most=5), 0
        try:
            while not self._stop.is_set():
                begun = time.monotonic()
                try:
                    await self._relay()
                except Exception as error:
                    failures = 1 if time.monotonic() - begun > 30 else failures + 1
                    logger.warning("relay interrupted (%s)", name_of(error))
                    await self._rest(backoff.wait(failures))
        finally:
            await self._sender.close()
            self._ended.set()

    async def stop(self) -> None:
        """End `run` after the batch at hand."""
        self._stop.set()
        self._wake.set()
        await self._ended.wait()

    async def _relay(self) -> None:
        async with direct(
            self._dsn, name="relay", channel=rows.CHANNEL, wake=self._wake
        ) as connection:
            self._connected = True
            try:
                while not self._stop.is_set() and not await rows.lead(connection):
                    await self._rest(_AGAIN)
                self._set_leading(not self._stop.is_set())
                while not self._stop.is_set():
                    await self._round(connection)
            finally:
                self._connected = False
                self._set_leading(False)

    async def _round(self, connection: asyncpg.Connection) -> None:
        self._wake.clear()
        if not await rows.leads(connection):
            raise LeadershipLostError
        found = await rows.unpublished(connection, self._batch, without=self._sender.held())
        sent = await self._sender.send(found)
        await rows.mark_published(connection, sent)
        await self._keep_house(connection)
        self._moved_at = time.monotonic()
        if not found:
            await event_within(self._wake, self._sweep)
        elif not sent:
            await self._rest(_AGAIN)  # Kafka is away or a topic is missing

    async def _keep_house(self, connection: asyncpg.Connection) -> None:
        now = time.monotonic()
        if now >= self._measure_at:
            self._measure_at = now + _MEASURE_EVERY
            count, age = await rows.pending(connection)
            metrics.outbox_pending.set(count)
            metrics.outbox_oldest_age_seconds.set(age)
        if now >= self._forget_at:
            more = await rows.forget(connection)
            self._forget_at = now + (_AGAIN if more else _FORGET_EVERY)

    async def _rest(self, seconds: float) -> None:
        self._moved_at = time.monotonic()
        await event_within(self._stop, seconds)

    def _set_leading(self, leading: bool) -> None:
        self._leading = leading
        metrics.outbox_relay_leader.set(1 if leading else 0)
        if leading:
            logger.info("this relay leads")
        else:
            metrics.outbox_pending.set(0)
            metrics.outbox_oldest_age_seconds.set(0)

    def _stuck(self) -> list[str]:
        still = time.monotonic() - self._moved_at
        return [f"the relay has not moved for {still:.0f} s"] if still > _STUCK_AFTER else []

    def _unready(self) -> list[str]:
        return [] if self._connected else ["the relay is not connected to the database"]
