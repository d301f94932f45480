"""Kafka on a data folder."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiokafka
import psutil
import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from embedded_servers import KafkaServer

admin_client: Callable[..., Any] = AIOKafkaAdminClient
new_topic: Callable[..., Any] = NewTopic
producer_client: Callable[..., Any] = aiokafka.AIOKafkaProducer
consumer_client: Callable[..., Any] = aiokafka.AIOKafkaConsumer


@pytest.fixture(scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[KafkaServer]:
    server = KafkaServer(tmp_path_factory.mktemp("a folder with spaces"))
    await asyncio.to_thread(server.start)
    yield server
    await asyncio.to_thread(server.stop)


async def make_topic(server: KafkaServer, name: str) -> None:
    admin = admin_client(bootstrap_servers=server.bootstrap)
    await admin.start()
    await admin.create_topics([new_topic(name, 1, 1)])
    await admin.close()


async def send(server: KafkaServer, topic: str, value: bytes) -> None:
    producer = producer_client(bootstrap_servers=server.bootstrap, enable_idempotence=True)
    await producer.start()
    await producer.send_and_wait(topic, value)
    await producer.stop()


async def first(server: KafkaServer, topic: str, group: str) -> bytes:
    consumer = consumer_client(
        topic,
        bootstrap_servers=server.bootstrap,
        group_id=group,
        auto_offset_reset="earliest",
        session_timeout_ms=6000,
    )
    await consumer.start()
    try:
        message = await asyncio.wait_for(consumer.getone(), 60)
        await consumer.commit()
        return bytes(message.value)
    finally:
        await consumer.stop()


async def test_a_message_goes_through(server: KafkaServer) -> None:
    await make_topic(server, "news")
    await send(server, "news", b"hello")
    assert await first(server, "news", "readers") == b"hello"


async def test_messages_and_the_address_outlive_sigkill(server: KafkaServer) -> None:
    await make_topic(server, "kept")
    await send(server, "kept", b"still here")
    address, pid = server.bootstrap, server.pid
    assert pid
    psutil.Process(pid).kill()
    await asyncio.to_thread(server.start)
    assert server.bootstrap == address
    assert await first(server, "kept", "late readers") == b"still here"


async def test_two_brokers_run_side_by_side(server: KafkaServer, tmp_path: Path) -> None:
    other = KafkaServer(tmp_path)
    await asyncio.to_thread(other.start)
    try:
        assert other.is_ready()
        assert server.is_ready()
        assert other.bootstrap != server.bootstrap
    finally:
        await asyncio.to_thread(other.stop)


async def test_unknown_topics_are_not_made_in_passing(server: KafkaServer) -> None:
    admin = admin_client(bootstrap_servers=server.bootstrap)
    await admin.start()
    await admin.describe_topics(["mistyped"])
    topics = await admin.list_topics()
    await admin.close()
    assert "mistyped" not in topics
