"""The Dockerfiles, looked at without an engine."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.containers.dockerfiles import (
    DOCKERFILES,
    ROOT,
    SERVICES,
    copied,
    environment,
    ignored,
    instructions,
    libraries,
    named,
    project,
)

each_image = pytest.mark.parametrize("image", DOCKERFILES)
each_service = pytest.mark.parametrize("service", SERVICES)


def test_the_linter_has_nothing_to_say() -> None:
    linter = Path(sys.executable).parent / "hadolint"
    said = subprocess.run([linter, *DOCKERFILES.values()], capture_output=True, text=True)
    assert (said.returncode, said.stdout) == (0, "")


@each_image
def test_what_is_copied_exists_and_reaches_the_engine(image: str) -> None:
    for source in copied(image):
        files = [f for f in (ROOT / source, *(ROOT / source).rglob("*")) if f.is_file()]
        assert [f for f in files if not ignored(f)], source


@pytest.mark.parametrize(
    "path",
    [
        "services/timer/tests/x.py",
        "libs/web/src/web/__pycache__/x.pyc",
        ".venv/x",
        ".honorar/data/x",
    ],
)
def test_tests_caches_and_data_do_not_reach_the_engine(path: str) -> None:
    assert ignored(ROOT / path)


@each_service
def test_a_service_takes_the_libraries_it_needs_and_no_other(service: str) -> None:
    folder = ROOT / "services" / service
    needed = {f"libs/{library}" for library in libraries(folder)}
    locks = {"locks/uv.txt", f"locks/{service}.txt"}
    assert set(copied(service)) == needed | locks | {f"services/{service}"}


@each_image
def test_both_stages_use_the_same_pinned_python(image: str) -> None:
    base, final = (i.text.split()[0] for i in named(image, "FROM"))
    assert base == final
    assert base.startswith("python:3.")
    assert "slim" in base


@each_image
def test_an_image_brings_its_environment_and_nothing_that_builds(image: str) -> None:
    brought = [i.text for i in named(image, "COPY", stage=1) if not i.sources]
    assert brought == ["--from=build /opt/venv /opt/venv"]
    commands = " ".join(i.text for i in named(image, "RUN", stage=1))
    assert "pip" not in commands
    assert "apt" not in commands
    assert environment(image, 1)["PATH"] == "/opt/venv/bin:$PATH"


@each_image
def test_dependencies_come_by_hash_and_as_wheels(image: str) -> None:
    runs = " && ".join(i.text for i in named(image, "RUN", stage=0))
    fetching = [c for c in runs.split(" && ") if "install" in c or "sync" in c]
    for command in fetching:
        assert "--require-hashes" in command or "--offline --no-deps" in command
    assert any("--no-build " in command for command in fetching)


@each_image
def test_a_container_is_an_ordinary_user_and_hears_sigterm(image: str) -> None:
    assert [i.text for i in named(image, "USER")] == ["10001"]
    assert [i.text for i in named(image, "STOPSIGNAL")] == ["SIGTERM"]
    assert instructions(image)[-2].words  # exec form: the program itself gets the signal


@each_service
def test_an_image_runs_the_command_of_its_service(service: str) -> None:
    (script,) = project(ROOT / "services" / service)["project"]["scripts"]
    assert [i.words for i in named(service, "ENTRYPOINT")] == [[script]]
    assert [i.words for i in named(service, "CMD")] == [["api"]]


@each_service
def test_labels_say_what_an_image_is(service: str) -> None:
    (label,) = named(service, "LABEL")
    described = project(ROOT / "services" / service)["project"]["description"]
    assert f'org.opencontainers.image.title="honorar/{service}"' in label.text
    assert f'org.opencontainers.image.description="{described}"' in label.text


@pytest.mark.parametrize(("status", "healthy"), [(200, True), (503, False)])
def test_a_container_is_healthy_exactly_when_it_is_ready(status: int, healthy: bool) -> None:
    (check,) = {named(service, "HEALTHCHECK")[0] for service in SERVICES}
    command = check.text[check.text.index("CMD ") + 4 :]
    words = type(check)(1, "CMD", command).words
    with answering(status) as port:
        probe = subprocess.run(
            [sys.executable, *words[1:]], env={"PORT": str(port)}, capture_output=True
        )
    assert words[0] == "python"
    assert (probe.returncode == 0) is healthy


@contextmanager
def answering(status: int) -> Iterator[int]:
    """A server that answers /readyz like this, and everything else with 404."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/readyz" else 404)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is the base's
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()
