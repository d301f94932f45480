"""The download of Kafka's jars into the cache that all checkouts share."""

import hashlib
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from embedded_servers import NoNetworkError, ServerError, free_port, kafka_jars
from embedded_servers.kafka_jars import Jar

CONTENT = b"not really a jar"
PATH = "/com/example/thing/1.0/thing-1.0.jar"
JAR = Jar("com.example:thing:1.0", hashlib.sha256(CONTENT).hexdigest())


@dataclass
class Mirror:
    """A Maven repository on the loopback that counts the requests for each path."""

    url: str
    requests: Counter[str]


@pytest.fixture
def mirror(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mirror]:
    requests = Counter[str]()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            requests[self.path] += 1
            self.send_response(200 if self.path == PATH else 404)
            self.send_header("Content-Length", str(len(CONTENT) if self.path == PATH else 0))
            self.end_headers()
            if self.path == PATH:
                self.wfile.write(CONTENT)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setenv("HONORAR_MAVEN_URL", url)
    yield Mirror(url, requests)
    server.shutdown()
    thread.join()
    server.server_close()


def test_what_is_missing_is_downloaded_once(mirror: Mirror, tmp_path: Path) -> None:
    lines: list[str] = []
    for _ in range(2):
        (path,) = kafka_jars.classpath(tmp_path, lines.append, [JAR])
        assert path.read_bytes() == CONTENT
    assert mirror.requests[PATH] == 1
    assert "Downloading Apache Kafka" in lines[0]


def test_a_half_written_file_is_fetched_anew(mirror: Mirror, tmp_path: Path) -> None:
    half = JAR.in_cache(tmp_path / "maven")
    half.parent.mkdir(parents=True)
    half.write_bytes(CONTENT[:5])
    (path,) = kafka_jars.classpath(tmp_path, print, [JAR])
    assert path.read_bytes() == CONTENT


def test_a_file_that_differs_from_its_pinned_hash_is_not_used(
    mirror: Mirror, tmp_path: Path
) -> None:
    with pytest.raises(ServerError, match="differs from its pinned hash"):
        kafka_jars.classpath(tmp_path, print, [Jar(JAR.coordinate, "0" * 64)])


def test_without_network_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HONORAR_MAVEN_URL", f"http://127.0.0.1:{free_port()}")
    with pytest.raises(NoNetworkError, match="first run and the network does not answer"):
        kafka_jars.classpath(tmp_path, print, [JAR])


def test_processes_that_ask_at_once_share_one_download(mirror: Mirror, tmp_path: Path) -> None:
    program = (
        "import sys, pathlib\n"
        "from embedded_servers.kafka_jars import Jar, classpath\n"
        "print(classpath(pathlib.Path(sys.argv[1]), jars=[Jar(*sys.argv[2:])])[0].read_text())\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path), JAR.coordinate, JAR.sha256]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
    assert [process.communicate()[0].strip() for process in both] == [CONTENT, CONTENT]
    assert mirror.requests[PATH] == 1


def test_every_jar_of_the_broker_is_pinned_by_hash() -> None:
    assert all(len(jar.sha256) == 64 for jar in kafka_jars.pinned())
