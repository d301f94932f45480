"""PostgreSQL on a data folder."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from embedded_servers import PostgresServer, is_free, provision
from embedded_servers.provision import connect
from testkit import stopwatch

TIMEOUT_SECONDS = 60


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PostgresServer]:
    server = PostgresServer(tmp_path / "a folder with spaces")
    server.start()
    yield server
    server.stop()


async def ask(server: PostgresServer, sql: str) -> object:
    connection = await connect(server.url())
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


def kill(server: PostgresServer) -> None:
    assert server.pid
    process = psutil.Process(server.pid)
    process.kill()
    process.wait(TIMEOUT_SECONDS)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("server_encoding", "UTF8"),
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("TimeZone", "UTC"),
    ],
)
async def test_data_is_utf8_and_safe_against_power_loss(
    server: PostgresServer, setting: str, value: str
) -> None:
    assert await ask(server, f"SELECT current_setting('{setting}')") == value


async def test_it_listens_on_the_loopback_alone(server: PostgresServer) -> None:
    assert await ask(server, "SELECT current_setting('listen_addresses')") == "127.0.0.1"


async def test_nobody_gets_in_without_the_password(server: PostgresServer) -> None:
    with pytest.raises(Exception, match="password authentication failed"):
        await connect(server.url().replace(server.password("postgres"), "guess"))


async def test_committed_rows_and_the_port_outlive_sigkill(server: PostgresServer) -> None:
    await ask(server, "CREATE TABLE kept AS SELECT 42 AS answer")
    port = server.port
    kill(server)
    server.start()
    assert (await ask(server, "SELECT answer FROM kept"), server.port) == (42, port)


@pytest.mark.skipif(sys.platform != "linux", reason="syncfs is of Linux alone")
async def test_after_sigkill_it_does_not_touch_every_file_before_it_serves(
    server: PostgresServer,
) -> None:
    assert await ask(server, "SELECT current_setting('recovery_init_sync_method')") == "syncfs"


async def test_a_suspended_server_does_not_count_as_alive_and_can_be_replaced(
    server: PostgresServer,
) -> None:
    await ask(server, "CREATE TABLE kept AS SELECT 42 AS answer")
    session = await connect(server.url())
    assert server.is_alive()
    psutil.Process(server.pid).suspend()
    with stopwatch() as seconds:
        assert not server.is_alive()
        server.kill()
        server.start()
    assert seconds() < 28  # it has 30 to end by itself
    assert await ask(server, "SELECT answer FROM kept") == 42
    session.terminate()


async def test_a_stranger_with_the_old_process_id_is_no_obstacle(server: PostgresServer) -> None:
    kill(server)
    note = server.data_dir / "cluster" / "postmaster.pid"
    note.write_text(note.read_text().replace(str(server.pid), str(os.getpid()), 1))
    server.start()
    assert await ask(server, "SELECT 1") == 1


async def test_a_second_run_replaces_what_the_first_left(server: PostgresServer) -> None:
    left = server.pid
    second = PostgresServer(server.data_dir)
    second.start()
    try:
        assert await ask(second, "SELECT 1") == 1
        assert left is not None
        assert not psutil.pid_exists(left) or psutil.Process(left).status() == "zombie"
    finally:
        second.stop()


async def test_two_servers_run_side_by_side(server: PostgresServer, tmp_path: Path) -> None:
    other = PostgresServer(tmp_path / "other")
    other.start()
    try:
        assert other.port != server.port
        assert await ask(other, "SELECT 1") == await ask(server, "SELECT 1")
    finally:
        other.stop()


async def test_it_does_not_end_with_the_thread_that_started_it(tmp_path: Path) -> None:
    server = PostgresServer(tmp_path)
    thread = threading.Thread(target=server.start)
    thread.start()
    await asyncio.to_thread(thread.join)
    try:
        assert await ask(server, "SELECT 1") == 1
    finally:
        server.stop()


@pytest.mark.skipif(
    sys.platform != "linux", reason="Linux alone tells children of a parent's death"
)
def test_it_dies_with_a_killed_parent(tmp_path: Path) -> None:
    program = (
        "import sys, signal, pathlib, embedded_servers\n"
        "server = embedded_servers.PostgresServer(pathlib.Path(sys.argv[1]))\n"
        "server.start()\n"
        "print(server.pid, flush=True)\n"
        "signal.pause()\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program, tmp_path], stdout=subprocess.PIPE)
    assert parent.stdout
    postmaster = psutil.Process(int(parent.stdout.readline()))
    parent.send_signal(signal.SIGKILL)
    parent.wait(TIMEOUT_SECONDS)
    psutil.wait_procs([postmaster], timeout=TIMEOUT_SECONDS)
    assert not postmaster.is_running()


async def test_services_get_a_database_an_owner_and_an_application_role(
    server: PostgresServer,
) -> None:
    for _ in range(2):  # harmless when repeated
        await provision(server.url(), ["timer", "qbo_sync"], server.password)
    owner = await connect(server.url("qbo_sync", "qbo_sync_owner"))
    await owner.execute("CREATE TABLE owned ()")
    await owner.close()
    app = await connect(server.url("qbo_sync", "qbo_sync_app"))
    with pytest.raises(Exception, match="permission denied"):
        await app.execute("SELECT * FROM owned")
    await app.close()
    rights = "SELECT bool_or(rolsuper OR rolbypassrls) FROM pg_roles WHERE rolname LIKE 'qbo%'"
    assert await ask(server, rights) is False


async def test_a_service_cannot_enter_the_database_of_another(server: PostgresServer) -> None:
    await provision(server.url(), ["timer", "rates"], server.password)
    with pytest.raises(Exception, match="permission denied for database"):
        await connect(server.url("timer", "rates_app"))


def test_after_a_stop_the_port_is_free_again(tmp_path: Path) -> None:
    server = PostgresServer(tmp_path)
    server.start()
    server.stop()
    assert server.port is not None
    assert is_free(server.port)
