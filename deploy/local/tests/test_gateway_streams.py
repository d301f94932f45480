"""The gateway passes a stream on as it comes, for as long as a response may last."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from deploy.local.tests.caddy import running_gateway

READ_SECONDS = 1
"""How long the gateway lets a request take to arrive: a stream outlives that."""


class Stream(BaseHTTPRequestHandler):
    """Answers the question of the gateway, and streams one event at once and one when it is told to."""

    told = threading.Event()

    def do_GET(self) -> None:
        self.send_response(200)
        if self.path == "/verify":
            self.send_header("Authorization", "Bearer the-jwt")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"data: first\n\n")
        self.told.wait(30)
        self.wfile.write(b"data: second\n\n")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Quiet."""


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stream)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    variables = {
        "IDENTITY_UPSTREAM": f"127.0.0.1:{server.server_address[1]}",
        "GATEWAY_READ_TIMEOUT": f"{READ_SECONDS}s",
        "WELL_KNOWN": str(tmp_path),
    }
    with running_gateway(tmp_path, **variables) as port:
        yield f"http://127.0.0.1:{port}"
    Stream.told.set()
    server.shutdown()
    server.server_close()


def test_hints_are_not_held_back_and_outlive_the_time_of_a_request(gateway: str) -> None:
    headers = {"Cookie": "__Host-session=good"}
    with httpx.stream(
        "GET", f"{gateway}/identity/v1/hints", headers=headers, timeout=60
    ) as response:
        lines = response.iter_lines()
        assert next(lines) == "data: first"
        assert next(lines) == ""
        time.sleep(2 * READ_SECONDS)
        Stream.told.set()
        assert list(lines) == ["data: second", ""]
