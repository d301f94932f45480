"""Which components a role has, and how they live and end together."""

import asyncio
from dataclasses import replace

import pytest

import service_runtime
from database import Database, connect
from libs.service_runtime.tests.sample_service import service
from messaging import Observation, Sightings
from service_runtime.components import Component, components, run_components

SETTINGS = service_runtime.Settings(
    database_url="postgresql://x:y@127.0.0.1:1/z", kafka_bootstrap="127.0.0.1:1"
)
SAMPLE = service(SETTINGS)


@pytest.mark.parametrize(("role", "count"), [("api", 0), ("relay", 1), ("worker", 2), ("all", 3)])
async def test_a_role_has_its_own_components(role: str, count: int) -> None:
    database = connect(SETTINGS.database_url)
    assert len(components(role, SAMPLE, SETTINGS, database)) == count


@pytest.mark.parametrize(
    ("missing", "count"),
    [({"handlers": {}}, 1), ({"tasks": {}}, 1), ({"handlers": {}, "tasks": {}}, 0)],
)
async def test_a_worker_runs_nothing_for_what_its_service_does_not_do(
    missing: dict[str, dict[str, object]], count: int
) -> None:
    less = replace(SAMPLE, **missing)  # type: ignore[arg-type]
    assert len(components("worker", less, SETTINGS, connect(SETTINGS.database_url))) == count


async def test_a_worker_looks_at_what_its_service_observes() -> None:
    async def act(database: Database, seen: Sightings) -> None:
        raise AssertionError

    looks = replace(SAMPLE, observations=[Observation("onlookers", ("a",), act)])
    database = connect(SETTINGS.database_url)
    assert [len(components(role, looks, SETTINGS, database)) for role in ("worker", "api")] == [
        3,
        0,
    ]


class Healthy:
    """A check that never finds anything."""

    def __call__(self) -> list[str]:
        return []


class FakeWork:
    """Work that lasts until it is stopped, or fails at once."""

    def __init__(self, error: Exception | None = None) -> None:
        self.stopped = asyncio.Event()
        self.error = error
        self.component = Component(self.run, self.stop, Healthy(), Healthy())

    async def run(self) -> None:
        if self.error:
            raise self.error
        await self.stopped.wait()

    async def stop(self) -> None:
        self.stopped.set()


async def test_components_run_until_the_process_ends() -> None:
    one, two, ending = FakeWork(), FakeWork(), asyncio.Event()
    running = asyncio.create_task(run_components([one.component, two.component], ending))
    ending.set()
    await running
    assert one.stopped.is_set()
    assert two.stopped.is_set()


async def test_a_component_that_starts_and_returns_is_stopped_like_the_others() -> None:
    work, ending = FakeWork(), asyncio.Event()

    async def start() -> None:
        ending.set()

    await run_components([replace(work.component, run=start)], ending)
    assert work.stopped.is_set()


async def test_a_component_that_fails_ends_the_process_and_stops_the_others() -> None:
    good, bad = FakeWork(), FakeWork(RuntimeError("broken"))
    with pytest.raises(RuntimeError, match="broken"):
        await run_components([good.component, bad.component], asyncio.Event())
    assert good.stopped.is_set()
