from pathlib import Path

import psutil
import pytest

from deploy.local.tests.factories import ProcessFactory
from honorar_local.folder import DataFolder
from honorar_local.state import ProcessState, SystemState


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """An empty data folder."""
    folder = DataFolder(tmp_path / "data")
    folder.create()
    return folder


@pytest.fixture
def state(folder: DataFolder) -> SystemState:
    """A running system whose supervisor, and whose only process, is this very one."""
    me = psutil.Process()
    return SystemState(
        data_dir=str(folder.root),
        account=str(folder.account()),
        gateway="http://127.0.0.1:1",
        mailbox="http://127.0.0.1:2",
        intuit_double="http://127.0.0.1:3",
        kafka_bootstrap="127.0.0.1:4",
        postgres_port=5,
        supervisor_pid=me.pid,
        supervisor_started_at=me.create_time(),
        phase="ready",
        processes=(
            ProcessState("timer", "all", 6, "timer.log", me.pid, me.create_time(), "healthy"),
        ),
    )


@pytest.fixture
def factory(folder: DataFolder, state: SystemState) -> ProcessFactory:
    return ProcessFactory(folder, state)
