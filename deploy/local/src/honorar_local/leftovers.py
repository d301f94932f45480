"""What a run whose supervisor was killed has left: found by process id and creation time, and stopped."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from embedded_servers import KafkaServer, PostgresServer, child
from honorar_local.folder import DataFolder


def stop(folder: DataFolder) -> int:
    """Stop programs first, then the broker and the database they use; says how many there were."""
    programs = sorted(folder.run.glob("*.pid"))
    with ThreadPoolExecutor(max_workers=8) as together:
        stopped = sum(together.map(partial(child.stop_leftover, patience=20), programs))
    stopped += KafkaServer(folder.kafka).stop_leftover()
    return stopped + PostgresServer(folder.postgres).stop_leftover()


def running(folder: DataFolder) -> list[int]:
    """Process ids of what still runs of this folder."""
    files: list[Path] = [*folder.run.glob("*.pid"), folder.kafka / "kafka.pid"]
    files.append(folder.postgres / "postgres.pid")
    found = (child.leftover(file) for file in files)
    return [process.pid for process in found if process]
