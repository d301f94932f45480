"""The relay: becomes the leader, sends what is unpublished, survives what fails."""

import asyncio
import logging
import time

import asyncpg

from background import Backoff
from background.logs import error_name, outage_of
from background.periodic_task import wait_until_set
from database import dedicated_connection, failpoint
from messaging import metrics
from messaging.errors import LeadershipLostError
from messaging.relay import statements
from messaging.relay.sender import Sender
from messaging.tables import CHANNEL

logger = logging.getLogger(__name__)

BATCH_SIZE = 1000
"""The most events that are sent before they are marked as sent."""
_RETRY_SECONDS = 1.0
_MEASURE_SECONDS = 15.0
_DELETE_SECONDS = 60.0
_STUCK_SECONDS = 120.0
_STABLE_SECONDS = 30.0
"""After a connection that lasted longer, back-off begins anew."""


class Relay:
    """Sends what lies in the outbox. Any number of replicas may run; one of them leads.

    `dsn` must lead to PostgreSQL directly (no transaction pooler): leadership is a session lock. Notifications are
    only hints: every `sweep_seconds` the leader looks by itself.
    """

    def __init__(
        self,
        dsn: str,
        *,
        bootstrap: str,
        prefix: str = "",
        batch_size: int = BATCH_SIZE,
        sweep_seconds: float = 5.0,
    ) -> None:
        self._dsn, self._batch_size, self._sweep_seconds = dsn, batch_size, sweep_seconds
        self._sender = Sender(bootstrap, prefix)
        self._wake, self._stop, self._ended = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._ended.set()
        self._connected = self._leading = False
        self._moved_at = time.monotonic()
        self._measure_at = self._delete_at = 0.0

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
                    stable = time.monotonic() - begun > _STABLE_SECONDS
                    failures = 1 if stable else failures + 1
                    logger.warning(
                        "relay interrupted (%s)", error_name(error), extra=outage_of(error)
                    )
                    await self._pause(backoff.wait(failures))
        finally:
            await self._sender.close()
            self._ended.set()

    async def stop(self) -> None:
        """End `run` after the batch at hand."""
        self._stop.set()
        self._wake.set()
        await self._ended.wait()

    def liveness(self) -> list[str]:
        """A sign that the relay is stuck. That PostgreSQL or Kafka is away is none."""
        still = time.monotonic() - self._moved_at
        return [f"the relay has not moved for {still:.0f} s"] if still > _STUCK_SECONDS else []

    def readiness(self) -> list[str]:
        """Whether it is connected, as the leader or as one that waits to be."""
        return [] if self._connected else ["the relay is not connected to the database"]

    async def _relay(self) -> None:
        async with dedicated_connection(
            self._dsn, name="relay", channel=CHANNEL, wake=self._wake
        ) as connection:
            self._connected = True
            try:
                while not self._stop.is_set() and not await statements.try_to_lead(connection):
                    await self._pause(_RETRY_SECONDS)
                self._set_leading(not self._stop.is_set())
                while not self._stop.is_set():
                    await self._send_batch(connection)
            finally:
                self._connected = False
                self._set_leading(False)

    async def _send_batch(self, connection: asyncpg.Connection) -> None:
        self._wake.clear()
        if not await statements.leads(connection):
            raise LeadershipLostError
        found = await statements.unpublished(
            connection, self._batch_size, without=self._sender.held_topics()
        )
        sent = await self._sender.send(found)
        if sent:
            failpoint("relay-before-mark")
        await statements.mark_published(connection, sent)
        await self._maintain(connection)
        self._moved_at = time.monotonic()
        if not found:
            await wait_until_set(self._wake, self._sweep_seconds)
        elif not sent:
            await self._pause(_RETRY_SECONDS)  # Kafka is away or a topic is missing

    async def _maintain(self, connection: asyncpg.Connection) -> None:
        """Measure and delete what is old, now and then."""
        now = time.monotonic()
        if now >= self._measure_at:
            self._measure_at = now + _MEASURE_SECONDS
            _set_pending(*await statements.pending(connection))
        if now >= self._delete_at:
            more = await statements.delete_old(connection)
            self._delete_at = now + (_RETRY_SECONDS if more else _DELETE_SECONDS)

    async def _pause(self, seconds: float) -> None:
        self._moved_at = time.monotonic()
        await wait_until_set(self._stop, seconds)

    def _set_leading(self, leading: bool) -> None:
        self._leading = leading
        metrics.outbox_relay_leader.set(1 if leading else 0)
        if leading:
            logger.info("this relay leads")
        else:
            _set_pending(0, 0)


def _set_pending(count: int, age_seconds: float) -> None:
    metrics.outbox_pending.set(count)
    metrics.outbox_oldest_age_seconds.set(age_seconds)
