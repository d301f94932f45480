"""Migrations are run when they, or the database, are not as they were."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded_servers import PostgresServer
from embedded_servers.provision import connect, provision_now
from honorar_local import migrations
from honorar_local.migrations import OtherVersionError, digest, migrate, migration_files
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


@pytest.mark.parametrize(
    "comment",
    [
        "",
        "migrations 0123456789abcdef revision 0001",
        'honorar migrations {"versions/0001.py": "0"}',
    ],
)
def test_tables_of_another_version_are_refused_with_what_to_do(
    postgres: PostgresServer, comment: str
) -> None:
    asyncio.run(make_tables(postgres, comment))
    with pytest.raises(
        OtherVersionError, match=r"made by an older version .*Delete the folder.*HONORAR_DATA"
    ):
        migrate(postgres, TIMER, lambda: None)


def test_a_migration_that_was_added_is_run(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = migration_files(TIMER)
    migrate(postgres, TIMER, lambda: None)
    monkeypatch.setattr(
        migrations, "migration_files", lambda service: files | {"versions/2.py": "2"}
    )
    runs: list[str] = []
    migrate(postgres, TIMER, lambda: runs.append("timer"))
    assert runs == ["timer"]


async def make_tables(postgres: PostgresServer, comment: str) -> None:
    """Leave what a migration run leaves."""
    database = await connect(postgres.url(TIMER.database))
    await database.execute("CREATE TABLE alembic_version AS SELECT '0001' AS version_num")
    await database.execute(f"COMMENT ON DATABASE timer IS '{comment}'")
    await database.close()


@pytest.mark.parametrize(
    ("suffix", "other_layout", "other_content"),
    [
        (".py", "a = 1  # one\n", "a = 2"),
        (".sql", "CREATE\n  TABLE a ();", "CREATE TABLE b ();"),
    ],
)
def test_what_a_file_does_counts_and_not_its_layout(
    tmp_path: Path, suffix: str, other_layout: str, other_content: str
) -> None:
    file = tmp_path / f"0001_first{suffix}"
    digests = []
    for text in ("a = 1" if suffix == ".py" else "CREATE TABLE a ();", other_layout, other_content):
        file.write_text(text)
        digests.append(digest(file))
    assert digests[0] == digests[1] != digests[2]


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_migrations(service: ServiceName) -> None:
    names = " ".join(migration_files(service))
    assert "versions/0001_" in names
    assert "messaging/tables_v1.sql" in names
    assert "tasks/tables_v1.sql" in names
