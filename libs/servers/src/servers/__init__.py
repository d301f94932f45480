"""Starts a real PostgreSQL and a real Apache Kafka on a machine that has neither."""

from servers.errors import NoNetworkError, ServerError
from servers.kafka import KafkaServer
from servers.ports import free_port, free_ports, is_free
from servers.postgres import PostgresServer
from servers.provision import provision

__all__ = [
    "KafkaServer",
    "NoNetworkError",
    "PostgresServer",
    "ServerError",
    "free_port",
    "free_ports",
    "is_free",
    "provision",
]
