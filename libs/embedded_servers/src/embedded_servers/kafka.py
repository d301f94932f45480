"""A real Apache Kafka on a data folder: one KRaft node, broker and controller in one."""

import os
import signal
import socket
import struct
import time
import uuid
from base64 import urlsafe_b64encode
from pathlib import Path

from embedded_servers import kafka_jars, programs
from embedded_servers.errors import ServerError
from embedded_servers.java import java
from embedded_servers.kafka_jars import Report
from embedded_servers.ports import LOOPBACK, free_port

JVM = [
    "-Xms64m",
    "-Xmx256m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:ReservedCodeCacheSize=48m",
    "-XX:-UsePerfData",
    "-Djava.awt.headless=true",
]
SETTINGS = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.listener.names": "CONTROLLER",
    "inter.broker.listener.name": "PLAINTEXT",
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "broker.heartbeat.interval.ms": "1000",
    "broker.session.timeout.ms": "3000",  # after SIGKILL the restart waits for the old session's end
    "auto.create.topics.enable": "false",
    "default.replication.factor": "1",
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "4",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "transaction.state.log.num.partitions": "1",
    "group.initial.rebalance.delay.ms": "0",
    "group.coordinator.append.linger.ms": "0",
    "group.coordinator.threads": "1",
    "group.min.session.timeout.ms": "6000",
    "num.network.threads": "1",
    "num.io.threads": "2",
    "background.threads": "2",
    "metadata.max.idle.interval.ms": "0",  # writes no record every 500 ms to say that nothing happened
    "log.segment.bytes": str(256 * 1024 * 1024),
    "log.cleaner.dedupe.buffer.size": str(4 * 1024 * 1024),
}
LOGGING = """\
status=warn
appender.out.type=Console
appender.out.name=out
appender.out.layout.type=PatternLayout
appender.out.layout.pattern=%d{ISO8601} %p %m (%c{1})%n
rootLogger.level=warn
rootLogger.appenderRef.out.ref=out
logger.server.name=kafka.server.KafkaRaftServer
logger.server.level=info
"""


class KafkaServer:
    """Apache Kafka on `data_dir`, which survives SIGKILL of anything; every address is on the loopback.

    `port`, `controller_port`: where to listen; none takes free ones at start.
    `outlives_parent`: keep running when the process that started it ends.
    `report` gets a line for each stage of the first run's download; by default they go to standard error.
    """

    def __init__(
        self,
        data_dir: Path,
        port: int | None = None,
        *,
        controller_port: int | None = None,
        outlives_parent: bool = False,
        report: Report | None = None,
    ) -> None:
        self.data_dir = data_dir.absolute()
        self.port = port
        self.controller_port = controller_port
        self.log = self.data_dir / "kafka.log"
        self._outlives_parent = outlives_parent
        self._report = report
        self._child: programs.Child | None = None

    @property
    def bootstrap(self) -> str:
        return f"{LOOPBACK}:{self.port}"

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    @property
    def exit_code(self) -> int | None:
        return self._child.exit_code if self._child else None

    def start(self, *, timeout_seconds: float = 120.0) -> None:
        """Start, and return when it answers requests; stops what an earlier run left behind on the folder."""
        self.stop_orphan()
        runtime = self._runtime()
        self.port = self.port or free_port()
        self.controller_port = self.controller_port or free_port()
        self._write_settings()
        self._format(runtime)
        self._child = programs.start(self._program(runtime), self._pid_file)
        try:
            self._wait(time.monotonic() + timeout_seconds)
        except BaseException:
            self._child.stop(by=signal.SIGKILL)
            raise

    def stop(self) -> None:
        """Stop in an orderly way."""
        if self._child:
            self._child.stop(timeout_seconds=30)
            self._child = None

    def kill(self) -> None:
        """End it at once."""
        if self._child:
            self._child.kill()

    def stop_orphan(self) -> bool:
        """Stop a broker that an earlier run left behind on this folder. True when there was one."""
        return programs.stop_orphan(self._pid_file, timeout_seconds=30)

    def is_ready(self) -> bool:
        """Whether the broker answers requests now (it takes none before it has joined the cluster)."""
        try:
            return _answers_api_versions(self.port or 0)
        except OSError:
            return False

    @property
    def _pid_file(self) -> Path:
        return self.data_dir / "kafka.pid"

    @property
    def _settings(self) -> Path:
        return self.data_dir / "server.properties"

    @property
    def _topics(self) -> Path:
        return self.data_dir / "topics"

    def _runtime(self) -> list[str]:
        """Java with the class path of Kafka."""
        jars = kafka_jars.classpath(report=self._report)
        logging = f"-Dlog4j2.configurationFile={(self.data_dir / 'log4j2.properties').as_uri()}"
        scratch = f"-Djava.io.tmpdir={self.data_dir / 'tmp'}"
        classes = os.pathsep.join(map(str, jars))
        return [str(java()), *JVM, logging, scratch, "-cp", classes]

    def _write_settings(self) -> None:
        (self.data_dir / "tmp").mkdir(parents=True, exist_ok=True)
        addresses = {
            "listeners": f"PLAINTEXT://{self.bootstrap},CONTROLLER://{LOOPBACK}:{self.controller_port}",
            "advertised.listeners": f"PLAINTEXT://{self.bootstrap}",
            "controller.quorum.voters": f"1@{LOOPBACK}:{self.controller_port}",
            "log.dirs": str(self._topics).replace("\\", "\\\\"),
        }
        lines = [f"{name}={value}\n" for name, value in (SETTINGS | addresses).items()]
        self._settings.write_text("".join(lines))
        (self.data_dir / "log4j2.properties").write_text(LOGGING)

    def _format(self, runtime: list[str]) -> None:
        if (self._topics / "meta.properties").exists():
            return
        cluster = urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        tool = [
            "kafka.tools.StorageTool",
            "format",
            "--ignore-formatted",
            f"--cluster-id={cluster}",
        ]
        made = programs.run([*runtime, *tool, "-c", str(self._settings)])
        if made.returncode != 0:
            raise ServerError(f"Kafka cannot make its data folder: {made.stderr or made.stdout}")

    def _program(self, runtime: list[str]) -> programs.Program:
        return programs.Program(
            [*runtime, "kafka.Kafka", str(self._settings)],
            log=self.log,
            cwd=self.data_dir,
            outlives_parent=self._outlives_parent,
        )

    def _wait(self, deadline: float) -> None:
        while not self.is_ready():
            assert self._child
            if self._child.exit_code is not None or time.monotonic() > deadline:
                raise ServerError(
                    f"Kafka did not start; the end of {self.log}:\n{self._child.last_lines()}"
                )
            time.sleep(0.1)


def _answers_api_versions(port: int) -> bool:
    """One ApiVersions request (key 18, version 0), the first that every client sends."""
    request = struct.pack(">hhih", 18, 0, 7, -1)
    with socket.create_connection((LOOPBACK, port), timeout=2) as broker:
        broker.sendall(struct.pack(">i", len(request)) + request)
        response = broker.recv(10)
    return len(response) == 10 and struct.unpack(">iih", response)[1:] == (7, 0)
