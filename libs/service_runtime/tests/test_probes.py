"""What the probes answer."""

import httpx
from starlette.applications import Starlette

from service_runtime.probes import probe_routes


class FakeCheck:
    """A check whose problems the test chooses."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def __call__(self) -> list[str]:
        return self.found


class Probed:
    """Probes over a live and a ready check and a database, all of which the test decides about."""

    def __init__(self) -> None:
        self.live, self.ready, self.database_answers = FakeCheck(), FakeCheck(), True
        routes = probe_routes("sample worker", [self.live], [self.ready], self._database)
        self._transport = httpx.ASGITransport(Starlette(routes=routes))

    async def _database(self) -> bool:
        return self.database_answers

    async def get(self, path: str) -> httpx.Response:
        async with httpx.AsyncClient(transport=self._transport, base_url="http://sample") as client:
            return await client.get(path)


async def test_a_healthy_process_is_alive_and_ready() -> None:
    probed = Probed()
    for path in ("/livez", "/readyz"):
        response = await probed.get(path)
        assert response.status_code == 200
        assert response.json() == {"process": "sample worker", "ok": True, "problems": []}


async def test_a_process_that_cannot_work_yet_is_alive_and_not_ready() -> None:
    probed = Probed()
    probed.ready.found, probed.database_answers = ["not connected"], False

    assert (await probed.get("/livez")).status_code == 200
    response = await probed.get("/readyz")
    assert response.status_code == 503
    assert response.json()["problems"] == ["not connected", "the database does not answer"]


async def test_a_stuck_process_is_not_alive() -> None:
    probed = Probed()
    probed.live.found = ["stuck"]

    response = await probed.get("/livez")
    assert response.status_code == 503
    assert response.json() == {"process": "sample worker", "ok": False, "problems": ["stuck"]}


async def test_metrics_are_prometheus_text() -> None:
    response = await Probed().get("/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    assert "python_info" in response.text
