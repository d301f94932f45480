"""Where the tests' servers come from."""

from pathlib import Path

import pytest

from embedded_servers.kafka_jars import version
from embedded_servers.provision import connect
from testkit import containers, servers


async def test_the_session_has_a_postgresql_with_a_superuser() -> None:
    connection = await connect(servers.postgres_url())
    try:
        assert await connection.fetchval(
            "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
        )
    finally:
        await connection.close()


def test_asking_twice_gives_the_same_server() -> None:
    assert servers.postgres_url() == servers.postgres_url()


def test_a_server_that_the_environment_names_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_POSTGRES_URL", "postgresql://me@elsewhere/postgres")
    monkeypatch.setenv("TEST_KAFKA_BOOTSTRAP", "elsewhere:9092")
    assert servers.postgres_url.__wrapped__() == "postgresql://me@elsewhere/postgres"
    assert servers.kafka_bootstrap.__wrapped__() == "elsewhere:9092"


async def test_an_embedded_postgresql_starts_on_a_folder_and_stops(tmp_path: Path) -> None:
    url, stop = servers.embedded_postgres(tmp_path)
    connection = await connect(url)
    await connection.close()
    stop()
    with pytest.raises(OSError, match="Connect"):
        await connect(url)


def test_the_kafka_container_is_the_release_that_runs_embedded() -> None:
    assert f"apache/kafka:{version()}" == containers.KAFKA_IMAGE


def test_the_kafka_container_advertises_the_address_that_clients_reach_it_at() -> None:
    environment = containers.kafka_environment("localhost:40001")
    assert environment["KAFKA_ADVERTISED_LISTENERS"] == "PLAINTEXT://localhost:40001"
