import asyncio
from dataclasses import replace

import httpx
import pytest
from starlette.applications import Starlette

import service_runtime
from libs.service_runtime.tests.bell import bell
from service_runtime.cli import main
from service_runtime.parts import Part, run_parts
from service_runtime.probes import probe_routes

GIVEN = {
    "DATABASE_URL": "postgresql://x:y@127.0.0.1:1/z",
    "KAFKA_BOOTSTRAP": "127.0.0.1:1",
    "OIDC_ISSUER": "https://issuer.example",
    "OIDC_JWKS_URL": "http://127.0.0.1:1/jwks",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in GIVEN.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


@pytest.mark.parametrize(
    ("role", "missing"),
    [
        ("api", "DATABASE_URL"),
        ("api", "OIDC_ISSUER"),
        ("api", "OIDC_JWKS_URL"),
        ("worker", "KAFKA_BOOTSTRAP"),
        ("relay", "KAFKA_BOOTSTRAP"),
        ("all", "KAFKA_BOOTSTRAP"),
        ("all", "OIDC_ISSUER"),
        ("migrate", "DATABASE_URL"),
    ],
)
def test_a_missing_setting_is_named_and_nothing_is_started(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], role: str, missing: str
) -> None:
    environment.delenv(missing)
    assert main(bell, service_runtime.Settings, [role]) == 2
    assert f"setting {missing}:" in capsys.readouterr().err


def test_a_setting_of_the_wrong_kind_is_named(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.setenv("PORT", "http")
    assert main(bell, service_runtime.Settings, ["api"]) == 2
    assert "setting PORT:" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["brew"]])
def test_an_unknown_role_is_refused_with_the_known_ones(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(bell, service_runtime.Settings, words)
    assert ended.value.code == 2
    assert "role" in capsys.readouterr().err


class Healthy:
    """A check whose problems the test chooses."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def problems(self) -> list[str]:
        return self.found


async def test_probes_say_what_is_wrong() -> None:
    alive, ready = Healthy(), Healthy()
    database = [True]

    async def database_ready() -> bool:
        return database[0]

    app = Starlette(routes=probe_routes("bell worker", [alive], [ready], database_ready))
    transport = httpx.ASGITransport(app)

    async def probe(path: str) -> tuple[int, list[str]]:
        async with httpx.AsyncClient(transport=transport, base_url="http://bell") as client:
            answer = await client.get(path)
        assert answer.json()["process"] == "bell worker"
        return answer.status_code, answer.json()["problems"]

    assert await probe("/livez") == await probe("/readyz") == (200, [])
    ready.found, database[0] = ["not begun"], False
    assert await probe("/livez") == (200, [])
    assert await probe("/readyz") == (503, ["not begun", "the database does not answer"])
    alive.found = ["stuck"]
    assert await probe("/livez") == (503, ["stuck"])


class Work:
    """A part that runs until it is stopped, or as long as the test wants."""

    def __init__(self) -> None:
        self.stopped = asyncio.Event()
        self.error: Exception | None = None
        self.part = Part(self.run, self.stop, Healthy(), Healthy())

    async def run(self) -> None:
        if self.error:
            raise self.error
        await self.stopped.wait()

    async def stop(self) -> None:
        self.stopped.set()


async def test_parts_run_until_the_process_is_told_to_stop() -> None:
    one, two, until = Work(), Work(), asyncio.Event()
    running = asyncio.create_task(run_parts([one.part, two.part], until))
    until.set()
    await running
    assert one.stopped.is_set()
    assert two.stopped.is_set()


async def test_a_part_that_begins_and_returns_is_stopped_like_the_others() -> None:
    begun, until = Work(), asyncio.Event()

    async def begin() -> None:
        until.set()

    await run_parts([replace(begun.part, run=begin)], until)
    assert begun.stopped.is_set()


async def test_a_part_that_fails_ends_the_process_and_stops_the_others() -> None:
    good, bad = Work(), Work()
    bad.error = RuntimeError("broken")
    with pytest.raises(RuntimeError, match="broken"):
        await run_parts([good.part, bad.part], asyncio.Event())
    assert good.stopped.is_set()
