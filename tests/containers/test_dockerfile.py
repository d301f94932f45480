"""The Dockerfile, as far as it can be tried without an engine; test_images builds what it describes."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.containers.dockerfile import DOCKERFILE, ROOT, Instruction, ignored, runtime


def test_the_linter_finds_nothing() -> None:
    linter = Path(sys.executable).parent / "hadolint"
    linted = subprocess.run([linter, DOCKERFILE], capture_output=True, text=True)
    assert (linted.returncode, linted.stdout) == (0, "")


@pytest.mark.parametrize(
    "path",
    [
        ".env",
        ".git/config",
        ".honorar/data/secret-document.json",
        ".venv/bin/python",
        "libs/web/src/web/__pycache__/x.pyc",
        "services/timer/tests/test_x.py",
    ],
)
def test_secrets_data_and_tests_do_not_reach_the_engine(path: str) -> None:
    assert ignored(ROOT / path)


@pytest.mark.parametrize("target", ["service", "local", "gateway"])
def test_a_container_is_not_root(target: str) -> None:
    user, _, _ = runtime(target, "USER")[-1].text.partition(":")
    assert int(user) > 0


@pytest.mark.parametrize(("status", "healthy"), [(200, True), (503, False)])
def test_a_container_is_healthy_exactly_when_it_is_ready(status: int, healthy: bool) -> None:
    (check,) = runtime("service", "HEALTHCHECK")
    command = Instruction("service", "CMD", check.text[check.text.index("CMD ") + 4 :]).words
    with answering(status) as port:
        probe = subprocess.run(
            [sys.executable, *command[1:]], env={"PORT": str(port)}, capture_output=True
        )
    assert command[0] == "python"
    assert (probe.returncode == 0) is healthy


@contextmanager
def answering(status: int) -> Iterator[int]:
    """A server that answers /readyz like this, and everything else with 404."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/readyz" else 404)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is the base's
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()
