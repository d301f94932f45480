"""The gateway's connections: kept no longer than services keep them, and no request hangs or is sent twice."""

import json
import socket
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from deploy.local.tests.caddy import CONFIG, running_gateway
from honorar_local.plan import caddy
from intuit_double.options import Options
from intuit_double.server import configuration as double_configuration
from service_runtime import Service, Settings, process
from testkit import stopwatch, until

HALF_SENT = {
    "of known length": b"POST /timer/v1/x HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc",
    "in chunks": b"POST /timer/v1/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
    "a head": b"POST /timer/v1/x HTTP/1.1\r\nHost:",
}
WHOLE = b"POST /timer/v1/x HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"


class Upstream:
    """A service's socket: answers each request, or hangs up on it, and never closes an idle connection."""

    def __init__(self) -> None:
        self.requests: list[int] = []
        """The number of the connection that each came by."""
        self.closed: list[int] = []
        """The connections that the gateway closed."""
        self.hangs_up = False
        self._server = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._server.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._server.close()

    def _accept(self) -> None:
        for number in range(10_000):
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection, number), daemon=True).start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        with connection:
            received = b""
            while chunk := connection.recv(65536):
                received += chunk
                if received.endswith(b"\r\n\r\n{}"):
                    received = b""
                    self.requests.append(number)
                    if self.hangs_up:
                        return
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            self.closed.append(number)


@pytest.fixture(scope="module")
def upstream() -> Iterator[Upstream]:
    upstream = Upstream()
    yield upstream
    upstream.close()


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory, upstream: Upstream) -> Iterator[int]:
    """The port of a gateway whose callers have two seconds to send a request."""
    folder = tmp_path_factory.mktemp("gateway")
    variables = {"TIMER_UPSTREAM": upstream.address, "GATEWAY_READ_TIMEOUT": "2s"}
    with running_gateway(folder, **variables) as port:
        yield port


def exchange(port: int, request: bytes, *, patience_seconds: float = 60.0) -> bytes:
    """Send bytes, and read until the gateway closes the connection."""
    received = b""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.settimeout(patience_seconds)
        connection.sendall(request)
        while chunk := connection.recv(65536):
            received += chunk
    return received


def post(port: int) -> bytes:
    return exchange(port, WHOLE.replace(b"Host", b"Connection: close\r\nHost"))


async def test_an_idle_connection_to_a_service_is_closed_by_the_gateway_first(
    port: int, upstream: Upstream
) -> None:
    post(port)
    used = upstream.requests[-1]
    await until(lambda: used in upstream.closed)
    assert b" 200 OK" in post(port)
    assert upstream.requests[-1] != used


def test_what_was_sent_is_not_sent_again(port: int, upstream: Upstream) -> None:
    """A service may have done what it was asked, and died before it answered."""
    post(port)  # so that a kept connection is tried, too
    before, upstream.hangs_up = len(upstream.requests), True
    try:
        assert b" 503 Service Unavailable" in post(port)
    finally:
        upstream.hangs_up = False
    assert len(upstream.requests) == before + 1


def keep_alive_of_the_gateway() -> float:
    """Seconds for which it keeps an idle connection to a service."""
    adapted = subprocess.run(
        [str(caddy()), "adapt", "--config", str(CONFIG)], capture_output=True, check=True
    )
    (seconds,) = {
        t.get("keep_alive", {"idle_timeout": 120e9})["idle_timeout"] / 1e9
        for t in _transports(json.loads(adapted.stdout))
    }
    return float(seconds)


def _transports(node: Any) -> Iterator[dict[str, Any]]:
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    if isinstance(node, dict) and "transport" in node:
        yield node["transport"]
    for child in children:
        yield from _transports(child)


def test_every_server_keeps_connections_longer_than_the_gateway(tmp_path: Path) -> None:
    settings = Settings(database_url="postgresql://localhost/none")
    service = Service("timer", "", tmp_path)
    kept = {
        "service": process._server_config(FastAPI(), service, settings).timeout_keep_alive,
        "double": double_configuration(Options()).timeout_keep_alive,
    }
    assert min(kept.values()) >= keep_alive_of_the_gateway() + 30, kept


def test_requests_that_never_arrive_whole_are_ended(port: int) -> None:
    with ThreadPoolExecutor() as pool, stopwatch() as seconds:
        answers = list(pool.map(lambda request: exchange(port, request), HALF_SENT.values()))
    assert seconds() < 20
    for kind, answer in zip(HALF_SENT, answers, strict=True):
        if kind != "a head":
            assert answer.startswith(b"HTTP/1.1 408 "), (kind, answer)
            assert json.loads(answer.partition(b"\r\n\r\n")[2]) == {
                "type": "urn:honorar:problem:request-timeout",
                "title": "The request did not arrive whole in time",
                "status": 408,
            }


def test_a_request_has_two_minutes_unless_it_is_set() -> None:
    adapted = subprocess.run(
        [str(caddy()), "adapt", "--config", str(CONFIG)], capture_output=True, check=True
    )
    (server,) = json.loads(adapted.stdout)["apps"]["http"]["servers"].values()
    assert server["read_timeout"] == 120e9
