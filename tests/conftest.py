"""The whole system, started once for all journeys, as `make up` starts it."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser

from honorar_local.folder import DataFolder
from tests.harness.browser import chromium
from tests.harness.spans import Collector, collector
from tests.harness.system import System, running


@pytest.fixture(scope="session")
def spans() -> Iterator[Collector]:
    """What the system's processes export as traces."""
    with collector() as collected:
        yield collected


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory, spans: Collector) -> Iterator[System]:
    """PostgreSQL, Kafka, gateway, mailbox, Intuit double and the services, on a folder of their own.

    While writing stories: `HONORAR_SYSTEM=<data folder>` takes a system that runs, and leaves it running.
    """
    if given := os.environ.get("HONORAR_SYSTEM"):
        yield System(DataFolder(Path(given)))
        return
    folder = DataFolder(Path(tmp_path_factory.mktemp("system")))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", spans.url)
        with running(folder) as system:
            yield system


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for all stories; each of them opens a window of its own."""
    async with chromium() as started:
        yield started
