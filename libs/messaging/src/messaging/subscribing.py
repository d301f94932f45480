"""The FastStream broker of one subscription, with every default that loses messages set otherwise.

What each setting guards against is told, with the test that proves it, in `docs/architecture/messaging.md`.
"""

import asyncio
import logging
from dataclasses import replace
from functools import cache
from typing import Any

from aiokafka import ConsumerRebalanceListener, ConsumerRecord
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage
from faststream.kafka.prometheus import KafkaPrometheusMiddleware
from prometheus_client import REGISTRY

from messaging.dispatch import Dispatch
from messaging.record import Record

Records = tuple["ConsumerRecord[bytes, bytes]", ...]

SESSION_TIMEOUT_MS = 6_000
"""The least a broker allows: after a kill the whole group stands still for this long."""
MAX_POLL_INTERVAL_MS = 300_000
_PAUSE_BEFORE_REDELIVERY = 1.0

logger = logging.getLogger("messaging.kafka")
# FastStream warns at each connect of what we chose on purpose.
logger.addFilter(
    lambda record: not record.getMessage().startswith("Auto create topics is disabled")
)


def broker_for(
    dispatch: Dispatch,
    *,
    bootstrap: str,
    prefix: str = "",
    grace: float = 20.0,
    listener: ConsumerRebalanceListener | None = None,
) -> KafkaBroker:
    """A broker with one batch subscriber: the subscription's group on the topics of its facts."""
    subscription = dispatch.subscription
    broker = KafkaBroker(
        bootstrap,
        client_id=subscription.group,
        consumer_only=True,
        allow_auto_create_topics=False,
        graceful_timeout=grace,
        apply_types=False,
        logger=logger,
        log_level=logging.DEBUG,
        middlewares=(_measured(),),
    )
    subscriber = broker.subscriber(
        *(prefix + topic for topic in subscription.topics),
        group_id=prefix + subscription.group,
        ack_policy=AckPolicy.NACK_ON_ERROR,
        auto_offset_reset="earliest",
        batch=True,
        max_records=subscription.batch,
        batch_timeout_ms=50,
        fetch_max_wait_ms=50,
        fetch_max_bytes=4 * 1024 * 1024,
        session_timeout_ms=SESSION_TIMEOUT_MS,
        heartbeat_interval_ms=SESSION_TIMEOUT_MS // 4,
        max_poll_interval_ms=MAX_POLL_INTERVAL_MS,
        parser=_unparsed,
        decoder=_undecoded,
        listener=listener,
        no_reply=True,
    )

    async def take(records: Records) -> None:
        try:
            await dispatch.take([plain(record, prefix) for record in records])
        except Exception:
            # FastStream seeks back at once and without limit
            await asyncio.sleep(_PAUSE_BEFORE_REDELIVERY)
            raise

    subscriber(take)
    return broker


def plain(record: "ConsumerRecord[bytes, bytes]", prefix: str = "") -> Record:
    """The record without Kafka, under the name of its topic without prefix."""
    return Record(
        topic=record.topic.removeprefix(prefix),
        partition=record.partition,
        offset=record.offset,
        key=record.key,
        value=record.value,
        headers=tuple(record.headers),
    )


@cache
def _measured() -> KafkaPrometheusMiddleware:
    return KafkaPrometheusMiddleware(registry=REGISTRY, app_name="messaging")


async def _unparsed(records: Records, original: Any) -> KafkaMessage:
    """FastStream's message without its reading of headers, which fails on null and on other than UTF-8."""
    bare = tuple(_without_headers(record) for record in records)
    message: KafkaMessage = await original(bare)
    message.raw_message = records
    return message


def _without_headers(record: "ConsumerRecord[bytes, bytes]") -> "ConsumerRecord[bytes, bytes]":
    return replace(record, headers=())


async def _undecoded(message: KafkaMessage, original: Any) -> Any:
    """The records as they are: dispatch reads them, and one bad body spoils no batch."""
    return message.raw_message
