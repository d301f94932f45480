"""Which PostgreSQL and which Kafka the tests use.

In this order: the environment (`TEST_POSTGRES_URL` of a superuser, `TEST_KAFKA_BOOTSTRAP`), containers where a
Docker engine answers, else the embedded ones of `libs/embedded_servers`. Each is started when it is first asked for, once
per test session, and stopped at its end, so tests without Kafka do not wait for it.
"""

import atexit
import functools
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from embedded_servers import KafkaServer, PostgresServer
from testkit import containers


@functools.cache
def postgres_url() -> str:
    """URL of a superuser on the PostgreSQL of this test session."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        return given
    if containers.engine_answers():
        return _until_exit(*containers.postgres())
    return _until_exit(*embedded_postgres(_scratch()))


@functools.cache
def kafka_bootstrap() -> str:
    """Bootstrap address of the Kafka of this test session."""
    if given := os.environ.get("TEST_KAFKA_BOOTSTRAP"):
        return given
    if containers.engine_answers():
        return _until_exit(*containers.kafka())
    return _until_exit(*embedded_kafka(_scratch()))


def embedded_postgres(folder: Path) -> tuple[str, Callable[[], None]]:
    """Start PostgreSQL on `folder`: a superuser's URL and what stops it."""
    server = PostgresServer(folder)
    server.start()
    return server.url(), server.stop


def embedded_kafka(folder: Path) -> tuple[str, Callable[[], None]]:
    """Start Kafka on `folder`: the bootstrap address and what stops it."""
    server = KafkaServer(folder)
    server.start()
    return server.bootstrap, server.stop


def _until_exit(address: str, stop: Callable[[], None]) -> str:
    atexit.register(stop)
    return address


def _scratch() -> Path:
    """A folder that is removed after the server in it has stopped (exit handlers run last in, first out)."""
    folder = Path(tempfile.mkdtemp(prefix="honorar-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
