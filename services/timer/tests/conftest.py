"""The timer under test, and a small account to work in."""

from collections.abc import AsyncIterator

import pytest

from services.timer.tests.driver import Driver, open_account
from testkit import Served, serve
from timer.main import service
from timer.settings import Settings


@pytest.fixture
async def timer() -> AsyncIterator[Served]:
    async with serve(service, Settings) as served:
        yield served


@pytest.fixture
async def driver(timer: Served) -> Driver:
    return await open_account(timer)
