"""The running system as its users see it."""

import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from honorar_local import installation, issuer, status
from honorar_local.demo.account import SAMPLE, DemoAccount, demo_account
from honorar_local.demo.client import ApiClient
from honorar_local.folder import DataFolder
from honorar_local.state import SystemState, is_running


@dataclass(frozen=True)
class System:
    """An installation that runs on `folder`."""

    folder: DataFolder

    @property
    def state(self) -> SystemState:
        """What runs now."""
        state = status.current(self.folder)
        assert state, "the system was never started"
        return state

    def client(
        self, *roles: str, account: uuid.UUID, agent_id: uuid.UUID | None = None
    ) -> ApiClient:
        """A client for somebody with these roles."""
        gateway = self.state.gateway
        subject = f"{'-'.join(roles)} {agent_id or ''}"
        token = issuer.token(
            self.folder, gateway, roles, account=account, agent_id=agent_id, subject=subject
        )
        return ApiClient(gateway, token)

    def demo_account(self, file: Path) -> DemoAccount:
        """The account that the demonstration uses for a file."""
        return demo_account(self.folder, self.state, file, file.read_bytes())

    def pid(self, process: str) -> int:
        """The process id of a process."""
        if process == "supervisor":
            return self.state.supervisor_pid
        [found] = [p for p in self.state.processes if p.id == process]
        assert found.pid, f"{process} does not run"
        return found.pid

    def runs(self, process: str) -> bool:
        """Whether a process of the installation is started."""
        return any(p.pid for p in self.state.processes if p.id == process)

    def kill(self, process: str) -> None:
        """Kill a process (SIGKILL), and return when it is dead: the signal alone says only that it will be."""
        killed = psutil.Process(self.pid(process))
        created = killed.create_time()
        killed.kill()
        deadline = time.monotonic() + 10
        while is_running(killed.pid, created):
            assert time.monotonic() < deadline, f"{process} survives SIGKILL"
            time.sleep(0.005)

    def wait_until_healthy(self, *, within: float = 90.0) -> None:
        """Wait until every process is healthy."""
        deadline = time.monotonic() + within
        while unhealthy := [p for p in self.state.processes if p.health != "healthy"]:
            assert time.monotonic() < deadline, f"still not healthy: {unhealthy}"
            time.sleep(0.1)


@contextmanager
def running(folder: DataFolder) -> Iterator[System]:
    """An installation on a folder, started for so long."""
    installation.up(folder)
    try:
        yield System(folder)
    finally:
        installation.down(folder)


@contextmanager
def data_folder(kept: Path | None) -> Iterator[DataFolder]:
    """The folder that a command line names, which is kept, or one that is removed afterwards."""
    if kept:
        yield DataFolder(kept.absolute())
        return
    with tempfile.TemporaryDirectory(prefix="honorar-") as place:
        yield DataFolder(Path(place) / "data")


def excerpt(file: Path, *, customers: int, since: str, name: str, skip: int = 0) -> Path:
    """Write a part of the sample: some customers' entries since a date, and one row that makes it unlike others.

    Different contents are shown in different accounts, so walkthroughs with excerpts of their own do not meet.
    """
    header, *lines = SAMPLE.read_text().splitlines()
    columns = header.lstrip("\ufeff").split(",")
    client, start = columns.index("Client"), columns.index("Start date")
    rows = [(line, line.split(",")) for line in lines if '"' not in line]
    chosen = sorted({cells[client] for _, cells in rows if cells[client]})[skip:][:customers]
    kept = [line for line, cells in rows if cells[client] in chosen and cells[start] >= since]
    # An entry without a customer is never billed: it changes the account, and no invoice.
    mark = dict(zip(columns, rows[0][1], strict=False)) | {
        "Client": "",
        "Project": "Internal",
        "Task": "",
        "Description": name,
        "Billable": "No",
    }
    file.write_text("\n".join([header, *kept, ",".join(mark[c] for c in columns)]) + "\n")
    return file
