"""The servers that benchmarks measure on: durable ones of their own, started when a row first asks for them."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from embedded_servers import KafkaServer, PostgresServer
from honorar_local.folder import DataFolder
from tests.harness.system import System, running


class Servers:
    """PostgreSQL and Kafka as installed, with fsync; and the whole system."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack
        self._system: System | None = None

    def start(self, *, kafka: bool = False) -> None:
        """Start PostgreSQL, and Kafka if wanted, where `testkit.postgres_url` and `kafka_bootstrap` find them.

        `TEST_POSTGRES_URL` and `TEST_KAFKA_BOOTSTRAP` of the environment are taken when they are there.
        """
        if "TEST_POSTGRES_URL" not in os.environ:
            postgres = PostgresServer(self._folder / "postgres")
            postgres.start()
            self._stack.callback(postgres.stop)
            os.environ["TEST_POSTGRES_URL"] = postgres.url()
        if kafka and "TEST_KAFKA_BOOTSTRAP" not in os.environ:
            broker = KafkaServer(self._folder / "kafka")
            broker.start()
            self._stack.callback(broker.stop)
            os.environ["TEST_KAFKA_BOOTSTRAP"] = broker.bootstrap

    def system(self) -> System:
        """The whole system on a folder of its own, or that which runs on the folder that `HONORAR_SYSTEM` names."""
        if self._system is None:
            if given := os.environ.get("HONORAR_SYSTEM"):
                self._system = System(DataFolder(Path(given)))
            else:
                folder = DataFolder(self._folder / "system")
                self._system = self._stack.enter_context(running(folder))
        return self._system


@contextmanager
def servers() -> Iterator[Servers]:
    """Servers for one run of benchmarks; what was started is stopped at the end."""
    with tempfile.TemporaryDirectory(prefix="honorar-benchmarks-") as place, ExitStack() as stack:
        yield Servers(Path(place), stack)
