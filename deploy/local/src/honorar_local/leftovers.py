"""What a run whose supervisor was killed has left: found by process id and creation time, and stopped."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from embedded_servers import KafkaServer, PostgresServer, programs
from honorar_local.folder import DataFolder


def stop(folder: DataFolder) -> int:
    """Stop programs first, then the broker and the database they use; says how many there were."""
    files = sorted(folder.run.glob("*.pid"))
    with ThreadPoolExecutor(max_workers=8) as together:
        stopped = sum(together.map(partial(programs.stop_orphan, timeout_seconds=20), files))
    stopped += KafkaServer(folder.kafka).stop_orphan()
    return stopped + PostgresServer(folder.postgres).stop_orphan()


def running(folder: DataFolder) -> list[int]:
    """Process ids of what still runs of this folder."""
    files: list[Path] = [*folder.run.glob("*.pid"), folder.kafka / "kafka.pid"]
    files.append(folder.postgres / "postgres.pid")
    found = (programs.orphan(file) for file in files)
    return [process.pid for process in found if process]
