"""A rates service for each test."""

from collections.abc import AsyncIterator

import pytest

from rates.main import service
from rates.settings import Settings
from services.rates.tests.driver import Driver
from testkit import Served, serve


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    async with serve(service, Settings) as it:
        yield it


@pytest.fixture
async def driver(served: Served) -> Driver:
    return Driver(served, await served.as_("billing"))
