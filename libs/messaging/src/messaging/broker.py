"""The FastStream broker of one subscription, with every default that loses messages set otherwise.

`docs/architecture/messaging.md` lists what each setting guards against, with the test that proves it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import cache
from typing import Any

from aiokafka import ConsumerRebalanceListener, ConsumerRecord
from faststream import AckPolicy, BaseMiddleware
from faststream.kafka import KafkaBroker, KafkaMessage
from faststream.kafka.prometheus import KafkaPrometheusMiddleware
from prometheus_client import REGISTRY

from messaging.dispatch import Dispatch
from messaging.envelope import Record

KafkaRecord = ConsumerRecord[bytes, bytes]

SESSION_TIMEOUT_MS = 6_000
"""The least a broker allows: after a kill the whole group stands still for this long."""
_MAX_POLL_INTERVAL_MS = 300_000
_REDELIVERY_PAUSE_SECONDS = 1.0
_FETCH_WAIT_MS = 1_000
"""How long Kafka holds a request for messages open when there are none; it answers at once when one comes. Kept short, for
a partition with more to read waits for its end when the request was about the others."""
_UNTIL_ONE_COMES_MS = 100 * 365 * 24 * 3600 * 1000
"""FastStream sleeps as long as it has waited in vain, deaf to what comes; so it never waits in vain."""
_FETCHER_IDLE_MS = 10_000
"""aiokafka's reader wakes this often without a reason."""

logger = logging.getLogger("messaging.kafka")
# FastStream warns at each connect of what we chose on purpose.
logger.addFilter(
    lambda record: not record.getMessage().startswith("Auto create topics is disabled")
)


def create_broker(
    dispatch: Dispatch,
    *,
    bootstrap: str,
    prefix: str = "",
    grace_seconds: float = 20.0,
    listener: ConsumerRebalanceListener | None = None,
) -> KafkaBroker:
    """A broker with one batch subscriber: the subscription's group on the topics of its events."""
    broker = KafkaBroker(
        bootstrap,
        client_id=dispatch.subscription.group,
        consumer_only=True,
        allow_auto_create_topics=False,
        graceful_timeout=grace_seconds,
        apply_types=False,
        logger=logger,
        log_level=logging.DEBUG,
        middlewares=(_prometheus(), PauseBeforeRedelivery),
    )
    _subscribe(broker, dispatch, prefix, listener)
    return broker


def _subscribe(
    broker: KafkaBroker,
    dispatch: Dispatch,
    prefix: str,
    listener: ConsumerRebalanceListener | None,
) -> None:
    subscription = dispatch.subscription
    subscriber = broker.subscriber(
        *(prefix + topic for topic in subscription.topics),
        group_id=prefix + subscription.group,
        ack_policy=AckPolicy.NACK_ON_ERROR,
        auto_offset_reset="earliest",
        batch=True,
        max_records=subscription.max_records,
        batch_timeout_ms=_UNTIL_ONE_COMES_MS,
        fetch_max_wait_ms=_FETCH_WAIT_MS,
        consumer_timeout_ms=_FETCHER_IDLE_MS,
        fetch_max_bytes=4 * 1024 * 1024,
        session_timeout_ms=SESSION_TIMEOUT_MS,
        heartbeat_interval_ms=SESSION_TIMEOUT_MS // 4,
        max_poll_interval_ms=_MAX_POLL_INTERVAL_MS,
        parser=_keep_unparsed,
        decoder=_keep_undecoded,
        listener=listener,
        no_reply=True,
    )

    async def process(records: tuple[KafkaRecord, ...]) -> None:
        await dispatch.process([to_record(record, prefix) for record in records])

    subscriber(process)


def to_record(record: KafkaRecord, prefix: str = "") -> Record:
    """The record without Kafka, under the name of its topic without prefix."""
    return Record(
        topic=record.topic.removeprefix(prefix),
        partition=record.partition,
        offset=record.offset,
        key=record.key,
        value=record.value,
        headers=tuple(record.headers),
    )


class PauseBeforeRedelivery(BaseMiddleware[Any, Any]):
    """FastStream seeks back at once and without limit."""

    async def consume_scope(self, call_next: Callable[..., Awaitable[Any]], msg: Any) -> Any:
        """Process, and wait when that fails."""
        try:
            return await call_next(msg)
        except Exception:
            await asyncio.sleep(_REDELIVERY_PAUSE_SECONDS)
            raise


@cache
def _prometheus() -> KafkaPrometheusMiddleware:
    return KafkaPrometheusMiddleware(registry=REGISTRY, app_name="messaging")


async def _keep_unparsed(records: tuple[KafkaRecord, ...], original: Any) -> KafkaMessage:
    """FastStream's message without its reading of headers, which fails on null and on other than UTF-8.

    It is named by the first and the last record, and has the size of all.
    """
    size = sum(len(record.value or b"") for record in records)
    ends = (
        replace(records[0], value=bytes(size), headers=()),
        replace(records[-1], value=b"", headers=()),
    )
    message: KafkaMessage = await original(ends)
    message.raw_message = records
    return message


async def _keep_undecoded(message: KafkaMessage, original: Any) -> Any:
    """The records as they are: the dispatch reads them, and one bad body spoils no batch."""
    return message.raw_message
