"""The test servers as containers, for machines with a Docker engine."""

import contextlib
import functools
from collections.abc import Callable

from testcontainers.community.postgres import PostgresContainer
from testcontainers.core.container import DockerContainer
from testcontainers.core.docker_client import DockerClient
from testcontainers.core.wait_strategies import LogMessageWaitStrategy

from embedded_servers import free_port
from embedded_servers.kafka_jars import version as kafka_version

POSTGRES_IMAGE = "postgres:18"
KAFKA_IMAGE = f"apache/kafka:{kafka_version()}"


@functools.cache
def engine_answers() -> bool:
    """Whether a Docker engine is there (DOCKER_HOST or the usual socket)."""
    with contextlib.suppress(Exception):  # whatever is wrong with Docker, there are other ways
        return bool(DockerClient(timeout=5).client.ping())
    return False


def postgres() -> tuple[str, Callable[[], None]]:
    """Start PostgreSQL: a superuser's URL and what stops it."""
    container = PostgresContainer(POSTGRES_IMAGE, driver=None)
    container.with_command("postgres -c max_connections=200")
    container.start()
    return container.get_connection_url(), container.stop


def kafka() -> tuple[str, Callable[[], None]]:
    """Start Kafka: the bootstrap address and what stops it.

    The broker must know its address from outside before it starts, hence a port chosen here.
    """
    port = free_port()
    container = DockerContainer(KAFKA_IMAGE).with_bind_ports(9092, port)
    address = f"{container.get_docker_client().host()}:{port}"
    for name, value in kafka_environment(address).items():
        container.with_env(name, value)
    container.waiting_for(LogMessageWaitStrategy("Kafka Server started").with_startup_timeout(120))
    container.start()
    return address, container.stop


def kafka_environment(address: str) -> dict[str, str]:
    """Settings of the official image for one node that clients reach at `address`."""
    return {
        "KAFKA_NODE_ID": "1",
        "KAFKA_PROCESS_ROLES": "broker,controller",
        "KAFKA_LISTENERS": "PLAINTEXT://:9092,CONTROLLER://:9093",
        "KAFKA_ADVERTISED_LISTENERS": f"PLAINTEXT://{address}",
        "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@localhost:9093",
        "KAFKA_AUTO_CREATE_TOPICS_ENABLE": "false",
        "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
        "KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS": "4",
        "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR": "1",
        "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR": "1",
        "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS": "0",
    }
