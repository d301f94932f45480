"""Migrations are run when they, or the database, are not as they were."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded_servers import PostgresServer
from embedded_servers.provision import provision_now
from honorar_local.migrations import digest, migrate, migrations_folder
from honorar_local.services import SERVICES, ServiceName

TIMER = SERVICES[0]


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[PostgresServer]:
    server = PostgresServer(tmp_path)
    server.start()
    provision_now(server.url(), [service.database for service in SERVICES], server.password)
    yield server
    server.stop()


def test_migrations_run_once_for_a_database(postgres: PostgresServer) -> None:
    runs: list[str] = []
    for _ in range(2):
        migrate(postgres, TIMER, lambda: runs.append("timer"))
    migrate(postgres, SERVICES[1], lambda: runs.append("rates"))
    assert runs == ["timer", "rates"]


def test_migrations_that_failed_run_again(postgres: PostgresServer) -> None:
    def fail() -> None:
        raise OSError("killed")

    with pytest.raises(OSError, match="killed"):
        migrate(postgres, TIMER, fail)
    runs: list[str] = []
    migrate(postgres, TIMER, lambda: runs.append("timer"))
    assert runs == ["timer"]


@pytest.mark.parametrize("name", ["versions/0001_first.py", "versions/0001_first.sql"])
def test_any_changed_or_new_source_counts(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.parent.mkdir()
    empty = digest(tmp_path)
    file.write_text("one")
    first = digest(tmp_path)
    file.write_text("two")
    assert len({empty, first, digest(tmp_path)}) == 3


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_migrations(service: ServiceName) -> None:
    assert list(migrations_folder(service).rglob("0001*"))
