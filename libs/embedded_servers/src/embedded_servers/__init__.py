"""Starts a real PostgreSQL and a real Apache Kafka on a machine that has neither."""

from embedded_servers.errors import NoNetworkError, ServerError
from embedded_servers.kafka import KafkaServer
from embedded_servers.ports import free_port, free_ports, is_free, loopbacks
from embedded_servers.postgres import PostgresServer
from embedded_servers.private_folder import keep_private
from embedded_servers.provision import provision

__all__ = [
    "KafkaServer",
    "NoNetworkError",
    "PostgresServer",
    "ServerError",
    "free_port",
    "free_ports",
    "is_free",
    "keep_private",
    "loopbacks",
    "provision",
]
